"""Servers on bare sockets, which never authenticate anybody."""

import contextlib
import socket
import struct
import threading
import time

import packets

BANNER = b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"


class Peer:
    """The client, as such a server sees it."""

    def __init__(self, connection, stopped):
        self._connection, self.stopped = connection, stopped
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data):
        self._connection.sendall(data)

    def read(self):
        return self._connection.recv(65536)

    def read_packet(self):
        """Waits for the client's banner, or for its next packets."""
        self._connection.settimeout(5)
        try:
            return self.read()
        finally:
            self._connection.settimeout(None)

    def stall(self):
        """Waits until the client goes away."""
        while not self.stopped.is_set() and self.read():
            pass

    def reset(self):
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()

    def send_for(self, seconds, data):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.stopped.is_set():
            self.send(data)


class RawServer:
    """Has a listener for each behaviour, which is a function of a peer."""

    is_stranger = True
    pids = frozenset()

    def __init__(self, behaviours):
        self._stopped = threading.Event()
        self._connections, self._listeners = [], []
        for behaviour in behaviours:
            listener = socket.create_server(("127.0.0.1", 0), backlog=64)
            self._listeners.append(listener)
            threading.Thread(target=self._accept, args=(listener, behaviour), daemon=True).start()
        self.ports = [listener.getsockname()[1] for listener in self._listeners]

    def is_live(self):
        return True

    def _accept(self, listener, behaviour):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            threading.Thread(target=self._serve, args=(connection, behaviour), daemon=True).start()

    def _serve(self, connection, behaviour):
        with contextlib.suppress(OSError), connection:
            behaviour(Peer(connection, self._stopped))

    def close(self):
        self._stopped.set()
        for listener in self._listeners:
            # A close alone does not wake the thread that accepts.
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def serve(*behaviours):
    """A case's server."""
    return lambda place: contextlib.closing(RawServer(behaviours))


def after_banner(*steps, end="close"):
    """Sends its banner and then the steps: bytes, or seconds to wait. Then it closes, resets or stalls."""
    def behave(peer):
        peer.send(BANNER)
        peer.read_packet()
        for step in steps:
            if isinstance(step, bytes):
                peer.send(step)
            else:
                time.sleep(step)
        _end(peer, end)

    return behave


def bytes_only(data, end="close", pause=0.0):
    """Sends the data, in one piece or byte by byte."""
    def behave(peer):
        for piece in (data[i:i + 1] for i in range(len(data))) if pause else (data,):
            peer.send(piece)
            time.sleep(pause)
        _end(peer, end)

    return behave


def flood(data, seconds, banner=True):
    def behave(peer):
        if banner:
            peer.send(BANNER)
        peer.send_for(seconds, data)

    return behave


def drip(data, pause):
    """Sends the data over and over while the client stays."""
    def behave(peer):
        while not peer.stopped.wait(pause):
            peer.send(data)

    return behave


def _end(peer, end):
    if end == "stall":
        peer.stall()
    elif end == "reset":
        peer.reset()


def key_exchange(*, after, end):
    """Goes as far into the key exchange as it can without a key."""
    return after_banner(packets.kexinit(), 0.05, packets.kexdh_reply(), after, end=end)
