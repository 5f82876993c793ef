"""A real sshd, on a port of its own."""

import os
import random
import shutil
import signal
import socket
import subprocess
import time

import processes

# As many unauthenticated connections as a test can need, and as many as the default allows.
LIFTED = "MaxStartups 1000:30:2000"
DEFAULT = ""


class Server:
    """A program that listens on a port of our choice, below those that the system assigns."""

    def __init__(self, start):
        for _ in range(20):
            self.port = random.randint(12_000, 32_000)
            self._process = start(self.port)
            if self._answers():
                return
            self.close()
        raise RuntimeError(f"`{self._process.args[0]}` does not answer on any port")

    @property
    def pids(self):
        return frozenset({self._process.pid})

    def is_live(self):
        return self._process.poll() is None

    def _answers(self):
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                    connection.settimeout(5)
                    if connection.recv(4) == b"SSH-":
                        # Another process that has the port answers before ours finds that out and ends.
                        return processes.listens(self._process.pid, self.port)
            except OSError:
                time.sleep(0.02)
        return False

    def close(self):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def sshd(lines="", *, startups=LIFTED, user=None, files=None):
    """A case's server, with more lines in its configuration, another user than this one, and files in the home."""
    def start(place):
        place.keys.users.ensure(user)
        for name, text in (files or {}).items():
            os.makedirs(os.path.dirname(place.path(name)), exist_ok=True)
            place.write(name, text)
        config = place.write("sshd_config", _config(place, lines, startups, user))
        program = shutil.which("sshd") or "/usr/sbin/sshd"
        log = place.path("sshd.log")
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)

        def listen(port):
            command = [program, "-D", "-f", config, "-E", log, "-p", str(port)]
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)

        server = Server(listen)
        if user:
            server.user = user
        return server

    return start


def _config(place, lines, startups, user):
    home = "" if user else f" HOME={place.folder}"
    # The first value of an option counts.
    return f"""{lines}
ListenAddress 127.0.0.1
PidFile none
HostKey {place.keys.path("host")}
AuthorizedKeysFile {place.keys.path("authorized_keys")}
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
MaxSessions 100
UseDNS no
PrintMotd no
LogLevel ERROR
Subsystem sftp internal-sftp
SetEnv {place.VARIABLE}={place.mark}{home}
{startups}
"""
