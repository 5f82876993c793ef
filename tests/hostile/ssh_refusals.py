"""Servers that refuse a command, or close the connection before it."""

import asyncio

import asyncssh

import imitations
from ssh_behaviours import Server, Session, server_of


class RefusesKeys(Server):
    """Offers passwords and keys, and accepts none."""

    takes_keys = False

    def begin_auth(self, username):
        if "banner" in self.about:
            self.conn.send_auth_banner(imitations.SESSION)
        if "debug" in self.about:
            self.conn.send_debug(imitations.SESSION, always_display=True)
        return True

    def public_key_auth_supported(self):
        return True

    def validate_public_key(self, username, key):
        return self.takes_keys

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return False


class AcceptsBanner(RefusesKeys):
    """Shows the banner, sends the debug messages, and accepts every key."""

    takes_keys = True


class Asks(RefusesKeys):
    """Asks a question, as for a one-time password."""

    def kbdint_auth_supported(self):
        return True

    def get_kbdint_challenge(self, username, lang, submethods):
        return imitations.SESSION, "", "en", [("Password: ", False), (imitations.SESSION, True)]

    def validate_kbdint_response(self, username, responses):
        return False


class CutsInAuthentication(Server):
    def begin_auth(self, username):
        self.conn.abort()
        return True


class CutsWhenAuthenticated(Server):
    def auth_completed(self):
        self.conn.abort()


class DisconnectsWhenAuthenticated(Server):
    def auth_completed(self):
        self.conn.disconnect(11, imitations.SESSION)


class LeavesDebugWhenAuthenticated(Server):
    def auth_completed(self):
        self.conn.send_debug(imitations.SESSION, always_display=True)
        self.conn.disconnect(11, imitations.SESSION)


class CutsAtChannel(Server):
    def session_requested(self):
        self.conn.abort()
        return False


class RefusesChannel(Server):
    def session_requested(self):
        raise asyncssh.ChannelOpenError(1, imitations.SESSION)


class ChannelNeverOpens(Server):
    def session_requested(self):
        async def never():
            await asyncio.Event().wait()

        return never()


class _RefusesExec(Session):
    def exec_requested(self, command):
        return False


class _CutsAtExec(Session):
    def exec_requested(self, command):
        self.cut()
        return False


SERVERS = {
    "refuses-keys": RefusesKeys, "accepts-banner": AcceptsBanner, "asks": Asks, "cuts-in-authentication": CutsInAuthentication,
    "cuts-when-authenticated": CutsWhenAuthenticated, "disconnects-when-authenticated": DisconnectsWhenAuthenticated,
    "debug-when-authenticated": LeavesDebugWhenAuthenticated, "cuts-at-channel": CutsAtChannel, "refuses-channel": RefusesChannel,
    "channel-never-opens": ChannelNeverOpens, "refuses-exec": server_of(_RefusesExec), "cuts-at-exec": server_of(_CutsAtExec),
}
