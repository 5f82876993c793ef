"""Prints the Debian packages that the suite needs, one on each line."""

import shells

_SERVERS = ("python3-asyncssh", "openssh-client", "openssh-server", "dropbear-bin")
_PROGRAMS = ("procps", "passwd")

print("\n".join(sorted({*_SERVERS, *_PROGRAMS, *(shell.package for shell in shells.SHELLS)})))
