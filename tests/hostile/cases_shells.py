"""Login shells behind a real sshd: as a forced command and, as root, as the shells of real users."""

import shells
from case import Case
from openssh import sshd

_CHARACTERS = "".join(map(chr, range(1, 128))) + "é€😀"
_LONG = "trap '' TERM HUP; sleep 76 & sleep 77"
_NOT_RUN = frozenset({"failed", "lost"})


def _quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def _actions():
    """Name, body, and the expected result."""
    yield "bytes", f"printf %s {_quoted(_CHARACTERS)}; printf tail >&2; exit 7", {
        "exit_code": 7, "stdout": _CHARACTERS, "stderr": "tail", "outcomes": {"failed"}}
    yield "success", "echo out; echo err >&2", {"exit_code": 0, "stdout": "out\n", "stderr": "err\n", "outcomes": {"succeeded"}}
    for status in (255, 137, 143, 130):
        yield f"status-{status}", f"exit {status}", {"exit_code": status, "outcomes": {"failed"}}
    yield "timeout", _LONG, {"outcomes": {"timed_out"}, "input": {"timeout": 3, "retries": 1}, "runs": (1, 2)}
    yield "killed", _LONG, {"outcomes": {"cancelled"}, "input": {"timeout": 0}, "call": "killed"}
    yield "background", "nohup sleep 301 >/dev/null 2>&1 & echo started", {
        "outcomes": {"succeeded"}, "stdout": "started\n", "stays": "sleep 301"}
    yield "input", "cat; read x; echo end", {"outcomes": {"succeeded"}, "stdout": "end\n"}
    yield "given", "read -r x; printf '%s|%s|' \"$x\" \"$GIVEN\"; cat; exit 7", {
        "exit_code": 7, "stdout": f"first|{_CHARACTERS}|{_CHARACTERS}", "outcomes": {"failed"},
        "input": {"input": f"first\n{_CHARACTERS}", "variables": {"GIVEN": _CHARACTERS}}}
    yield "given-unread", "exit 3", {"exit_code": 3, "outcomes": {"failed"}, "input": {"input": "\n" * 100_000}}


def _servers(shell, users):
    yield "forced", sshd(shells.forced(shell))
    user = users.name(shell)
    # A shell that needs a further word on its command line cannot be a user's login shell.
    if user and not shell.command:
        yield "user", sshd(user=user)


def _running(users):
    for shell in shells.here(shells.RUNNING):
        for way, server in _servers(shell, users):
            for name, body, more in _actions():
                fields = {"runs": (1, 1), **more}
                outcomes = frozenset(fields.pop("outcomes"))
                # Limits of some far shells, about which a wrapper can do nothing.
                if name == "timeout" and shell.name in ("posh",):
                    fields["may_leave"] = "sleep 7"
                is_quick = way == "forced" and name in ("bytes", "timeout", "given")
                yield _case(f"shell/{shell.name}/{name}/{way}", server, body, outcomes, is_quick=is_quick, **fields)
            if shell.is_posix:
                yield _case(
                    f"shell/{shell.name}/none/{way}", server, "echo out; exit 3", frozenset({"failed"}), runs=(1, 1), exit_code=3,
                    stdout="out\n", input={"remote_shell": "none"}, wrap="plain",
                )


def _not_running(users):
    for shell in shells.here(shells.NOT_RUNNING):
        for way, server in _servers(shell, users):
            for expected in (False, True):
                yield _case(
                    f"no-shell/{shell.name}/{way}{'/expected' if expected else ''}", server, "echo out", _NOT_RUN,
                    input={"timeout": 3, "retries": 1, "expect_disconnect": expected}, attempts=1, is_quick=not expected,
                )


_FORCED = (
    ("exit-0", "ForceCommand exit 0"), ("exit-3", "ForceCommand exit 3"), ("true", "ForceCommand /bin/true"),
    ("internal-sftp", "ForceCommand internal-sftp"), ("noise", "ForceCommand head -c 200000 /dev/urandom"),
    ("echo", 'ForceCommand printf "%%s\\n" "$SSH_ORIGINAL_COMMAND"'), ("echo-words", "ForceCommand echo $SSH_ORIGINAL_COMMAND"),
    ("echo-and-input", 'ForceCommand echo "$SSH_ORIGINAL_COMMAND"; cat'), ("sleep", "ForceCommand sleep 60"),
    ("killed", "ForceCommand kill -9 $$"), ("drops", "ForceCommand kill -9 $PPID"), ("end", "ForceCommand echo end 0"),
    ("menu", 'ForceCommand echo "1) status 2) quit"; read x; echo "unknown: $x"; exit 0'), ("closes", "ForceCommand exec >&- 2>&-; sleep 1"),
    ("restricted", "ForceCommand case $SSH_ORIGINAL_COMMAND in date) date;; *) echo denied >&2; exit 0;; esac"),
)


def _rc_files():
    for name, shell_name, files, runs in shells.RC_FILES:
        shell = shells.by_name(shell_name)
        if shell not in shells.here():
            continue
        server = sshd("" if shell_name == "bash" else shells.forced(shell), files=files)
        body, more = "echo out; exit 3", {"exit_code": 3, "stdout": "out\n", "stderr": "", "runs": (1, 1), "attempts": 1}
        if runs:
            yield _case(f"rc/{name}", server, body, frozenset({"failed"}), is_quick=True, **more)
            yield _case(
                f"rc/{name}/timeout", server, _LONG, frozenset({"timed_out"}), input={"timeout": 3, "retries": 1}, runs=(1, 2),
            )
        else:
            outcomes = _NOT_RUN if runs is False else frozenset({"failed", "lost", "timed_out"})
            most = (0, 0) if runs is False else (0, 1)
            yield _case(
                f"rc/{name}", server, "echo out", outcomes | ({"succeeded"} if runs is None else set()), runs=most,
                input={"timeout": 3, "expect_disconnect": True}, is_quick=True,
            )


def _forced():
    for name, line in _FORCED:
        for expected in (False, True):
            # A connection that drops after the command was accepted is what `expect_disconnect` is for, but here
            # nothing began.
            yield _case(
                f"forced/{name}{'/expected' if expected else ''}", sshd(line), "echo out", _NOT_RUN | {"unreachable"},
                input={"timeout": 3, "retries": 1, "expect_disconnect": expected}, is_quick=not expected,
                # It is not ours, and sshd leaves it running.
                may_leave="sleep 60" if name == "sleep" else None,
            )


def _case(name, server, body, outcomes, *, wrap="action", **more):
    more["input"] = {"timeout": 10, **more.get("input", {})}
    return Case(name, server, lambda trace: getattr(trace, wrap)(body), outcomes, more.pop("runs", (0, 0)), **more)


def cases(users):
    yield from _running(users)
    yield from _not_running(users)
    yield from _rc_files()
    yield from _forced()
