"""Debian's dropbear, the server of small devices."""

import os

import shells
from case import Case
from dropbear import dropbear

_LONG = "trap '' TERM HUP; sleep 76 & sleep 77"


def _case(name, user, outcomes, body, *, server_options=(), shell="posix", **more):
    more["input"] = {"timeout": 10, "remote_shell": shell, **more.get("input", {})}
    wrap = (lambda trace: trace.action(body)) if shell == "posix" else (lambda trace: trace.plain(body))
    return Case(f"dropbear/{name}/{shell}", dropbear(user, *server_options), wrap, frozenset(outcomes), **more)


def cases(users):
    names = {shell.name: users.name(shell) for shell in shells.here(shells.RUNNING) if users.name(shell)}
    if not names or not os.path.exists("/usr/sbin/dropbear"):
        return
    user = names["dash"]
    for shell in ("posix", "none"):
        reported = {"exit_code": 3, "stdout": "out\n", "stderr": "err\n", "runs": (1, 1), "shell": shell}
        yield _case("status", user, {"failed"}, "echo out; echo err >&2; exit 3", is_quick=True, **reported)
        yield _case("success", user, {"succeeded"}, "echo out", stdout="out\n", runs=(1, 1), shell=shell)
        yield _case("status-255", user, {"failed"}, "exit 255", exit_code=255, runs=(1, 1), shell=shell)
        yield _case("large-output", user, {"failed"}, "head -c 3000000 /dev/zero; echo end >&2; exit 4", exit_code=4, stderr="end\n",
                    runs=(1, 1), shell=shell, input={"timeout": 30})
        yield _case("small-window", user, {"failed"}, "seq 3000; exit 4", server_options=("-W", "1024"), exit_code=4, runs=(1, 1), shell=shell)
        yield _case("timeout", user, {"timed_out"}, _LONG, input={"timeout": 3, "retries": 1}, runs=(1, 2), shell=shell,
                    may_leave="sleep 7" if shell == "none" else None, is_quick=shell == "posix")
        yield _case("forced", user, {"failed", "lost"} if shell == "posix" else {"succeeded"}, "exit 3",
                    server_options=("-c", "true"), shell=shell, is_liar=shell == "none")
        yield _case("refused", "nobody", {"unreachable"}, "true", attempts=1, input={"retries": 2}, shell=shell)
        yield _case("banner", user, {"failed"}, "echo out; exit 3", server_options=("-b", "/etc/debian_version"), exit_code=3,
                    stdout="out\n", runs=(1, 1), shell=shell)
    yield _case("killed", user, {"cancelled"}, _LONG, call="killed", input={"timeout": 0}, runs=(1, 1))
    yield _case("cancelled", user, {"cancelled"}, _LONG, call="cancelled", input={"timeout": 0}, runs=(1, 1))
    yield _case("background", user, {"succeeded"}, "nohup sleep 301 >/dev/null 2>&1 & echo started", stdout="started\n", stays="sleep 301",
                runs=(1, 1))
    yield _case("parallel", user, {"succeeded"}, "sleep 0.2", runs=(5, 5), hosts=tuple(f"h{number}" for number in range(5)))
    # It only accepts users whose shell the system lists.
    with open("/etc/shells") as listed:
        valid = listed.read().split()
    for name, other in names.items():
        if shells.by_name(name).path not in valid:
            continue
        yield _case(f"shell-{name}", other, {"failed"}, "echo out; exit 3", exit_code=3, stdout="out\n", runs=(1, 1))
