"""Which IP addresses a crawler may connect to: public ones, unless the user allows others.

A link, a redirect or a DNS server may point anywhere, such as at the router or a cloud's metadata service. So the
resolved address is checked after every lookup; host names prove nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from qapipe.fetch.web.exchange import Fault, FetchError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Resolves a host and port to IP addresses, as text. Raises OSError when there are none."""

# Special-purpose networks (IANA) that some versions of Python consider global.
_NOT_PUBLIC = tuple(
    ip_network(one)
    for one in (
        "192.88.99.0/24",  # RFC 7526: relays of 6to4, withdrawn
        "198.18.0.0/15",  # RFC 2544: benchmarks
        "64:ff9b:1::/48",  # RFC 8215: NAT64 of the local network
        "100::/64",  # RFC 6666: discarded
        "2001::/32",  # RFC 4380: Teredo, tunnels to anywhere
        "3fff::/20",  # RFC 9637: documentation
        "5f00::/16",  # RFC 9602: segment routing
        "fec0::/10",  # RFC 3879: site-local, withdrawn
    )
)
_EMBED_IPV4 = tuple(IPv6Network(one) for one in ("::/96", "64:ff9b::/96"))  # RFC 4291 (compatible), RFC 6052 (NAT64)
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})  # RFC 5214: these bits precede an embedded IPv4 address


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Which IP addresses may be connected to."""

    allow_private: bool = False
    """Allow addresses that are not public."""
    forbidden: tuple[str, ...] = ()
    """Networks that are refused in any case."""

    def permits(self, address: str) -> bool:
        """Whether an address may be connected to; False for text that is not an IP address."""
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        candidates = {found, *_embedded_ipv4(found)}
        if any(one in ip_network(network) for network in self.forbidden for one in candidates):
            return False
        return self.allow_private or all(_is_public(one) for one in candidates)


def _embedded_ipv4(address: Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses embedded in an IPv6 address."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if any(address in network for network in _EMBED_IPV4) or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return True  # the embedded address decides
    return address.is_global and not address.is_multicast and not any(address in network for network in _NOT_PUBLIC)


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order of the system's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


async def permitted_addresses(host: str, port: int, policy: AddressPolicy, lookup: Resolve) -> list[str]:
    """The permitted addresses of a host, at least one. Raises FetchError."""
    try:
        found = await lookup(host, port)
    except (OSError, UnicodeError) as error:
        raise FetchError(Fault.DNS, f"{host}: {error}") from error
    permitted = [address for address in found if policy.permits(address)]
    if found and not permitted:
        raise FetchError(
            Fault.FORBIDDEN_ADDRESS,
            f"{host} resolves to {found[0]}, which is not a public address; --allow-private permits it",
        )
    if not found:
        raise FetchError(Fault.DNS, f"{host} has no address")
    return permitted
