"""A real sshd with an unusual configuration, and addresses without one."""

import contextlib
import socket

from case import Case
from openssh import sshd

_UNPROVED = frozenset({"unreachable", "failed", "lost"})
_RIGHT = frozenset({"failed"})

# Features of sshd that change nothing about the action.
_HARMLESS = (
    ("banner", "Banner /etc/debian_version"), ("client-alive", "ClientAliveInterval 1\nClientAliveCountMax 3"),
    ("rekey", "RekeyLimit 64K 1"), ("no-tty", "PermitTTY no"), ("no-forwarding", "DisableForwarding yes"),
    ("accepts-variables", "AcceptEnv *"), ("print-motd", "PrintMotd yes\nPrintLastLog yes"), ("compression", "Compression yes"),
    ("one-session", "MaxSessions 1"),
    ("forced-sh", 'ForceCommand sh -c "$SSH_ORIGINAL_COMMAND"'), ("forced-eval", 'ForceCommand eval "$SSH_ORIGINAL_COMMAND"'),
    ("forced-without-exec", 'ForceCommand sh -c "$SSH_ORIGINAL_COMMAND"; exit $?'),
    ("forced-logger", 'ForceCommand echo "$SSH_ORIGINAL_COMMAND" >>/dev/null; exec sh -c "$SSH_ORIGINAL_COMMAND"'),
    ("forced-nice", 'ForceCommand exec nice -n 5 sh -c "$SSH_ORIGINAL_COMMAND"'),
    ("forced-env", 'ForceCommand exec env -i PATH=/usr/bin:/bin sh -c "$SSH_ORIGINAL_COMMAND"'),
)

# Nobody gets in. There is no second attempt, because that locks accounts.
_REFUSING = (
    ("denied-user", "DenyUsers *"), ("second-factor", "PasswordAuthentication yes\nAuthenticationMethods publickey,password"),
    ("no-keys", "PubkeyAuthentication no\nPasswordAuthentication yes"), ("one-try", "MaxAuthTries 1\nAuthorizedKeysFile /dev/null"),
    ("other-algorithms", "PubkeyAcceptedAlgorithms rsa-sha2-512"),
)

# The client gets in, but has no session.
_SESSIONLESS = (("no-sessions", "MaxSessions 0"), ("empty-root", "ChrootDirectory /var/empty-of-the-suite"))


class _Nowhere:
    """A port that refuses connections, and that nobody else can take."""

    pids = frozenset()

    def __init__(self, place):
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.close = self._socket.close

    def is_live(self):
        return True


def _nowhere(place):
    return contextlib.closing(_Nowhere(place))


def _case(name, server, outcomes, *, shell="posix", body="echo out; echo err >&2; exit 3", **more):
    more["input"] = {"timeout": 8, "remote_shell": shell, **more.get("input", {})}
    return Case(f"sshd/{name}/{shell}", server, lambda trace: trace.action(body), outcomes, more.pop("runs", (0, 0)), **more)


def cases():
    for shell in ("posix", "none"):
        for name, lines in _HARMLESS:
            # Without marks, what sshd's side prints counts as the action's.
            is_silent = shell == "posix" or name != "banner"
            reported = {"stdout": "out\n", "stderr": "err\n"} if is_silent else {}
            body = "echo out; echo err >&2; sleep 1.5; exit 3"
            yield _case(name, sshd(lines), _RIGHT, shell=shell, body=body, exit_code=3, runs=(1, 1), is_quick=name == "banner", **reported)
        for name, lines in _REFUSING:
            yield _case(name, sshd(lines), frozenset({"unreachable"}), shell=shell, attempts=1, input={"retries": 2})
        for name, lines in _SESSIONLESS:
            yield _case(name, sshd(lines), _UNPROVED, shell=shell, input={"retries": 1, "expect_disconnect": name == "no-sessions"})
        gone = frozenset({"unreachable"} if shell == "posix" else {"unreachable", "lost"})
        yield _case("closed-port", _nowhere, gone, shell=shell, input={"retries": 2}, attempts=3)
        yield _case("no-such-name", _nowhere, gone, shell=shell, config="Host h\n HostName hostile.invalid\nHost *")
        yield _case("no-such-key", sshd(), gone, shell=shell, config="IdentityFile /nonexistent\nIdentitiesOnly yes\nPubkeyAuthentication no")
        yield _case("bad-configuration", sshd(), gone, shell=shell, config="NoSuchOption yes")
        yield _case("jump-refuses", _nowhere, gone, shell=shell, config="Host h\n ProxyJump jump\nHost *")
        yield _case("grace-time", sshd("LoginGraceTime 4"), _RIGHT, shell=shell, body="sleep 5; exit 3", exit_code=3, runs=(1, 1),
                    input={"timeout": 20})
