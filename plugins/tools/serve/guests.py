"""Who else may see a preview: a device that was given an address, once."""

from __future__ import annotations

import hmac
import re
import secrets
import socket
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from threading import Lock
from typing import TYPE_CHECKING

from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

#: Signs that nobody takes for another one.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 6  #: 31 to the power of 6 codes, of which a guest may try a few
CODE = re.compile(rf"/([{SIGNS}]{{{LENGTH}}})/?")
TRIES = 5  #: wrong codes after which nobody else is let in
#: An address beyond all routers (RFC 5737); nothing is sent to it.
ANYWHERE = "192.0.2.1", 9


def find_lan_address() -> str:
    """Return this machine's address in its network, or refuse where it has none."""
    address = ""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(ANYWHERE)
            address = str(probe.getsockname()[0])
    except OSError:
        pass
    if not address or ip_address(address).is_loopback:
        message = "This machine is in no network, so no phone can reach it."
        raise RefusedError(f"{message} Join one, or leave out --lan.")
    if ip_address(address).is_global:
        message = f"This machine's address, {address}, is reached from everywhere"
        remedy = "show the site in a network of your own, or leave out --lan"
        raise RefusedError(f"{message}: {remedy}.")
    return address


class Guests:
    """The devices that have been let in, and the code that lets the next one in."""

    def __init__(self, home: str, say: Callable[[str], None]) -> None:
        self.home = home  #: the preview's address in the network, without a path
        self.cookie = f"preview-{home.rpartition(':')[2]}"  # of one port alone
        self.code = make_code()
        self._say = say
        self._keys: set[str] = set()
        self._spent: set[str] = set()
        self._tries = 0
        self._lock = Lock()

    @property
    def address(self) -> str:
        """The address that lets one device in."""
        return f"{self.home}/{self.code}"

    @property
    def is_closed(self) -> bool:
        return self._tries >= TRIES

    def knows(self, cookies: str) -> bool:
        """Return whether a request comes from a device that was let in."""
        try:
            given = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return False
        return given is not None and given.value in self._keys

    def was_code(self, path: str) -> bool:
        """Return whether a path is a code that somebody has used."""
        found = CODE.fullmatch(path.lower())
        return found is not None and found[1] in self._spent

    def let_in(self, path: str, who: str) -> str:
        """Return the cookie of a new guest who names the code; else an empty text."""
        found = CODE.fullmatch(path.lower())
        if not found:
            return ""
        with self._lock:
            if self.is_closed:
                return ""
            if not hmac.compare_digest(found[1], self.code):
                self._tries += 1
                if self.is_closed:
                    self._say(
                        f"{who} has tried {TRIES} wrong addresses: nobody else is let "
                        "in. Start the command anew for another address."
                    )
                return ""
            key = secrets.token_urlsafe(32)
            self._keys.add(key)
            self._spent.add(self.code)
            self.code = make_code()
            self._say(
                f"{who} sees the site now. The next device opens {self.address}, once."
            )
        return f"{self.cookie}={key}; Path=/; HttpOnly; SameSite=Lax"


def make_code() -> str:
    """Return a code that is typed on a phone."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
