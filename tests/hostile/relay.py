"""Relays standard input and output to a port, as `nc` does where it is installed: `relay.py HOST PORT`."""

import os
import select
import socket
import sys

with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as connection:
    sources = {0: connection.sendall, connection.fileno(): lambda data: os.write(1, data)}
    while True:
        for ready in select.select(list(sources), [], [])[0]:
            data = os.read(0, 65536) if ready == 0 else connection.recv(65536)
            if not data:
                sys.exit()
            sources[ready](data)
