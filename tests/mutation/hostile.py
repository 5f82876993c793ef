"""Runs cases of tests/hostile on the mutants that no test of the crates notices.

    hostile.py LIBRARY CASE ...        runs the cases until one fails, and names it
"""

import concurrent.futures
import os
import sys
import tempfile
import threading
import time

import programs

HERE = os.path.dirname(os.path.abspath(__file__))
_SUITE = os.path.join(os.path.dirname(HERE), "hostile")
# Cases that create users on this machine, or take long because they use many hosts.
_LEFT_OUT = ("dropbear/", "pacing/", "/user")
# The seconds that a case may take, how many cases to run on a mutant, and the limit for all of them.
_SECONDS, _MOST, _LIMIT = 10, 40, 150


def _cases():
    sys.path.insert(0, _SUITE)
    import cases_actions
    import cases_openssh_config
    import cases_other_servers
    import cases_raw
    import cases_shells
    import cases_sshd

    class Nobody:
        """Stands in for the suite's own users."""

        def name(self, shell):
            return None

    modules = (cases_raw, cases_other_servers, cases_sshd, cases_actions, cases_openssh_config)
    every = [case for module in modules for case in module.cases()] + list(cases_shells.cases(Nobody()))
    return [case for case in every if case.is_quick and not case.is_alone and not any(part in case.name for part in _LEFT_OUT)]


def _main(library, *names):
    cases = [case for case in _cases() if case.name in names]
    from place import Keys
    from run import run

    keys = Keys(tempfile.mkdtemp(prefix="hostile-"))
    ending = threading.Event()

    def one(case):
        if not ending.is_set():
            row = run(case, library, keys)
            if row.faults and not ending.is_set():
                ending.set()
                print(f"{case.name}: {row.faults[0]}", flush=True)
                # The other cases needn't be waited for: they end with the namespace.
                os._exit(1)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(one, cases))


class Suite:
    def __init__(self, library, folder):
        self._library, self._folder, self._reached = library, folder, {}

    def observe(self, jobs):
        """Runs each case by itself, with no mutant on. Returns how many can be used."""
        def one(case):
            with programs.Reached() as reached:
                beginning = time.monotonic()
                code, _ = self._run([case.name], 60, reached=reached.path)
                if code == 0 and time.monotonic() - beginning < _SECONDS:
                    self._reached[case.name] = reached.numbers()

        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            list(pool.map(one, _cases()))
        return len(self._reached)

    def reaching(self, number):
        """The names of some cases that reach the mutant: both those that reach little else, and so are likely to be about it, and others."""
        reaching = [name for name, reached in self._reached.items() if number in reached]
        reaching.sort(key=lambda name: len(self._reached[name]))
        return reaching[:: -(-len(reaching) // _MOST) or 1]

    def notice(self, number, cases):
        """The case that fails twice with the mutant on, and how; empty if none does."""
        code, output = self._run(cases, _LIMIT, active=number) if cases else (0, "")
        if code == 0:
            return ""
        name = output.strip().split("\n")[-1].split(":")[0]
        code, output = self._run([name] if name in cases else cases, _LIMIT, active=number)
        return "" if code == 0 else output.strip().split("\n")[-1][:150] or "timeout"

    def _run(self, names, limit, **more):
        command = ["/usr/bin/python3", "-W", "ignore", os.path.abspath(__file__), self._library, *names]
        return programs.confined(command, self._folder, limit, **more)


if __name__ == "__main__":
    _main(*sys.argv[1:])
