"""The test programs of the copy: which mutants each test reaches, and whether one notices a mutant."""

import concurrent.futures
import os
import re
import shutil
import subprocess
import tempfile
import time

import mutated

# In its own namespaces, a test leaves no process and no file in /tmp behind, and reaches no other process.
_CONFINED = "mount -t tmpfs tmpfs /tmp && \"$@\"; exit $?"
_USER = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
CONFINED = [
    *("setpriv", "--pdeathsig", "KILL", "unshare", *_USER, "--pid", "--mount", "--fork", "--kill-child", "--mount-proc"),
    # No signal is ignored, however this was started.
    *("env", "--default-signal", "sh", "-c", _CONFINED, "sh"),
]
_SIZE = 1 << 16
_ENVIRONMENT = {"RUST_BACKTRACE": "0", "RUST_TEST_THREADS": "8", "RUST_INTEROP_COPIES": "12"}
# A test that takes longer than this, in seconds, is slow and runs after the others.
_FAST = 0.3
# Tests that take even longer notice nothing that others do not.
_TOO_SLOW = 5


def confined(command, folder, limit, active=0, reached=None):
    """Its exit code and output; the exit code is None if it has not ended in time."""
    environment = dict(os.environ, **_ENVIRONMENT, MUTATION_ACTIVE=str(active), CARGO_MANIFEST_DIR=folder)
    if reached:
        environment["MUTATION_REACHED"] = reached
    process = subprocess.Popen(
        [*CONFINED, *command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=limit)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        process.kill()
        return None, process.communicate()[0] or ""


class Reached:
    """A file in which a run records the mutants that it reaches."""

    def __enter__(self):
        self._folder = tempfile.mkdtemp(prefix="reached-", dir=mutated.ARTIFACTS)
        self.path = os.path.join(self._folder, "numbers")
        with open(self.path, "wb") as file:
            file.truncate(_SIZE)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self._folder)

    def numbers(self):
        with open(self.path, "rb") as file:
            return frozenset(number for number, byte in enumerate(file.read()) if byte)


class Test:
    def __init__(self, program, name):
        self.program, self.name = program, name
        self.reached, self.seconds, self.passes = frozenset(), 0, False

    @property
    def title(self):
        return f"{os.path.basename(self.program).rsplit('-', 1)[0]} {self.name}"


class Programs:
    def __init__(self, files, folder, jobs):
        self._folder, self._jobs = folder, jobs
        self.tests = [Test(file, name) for file in files for name in _names(file, folder)]

    def observe(self):
        """Runs each test by itself, with no mutant on. Returns those that fail even so."""
        with concurrent.futures.ThreadPoolExecutor(self._jobs) as pool:
            list(pool.map(self._observe, self.tests))
        failing = [test for test in self.tests if not test.passes]
        self.tests = [test for test in self.tests if test.passes and test.seconds < _TOO_SLOW]
        return failing

    def _observe(self, test):
        with Reached() as reached:
            beginning = time.monotonic()
            code, _ = confined([test.program, "--exact", test.name], self._folder, 120, reached=reached.path)
            test.seconds, test.passes, test.reached = time.monotonic() - beginning, code == 0, reached.numbers()

    def reaching(self, number):
        return [test for test in self.tests if number in test.reached]

    def rebuilt(self, files):
        """The tests of programs that were built again."""
        known = {test.title: test for test in self.tests}
        tests = [test for test in (Test(file, name) for file in files for name in _names(file, self._folder)) if test.title in known]
        for test in tests:
            test.seconds, test.reached = known[test.title].seconds, known[test.title].reached
        return tests

    def notice(self, number, tests):
        """The first test that fails with the mutant on, and how; empty if all pass."""
        for group in _groups(tests):
            limit = 5 * max(test.seconds for test in group) + sum(test.seconds for test in group) + 3
            command = [group[0].program, "--exact", *(test.name for test in group)]
            code, output = confined(command, self._folder, limit, active=number)
            if code != 0:
                # One failure may be the machine's fault.
                code, output = confined(command, self._folder, max(15, 2 * limit), active=number)
            if code != 0:
                failed = re.search(r"^test (\S+) \.\.\. FAILED", output, re.MULTILINE)
                title = failed.group(1) if failed else group[0].name if len(group) == 1 else f"one of {len(group)}"
                way = "timeout" if code is None else "failed" if failed else f"ended with {code}"
                return f"{group[0].title.split()[0]} {title}: {way}"
        return ""


def _names(file, folder):
    lines = subprocess.run([file, "--list", "--format", "terse"], cwd=folder, check=True, capture_output=True, text=True).stdout.splitlines()
    ignored = subprocess.run(
        [file, "--list", "--format", "terse", "--ignored"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return [line.removesuffix(": test") for line in lines if line.endswith(": test") and line not in ignored]


def _groups(tests):
    """Groups the fast tests of each program, those that reach least first; then each slow test alone."""
    fast, slow = {}, []
    for test in sorted(tests, key=lambda test: len(test.reached)):
        if test.seconds < _FAST:
            fast.setdefault(test.program, []).append(test)
        else:
            slow.append([test])
    groups = [group[start:end] for group in fast.values() for start, end in ((0, 6), (6, 30), (30, None)) if group[start:end]]
    return groups + sorted(slow, key=lambda group: group[0].seconds)
