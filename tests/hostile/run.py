"""One run of a case, from the start of its server to the row in the table."""

import os
import threading
import time

import judgement
import processes
from case import Observed
from library import Call
from place import Place

# How long a watchdog on the far side may take, or a server that cleans up its sessions.
_GRACE = 6
RELAY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "relay.py")
_INPUT = {"timeout": 20, "retries": 0, "job_id": 1, "retry_delay": 0.01}


class Row:
    def __init__(self, case, observed, faults, seconds):
        self.case, self.observed, self.faults, self.seconds = case, observed, faults, seconds


def run(case, library, keys):
    beginning = time.monotonic()
    place = Place(keys)
    try:
        with case.server(place) as server:
            observed, faults = _observe(case, library, place, server)
    except Exception as error:  # a case that cannot run has failed, and the others continue
        observed, faults = None, [f"{type(error).__name__}: {error}"]
    place.remove()
    return Row(case, observed, faults, time.monotonic() - beginning)


def _observe(case, library, place, server):
    arguments = ["-F", place.ssh_config(server, case.hosts, _filled(case.config, place, server)), *case.arguments(place)]
    text = {**_INPUT, "host_list": list(case.hosts), "action": case.action(place.trace), "ssh_arguments": arguments, **case.input}
    # The cancel comes after a fixed time, because the calling process does not see the trace.
    cancel_after = 1.5 if case.call == "cancelled" else None
    request = {"input": text, "call": "blocking" if case.call == "blocking" else "async", "cancel_after": cancel_after}
    watch = _Watch(place, server) if case.watch_memory else None
    call = Call(library, request, place.environment, place.folder, case.fault)
    report = _killed(call, place) if case.call == "killed" else call.wait(case.limit)
    file_bytes = watch.stop() if watch else 0
    left, stayed = _left(case, place, server)
    if report is None or "crash" in report:
        return None, [report["crash"] if report else f"the call has not ended in {case.limit} s"]
    reply = report["reply"]
    observed = Observed(
        hosts=reply.get("hosts", []), error=reply.get("error"), begun=place.trace.begun, ended=place.trace.ended, left=left,
        stayed=stayed, seconds=report["seconds"], grown_kib=report["grown_kib"], children_kib=report["children_kib"],
        file_bytes=file_bytes, servers_live=server.is_live(), live_strings=report["live_strings"],
    )
    return observed, list(judgement.faults(case, observed))


def _filled(lines, place, server):
    return lines.format(folder=place.folder, relay=RELAY, port=getattr(server, "port", 0))


def _killed(call, place):
    """Kills the calling process once the action has begun. Returns the report in its place."""
    call.send()
    deadline = time.monotonic() + 15
    while place.trace.begun == 0 and call.is_running() and time.monotonic() < deadline:
        time.sleep(0.02)
    call.kill()
    if place.trace.begun == 0:
        return {"crash": "the action has not begun"}
    hosts = [{"host": "h", "outcome": "cancelled", "attempts": 1, "error": "killed"}]
    return {"reply": {"hosts": hosts}, "seconds": 0, "grown_kib": 0, "children_kib": 0, "live_strings": 0}


def _left(case, place, server):
    """What still runs after the grace period, and what was meant to stay. Ends all of it."""
    deadline = time.monotonic() + _GRACE
    while True:
        found = processes.of_case(place.mark, server.pids)
        stayed = [process for process in found if case.stays and case.stays in process.arguments]
        left = [process for process in found if process not in stayed and not _may_be_left(case, process, place)]
        if not left or time.monotonic() > deadline:
            break
        time.sleep(0.1)
    for process in found:
        process.end()
    return left, stayed


def _may_be_left(case, process, place):
    """Whether it is the action, or the wrapper that waits for its end."""
    action_and_wrapper = (case.may_leave, place.trace.path, "ri_t=$0$1")
    return case.may_leave is not None and any(text in process.arguments for text in action_and_wrapper)


class _Watch:
    """Measures the most bytes in files that the case's processes hold open while it runs."""

    def __init__(self, place, server):
        self._most, self._stopped = 0, threading.Event()
        self._thread = threading.Thread(target=self._poll, args=(place, server))
        self._thread.start()

    def _poll(self, place, server):
        while not self._stopped.wait(0.1):
            self._most = max(self._most, processes.open_file_bytes(processes.of_case(place.mark, server.pids)))

    def stop(self):
        self._stopped.set()
        self._thread.join()
        return self._most
