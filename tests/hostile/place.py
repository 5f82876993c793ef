"""The place of a case: a folder with a mark of its own, its trace, and the ssh configuration of its caller."""

import getpass
import itertools
import os
import shutil
import subprocess

import traces

_numbers = itertools.count(1)


class Keys:
    """Keys that all cases share."""

    def __init__(self, folder):
        self.folder = folder
        os.chmod(folder, 0o755)
        for name in ("host", "other", "id"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path(name)], check=True)
        shutil.copy(self.path("id.pub"), self.path("authorized_keys"))
        with open(self.path("host.pub")) as host, open(self.path("known_hosts"), "w") as known:
            known.write(f"fixture {host.read()}")

    def path(self, name):
        return os.path.join(self.folder, name)


class Place:
    VARIABLE = "HOSTILE_CASE"

    def __init__(self, keys):
        self.keys = keys
        self.mark = f"hostile-{os.getpid()}-{next(_numbers)}-"
        self.folder = os.path.join(keys.folder, self.mark)
        os.mkdir(self.folder)
        os.chmod(self.folder, 0o755)
        self.trace = traces.Trace(self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w") as file:
            file.write(text)
        return self.path(name)

    @property
    def environment(self):
        return dict(os.environ, **{self.VARIABLE: self.mark, "TMPDIR": self.folder})

    def ssh_config(self, server, hosts, lines):
        """The lines that lead to the server, after the user's own."""
        ports = getattr(server, "ports", None)
        each = "".join(f"Host {host}\n Port {port}\n" for host, port in zip(hosts, ports)) if ports else ""
        port = "" if ports else f" Port {server.port}\n"
        known_hosts = "/dev/null" if getattr(server, "is_stranger", False) else self.keys.path("known_hosts")
        return self.write("ssh_config", f"""{lines}
{each}Host *
{port} HostName 127.0.0.1
 User {getattr(server, "user", getpass.getuser())}
 IdentityFile {self.keys.path("id")}
 IdentitiesOnly yes
 IdentityAgent none
 UserKnownHostsFile {known_hosts}
 GlobalKnownHostsFile /dev/null
 HostKeyAlias fixture
 StrictHostKeyChecking yes
""")

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)
