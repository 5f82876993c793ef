#!/usr/bin/python3
"""Makes each system call of the calling process fail, each time it is made, and checks the library over its C ABI.

    faults.py LIBRARY [PATTERN ...] [--jobs N] [--most N]
"""

import collections
import concurrent.futures
import contextlib
import multiprocessing
import sys
import time

import seccomp
from case import Case
from frame import Frame, equipment, say
from judgement import counts
from openssh import sshd
from run import run

_FEW = ("EMFILE", "ENFILE")
# Which call fails, how, and whether it may keep failing.
_CALLS = (
    ("pipe2", _FEW, True), ("socketpair", (*_FEW, "ENOMEM"), True), ("memfd_create", (*_FEW, "ENOSYS"), True),
    ("openat", (*_FEW, "ENOMEM", "EINTR", "EACCES"), True), ("fcntl", (*_FEW, "EPERM"), True),
    ("pidfd_open", ("EMFILE", "ENOMEM", "ENOSYS", "EPERM"), True), ("clone3", ("EAGAIN", "ENOMEM", "ENOSYS"), True),
    ("epoll_create1", (*_FEW, "ENOMEM"), True), ("eventfd2", (*_FEW, "ENOMEM"), True), ("epoll_ctl", ("ENOMEM", "ENOSPC"), True),
    ("epoll_wait", ("ENOMEM", "EINTR"), True), ("mprotect", ("ENOMEM",), True), ("poll", ("ENOMEM", "EINTR"), True), ("read", ("EIO", "EINTR", "ENOMEM"), True),
    ("pwrite64", ("ENOSPC", "EIO", "EINTR"), True),
    ("sendto", ("ENOBUFS", "EAGAIN", "EINTR", "EPIPE"), False), ("waitid", ("EPERM", "ENOSYS"), False),
    ("wait4", ("ECHILD", "EINTR"), False), ("kill", ("EPERM", "EINTR"), False), ("prlimit64", ("EPERM",), True),
    ("prctl", ("EPERM", "EINVAL"), True), ("getdents64", ("ENOMEM", "EIO"), True), ("getrandom", ("EINTR", "ENOSYS"), True),
    ("execve", ("ENOMEM", "EAGAIN", "EACCES", "E2BIG"), True), ("setsid", ("EPERM",), True), ("dup2", ("EMFILE", "EINTR"), True),
    ("close_range", ("ENOSYS", "ENOMEM"), True),
)
_POSSIBLE = frozenset({"succeeded", "failed", "timed_out", "unreachable", "lost", "refused"})


class _Nobody:
    """Stands in for a server where there is none."""

    pids, port = frozenset(), 0

    def is_live(self):
        return True


def _local(fault, name):
    body = "case $HOST in a) exit 3;; b) sleep 100;; esac; echo out"
    return Case(
        name, lambda place: contextlib.nullcontext(_Nobody()), lambda trace: trace.action(body), _POSSIBLE, (0, 6), hosts=("a", "b", "c"),
        input={"transport": "local", "ssh_arguments": [], "timeout": 0.5, "retries": 1}, fault=fault, check=_all_hosts(3),
    )


def _ssh(fault, name):
    # One of the two hosts comes first, and fails.
    return Case(
        name, sshd(), lambda trace: trace.action(f"mkdir {trace.path}.first 2>/dev/null && exit 3; echo out"), _POSSIBLE, (0, 4),
        hosts=("a", "b"), input={"timeout": 15, "retries": 1}, fault=fault, check=_all_hosts(2),
    )


def _all_hosts(number):
    def check(seen):
        if not seen.error and len(seen.hosts) != number:
            return f"{len(seen.hosts)} of {number} hosts have an outcome"
        silent = [host for host in seen.hosts if host["outcome"] == "succeeded" and host["stdout"] != "out\n" and not host["truncated"]]
        return f"succeeded, with {silent[0]['stdout']!r} as all of its output" if silent else None

    return check


class _Series:
    """A call that fails in one way: the first time, the second, and so on, until it is not made that often."""

    def __init__(self, kind, make, call, error, stays):
        self.name, self.call = f"{kind}/{call}/{error}/{'stays' if stays else 'once'}", call
        self._make, self._fault = make, (call, error, stays)

    def run(self, options, keys):
        """Returns how often the call was made to fail, and what was wrong then."""
        beginning, runs, outcomes, faults = time.monotonic(), 0, collections.Counter(), []
        for turn in _turns(options.most if self._make is _local else options.most // 3):
            fault = seccomp.Fault(*self._fault, turn)
            row = run(self._make(fault, f"{self.name}/{turn}"), options.library, keys)
            if not fault.was_reached and not row.faults:
                break
            runs += 1
            outcomes.update(row.observed.outcomes if row.observed else ())
            faults += [f"{row.case.name}: {'; '.join(row.faults)}"] if row.faults else []
        self._print(runs, outcomes, faults, time.monotonic() - beginning)
        return runs, faults

    def _print(self, runs, outcomes, faults, seconds):
        verdict = f"{len(faults)} FAILED" if faults else "ok"
        say("%-38s %4d %-62s %6.1f  %s" % (self.name, runs, counts(outcomes), seconds, verdict))


def _turns(most):
    yield from range(1, most + 1)
    # A call that is made this often is made in the same places over and over.
    yield from range(most + 7, 500, 7)


def _every():
    for kind, make in (("local", _local), ("ssh", _ssh)):
        for call, errors, may_stay in _CALLS:
            # By ssh it takes longer, and the local runs have tried the other errors on the same code.
            for error in errors if kind == "local" else errors[:1]:
                # Whoever repeats an interrupted call would repeat it forever.
                for stays in (False, True) if may_stay and error != "EINTR" else (False,):
                    yield _Series(kind, make, call, error, stays)


def main():
    frame = Frame(__doc__, "series", jobs=2)
    frame.parser.add_argument("--most", type=int, default=25, help="how many calls of a kind fail in turn, by ssh a third of that; after them every seventh")
    options = frame.parse()
    if not seccomp.is_possible():
        print("left out, because the numbers of the system calls are those of x86-64")
        return 0
    with equipment() as keys:
        chosen = frame.chosen(_every())
        print("%-38s %4s %-62s %6s  %s" % ("what fails", "runs", "outcomes", "s", "verdict"), flush=True)
        results = _run_all(chosen, options, keys)
    faults = [fault for _, found in results for fault in found]
    made = collections.Counter()
    for series, (runs, _) in zip(chosen, results):
        made[series.call] += runs
    # If a call is never made, its name is wrong here, or the library no longer makes it.
    missed = [f"{call}: never made" for call, number in sorted(made.items()) if number == 0]
    return frame.conclude(made.total() - len(faults), faults + missed)


def _run_all(chosen, options, keys):
    # Processes rather than threads: the thread that answers a call must not wait for others that search /proc.
    forking = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(options.jobs, forking, _share, (chosen, options, keys)) as pool:
        return list(pool.map(_run, range(len(chosen))))


def _share(*what):
    global _shared
    _shared = what


def _run(index):
    chosen, options, keys = _shared
    return chosen[index].run(options, keys)


if __name__ == "__main__":
    sys.exit(main())
