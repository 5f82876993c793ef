"""Servers that have proved who they are, but do not run the command."""

import asyncio

import asyncssh

import imitations
from ssh_behaviours import Session, server_of
from ssh_servers import tokens


class Lie(Session):
    """Runs nothing."""

    takes_input = False

    async def serve(self):
        await self.lie()

    async def lie(self):
        self.chan.exit(0)

    async def say(self, text):
        self.chan.write(text.encode())
        self.chan.write(text.encode(), asyncssh.EXTENDED_DATA_STDERR)


class ExitStatus(Lie):
    async def lie(self):
        self.chan.exit(self.about["status"])


class ExitStatusHolds(Lie):
    async def lie(self):
        self.send_status(0)


class ExitSignal(Lie):
    async def lie(self):
        self.chan.exit_with_signal("KILL")


class Closes(Lie):
    async def lie(self):
        self.chan.close()


class Cuts(Lie):
    async def lie(self):
        self.cut()


class Stalls(Lie):
    async def lie(self):
        pass


class Echoes(Lie):
    """Sends the command line back, on both streams."""

    async def lie(self):
        await self.say(self.command + "\n")
        await asyncio.sleep(0.2)
        self.chan.exit(0)


class EchoesAll(Echoes):
    """Also sends back its input."""

    def data_received(self, data, datatype):
        if data:
            self.chan.write(data)


class EchoesWords(Lie):
    async def lie(self):
        await self.say("\n".join(self.command.split()) + "\n")
        self.chan.exit(0)


class Forges(Lie):
    """Sends marks with every token but the right one."""

    async def lie(self):
        found = tokens(self.command)
        first, second = (found + ["a" * 17, "b" * 17])[:2]
        wrong = [
            first, second, second + first, first + " " + second, first + "\n" + second, first + second[:-1],
            first + second[:-1] + ("0" if second[-1] != "0" else "1"), (first + second).upper(), first + first,
            "a0123456789abcdefb0123456789abcdef", first + "\0" + second, first + "\b" + second, "",
        ]
        for token in wrong:
            for mark in ("begin", "run", "end 0", "end", "end 00", "end 99999"):
                await self.say(f"{token} {mark}\n")
        await asyncio.sleep(0.2)
        self.chan.exit(0)


class HalfHonest(Lie):
    """Joins the halves of the token, as the wrapper would, and reports that it has begun. Then it runs nothing."""

    async def lie(self):
        await self.say(f"{''.join(tokens(self.command)[:2])} begin\n")
        await asyncio.sleep(self.about.get("seconds", 0.5))
        if self.about.get("cuts", True):
            self.cut()
        else:
            self.chan.exit(0)


class Floods(Lie):
    def __init__(self, server):
        super().__init__(server)
        self._writable = asyncio.Event()
        self._writable.set()

    def pause_writing(self):
        self._writable.clear()

    def resume_writing(self):
        self._writable.set()

    async def lie(self):
        kind = asyncssh.EXTENDED_DATA_STDERR if self.about.get("stream") == "stderr" else None
        text = self.about.get("text", "x" * 80 + "\n").encode() * 400
        while not self.chan.is_closing():
            await self._writable.wait()
            self.chan.write(text, kind)
            await asyncio.sleep(0)


class DebugThenCuts(Lie):
    """Makes the log report a session that ended, and then closes the connection."""

    async def lie(self):
        self.server.conn.send_debug(imitations.SESSION, always_display=True)
        await asyncio.sleep(0.2)
        self.cut()


SERVERS = {name: server_of(session) for name, session in {
    "exit-status": ExitStatus, "exit-status-holds": ExitStatusHolds, "exit-signal": ExitSignal, "closes": Closes, "cuts": Cuts,
    "stalls": Stalls, "echoes": Echoes, "echoes-all": EchoesAll, "echoes-words": EchoesWords, "forges": Forges,
    "half-honest": HalfHonest, "floods": Floods, "debug-then-cuts": DebugThenCuts,
}.items()}
