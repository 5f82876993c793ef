"""The behaviours of the servers in ssh_servers.py, by name."""

import asyncio
import os

import asyncssh

import imitations
from ssh_servers import wait_for


class Session(asyncssh.SSHServerSession):
    """Runs the command faithfully with sh; subclasses change one thing."""

    takes_input = True

    def __init__(self, server):
        self.server, self.about = server, server.about
        self.command = self.process = None
        self._early, self._ended = [], False

    def connection_made(self, chan):
        self.chan = chan

    def exec_requested(self, command):
        self.command = command if isinstance(command, str) else command.decode("utf-8", "surrogateescape")
        return True

    def session_started(self):
        self.server.keep(self.serve())

    async def serve(self):
        await self.run()

    async def run(self):
        environment = dict(os.environ, HOSTILE_CASE=self.about["mark"])
        self.process = await asyncio.create_subprocess_exec(
            self.about.get("shell", "/bin/sh"), "-c", self.command, stdin=-1, stdout=-1, stderr=-1, env=environment,
            start_new_session=self.about.get("sessions", False),
        )
        for data in self._early:
            self._feed(data)
        await asyncio.gather(self._pump(self.process.stdout, None), self._pump(self.process.stderr, asyncssh.EXTENDED_DATA_STDERR))
        await self.ended(await self.process.wait())

    async def _pump(self, stream, kind):
        while data := await stream.read(65536):
            if self.chan.is_closing():
                return
            self.chan.write(data, kind)
            await self.wrote(data)

    async def wrote(self, data):
        pass

    async def ended(self, status):
        if self.chan.is_closing():
            return
        if status >= 0:
            self.chan.exit(status)
        else:
            self.chan.exit_with_signal("KILL" if status == -9 else "TERM")

    def data_received(self, data, datatype):
        if self.takes_input:
            self._feed(data) if self.process else self._early.append(data)

    def eof_received(self):
        self.data_received(None, None)
        return True

    def connection_lost(self, exc):
        if self.process:
            self.process.stdin.close()

    def _feed(self, data):
        if data is None:
            self.process.stdin.close()
        elif not self.process.stdin.is_closing():
            self.process.stdin.write(data)

    def send_status(self, status):
        """Unlike exit(), does not close the channel."""
        self.chan._send_request(b"exit-status", status.to_bytes(4, "big"))

    def cut(self):
        self.server.conn.abort()


class Server(asyncssh.SSHServer):
    session = Session

    def __init__(self, about, window):
        self.about, self._window, self._tasks = about, window, set()

    def keep(self, work):
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def connection_made(self, conn):
        self.conn = conn

    def session_requested(self):
        session = self.session(self)
        if self._window is not None:
            return self.conn.create_server_channel(encoding=None, window=self._window), session
        return self.conn.create_server_channel(encoding=None), session


def find(name):
    import ssh_lies
    import ssh_refusals

    return {**_SERVERS, **ssh_lies.SERVERS, **ssh_refusals.SERVERS}[name]


def server_of(session):
    return type(f"{session.__name__}Server", (Server,), {"session": session})


class CutAtMark(Session):
    """Runs the command, and cuts the connection once the output has a mark of the wrapper."""

    seen = b""

    async def wrote(self, data):
        self.seen += data
        if self.about["mark_text"].encode() in self.seen:
            self.cut()


class CutWhileRunning(Session):
    async def serve(self):
        running = asyncio.ensure_future(self.run())
        await wait_for(self.about["trace"], "begin")
        await asyncio.sleep(self.about.get("after", 0))
        self.cut()
        await running


class CutBeforeStatus(Session):
    async def ended(self, status):
        # Gives the output time to arrive.
        await asyncio.sleep(0.2)
        self.cut()


class NoStatus(Session):
    async def ended(self, status):
        self.chan.close()


class SignalInstead(Session):
    async def ended(self, status):
        self.chan.exit_with_signal("TERM", False, "terminated")


class WrongStatus(Session):
    """The channel's exit status differs from the action's."""

    async def ended(self, status):
        self.chan.exit(self.about["status"])


class StatusThenHolds(Session):
    async def ended(self, status):
        self.send_status(status)


class StatusTwice(Session):
    async def ended(self, status):
        self.send_status(status)
        self.send_status(0)
        self.chan.close()


class NoInput(Session):
    """Never reads what the client writes."""

    takes_input = False


class Talks(Session):
    """Sends debug messages with imitations while the command runs."""

    async def serve(self):
        self.server.conn.send_debug(imitations.SESSION, always_display=True)
        await self.run()

    async def ended(self, status):
        self.server.conn.send_debug(imitations.SESSION, always_display=True)
        await super().ended(status)


class SlowStart(Session):
    async def serve(self):
        await asyncio.sleep(self.about["seconds"])
        await self.run()


class ByteByByte(Session):
    async def _pump(self, stream, kind):
        while data := await stream.read(1):
            self.chan.write(data, kind)
            await asyncio.sleep(0.001)


_SERVERS = {
    "faithful": Server,
    **{name: server_of(session) for name, session in {
        "cut-at-mark": CutAtMark, "cut-while-running": CutWhileRunning, "cut-before-status": CutBeforeStatus,
        "no-status": NoStatus, "signal-instead": SignalInstead, "wrong-status": WrongStatus, "holds": StatusThenHolds,
        "status-twice": StatusTwice, "no-input": NoInput, "talks": Talks, "slow-start": SlowStart, "byte-by-byte": ByteByByte,
    }.items()},
}
