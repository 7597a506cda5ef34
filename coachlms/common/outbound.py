"""The one door to other servers: public addresses only, looked up once, nothing followed unseen.

An address that somebody typed may point at the machine itself, at a neighbour behind the firewall or at
the cloud's metadata service. So the name is resolved here, once; every answer must be a public address;
and the connection goes to exactly that address, whatever the name says a moment later.
"""

import errno
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse
from urllib3.util.connection import create_connection

from coachlms.common.addresses import (
    PORTS,
    USUAL_PORTS,
    Address,
    OutboundError,
    Refused,
    Target,
    bracketed,
    is_public,
    system_resolver,
    target_of,
)

__all__ = ["Answer", "Client", "OutboundError", "Refused", "Resolver", "agent", "from_settings"]

Resolver = Callable[[str, int], Sequence[str]]  # name and port to addresses as text

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 3
MOST_ADDRESSES = 4
STEP_SECONDS = 5.0  # to connect, and between two pieces of an answer
TOTAL_SECONDS = 15.0  # with all redirects
MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `body` ends after 64 KB; `url` is the address that answered."""

    status: int
    url: str
    body: bytes
    redirects: int


class Client:
    """Fetches a page from a public server. What it may reach is set here and nowhere else."""

    def __init__(
        self,
        *,
        agent: str,
        resolver: Resolver = system_resolver,
        open_networks: Sequence[str] = (),
        ports: frozenset[int] = USUAL_PORTS,
        step_seconds: float = STEP_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
        proxy: str = "",
        ca_file: str | None = None,
    ) -> None:
        self._agent = agent
        self._resolver = resolver
        self._open = tuple(ip_network(text) for text in open_networks)
        self._ports = ports
        self._step_seconds = step_seconds
        self._total_seconds = total_seconds
        self._proxy = proxy
        self._ca_file = ca_file

    def probe(self, url: str) -> Answer:
        """Is there something at this address? Asks for the head alone, then, if refused, for the page."""
        deadline = time.monotonic() + self._total_seconds
        try:
            answer = self._follow("HEAD", url, deadline)
        except Refused:
            raise
        except OutboundError as error:
            if error.ours or time.monotonic() >= deadline:
                raise
        else:
            if answer.status < 400 or answer.status == 429:
                return answer
        return self._follow("GET", url, deadline)

    def fetch(self, url: str) -> Answer:
        """The page at this address, at most 64 KB of it."""
        return self._follow("GET", url, time.monotonic() + self._total_seconds)

    def _follow(self, method: str, url: str, deadline: float) -> Answer:
        target = target_of(url, ports=self._ports)
        for followed in range(MOST_REDIRECTS + 1):
            answer, location = self._ask(method, target, deadline)
            if answer.status not in REDIRECTS or not location:
                return replace(answer, redirects=followed)
            target = self._onward(target, location)
        raise OutboundError("It leads from page to page without an end.")

    def _onward(self, target: Target, location: str) -> Target:
        """Where a redirect leads: checked like an address that somebody typed."""
        try:
            joined = urljoin(target.url, location)
        except ValueError:
            raise OutboundError("It leads to something that is not a web address.") from None
        onward = target_of(joined, ports=self._ports)
        if target.scheme == "https" and onward.scheme == "http":
            raise Refused("It leads from a safe page to an unsafe one.")
        return onward

    def _ask(self, method: str, target: Target, deadline: float) -> tuple[Answer, str]:
        """One request; the addresses of the name are tried in turn until one lets us connect."""
        failure = OutboundError("The server did not answer in time.")
        for address in self._addresses(target):
            left = deadline - time.monotonic()
            if left <= 0:
                break
            line = self._line(target, address, min(left, self._step_seconds))
            try:
                with line.ended_after(left):
                    return self._exchange(line, method, target)
            except (HTTPError, OSError, http.client.HTTPException, ValueError) as error:
                failure = line.explain(error)
            if line.was_connected:
                break
        raise failure

    def _addresses(self, target: Target) -> list[str]:
        """Where the name leads, asked once; if one address is not public, none of them is called."""
        found = list(self._resolver(target.host, target.port))
        if not found:
            raise OutboundError("This name is not known.")
        if not all(self._may_call(ip_address(text)) for text in found):
            raise Refused("It leads to an address that is not public.")
        return found[:MOST_ADDRESSES]

    def _may_call(self, address: Address) -> bool:
        opened = any(
            address in network for network in self._open if network.version == address.version
        )
        return opened or is_public(address)

    def _line(self, target: Target, address: str, timeout: float) -> "_Line":
        if target.scheme == "http":
            return _Line(target, address, timeout, self._proxy)
        line = _SecureLine(target, address, timeout, self._proxy)
        line.ca_certs = self._ca_file  # None: those of the operating system
        return line

    def _exchange(self, line: "_Line", method: str, target: Target) -> tuple[Answer, str]:
        headers = {
            "Host": target.host_header,
            "User-Agent": self._agent,
            "Accept": "text/html, application/xhtml+xml, */*;q=0.8",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        line.request(
            method, line.path, headers=headers, preload_content=False, decode_content=False
        )
        response = line.getresponse()
        body = b"" if method == "HEAD" else _start_of(response)
        answer = Answer(response.status, target.url, body, 0)
        return answer, response.headers.get("Location", "")


class _Line(HTTPConnection):
    """A connection to one address that was looked up before, whatever the name leads to now."""

    def __init__(self, target: Target, address: str, timeout: float, proxy: str) -> None:
        super().__init__(target.host, port=target.port, timeout=timeout)
        self.was_connected = False
        self.path = target.path
        self._goal = (address, target.port)
        self._spare: socket.socket | None = None
        self._is_late = False
        if proxy:
            parts = urlsplit(proxy)
            self._goal = (parts.hostname or "", parts.port or PORTS["http"])
            self._go_through(target, address)

    def _go_through(self, target: Target, address: str) -> None:
        """A proxy is told the address, never the name: it must not look it up again."""
        self.path = f"http://{bracketed(address)}:{target.port}{target.path}"

    def _new_conn(self) -> socket.socket:
        line = create_connection(self._goal, self.timeout)
        self.was_connected = True
        # TLS takes the socket over; the copy lets the clock end the call at any moment.
        self._spare = line.dup()
        return line

    @contextmanager
    def ended_after(self, seconds: float) -> Iterator[None]:
        """However slowly the other side drips: after so many seconds the call is over."""
        clock = threading.Timer(seconds, self._end)
        clock.daemon = True
        clock.start()
        try:
            yield
            if self._is_late:  # a header that breaks off reads like one that ends
                raise TimeoutError
        finally:
            clock.cancel()
            self.close()
            if self._spare is not None:
                self._spare.close()

    def _end(self) -> None:
        self._is_late = True
        if self._spare is not None:
            with suppress(OSError):
                self._spare.shutdown(socket.SHUT_RDWR)

    def explain(self, error: Exception) -> OutboundError:
        """A sentence for what went wrong on this line."""
        cause = error.__cause__ or error
        if self._is_late or isinstance(cause, TimeoutError) or "timed out" in str(error):
            return OutboundError("The server did not answer in time.")
        if isinstance(cause, ssl.SSLError):
            return OutboundError("The certificate of the server is not valid.")
        if isinstance(cause, OSError) and cause.errno in {errno.ENETUNREACH, errno.ENETDOWN}:
            return OutboundError("There is no way to the internet at the moment.", ours=True)
        if not self.was_connected:
            return OutboundError("The server cannot be reached.")
        return OutboundError("The server broke off, or what it said cannot be read.")


class _SecureLine(_Line, HTTPSConnection):
    """The same with TLS. Name and certificate are those of the address that was typed."""

    def _go_through(self, target: Target, address: str) -> None:
        self.set_tunnel(address, target.port, scheme="http")
        self.server_hostname = target.host


def _start_of(response: HTTPResponse) -> bytes:
    """The first 64 KB; what comes after them is never read."""
    body = b""
    while len(body) < MOST_BYTES:
        piece = response.read(min(8192, MOST_BYTES - len(body)), decode_content=False)
        if not piece:
            break
        body += piece
    return body


def from_settings() -> Client:
    """The client of this installation. Refused while OUTBOUND is off."""
    if not settings.OUTBOUND:
        raise Refused("This installation calls no other server (OUTBOUND=0).")
    return Client(agent=agent(), proxy=settings.OUTBOUND_PROXY)


def agent() -> str:
    """How we introduce ourselves to other servers."""
    return f"CoachLMS link check (+{settings.SITE_URL})"
