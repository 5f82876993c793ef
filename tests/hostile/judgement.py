"""Finds what is wrong with what was observed: first what must hold for every case, then what the case itself expects."""

import collections


def faults(case, observed):
    return [*_invariants(case, observed), *_expectations(case, observed)]


def _invariants(case, seen):
    if seen.error:
        if seen.error["kind"] != ("failed" if case.fault else "invalid_input"):
            yield f"the reply is an error: {seen.error['message'][:100]}"
        if seen.begun:
            yield f"refused, but {seen.begun} runs"
        return
    succeeded = seen.outcomes.count("succeeded")
    proved = seen.begun if case.input.get("expect_disconnect") else seen.ended.count(0)
    if succeeded > proved and not case.is_liar:
        yield f"{succeeded} succeeded, but the far side knows of {proved}"
    if seen.begun > seen.attempts:
        yield f"{seen.begun} runs in {seen.attempts} attempts"
    may_have_run = sum(
        host["attempts"] for host in seen.hosts
        if not (host["attempts"] == 1 and host["outcome"] in ("unreachable", "not_started"))
    )
    if seen.begun > may_have_run and seen.begun <= seen.attempts:
        yield f"unreachable, but {seen.begun} runs"
    for host in seen.hosts:
        yield from _agreement(host)
    if seen.left:
        yield f"left running: {'; '.join(map(str, seen.left[:3]))}"
    if not seen.servers_live:
        yield "the server itself was ended"
    if seen.live_strings:
        yield f"{seen.live_strings} strings live"


def _agreement(host):
    outcome, code = host["outcome"], host.get("exit_code")
    if outcome == "unreachable" and code is not None:
        yield f"unreachable with exit code {code}"
    if outcome == "succeeded" and code not in (0, None):
        yield f"succeeded with exit code {code}"
    if outcome == "failed" and code == 0:
        yield "failed with exit code 0"
    if outcome in ("unreachable", "lost") and not host.get("error"):
        yield f"{outcome} without a reason"
    if outcome == "failed" and code is None and not host.get("error"):
        yield "failed with neither exit code nor reason"


def _expectations(case, seen):
    wrong = [outcome for outcome in seen.outcomes if outcome not in case.outcomes]
    if wrong:
        yield f"{counts(wrong)}, not {' or '.join(sorted(case.outcomes))}"
    if seen.error:
        return
    least, most = case.runs
    if not least <= seen.begun <= most:
        yield f"{seen.begun} runs, not {least if least == most else f'{least} to {most}'}"
    for name, wanted in (("exit_code", case.exit_code), ("stdout", case.stdout), ("stderr", case.stderr)):
        for value in {host.get(name) for host in seen.hosts} if wanted is not None else ():
            if value != wanted:
                yield f"{name} {_short(value)}, not {_short(wanted)}"
    if case.attempts is not None and seen.attempts != case.attempts:
        yield f"{seen.attempts} attempts, not {case.attempts}"
    if case.stays and len(seen.stayed) != seen.begun:
        yield f"{len(seen.stayed)} of {seen.begun} background processes are still there"
    fault = case.check(seen)
    if fault:
        yield fault


def _short(value):
    text = repr(value)
    return text if len(text) <= 70 else f"{text[:50]}…{text[-15:]} ({len(value)})"


def counts(outcomes):
    counted = collections.Counter(outcomes)
    return ", ".join(f"{outcome} ×{number}" if number > 1 else outcome for outcome, number in counted.most_common())
