"""Calls the library under test over its C ABI, each time in a process of its own.

`Call` starts that process for the suite; run as a program, this file is that process.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time


class Call:
    """A running call. What it starts inherits the environment, and with it the case's mark."""

    def __init__(self, library, request, environment, folder, fault=None):
        self._errors = open(os.path.join(folder, "caller.err"), "w+b")
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", __file__, library], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
                env=environment, start_new_session=True, pass_fds=[theirs.fileno()] if fault else [],
            )
            fails = {"fails": {"call": fault.call, "socket": theirs.fileno()}} if fault else {}
        self.pid = self._process.pid
        self._request = json.dumps(request | fails).encode()
        if fault:
            fault.attend(self.pid, ours)
        else:
            ours.close()

    def wait(self, seconds):
        """The report of the process; None if the call has not ended in time."""
        try:
            output, _ = self._process.communicate(self._request, seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip()
        self._errors.close()
        if self._process.returncode != 0:
            return {"crash": f"the calling process ended with {self._process.returncode}: {said[-300:]}"}
        return json.loads(output) | ({"crash": f"standard error: {said[:300]}"} if said else {})

    def send(self):
        """Sends the request without waiting for the reply."""
        self._process.stdin.write(self._request)
        self._process.stdin.close()

    def is_running(self):
        return self._process.poll() is None

    def kill(self):
        if self.is_running():
            os.kill(self.pid, signal.SIGKILL)
        self._process.wait()
        self._process.stdout.close()


class _Callbacks(ctypes.Structure):
    PROGRESS = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p)
    COMPLETED = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
    _fields_ = [("context", ctypes.c_void_p), ("progress", PROGRESS), ("completed", COMPLETED)]


def _load(path):
    rust = ctypes.CDLL(path)
    rust.start_procedure.argtypes = [ctypes.c_char_p]
    rust.start_procedure.restype = ctypes.c_void_p  # c_char_p would copy the text and lose the pointer to free
    rust.start_procedure_async.argtypes = [ctypes.c_char_p, ctypes.POINTER(_Callbacks)]
    rust.start_procedure_async.restype = ctypes.c_void_p
    for function in (rust.free_mem, rust.rust_interop_cancel, rust.rust_interop_release):
        function.argtypes = [ctypes.c_void_p]
        function.restype = None
    rust.rust_interop_live_strings.restype = ctypes.c_int64
    return rust


def _blocking(rust, text):
    return rust.start_procedure(text), 0


def _failing(rust, text, call, socket):
    # An isolated interpreter does not search here.
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import seccomp

    # So few that the library counts the open ones.
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    seccomp.confine(call, socket)
    seccomp.mark()
    reply = rust.start_procedure(text)
    seccomp.mark()
    return reply, 0


def _asynchronous(rust, text, cancel_after):
    replies, progress, done = [], [], threading.Event()

    def complete(_, reply):
        replies.append(reply)
        done.set()

    callbacks = _Callbacks(
        None, _Callbacks.PROGRESS(lambda _, entry: progress.append(json.loads(entry))), _Callbacks.COMPLETED(complete)
    )
    call = rust.start_procedure_async(text, ctypes.byref(callbacks))
    if cancel_after is not None and not done.wait(cancel_after):
        rust.rust_interop_cancel(call)
    done.wait()
    rust.rust_interop_release(call)
    assert len(replies) == 1
    return replies[0], len(progress)


def _resident_peak():
    # ru_maxrss starts at the value of the parent process.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def _main():
    rust = _load(sys.argv[1])
    request = json.load(sys.stdin)
    text = json.dumps(request["input"]).encode()
    before, beginning = _resident_peak(), time.monotonic()
    if "fails" in request:
        reply, progress = _failing(rust, text, **request["fails"])
    elif request["call"] == "blocking":
        reply, progress = _blocking(rust, text)
    else:
        reply, progress = _asynchronous(rust, text, request["cancel_after"])
    seconds = time.monotonic() - beginning
    grown = _resident_peak() - before
    try:
        decoded = json.loads(ctypes.string_at(reply))
    finally:
        rust.free_mem(reply)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    json.dump({
        "reply": decoded, "progress": progress, "seconds": seconds, "grown_kib": grown,
        "children_kib": children.ru_maxrss, "live_strings": rust.rust_interop_live_strings(),
    }, sys.stdout)


if __name__ == "__main__":
    _main()
