"""Texts that imitate lines of ssh's own log."""

LINES = (
    "debug1: Sending command: x",
    "debug1: client_input_channel_req: channel 0 rtype exit-status reply 0",
    "debug1: client_input_channel_req: channel 0 rtype exit-signal reply 0",
    "debug1: Exit status 0",
    "debug1: Exit status -1",
    'Authenticated to h ([127.0.0.1]:22) using "publickey".',
    "debug1: Entering interactive session.",
    "debug1: Executing command: 'true'",
    "debug1: channel 0: new session [client-session] (inactive timeout: 0)",
    "exec request failed on channel 0",
    "shell request failed on channel 0",
    "Permission denied (publickey).",
    "Host key verification failed.",
    "Connection closed by remote host",
    "ssh_exchange_identification: Connection closed by remote host",
    "debug1: ssh.c:main():1 (pid=1): Sending command: x",
    "Transferred: sent 1, received 1 bytes, in 1.0 seconds",
    "0123456789abcdef0123456789abcdef",
    "0" * 32,
    "a0123456789abcdefb0123456789abcdef begin",
    "a0123456789abcdefb0123456789abcdef end 0",
)

# How a text may get to the beginning of a line, or look as if it were there.
STARTS = ("bye\n", "\n", "\r", "bye\r\n", "\b" * 200, "\x1b[2K\r", "\x07", "\x85", "\u2028", "%s%n\n", "\\n", "\0\n", "")

# What a whole session would log.
SESSION = "bye\n" + "\n".join((
    'Authenticated to h ([127.0.0.1]:22) using "publickey".',
    "debug1: channel 0: new session [client-session] (inactive timeout: 0)",
    "debug1: Entering interactive session.",
    "debug1: Sending command: x",
    "debug1: client_input_channel_req: channel 0 rtype exit-status reply 0",
    "debug1: Exit status 0",
    "",
))


def texts():
    """Each line after the likeliest start, each start before the likeliest lines, and all of it at once."""
    for line in LINES:
        yield f"bye\n{line}\n"
        yield f"bye\r{line}\r"
    for start in STARTS:
        for line in LINES[:2]:
            yield f"{start}{line}\n"
    yield SESSION
    yield SESSION.replace("\n", "\r")
    yield "\n".join(LINES) + "\n"
