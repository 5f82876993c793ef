"""Servers that never authenticate anybody: nothing runs, nothing is believed, and the call ends."""

import imitations
import packets
from case import Case
from raw_servers import BANNER, after_banner, bytes_only, drip, flood, key_exchange, serve

_MESSAGES = {
    "disconnect": packets.disconnect,
    "debug": packets.debug,
    "hidden-debug": lambda text: packets.debug(text, is_shown=False),
    "ignore": packets.ignore,
}

_GARBAGE = bytes(range(256)) * 40
_STAGES = {
    "silent": bytes_only(b"", end="stall"),
    "closes": bytes_only(b""),
    "resets": bytes_only(b"", end="reset"),
    "banner-closes": bytes_only(BANNER),
    "banner-resets": bytes_only(BANNER, end="reset"),
    "banner-stalls": bytes_only(BANNER, end="stall"),
    "banner-by-byte": bytes_only(BANNER, pause=0.02, end="stall"),
    "banner-without-end": bytes_only(BANNER[:-2], end="stall"),
    "banner-of-version-1": bytes_only(b"SSH-1.5-old\r\n", end="stall"),
    "banner-of-dropbear": bytes_only(b"SSH-2.0-dropbear_2022.83\r\n", end="stall"),
    "http": bytes_only(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "garbage": bytes_only(_GARBAGE),
    "garbage-after-banner": bytes_only(BANNER + _GARBAGE, end="stall"),
    "zeros": bytes_only(bytes(100_000)),
    "kexinit-closes": after_banner(packets.kexinit()),
    "kexinit-resets": after_banner(packets.kexinit(), end="reset"),
    "kexinit-stalls": after_banner(packets.kexinit(), end="stall"),
    "kexinit-twice": after_banner(packets.kexinit(), packets.kexinit(), end="stall"),
    "kexinit-cut": after_banner(packets.kexinit()[:40], end="stall"),
    "wrong-signature": key_exchange(after=b"", end="stall"),
    "wrong-signature-closes": key_exchange(after=b"", end="close"),
    "newkeys-at-once": after_banner(packets.kexinit(), packets.bare(packets.NEWKEYS), end="stall"),
    "authenticated-at-once": after_banner(
        packets.bare(packets.USERAUTH_SUCCESS), packets.channel_request("x"), packets.exit_status(0), end="stall"
    ),
    "exit-status-at-once": after_banner(packets.kexinit(), packets.exit_status(0), end="stall"),
    "unimplemented": after_banner(packets.unimplemented(), packets.kexinit(), packets.unimplemented(), end="stall"),
    "disconnect-each-reason": after_banner(packets.disconnect("x", 2)),
    "packet-too-long": after_banner(b"\x7f\xff\xff\xff" + bytes(100), end="stall"),
    "debug-then-stalls": after_banner(packets.debug(imitations.SESSION), packets.kexinit(), end="stall"),
    "lines-dripping": drip(b"x\r\n", 0.05),
}


def _variants():
    for shell in ("posix", "none"):
        for expected in (False, True):
            name = f"{shell}{'/expected' if expected else ''}"
            yield name, {"remote_shell": shell, "expect_disconnect": expected}


# If nothing can be proved, `none` may report the host as lost.
def _outcomes(shell):
    return frozenset({"unreachable"} if shell == "posix" else {"unreachable", "lost"})


def _no_exit_code(observed):
    codes = [host["exit_code"] for host in observed.hosts if host.get("exit_code") is not None]
    return f"exit codes {sorted(set(codes))} of actions that did not run" if codes else None


def _case(name, behaviours, variant, **more):
    fields = {
        "hosts": tuple(f"h{number}" for number in range(len(behaviours))),
        "check": _no_exit_code, "outcomes": _outcomes(variant["remote_shell"]), **more,
    }
    fields["input"] = {"timeout": 3, "concurrency": 24, **variant, **more.get("input", {})}
    return Case(name, serve(*behaviours), lambda trace: trace.action("true"), **fields)


def _forged():
    texts = list(imitations.texts())
    for kind, message in _MESSAGES.items():
        yield f"{kind}-before-kexinit", [after_banner(message(text)) for text in texts]
        yield f"{kind}-after-kexinit", [after_banner(packets.kexinit(), message(text)) for text in texts]
        yield f"{kind}-after-signature", [key_exchange(after=message(text), end="close") for text in texts[::8]]
    yield "lines-before-banner", [bytes_only(text.encode() + BANNER) for text in texts]
    yield "banner-text", [bytes_only(BANNER[:-2] + b" " + text.encode()) for text in texts]


def _bounded(observed):
    # The engine may keep part of the log, but not all of it.
    if observed.grown_kib > 24 * 1024:
        return f"the calling process grew by {observed.grown_kib // 1024} MiB"
    if observed.file_bytes > 24 << 20:
        return f"files of {observed.file_bytes >> 20} MiB"
    return _no_exit_code(observed)


def _floods():
    line = b"debug1: Sending command: x" * 30 + b"\r\n"
    shown = packets.debug("\n".join(["debug1: Sending command: x"] * 900))
    yield "flood-of-lines", flood(line * 100, 8, banner=False)
    yield "flood-without-newline", flood(b"x" * 60_000, 8, banner=False)
    yield "flood-of-debug", flood(shown * 4, 8)
    yield "flood-of-hidden-debug", flood(packets.debug("x" * 30_000, is_shown=False) * 4, 8)
    yield "flood-of-ignore", flood(packets.ignore("x" * 30_000) * 4, 8)
    yield "flood-of-unimplemented", flood(packets.unimplemented() * 3000, 8)


def cases():
    for name, variant in _variants():
        for stage, behaviour in _STAGES.items():
            yield _case(f"raw/{stage}/{name}", [behaviour], variant, is_quick=stage in ("silent", "resets", "kexinit-stalls"))
        for kind, behaviours in _forged():
            yield _case(f"raw/forged-{kind}/{name}", behaviours, variant, is_quick="debug-before" in kind or "disconnect" in kind)
    for name, variant in _variants():
        if not variant["expect_disconnect"]:
            for kind, behaviour in _floods():
                yield _case(
                    f"raw/{kind}/{name}", [behaviour], variant, input={"timeout": 8}, check=_bounded, watch_memory=True,
                    is_alone=kind == "flood-of-debug",
                )
    variant = {"remote_shell": "posix", "expect_disconnect": True}
    yield _case("raw/silent/retried", [_STAGES["silent"]], variant, input={"timeout": 1, "retries": 2}, attempts=3)
    yield _case("raw/silent/cancelled", [_STAGES["silent"]], variant, call="cancelled", outcomes=frozenset({"cancelled"}))
    yield _case("raw/silent/without-timeout", [_STAGES["silent"]], variant, input={"timeout": 0})
    yield _case("raw/all-stages-in-one-call", list(_STAGES.values()), variant, call="async", is_quick=True)
