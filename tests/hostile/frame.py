"""What suite.py and faults.py share: the command line, keys and users, lines of progress, the summary."""

import argparse
import contextlib
import fnmatch
import os
import shutil
import signal
import sys
import tempfile
import time

from place import Keys
from users import Users


class Frame:
    """A run of a suite over a library."""

    def __init__(self, description, what, jobs):
        """what: what it consists of, in the plural. jobs: how many of them to run at a time for each processor."""
        self.parser = argparse.ArgumentParser(description=description.splitlines()[0])
        self.parser.add_argument("library", help="the built library, such as native/target/debug/librust_interop.so")
        self.parser.add_argument("patterns", nargs="*", help=f"names of {what}, with * and ?; all by default")
        self.parser.add_argument("--jobs", type=int, default=jobs * (os.cpu_count() or 1), help=f"{what} at a time")
        self.options = None
        self._beginning = time.monotonic()

    def parse(self):
        self.options = self.parser.parse_args()
        self.options.library = os.path.abspath(self.options.library)
        if not os.path.exists(self.options.library):
            sys.exit(f"{self.options.library} does not exist")
        return self.options

    def chosen(self, every):
        """The ones whose names the patterns match."""
        patterns = self.options.patterns or ["*"]
        return [each for each in every if any(fnmatch.fnmatch(each.name, pattern) for pattern in patterns)]

    def conclude(self, passed, failures):
        """Prints the summary, which eng/Build reads. Returns the exit code."""
        if failures:
            print("\nfailed:", *failures, sep="\n  ")
        print(f"{passed} passed, {len(failures)} failed, in {time.monotonic() - self._beginning:.0f} s")
        return 1 if failures or not passed else 0


@contextlib.contextmanager
def equipment():
    """Keys, and users if this is root. Removes them at the end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = tempfile.mkdtemp(prefix="hostile-")
    try:
        keys = Keys(folder)
        with Users.of(keys):
            yield keys
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def say(line):
    """Prints a line in one piece, because others print too."""
    print(f"{line}\n", end="", flush=True)
