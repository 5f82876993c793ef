"""Unusual actions, on a real sshd."""

from case import Case
from openssh import sshd

_ENDED = frozenset({"failed", "lost"})


def _case(name, body, outcomes, *, end=True, shell="posix", server=sshd(), **more):
    more["input"] = {"timeout": 8, "retries": 1, "remote_shell": shell, **more.get("input", {})}
    runs = more.pop("runs", (1, 1))
    return Case(
        f"action/{name}/{shell}", server, lambda trace: trace.action(body, end), frozenset(outcomes), runs, **more,
    )


def _held(seen):
    errors = [host.get("error") or "" for host in seen.hosts]
    return None if all("sleep" in error or "output" in error for error in errors) else f"the error does not name what holds the output: {errors[0]!r}"


def _statuses():
    for status in (0, 7, 255, 130, 137, 143):
        for shell in ("posix", "none"):
            yield _case(
                f"status-{status}", f"exit {status}", {"failed" if status else "succeeded"}, exit_code=status, shell=shell,
                runs=(2, 2) if status else (1, 1), is_quick=status in (0, 255),
            )
    for signal in ("KILL", "TERM", "INT", "SEGV"):
        # No end in the trace, because the shell itself dies. Which exit code reports that depends on the shells in
        # between.
        yield _case(f"signal-{signal}", f"kill -{signal} $$; sleep 5", _ENDED, end=False, runs=(1, 2), is_quick=signal == "KILL")
        yield _case(f"signal-{signal}", f"kill -{signal} $$; sleep 5", _ENDED, end=False, runs=(1, 2), shell="none")


def _background():
    yield _case("holds-output", "nohup sleep 301 & echo started", {"succeeded"}, stdout="started\n", stays="sleep 301", check=_held,
                input={"timeout": 4, "retries": 2}, attempts=1, is_quick=True)
    yield _case("holds-output-without-timeout", "nohup sleep 301 & echo started", {"succeeded"}, stays="sleep 301", check=_held,
                input={"timeout": 0}, attempts=1)
    yield _case("holds-output-fails", "nohup sleep 301 & exit 3", {"failed"}, exit_code=3, stays="sleep 301", runs=(1, 2))
    yield _case("holds-errors", "sleep 301 >/dev/null & echo started", {"succeeded"}, stdout="started\n", stays="sleep 301", check=_held)
    yield _case("holds-output-only", "sleep 301 2>/dev/null & echo started", {"succeeded"}, stdout="started\n", stays="sleep 301", check=_held)
    yield _case("holds-and-writes", "while :; do echo x; sleep 0.3; done & echo started", {"succeeded"}, may_leave="sleep", attempts=1)
    yield _case("holds-nothing", "nohup sleep 301 >/dev/null 2>&1 & echo started", {"succeeded"}, stdout="started\n", stays="sleep 301",
                is_quick=True)
    yield _case("holds-nothing-setsid", "setsid sleep 301 >/dev/null 2>&1 </dev/null & echo started", {"succeeded"}, stays="sleep 301")
    yield _case("stops-parent-later", "(sleep 1; kill -STOP $PPID; sleep 60) & exit 0", {"succeeded", "lost"}, may_leave="sleep",
                input={"timeout": 6, "expect_disconnect": True}, runs=(1, 1), attempts=1, is_quick=True)
    yield _case("stops-parent-later-no-timeout", "(sleep 1; kill -STOP $PPID; sleep 15) & exit 0", {"succeeded", "lost"}, may_leave="sleep",
                input={"timeout": 0, "expect_disconnect": True}, runs=(1, 1), attempts=1)
    yield _case("stops-parent-later", "(sleep 1; kill -STOP $PPID; sleep 15) & exit 0", {"succeeded", "lost"}, may_leave="",
                input={"timeout": 0, "expect_disconnect": True}, runs=(1, 1), attempts=1, shell="none")


def _signals():
    """Signals to what runs the action: it may be lost, or end with any status, but never succeed or run twice by mistake."""
    for name, body in (
        ("stop-parent", "kill -STOP $PPID; sleep 30"), ("kill-parent", "kill -9 $PPID; sleep 30"), ("term-parent", "kill $PPID; sleep 30"),
        ("usr1-parent", "kill -USR1 $PPID; sleep 30"), ("int-group", "kill -INT 0; sleep 30"), ("kill-group", "kill 0; sleep 30"),
        ("kill9-group", "kill -9 0; sleep 30"), ("stop-group", "kill -STOP 0; sleep 30"), ("hup-parent", "kill -HUP $PPID; sleep 30"),
    ):
        for expected in (False, True):
            outcomes = {"failed", "lost", "timed_out"} | ({"succeeded"} if expected else set())
            for shell in ("posix", "none"):
                yield _case(
                    name + ("-expected" if expected else ""), body, outcomes, end=False, shell=shell, runs=(1, 2),
                    input={"timeout": 3, "expect_disconnect": expected}, is_quick=shell == "posix" and expected,
                    # Without a watchdog, or with a stopped one, nothing ends the action.
                    # With an expected disconnect, the action outlives what runs it.
                    may_leave="" if shell == "none" or name == "stop-group" or expected else None,
                )
    yield _case("usr1-parent-exits", "kill -USR1 $PPID; exit 5", {"failed"}, exit_code=5, runs=(2, 2))
    yield _case("term-parent-exits", "kill $PPID; sleep 0.2; exit 5", _ENDED, runs=(1, 2))


def _disconnects():
    """Kills the session's own sshd, as a reboot does."""
    up = (
        "p=$$; while :; do p=$(ps -o ppid= -p $p | tr -d ' '); case $(ps -o comm= -p $p) in sshd) break;; esac; "
        "[ $p -gt 1 ] || exit 9; done; kill -9 $p; sleep 4"
    )
    for expected in (False, True):
        for shell in ("posix", "none"):
            yield _case(
                "sshd-killed" + ("-expected" if expected else ""), up, {"succeeded"} if expected else {"lost"}, shell=shell, end=False,
                input={"expect_disconnect": expected}, attempts=1, is_quick=True, may_leave="sleep 4" if shell == "none" else None,
            )


def _streams():
    yield _case("closes-streams", "exec >&- 2>&-; exit 3", {"failed"}, exit_code=3, runs=(2, 2), is_quick=True)
    yield _case("closes-streams-long", "exec >&- 2>&-; sleep 2; exit 3", {"failed"}, exit_code=3, runs=(2, 2))
    yield _case("redirects-errors", "exec 2>/dev/null; echo out; exit 3", {"failed"}, exit_code=3, stdout="out\n", runs=(2, 2))
    yield _case("errors-into-output", "exec 2>&1; echo out; echo err >&2; exit 3", {"failed"}, exit_code=3, stdout="out\nerr\n", runs=(2, 2))
    for shell in ("posix", "none"):
        yield _case("30-MB", "head -c 30000000 /dev/zero | tr '\\0' x; exit 4", {"failed"}, exit_code=4, stderr="", runs=(1, 1), shell=shell,
                    input={"timeout": 60, "retries": 0, "output_limit": 40_000_000}, is_alone=True, check=_whole)
        yield _case("30-MB-both", "head -c 30000000 /dev/zero & head -c 3000000 /dev/zero >&2; wait; exit 4", {"failed"}, exit_code=4,
                    runs=(1, 1), input={"timeout": 60, "retries": 0}, shell=shell)
        yield _case("reads-input", "cat; read x; echo end; head -c 1", {"succeeded"}, stdout="end\n", shell=shell)
    yield _case("limit", "seq 200000; echo end >&2; exit 3", {"failed"}, exit_code=3, stderr="end\n", input={"output_limit": 20}, runs=(2, 2))
    yield _case("no-newline", "printf 'a\\nb'; printf c >&2", {"succeeded"}, stdout="a\nb", stderr="c", is_quick=True)
    yield _case("binary", "head -c 20000 /dev/urandom; exit 3", {"failed"}, exit_code=3, runs=(2, 2))
    yield _case("non-blocking", "python3 -c 'import os\nfor f in (1, 2):\n os.set_blocking(f, False)\n try:\n  while 1: os.write(f, b\"x\" * 65536)\n"
                " except BlockingIOError: pass'; exit 6", {"failed"}, exit_code=6, runs=(2, 2))
    yield _case("reads-command-line", "tr '\\0' ' ' </proc/$PPID/cmdline; tr '\\0' '\\n' </proc/$PPID/cmdline; exit 3", {"failed"}, exit_code=3,
                runs=(2, 2))
    yield _case("prints-its-parents-words", "tr '\\0' '\\n' </proc/$PPID/cmdline | tail -n 3 | tr -d '\\n'; echo ' end 0'; exit 3", {"failed"},
                exit_code=3, runs=(2, 2))
    yield _case("syntax-error", "if then", _ENDED, end=False, runs=(0, 2))
    yield _case("long-action", "exit 9 #" + "x" * 100_000, {"failed"}, exit_code=9, runs=(2, 2))
    yield _case("too-long-action", "exit 9 #" + "x" * 3_000_000, {"failed", "refused", "unreachable", "lost"}, runs=(0, 0), attempts=None)
    yield _case("looks-like-option", "-x 2>/dev/null || echo run", {"succeeded"}, stdout="run\n")


def cases():
    yield from _statuses()
    yield from _background()
    yield from _signals()
    yield from _disconnects()
    yield from _streams()
    for call in ("killed", "cancelled"):
        yield _case(call, "trap '' TERM HUP; sleep 76 & sleep 77", {"cancelled"}, call=call, input={"timeout": 0}, is_quick=True)
    yield _case("timeout", "trap '' TERM HUP INT; sleep 76 & sleep 77", {"timed_out"}, input={"timeout": 2}, runs=(2, 2), is_quick=True)
    yield _case("async", "echo out; exit 3", {"failed"}, call="async", exit_code=3, runs=(2, 2), stdout="out\n")


def _whole(seen):
    length = len(seen.hosts[0]["stdout"])
    return None if length == 30_000_000 else f"{length} bytes on standard output, not 30000000"
