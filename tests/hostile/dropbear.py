"""Debian's dropbear. It only knows the keys in its users' homes, so it needs users of the suite's own."""

import subprocess
import threading

from openssh import Server

_converting = threading.Lock()


def dropbear(user, *options):
    """A case's server."""
    def start(place):
        place.keys.users.ensure(user)
        key = _key(place.keys)

        def listen(port):
            with open(place.path("dropbear.log"), "ab") as log:
                command = ["/usr/sbin/dropbear", "-F", "-E", "-e", "-m", "-s", "-r", key, "-p", f"127.0.0.1:{port}", "-P", "", *options]
                return subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                    env={"PATH": "/usr/local/bin:/usr/bin:/bin", place.VARIABLE: place.mark},
                )

        server = Server(listen)
        server.user = user
        return server

    return start


def _key(keys):
    path = keys.path("host.dropbear")
    with _converting:
        if not getattr(keys, "has_dropbear_key", False):
            subprocess.run(["dropbearconvert", "openssh", "dropbear", keys.path("host"), path], check=True, capture_output=True)
            keys.has_dropbear_key = True
    return path
