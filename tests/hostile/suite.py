#!/usr/bin/python3
"""Runs the library against hostile and odd servers, over its C ABI.

    suite.py LIBRARY [PATTERN ...] [--quick] [--jobs N] [--rounds N] [--list] [--json FILE]
"""

import collections
import concurrent.futures
import json
import os
import sys

from frame import Frame, equipment, say


def _python_with_asyncssh():
    """Debian's Python has Debian's asyncssh. Another one that comes first on the PATH may not."""
    try:
        import asyncssh  # noqa: F401
    except ImportError:
        debian = "/usr/bin/python3"
        if os.path.realpath(sys.executable) != os.path.realpath(debian) and os.path.exists(debian):
            os.execv(debian, [debian, "-W", "ignore", *sys.argv])
        sys.exit("asyncssh is missing: apt-get install python3-asyncssh")


def _frame():
    frame = Frame(__doc__, "cases", jobs=4)
    frame.parser.add_argument("--quick", action="store_true", help="a selection that takes less than a minute")
    frame.parser.add_argument("--rounds", type=int, default=1, help="how often to run the pacing cases")
    frame.parser.add_argument("--list", action="store_true", help="list the cases and run none")
    frame.parser.add_argument("--json", help="write the rows to this file")
    return frame


def _cases(frame, keys):
    import cases_actions
    import cases_dropbear
    import cases_openssh_config
    import cases_other_servers
    import cases_pacing
    import cases_raw
    import cases_shells
    import cases_sshd

    every = [
        *cases_raw.cases(), *cases_other_servers.cases(), *cases_dropbear.cases(keys.users), *cases_shells.cases(keys.users), *cases_sshd.cases(),
        *cases_actions.cases(), *cases_openssh_config.cases(), *cases_pacing.cases(frame.options.rounds),
    ]
    names = collections.Counter(case.name for case in every)
    assert len(names) == len(every), f"more than one case is called {names.most_common(1)[0][0]}"
    return [case for case in frame.chosen(every) if case.is_quick or not frame.options.quick]


def _run_all(cases, options, keys):
    from run import run

    def one(case):
        row = run(case, options.library, keys)
        _print(row)
        return row

    parallel = [case for case in cases if not case.is_alone]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        rows = list(pool.map(one, parallel))
    return rows + [one(case) for case in cases if case.is_alone]


def _print(row):
    from judgement import counts

    seen = row.observed
    about = (counts(seen.outcomes), seen.attempts, seen.begun, len(seen.left)) if seen else ("-", "-", "-", "-")
    say("%-58s %-26s %8s %5s %5s %6.1f  %s" % (row.case.name, *about, row.seconds, "; ".join(row.faults) or "ok"))


def _report_missing():
    import shells

    missing = shells.missing()
    if missing:
        packages = sorted({shell.package for shell in missing})
        print(f"some shells are left out because they are not installed: apt-get install {' '.join(packages)}")
    if os.geteuid() != 0:
        print("left out because only root can create users: dropbear, and real users of the login shells")


def _record(row):
    seen = row.observed
    hosts = [
        {name: value[:500] if isinstance(value, str) else value for name, value in host.items()} for host in (seen.hosts[:3] if seen else ())
    ]
    return {"case": row.case.name, "faults": row.faults, "seconds": row.seconds, "hosts": hosts}


def main():
    frame = _frame()
    options = frame.parse()
    _python_with_asyncssh()
    with equipment() as keys:
        cases = _cases(frame, keys)
        if options.list:
            print("\n".join(case.name for case in cases))
            return 0
        _report_missing()
        print("%-58s %-26s %8s %5s %5s %6s  %s" % ("case", "outcome", "attempts", "ran", "left", "s", "verdict"))
        rows = _run_all(cases, options, keys)
    if options.json:
        with open(options.json, "w") as file:
            json.dump([_record(row) for row in rows], file, indent=1)
    failures = [f"{row.case.name}: {'; '.join(row.faults)}" for row in rows if row.faults]
    return frame.conclude(len(rows) - len(failures), failures)


if __name__ == "__main__":
    sys.exit(main())
