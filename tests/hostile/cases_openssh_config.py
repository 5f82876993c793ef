"""The user's own ssh configuration, and options that the caller adds: the outcome is still the action's."""

from case import Case
from openssh import sshd

_RIGHT = frozenset({"failed"})
_RIGHT_OR_REFUSED = frozenset({"failed", "refused"})

# Names and lines that change nothing about an action's outcome, runs and output.
_LINES = (
    ("StdinNull", "StdinNull yes"), ("ForkAfterAuthentication", "ForkAfterAuthentication yes"),
    ("SessionType-none", "SessionType none"), ("SessionType-subsystem", "SessionType subsystem"),
    ("LocalCommand", "PermitLocalCommand yes\nLocalCommand echo mine; echo mine >&2"),
    ("LocalCommand-reads", "PermitLocalCommand yes\nLocalCommand cat"),
    ("LocalCommand-fails", "PermitLocalCommand yes\nLocalCommand exit 3"),
    ("RequestTTY-force", "RequestTTY force"), ("RequestTTY-yes", "RequestTTY yes"), ("RemoteCommand", "RemoteCommand echo x"),
    ("ControlMaster", "ControlMaster auto\nControlPath {folder}/control-%C"),
    ("ControlPersist", "ControlMaster auto\nControlPath {folder}/control-%C\nControlPersist 60"),
    ("ControlMaster-ask", "ControlMaster ask\nControlPath {folder}/control-%C"),
    ("LogLevel-QUIET", "LogLevel QUIET"), ("LogLevel-DEBUG3", "LogLevel DEBUG3"), ("LogVerbose", "LogVerbose *"),
    ("LogVerbose-some", "LogVerbose clientloop.c:*,ssh.c:main():*"), ("VisualHostKey", "VisualHostKey yes"),
    ("SyslogFacility", "SyslogFacility LOCAL1"), ("SendEnv", "SendEnv LANG LC_* HOSTILE_*"), ("SetEnv", "SetEnv A=1 SHELL=/bin/false"),
    ("EscapeChar", "EscapeChar ~"), ("EscapeChar-e", "EscapeChar e"), ("EscapeChar-none", "EscapeChar none"),
    ("EnableEscapeCommandline", "EnableEscapeCommandline yes"), ("Compression", "Compression yes"), ("BatchMode", "BatchMode no"),
    ("ConnectionAttempts", "ConnectionAttempts 3"), ("ServerAliveInterval", "ServerAliveInterval 1\nServerAliveCountMax 1"),
    ("ServerAliveInterval-0", "ServerAliveInterval 0"), ("TCPKeepAlive", "TCPKeepAlive no"), ("ForwardX11", "ForwardX11 yes"),
    ("ForwardAgent", "ForwardAgent yes"), ("RekeyLimit", "RekeyLimit 16 1"), ("UpdateHostKeys", "UpdateHostKeys ask"),
    ("Tunnel", "Tunnel yes\nExitOnForwardFailure yes"), ("Match-exec", 'Match exec "true"\n StdinNull yes\nMatch all'),
    ("AddKeysToAgent", "AddKeysToAgent ask"), ("Canonicalize", "CanonicalizeHostname always\nCanonicalizeFallbackLocal yes"),
    ("StreamLocal", "StreamLocalBindUnlink yes"), ("IPQoS", "IPQoS lowdelay throughput"), ("Tag", "IgnoreUnknown Tag\nTag x"),
    ("IgnoreUnknown", "IgnoreUnknown Nothing\nNothing x"), ("ObscureKeystrokeTiming", "IgnoreUnknown O*\nObscureKeystrokeTiming yes"),
    ("NoHostAuthentication", "NoHostAuthenticationForLocalhost no"), ("CheckHostIP", "CheckHostIP yes"),
    ("ChannelTimeout", "IgnoreUnknown Ch*\nChannelTimeout session:session=1s"),
    ("PreferredAuthentications", "PreferredAuthentications keyboard-interactive,password,publickey"),
)
_ALL = (
    "StdinNull yes\nForkAfterAuthentication yes\nSessionType none\nRequestTTY force\nRemoteCommand echo x\nPermitLocalCommand yes\n"
    "LocalCommand echo mine; cat\nControlMaster auto\nControlPath {folder}/control-%C\nControlPersist 60\nLogLevel QUIET\nLogVerbose *\n"
    "VisualHostKey yes\nEscapeChar ~\nBatchMode no\nSendEnv LC_*\nServerAliveInterval 1"
)

# More arguments: the outcome is right, or they are refused before anything runs.
_ARGUMENTS = (
    ("-tt",), ("-t",), ("-A",), ("-X",), ("-Y",), ("-C",), ("-v",), ("-vvv",), ("-4",), ("-k",), ("-a",), ("-x",), ("-K",), ("-g",), ("-P", "x"),
    ("-Px",), ("-e", "~"), ("-e", "none"), ("-b", "127.0.0.1"), ("-B", "lo"), ("-m", "hmac-sha2-256"), ("-c", "aes128-ctr"), ("-D", "18998"), ("-l", "root"),
    ("-f",), ("-n",), ("-N",), ("-M",), ("-q",), ("-s",), ("-y",), ("-G",), ("-V",), ("-W", "h:1"), ("-O", "exit"), ("-Q", "key"), ("-E", "/dev/null"),
    ("-S", "none"), ("-w", "0:0"), ("-tn",), ("-vq",), ("-oStdinNull=yes",), ("-oSTDINNULL yes",), ("-o", " StdinNull = yes"), ("-o", "stdinnull\tyes"),
    ("-o", 'StdinNull "yes"'), ("-oForkAfterAuthentication=yes",), ("-oSessionType=none",), ("-oLogLevel=QUIET",), ("-oBatchMode=no",),
    ("-oRequestTTY=force",), ("-oControlMaster=yes",), ("-oPermitLocalCommand=yes", "-oLocalCommand=echo mine"), ("-oRemoteCommand=echo x",),
    ("-oClearAllForwardings=no",), ("-oLogVerbose=*",), ("-oIgnoreUnknown=*",), ("-oProxyUseFdpass=no",), ("-oEscapeChar=e",),
)


def _case(name, *, lines="", arguments=(), outcomes=_RIGHT, shell="posix", body="sleep 0.3; echo out; echo err >&2; exit 3", **more):
    more["input"] = {"timeout": 6, "retries": 0, "remote_shell": shell, **more.get("input", {})}
    reported = {"exit_code": 3, "runs": (1, 1), **({} if "t" in "".join(arguments[:1])[1:] else {"stdout": "out\n", "stderr": "err\n"})}
    if outcomes != _RIGHT:
        # A result that is right needs one run, a refusal none.
        reported = {"runs": (0, 1)}
    return Case(
        f"config/{name}/{shell}", sshd(), lambda trace: trace.action(body), outcomes, **{**reported, **more},
        arguments=lambda place: list(arguments), config=lines,
    )


def cases():
    for shell in ("posix", "none"):
        for name, lines in _LINES:
            yield _case(name, lines=lines, shell=shell, is_quick=shell == "posix" and name in ("StdinNull", "SessionType-none", "ControlPersist"))
        yield _case("all-at-once", lines=_ALL, shell=shell, is_quick=True)
        two = ("h1", "h2")
        yield _case("LocalForward", lines="LocalForward {folder}/forward.sock 127.0.0.1:1\nExitOnForwardFailure yes", shell=shell, hosts=two, runs=(2, 2))
        yield _case("RemoteForward", lines="RemoteForward {folder}/back.sock 127.0.0.1:1\nExitOnForwardFailure yes", shell=shell, hosts=two, runs=(2, 2))
        yield _case("DynamicForward", lines="DynamicForward 127.0.0.1:18999\nExitOnForwardFailure yes", shell=shell, hosts=two, runs=(2, 2))
        for arguments in _ARGUMENTS:
            yield _case("argument" + "_".join(arguments).replace("/", "_"), arguments=arguments, shell=shell, outcomes=_RIGHT_OR_REFUSED)
        yield _case("StdinNull-expected", lines="StdinNull yes", shell=shell, input={"expect_disconnect": True}, is_quick=True)
        yield _case(
            "StdinNull-argument-expected", arguments=("-oStdinNull=yes",), shell=shell, input={"expect_disconnect": True},
            outcomes=_RIGHT_OR_REFUSED,
        )
        yield _case("ProxyCommand", lines="ProxyCommand /usr/bin/python3 {relay} %h {port}", shell=shell)
        yield _case("ProxyCommand-noise", lines="ProxyCommand sh -c \"echo debug1: Sending command: x >&2; exec /usr/bin/python3 {relay} %h {port}\"", shell=shell,
                    # Without marks, nobody can distinguish it from the action's.
                    stderr="err\n" if shell == "posix" else None)
        yield _case("ProxyCommand-fails", lines="ProxyCommand echo 'debug1: Sending command: x' >&2; exit 0", shell=shell, body="true",
                    outcomes=frozenset({"unreachable"} if shell == "posix" else {"unreachable", "lost"}), runs=(0, 0),
                    input={"expect_disconnect": True})
        yield _case("ProxyJump", lines="Host h\n ProxyJump jump\nHost *", shell=shell, is_quick=True)
        yield _case("ProxyJump-LocalCommand", lines="Host h\n ProxyJump jump\nHost *\n PermitLocalCommand yes\n LocalCommand echo mine", shell=shell)
        yield _case("ProxyJump-to-nowhere", lines="Host h\n ProxyJump jump\nHost jump\n Port 1\nHost *", shell=shell, body="true",
                    outcomes=frozenset({"unreachable"} if shell == "posix" else {"unreachable", "lost"}), runs=(0, 0))
        yield _case("timeout-with-all", lines=_ALL, shell=shell, body="trap '' TERM HUP; sleep 76 & sleep 77", outcomes=frozenset({"timed_out"}),
                    input={"timeout": 3}, runs=(1, 1), may_leave="sleep 7" if shell == "none" else None)
