"""survivors.txt: the mutants that no test notices, and why that is right."""

import functools
import os
import re

_PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "survivors.txt")


def reason(key):
    """The reason for a mutant; None if there is none."""
    return next((reason for pattern, reason in _patterns() if pattern.fullmatch(key)), None)


@functools.cache
def _patterns():
    """A reason is indented and follows the mutants it belongs to. A `*` in a mutant stands for any text."""
    found, keys = [], []
    with open(_PATH) as file:
        for line in filter(str.strip, file):
            if line.startswith("    "):
                found += [(re.compile(".*".join(map(re.escape, key.split("*")))), line.strip()) for key in keys]
                keys = []
            elif not line.startswith("#"):
                keys.append(line.rstrip("\n"))
    return found
