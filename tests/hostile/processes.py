"""Finds the processes of a case in /proc: by its mark, in their environment or arguments, and by descent from its servers."""

import os
import signal
import stat


class Running:
    def __init__(self, pid, arguments, started):
        self.pid, self.arguments, self.started = pid, arguments, started

    def end(self):
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def __str__(self):
        return f"{self.pid} {self.arguments[:80]}"


def _read(pid, name):
    try:
        with open(f"/proc/{pid}/{name}", "rb") as file:
            return file.read()
    except OSError:
        return b""


def _all():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _stat(pid):
    """State, parent and start."""
    fields = _read(pid, "stat").rpartition(b") ")[2].split()
    return (fields[0], int(fields[1]), int(fields[19])) if len(fields) > 19 else (b"Z", 0, 0)


def _running(pid, start):
    arguments = _read(pid, "cmdline").replace(b"\0", b" ").decode("utf-8", "replace").strip()
    return Running(pid, arguments or _read(pid, "comm").decode().strip(), start)


def of_case(mark, servers):
    """All processes that have the mark or descend from the servers, without the servers and zombies."""
    states = {pid: _stat(pid) for pid in _all()}
    sought = mark.encode()
    found = []
    for pid, (state, parent, start) in states.items():
        if pid in servers or pid == os.getpid() or state == b"Z":
            continue
        ancestor = parent
        while ancestor in states and ancestor not in servers:
            ancestor = states[ancestor][1]
        if ancestor in servers or sought in _read(pid, "environ") or sought in _read(pid, "cmdline"):
            found.append(_running(pid, start))
    return found


def listens(pid, port):
    """Whether this process, and no other, listens on the port of 127.0.0.1."""
    with open("/proc/net/tcp") as file:
        sockets = [line.split() for line in file]
    listening = {int(fields[9]) for fields in sockets[1:] if fields[1] == f"0100007F:{port:04X}" and fields[3] == "0A"}
    return any(stat.S_ISSOCK(about.st_mode) and about.st_ino in listening for about in _opened(pid))


def open_file_bytes(running):
    """The size of all regular files that they hold open, even those without a name."""
    files = {
        (about.st_dev, about.st_ino): about.st_blocks * 512
        for process in running for about in _opened(process.pid) if stat.S_ISREG(about.st_mode)
    }
    return sum(files.values())


def _opened(pid):
    """What is known of each file, pipe or socket that a process holds open."""
    try:
        descriptors = os.listdir(f"/proc/{pid}/fd")
    except OSError:
        return
    for descriptor in descriptors:
        try:
            yield os.stat(f"/proc/{pid}/fd/{descriptor}")
        except OSError:
            continue
