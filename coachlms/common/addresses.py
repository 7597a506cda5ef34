"""Which web addresses may be called at all, and where their names lead. Knows no network but the resolver."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network
from typing import TypeAlias

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

Address: TypeAlias = IPv4Address | IPv6Address
PORTS = {"http": 80, "https": 443}
USUAL_PORTS = frozenset(PORTS.values())

# Not global by the registries, or global but leading back inside: mapped, translated and tunnelled IPv4.
CLOSED = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "::/96",
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "fc00::/7",
        "fe80::/9",
        "ff00::/8",
    )
)


class OutboundError(Exception):
    """No answer. `text` is a short sentence for people; `ours` is True when our own network is to blame."""

    def __init__(self, text: str, *, ours: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.ours = ours


class Refused(OutboundError):
    """We would not call this address, whoever asks."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: the host in ASCII, the path with its query, ready to send."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The port only where it is not the usual one."""
        name = bracketed(self.host)
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def system_resolver(name: str, port: int) -> list[str]:
    """Every address of a name, as the operating system says. OutboundError when there is none."""
    try:
        rows = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise OutboundError("Names cannot be looked up at the moment.", ours=True) from None
        raise OutboundError("This name is not known.") from None
    except UnicodeError:
        raise Refused("This is not a host name.") from None
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


def is_public(address: Address) -> bool:
    """True for an address that anybody on the internet could reach."""
    return (
        address.is_global
        and not address.is_multicast
        and not any(address in network for network in CLOSED if network.version == address.version)
    )


def target_of(url: str, *, ports: frozenset[int] = USUAL_PORTS) -> Target:
    """Takes an address apart, or Refused with the reason."""
    try:
        parts = parse_url(url.strip())
    except LocationParseError:
        raise Refused("This is not a web address.") from None
    scheme = parts.scheme or ""
    if scheme not in PORTS or not parts.host:
        raise Refused("Only addresses that begin with http:// or https:// are called.")
    if parts.auth is not None:
        raise Refused("The address holds a user name or a password.")
    port = PORTS[scheme] if parts.port is None else parts.port
    if port not in ports:
        raise Refused("Only the usual ports, 80 and 443, are called.")
    host = parts.host.strip("[]")
    if "%" in host:
        raise Refused("This is not a host name.")
    return Target(parts.url, scheme, host, port, parts.request_uri)


def bracketed(host: str) -> str:
    """An IPv6 address as it is written before a port."""
    return f"[{host}]" if ":" in host else host
