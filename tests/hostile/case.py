"""A case: which server gets which procedure, and what the result may be."""

import dataclasses
from typing import Any, Callable, Optional

ALL = frozenset("succeeded failed timed_out unreachable lost cancelled not_started refused".split())
NOT_RUN = frozenset({"unreachable", "failed", "lost"})


@dataclasses.dataclass
class Case:
    name: str
    # Gets the case's place; returns a context manager whose value has `port` or `ports`, `pids`, and maybe `user`.
    server: Callable[[Any], Any]
    # Gets the trace; returns the action.
    action: Callable[[Any], str]
    outcomes: frozenset
    # The fewest and the most runs of the action, by the far side's own trace.
    runs: tuple = (0, 0)
    input: dict = dataclasses.field(default_factory=dict)
    hosts: tuple = ("h",)
    # Lines of the user's own ssh_config, in front of those of the fixture; with {folder}, {port} and {relay}.
    config: str = ""
    # Gets the place; returns more arguments for ssh.
    arguments: Callable[[Any], list] = lambda place: []
    exit_code: Optional[int] = None
    stdout: Optional[str] = None
    stderr: Optional[str] = None
    attempts: Optional[int] = None
    # Part of the command line of what the action leaves behind on purpose: one process for each run, which has to stay.
    stays: Optional[str] = None
    # Part of the command line of what may be left because nothing on the far side would end it.
    may_leave: Optional[str] = None
    # The server has proved who it is, but may lie: without marks, nobody can know better.
    is_liar: bool = False
    # How to make the call: blocking, async, cancelled (after a while), or killed once the action has begun.
    call: str = "blocking"
    # The most that the call may take, in seconds.
    limit: float = 45
    # A system call that fails during the call.
    fault: Optional[Any] = None
    # Another check: gets what was observed, and returns what is wrong with it, or None.
    check: Callable[[Any], Optional[str]] = lambda observed: None
    watch_memory: bool = False
    is_quick: bool = False
    # Runs with no other case at the same time, because it needs the whole machine.
    is_alone: bool = False

    @property
    def shell(self):
        return self.input.get("remote_shell", "posix")


@dataclasses.dataclass
class Observed:
    hosts: list
    error: Optional[dict]
    begun: int
    ended: list
    left: list
    stayed: list
    seconds: float
    grown_kib: int
    children_kib: int
    file_bytes: int
    servers_live: bool
    live_strings: int

    @property
    def outcomes(self):
        return ["refused"] if self.error else [host["outcome"] for host in self.hosts]

    @property
    def attempts(self):
        return sum(host["attempts"] for host in self.hosts)
