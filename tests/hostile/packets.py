"""Plain packets of the SSH protocol, as they are sent before the key exchange has ended (RFC 4253)."""

import os
import struct

DISCONNECT, IGNORE, UNIMPLEMENTED, DEBUG, SERVICE_ACCEPT, KEXINIT = 1, 2, 3, 4, 6, 20
NEWKEYS, KEXDH_REPLY, USERAUTH_SUCCESS, USERAUTH_BANNER, GLOBAL_REQUEST = 21, 31, 52, 53, 80
CHANNEL_OPEN_CONFIRMATION, CHANNEL_REQUEST = 91, 98


def text(value):
    data = value if isinstance(value, bytes) else value.encode("utf-8")
    return struct.pack(">I", len(data)) + data


def packet(payload):
    padding = 8 - (len(payload) + 5) % 8
    padding += 8 if padding < 4 else 0
    return struct.pack(">IB", len(payload) + padding + 1, padding) + payload + bytes(padding)


def disconnect(message, reason=11):
    return packet(bytes([DISCONNECT]) + struct.pack(">I", reason) + text(message) + text(""))


def debug(message, is_shown=True):
    return packet(bytes([DEBUG, is_shown]) + text(message) + text(""))


def ignore(message):
    return packet(bytes([IGNORE]) + text(message))


def unimplemented(number=0):
    return packet(bytes([UNIMPLEMENTED]) + struct.pack(">I", number))


def kexinit():
    names = [
        "curve25519-sha256", "ssh-ed25519", "aes128-ctr", "aes128-ctr", "hmac-sha2-256", "hmac-sha2-256", "none", "none", "", "",
    ]
    return packet(bytes([KEXINIT]) + os.urandom(16) + b"".join(map(text, names)) + b"\0" + bytes(4))


def channel_request(kind, *parts):
    return packet(bytes([CHANNEL_REQUEST]) + struct.pack(">I", 0) + text(kind) + b"\0" + b"".join(parts))


def exit_status(status):
    return channel_request("exit-status", struct.pack(">I", status))


def bare(number):
    return packet(bytes([number]))


def kexdh_reply():
    """An invalid reply: a key, a point and a signature of random bytes."""
    key = text("ssh-ed25519") + text(os.urandom(32))
    signature = text("ssh-ed25519") + text(os.urandom(64))
    return packet(bytes([KEXDH_REPLY]) + text(key) + text(os.urandom(32)) + text(signature))
