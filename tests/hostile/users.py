"""Users with another login shell, which only root can create. They are removed when the suite ends."""

import contextlib
import os
import pwd
import shutil
import subprocess
import threading

import shells

_PREFIX = "hostile"


class Users:
    """Creates each user when a case first needs it."""

    def __init__(self, keys):
        self._keys, self._made, self._lock = keys, set(), threading.Lock()
        self._shells = {f"{_PREFIX}{os.getpid()}x{number}": shell for number, shell in enumerate(shells.here())}

    @classmethod
    @contextlib.contextmanager
    def of(cls, keys):
        users = keys.users = cls(keys)
        try:
            yield users
        finally:
            _remove(users._made)

    def name(self, shell):
        """The user with this shell; None if this process may not create users."""
        return next(name for name, other in self._shells.items() if other is shell) if os.geteuid() == 0 else None

    def ensure(self, name):
        with self._lock:
            if name in self._shells and name not in self._made:
                if not self._made:
                    _remove(_stale())
                self._made.add(name)
                _add(name, self._shells[name], self._keys)


def _add(name, shell, keys):
    home = keys.path(f"home-{shell.name}")
    # A password that nothing matches. It does not lock the account, as useradd's default would.
    _shadow("useradd", "--no-create-home", "--home-dir", home, "--shell", shell.path, "--password", "*", "--no-log-init", name)
    os.makedirs(os.path.join(home, ".ssh"))
    shutil.copy(keys.path("authorized_keys"), os.path.join(home, ".ssh"))
    entry = pwd.getpwnam(name)
    for path in (home, os.path.join(home, ".ssh"), os.path.join(home, ".ssh", "authorized_keys")):
        os.chown(path, entry.pw_uid, entry.pw_gid)
    for file, text in shell.files.items():
        path = os.path.join(home, file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as target:
            target.write(text)


def _stale():
    """The users of suites that were killed."""
    for entry in pwd.getpwall():
        number = entry.pw_name.removeprefix(_PREFIX).split("x")[0]
        if entry.pw_name.startswith(_PREFIX) and number.isdigit() and not os.path.exists(f"/proc/{number}"):
            yield entry.pw_name


def _remove(names):
    for name in list(names):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            _shadow("userdel", "--force", name)


def _shadow(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    # Warnings of userdel about the mail spool, and of useradd, do not matter here.
    if done.returncode not in (0, 6, 12):
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip()}")
