"""Makes one system call of a process fail, the n-th time that it is made, by seccomp's user notification.

strace would count the calls of each thread separately, and would make those of the children fail too.
"""

import ctypes
import errno
import fcntl
import os
import platform
import select
import socket
import struct
import threading

_NUMBERS = {
    "read": 0, "poll": 7, "mprotect": 10, "pwrite64": 18, "dup2": 33, "sendto": 44, "socketpair": 53, "execve": 59,
    "wait4": 61, "kill": 62, "fcntl": 72, "setsid": 112, "personality": 135, "prctl": 157, "getdents64": 217, "epoll_wait": 232,
    "epoll_ctl": 233, "waitid": 247, "openat": 257, "eventfd2": 290, "epoll_create1": 291, "pipe2": 293, "prlimit64": 302, "getrandom": 318, "memfd_create": 319, "pidfd_open": 434, "clone3": 435,
    "close_range": 436,
}
# Nobody else calls it like this: it marks the begin and end of what is watched.
_MARKER, _MARKED = _NUMBERS["personality"], 0xFFFFFFFF
_SECCOMP, _NO_NEW_PRIVILEGES = 317, 38
_SET_MODE_FILTER, _NEW_LISTENER = 1, 8
_ALLOW, _NOTIFY, _CONTINUE = 0x7FFF0000, 0x7FC00000, 1
_RECEIVE, _SEND = 0xC0502100, 0xC0182101


def is_possible():
    return platform.machine() == "x86_64"


def mark():
    ctypes.CDLL(None).personality(_MARKED)


def confine(name, descriptor):
    """From now on, notifies whoever reads the socket with this descriptor of this process's calls of that name."""
    libc = ctypes.CDLL(None, use_errno=True)
    load, jump, leave = 0x20, 0x15, 6
    program = [(load, 0, 0, 0), (jump, 2, 0, _NUMBERS[name]), (jump, 1, 0, _MARKER), (leave, 0, 0, _ALLOW), (leave, 0, 0, _NOTIFY)]
    code = b"".join(struct.pack("HBBI", *line) for line in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program), ctypes.addressof(buffer)))
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
    listener = libc.syscall(_SECCOMP, _SET_MODE_FILTER, _NEW_LISTENER, head)
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    with socket.socket(fileno=descriptor) as to:
        socket.send_fds(to, [b"x"], [listener])
    os.close(listener)


class Fault:
    """What should fail: the call, with which error, and whether only the n-th time or from then on."""

    def __init__(self, call, error, stays, turn):
        self.call, self.error, self.stays, self.turn = call, error, stays, turn
        self.was_reached = False
        self._seen, self._is_armed = 0, False

    def attend(self, caller, receiver):
        threading.Thread(target=self._attend, args=(caller, receiver), daemon=True).start()

    def _attend(self, caller, receiver):
        with receiver:
            _, listeners, _, _ = socket.recv_fds(receiver, 1, 1)
        if not listeners:
            return
        poll = select.poll()
        poll.register(listeners[0], select.POLLIN)
        # Until no process with the filter is left.
        while not poll.poll()[0][1] & select.POLLHUP:
            self._answer(caller, listeners[0])
        os.close(listeners[0])

    def _answer(self, caller, listener):
        notification = bytearray(80)
        try:
            fcntl.ioctl(listener, _RECEIVE, notification)
            identity, process, _, number = struct.unpack_from("QIIi", notification)
            error = self._error_of(number, caller, process)
            answer = struct.pack("QqiI", identity, 0, -error, 0 if error else _CONTINUE)
            fcntl.ioctl(listener, _SEND, bytearray(answer))
        except OSError as gone:
            # The calling process was killed meanwhile.
            if gone.errno not in (errno.ENOENT, errno.EINTR):
                raise

    def _error_of(self, number, caller, process):
        if not _is_of(caller, process):
            return 0
        if number == _MARKER:
            self._is_armed = not self._is_armed
            return 0
        self._seen += self._is_armed
        if not self._is_armed or self._seen < self.turn or self._seen > self.turn and not self.stays:
            return 0
        self.was_reached = True
        return getattr(errno, self.error)


def _is_of(caller, process):
    """Whether it is a thread of the caller, or a child process that has not called exec yet."""
    if os.path.exists(f"/proc/{caller}/task/{process}"):
        return True
    try:
        with open(f"/proc/{process}/stat", "rb") as stat:
            parent = int(stat.read().rpartition(b") ")[2].split()[1])
        return parent == caller and os.readlink(f"/proc/{process}/exe") == os.readlink(f"/proc/{caller}/exe")
    except OSError:
        return False
