"""Servers made with asyncssh: honest, odd and lying ones, each in a process of its own.

Their sessions run commands with sh, without a session or process group of their own, so whatever ends the group ends the server. Run as a
program, this file is the process that the servers are forked from, because loading asyncssh takes longer than most cases.
"""

import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
# Each half of a token, as it may be in a command line.
TOKEN = re.compile(r"\b[a-z]?[0-9a-f]{16,}\b")


class _Forker:
    """The process that the servers are forked from. It ends with the suite, because it reads from its pipe."""

    def __init__(self):
        self._lock, self._process = threading.Lock(), None

    def fork(self, about):
        """The server's process and port."""
        with self._lock:
            if self._process is None:
                self._process = subprocess.Popen(
                    [sys.executable, "-W", "ignore", os.path.join(HERE, "ssh_servers.py")],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, text=True,
                )
            print(json.dumps(about), file=self._process.stdin, flush=True)
            answer = self._process.stdout.readline().split(maxsplit=1)
        if not answer or not answer[1].strip().isdigit():
            raise RuntimeError(f"the server has not started: {answer}")
        return int(answer[0]), int(answer[1])


_FORKER = _Forker()


class AsyncsshServer:
    """A case's server."""

    def __init__(self, behaviour, place, options):
        self._pid, self.port = _FORKER.fork({
            "behaviour": behaviour, "keys": place.keys.folder, "mark": place.mark, "trace": place.trace.path,
            "errors": place.path("server.err"), **options,
        })
        self.pids = frozenset({self._pid})

    def is_live(self):
        return os.path.exists(f"/proc/{self._pid}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)


def serve(behaviour, **options):
    return lambda place: AsyncsshServer(behaviour, place, options)


async def _listen(about):
    import asyncssh
    import ssh_behaviours

    options = {}
    for name in ("rekey_bytes", "rekey_seconds", "keepalive_interval", "max_pktsize"):
        if name in about:
            options[name] = about[name]
    key = os.path.join(about["keys"], about.get("host_key", "host"))
    behaviour = ssh_behaviours.find(about["behaviour"])
    server = await asyncssh.create_server(
        lambda: behaviour(about, about.get("window")), "127.0.0.1", 0, server_host_keys=[key], encoding=None, line_editor=False,
        # If the behaviour checks keys itself, there must be no list that accepts them as well.
        authorized_client_keys=None if hasattr(behaviour, "takes_keys") else os.path.join(about["keys"], "authorized_keys"),
        login_timeout=600, **options,
    )
    print(os.getpid(), server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


def _serve(about):
    """Runs in the forked process."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing, errors = os.open(os.devnull, os.O_RDWR), os.open(about["errors"], os.O_WRONLY | os.O_CREAT, 0o644)
    os.dup2(nothing, 0)
    os.dup2(errors, 2)
    try:
        asyncio.run(_listen(about))
    except Exception as error:
        print(os.getpid(), repr(error), flush=True)
    finally:
        os._exit(1)


def _main():
    import ssh_behaviours  # noqa: F401

    # Nobody waits for the servers.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while line := sys.stdin.readline():
        if os.fork() == 0:
            _serve(json.loads(line))


def tokens(command):
    found = TOKEN.findall(command)
    # The command line may contain them twice.
    return list(dict.fromkeys(found))


def wait_for(path, text):
    """A coroutine that ends when a file has the text."""
    async def wait():
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with open(path) as file:
                if text in file.read():
                    return
            await asyncio.sleep(0.01)

    return wait()


if __name__ == "__main__":
    sys.path.insert(0, HERE)
    _main()
