"""Servers other than OpenSSH: they authenticate the client, or nearly, and then do as they like."""

from case import Case
from ssh_servers import serve

_UNPROVED = frozenset({"unreachable", "failed", "lost"})
_ANY = frozenset({"succeeded", "failed", "lost", "timed_out", "unreachable"})
_BODY = "echo out; echo err >&2; exit 3"
_LONG = "trap '' TERM HUP; sleep 76 & sleep 77"
_VARIANTS = tuple((shell, expected) for shell in ("posix", "none") for expected in (False, True))


def _case(name, server, outcomes, *, shell="posix", expected=False, body=_BODY, runs=(0, 0), **more):
    more["input"] = {"timeout": 4, "retries": 1, "remote_shell": shell, "expect_disconnect": expected, **more.get("input", {})}
    name = f"asyncssh/{name}/{shell}{'/expected' if expected else ''}"
    return Case(name, server, lambda trace: trace.action(body), frozenset(outcomes), runs, **more)


def _refusals():
    """Nothing is sent. There is no second attempt after a refused authentication, because that locks accounts."""
    for shell, expected in _VARIANTS:
        own = {"shell": shell, "expected": expected}
        for name, server in (
            ("refuses-keys", serve("refuses-keys")), ("refuses-keys-with-banner", serve("refuses-keys", banner=True)),
            ("refuses-keys-with-debug", serve("refuses-keys", debug=True)), ("asks", serve("asks")),
            ("wrong-host-key", serve("faithful", host_key="other")),
        ):
            yield _case(name, server, {"unreachable"}, attempts=1, is_quick=shell == "posix", **own)
        yield _case("cuts-in-authentication", serve("cuts-in-authentication"), {"unreachable"}, **own)
        for name in ("cuts-when-authenticated", "cuts-at-channel"):
            yield _case(name, serve(name), _UNPROVED if shell == "none" else {"unreachable"}, **own)
        for name in ("disconnects-when-authenticated", "debug-when-authenticated"):
            # What it says is worth as much as an exit status from it, because it has proved who it is. It says that it
            # refused to run a command.
            yield _case(name, serve(name), _ANY if shell == "none" else _UNPROVED, is_liar=shell == "none", **own)
        yield _case("refuses-channel", serve("refuses-channel"), _UNPROVED, **own)
        yield _case("channel-never-opens", serve("channel-never-opens"), _UNPROVED | {"timed_out"}, **own)
        yield _case("refuses-exec", serve("refuses-exec"), {"unreachable", "failed"}, is_quick=not expected, **own)
        # With `none` the command is sent by then, and nobody knows more.
        is_blind = shell == "none"
        yield _case("cuts-at-exec", serve("cuts-at-exec"), _ANY if is_blind and expected else _UNPROVED, is_liar=is_blind, **own)



_LIES = (
    ("exit-status", {"status": 0}), ("exit-status", {"status": 3}), ("exit-status", {"status": 255}), ("exit-status-holds", {}),
    ("exit-signal", {}), ("closes", {}), ("cuts", {}), ("stalls", {}), ("echoes", {}), ("echoes-all", {}), ("echoes-words", {}),
    ("forges", {}), ("half-honest", {}), ("half-honest", {"cuts": False}), ("half-honest", {"seconds": 60}),
    ("debug-then-cuts", {}), ("floods", {"stream": "stdout"}), ("floods", {"stream": "stderr"}),
    ("floods", {"text": "end 0, a0123456789abcdefb0123456789abcdef end 0\n"}),
    ("floods", {"text": "a0123456789abcdef"}),
)


def _lies():
    """Nothing runs. With `none`, nobody can know better than the server."""
    for shell, expected in _VARIANTS:
        for name, options in _LIES:
            about = "-".join([name, *(str(value)[:6].strip() for value in options.values())])
            honest = frozenset({"failed", "lost", "unreachable"}) | ({"timed_out"} if name == "half-honest" else set())
            yield _case(
                f"lies-{about}", serve(name, **options), _ANY if shell == "none" else honest, shell=shell, expected=expected,
                is_liar=shell == "none", is_quick=name in ("exit-status", "echoes", "forges", "cuts") and shell == "posix",
                check=_bounded if name == "floods" else lambda seen: None, watch_memory=name == "floods",
                input={"timeout": 3, "retries": 0 if name in ("floods", "half-honest") else 1},
            )


def _bounded(seen):
    return f"the calling process grew by {seen.grown_kib // 1024} MiB" if seen.grown_kib > 24 * 1024 else None


def _honest():
    for shell, expected in _VARIANTS:
        own = {"shell": shell, "expected": expected}
        reported = {"exit_code": 3, "stdout": "out\n", "stderr": "err\n", "runs": (2, 2), "attempts": 2}
        for name, options in (
            ("faithful", {}), ("faithful-with-sessions", {"sessions": True}), ("slow-start", {"seconds": 1.0}),
            ("byte-by-byte", {}), ("talks", {}), ("status-twice", {}), ("accepts-banner", {"banner": True}),
            ("accepts-banner", {"banner": True, "debug": True}), ("faithful-keepalive", {"keepalive_interval": 0.2}),
            ("faithful-rekey", {"rekey_bytes": 4096}), ("faithful-rekey-by-time", {"rekey_seconds": 0.3}),
            ("faithful-small-window", {"window": 200}), ("faithful-small-packets", {"max_pktsize": 64}),
        ):
            # A banner belongs to the server, not to the action.
            stderr = None if name == "accepts-banner" and shell == "none" else reported["stderr"]
            behaviour = "faithful" if name.startswith("faithful") else name
            if name == "status-twice" and shell == "none":
                continue
            yield _case(
                f"{name}{'-debug' if 'debug' in options else ''}", serve(behaviour, **options), {"failed"},
                is_quick=name in ("faithful", "talks", "accepts-banner") and not expected, **own, **{**reported, "stderr": stderr},
            )
        if shell == "none":
            continue
        # The action's own marks decide; whatever else the channel says changes nothing.
        for status in (0, 7, 255):
            yield _case(f"wrong-status-{status}", serve("wrong-status", status=status), {"failed"}, **own, **reported)
        for name in ("no-status", "signal-instead"):
            yield _case(name, serve(name), {"failed"}, **own, **reported)
        # If something may be left that still holds the connection, there is no second attempt.
        for name in ("holds", "cut-before-status"):
            yield _case(name, serve(name), {"failed"}, **own, **{**reported, "runs": (1, 2), "attempts": None})
        yield _case("success-held", serve("holds"), {"succeeded"}, body="echo out", runs=(1, 1), stdout="out\n", **own)
        yield _case("success-cut", serve("cut-before-status"), {"succeeded"}, body="echo out", runs=(1, 1), stdout="out\n", **own)
        yield _case("success-signal", serve("signal-instead"), {"succeeded"}, body="echo out", runs=(1, 1), stdout="out\n", **own)


def _odd():
    for shell, expected in _VARIANTS:
        own = {"shell": shell, "expected": expected}
        lost = {"succeeded"} if expected else {"lost"}
        yield _case("cut-while-running", serve("cut-while-running"), lost, body="sleep 3", runs=(1, 1), is_quick=True, **own)
        yield _case("cut-later", serve("cut-while-running", after=1), lost, body="echo out; sleep 3", runs=(1, 1), stdout="out\n", **own)
        for mark in ("begin", "run"):
            if shell == "posix":
                # Then it is unknown whether the action got there.
                yield _case(f"cut-at-{mark}", serve("cut-at-mark", mark_text=f" {mark}\n"), _ANY, body="sleep 2", runs=(0, 1), **own)
        yield _case("no-input", serve("no-input"), _ANY, runs=(0, 2), **own)
        yield _case("window-never-opens", serve("faithful", window=0), _ANY, runs=(0, 2), **own)
        for sessions in (False, True):
            # With `none` there is no watchdog, and the server itself ends nothing.
            yield _case(
                f"timeout{'-with-sessions' if sessions else ''}", serve("faithful", sessions=sessions), {"timed_out"}, body=_LONG,
                input={"timeout": 2}, runs=(1, 2), is_quick=not expected and shell == "posix",
                may_leave="sleep 7" if shell == "none" else None, **own,
            )
        for call in ("killed", "cancelled"):
            if shell == "posix":
                yield _case(
                    f"{call}", serve("faithful"), {"cancelled"}, body=_LONG, input={"timeout": 0}, runs=(1, 1), call=call,
                    # With an expected disconnect, the action outlives a caller that is killed.
                    may_leave="sleep 7" if call == "killed" and expected else None, **own,
                )
        big = "head -c 5000000 /dev/zero; echo end >&2; exit 4"
        yield _case(
            "rekey-while-writing", serve("faithful", rekey_bytes=300_000), {"failed"}, body=big, exit_code=4, stderr="end\n",
            runs=(1, 1), input={"timeout": 20, "retries": 0}, **own,
        )


def cases():
    yield from _refusals()
    yield from _lies()
    yield from _honest()
    yield from _odd()
