"""survivors.txt: the mutants that no test notices, and why that is right."""

import functools
import os
import re

_PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "survivors.txt")


def reason(key):
    """None where there is none."""
    return next((reason for pattern, reason in _patterns() if pattern.fullmatch(key)), None)


@functools.cache
def _patterns():
    """An indented reason stands below the mutants that it is of; a `*` in one is any text."""
    found, keys = [], []
    with open(_PATH) as file:
        for line in filter(str.strip, file):
            if line.startswith("    "):
                found += [(re.compile(".*".join(map(re.escape, key.split("*")))), line.strip()) for key in keys]
                keys = []
            elif not line.startswith("#"):
                keys.append(line.rstrip("\n"))
    return found
