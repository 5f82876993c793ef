"""A case: what is asked of which server, and what may come of it."""

import dataclasses
from typing import Any, Callable, Optional

ALL = frozenset("succeeded failed timed_out unreachable lost cancelled not_started refused".split())
NOT_RUN = frozenset({"unreachable", "failed", "lost"})


@dataclasses.dataclass
class Case:
    name: str
    # Given the case's place, a context manager whose value has `port` or `ports`, `pids`, and perhaps `user`.
    server: Callable[[Any], Any]
    # Given the trace, the action.
    action: Callable[[Any], str]
    outcomes: frozenset
    # The least and the most that the action may run, by the far side's own trace.
    runs: tuple = (0, 0)
    input: dict = dataclasses.field(default_factory=dict)
    hosts: tuple = ("h",)
    # Lines of the user's own ssh_config, before those that the fixture takes; with {folder}, {port} and {relay}.
    config: str = ""
    # Given the place, further arguments for ssh.
    arguments: Callable[[Any], list] = lambda place: []
    exit_code: Optional[int] = None
    stdout: Optional[str] = None
    stderr: Optional[str] = None
    attempts: Optional[int] = None
    # Part of the arguments of what the action leaves on purpose: one process for each run, which has to stay.
    stays: Optional[str] = None
    # Part of the arguments of what may be left, since nothing on the far side would end it.
    may_leave: Optional[str] = None
    # The server has proved who it is, and is not believed to be honest: without marks nobody can know better.
    is_liar: bool = False
    # How the call is made: blocking, async, cancelled (after a while), or killed once the action has begun.
    call: str = "blocking"
    # The most that the call may take, in seconds.
    limit: float = 45
    # A system call that fails while the call runs.
    fault: Optional[Any] = None
    # A further check: given what was observed, what is wrong, or None.
    check: Callable[[Any], Optional[str]] = lambda observed: None
    watch_memory: bool = False
    is_quick: bool = False
    # Without others beside it: it needs the machine for itself.
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
