"""survivors.txt: the mutants that no test notices, and why that is right."""

import functools
import os
import re

_PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "survivors.txt")


def reason(key):
    """The reason for a mutant; None if there is none."""
    return next((reason for pattern, reason, _ in _entries() if pattern.fullmatch(key)), None)


def stale(keys):
    """The entries that are about none of the mutants."""
    return [entry for pattern, _, entry in _entries() if not any(map(pattern.fullmatch, keys))]


@functools.cache
def _entries():
    """A reason is indented and follows the mutants it belongs to. A `*` in a mutant stands for any text."""
    found, keys = [], []
    with open(_PATH) as file:
        for line in filter(str.strip, file):
            if line.startswith("    "):
                found += [(re.compile(".*".join(map(re.escape, key.split("*")))), line.strip(), key) for key in keys]
                keys = []
            elif not line.startswith("#"):
                keys.append(line.rstrip("\n"))
    return found
