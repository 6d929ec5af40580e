"""Addresses: which may be connected to, by whatever spelling they come, and that no other connection is made."""

import asyncio
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.fetch.web.addresses import AddressPolicy, permitted_addresses
from qapipe.fetch.web.client import Client
from qapipe.fetch.web.exchange import Fault, FetchError

PUBLIC = ("93.184.216.34", "8.8.8.8", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946", "2001:4860:4860::8888")
FORBIDDEN = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.255 169.254.0.1
169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe::1 2002:c0a8:1:: 3fff::1 5f00::1 fc00::1
fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 2001:470:1:2:0:5efe:7f00:1 2001:470:1:2:200:5efe:a00:1
""".split()
SPELLINGS = """
http://127.0.0.1/ http://127.1/ http://2130706433/ http://0x7f000001/ http://0177.0.0.1/ http://0x7f.1/ http://localhost/
http://LOCALHOST./ http://[::1]/ http://[0:0:0:0:0:0:0:1]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/
http://[64:ff9b::127.0.0.1]/ http://[2002:7f00:1::]/ http://169.254.169.254/latest/meta-data/
http://metadata.internal.example/ http://intranet.example:8080/ http://inner.example/ http://127.0.0.1:22/
""".split()


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_permitted(address: str) -> None:
    assert AddressPolicy().permits(address)


@pytest.mark.parametrize("address", FORBIDDEN)
def test_all_others_are_not_unless_that_is_allowed(address: str) -> None:
    assert not AddressPolicy().permits(address)
    assert AddressPolicy(allow_private=True).permits(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f000001", "1.2.3", "::g", "93.184.216.34 "])
def test_what_is_no_address_is_not_permitted(text: str) -> None:
    assert not AddressPolicy(allow_private=True).permits(text)


@pytest.mark.parametrize("disguise", ["{}", "::ffff:{}", "64:ff9b::{}", "::{}"])
def test_forbidden_networks_are_so_in_any_case_and_in_disguise(disguise: str) -> None:
    policy = AddressPolicy(allow_private=True, forbidden=("127.0.0.2/32",))
    assert not policy.permits(disguise.format("127.0.0.2"))
    assert policy.permits("127.0.0.3")


@given(st.ip_addresses(v=4))
def test_an_address_in_disguise_is_permitted_only_if_it_is_so_plainly(address: IPv4Address) -> None:
    plain = AddressPolicy().permits(str(address))
    for network in ("::ffff:0:0/96", "64:ff9b::/96"):
        inside = IPv6Address(int(IPv6Network(network).network_address) | int(address))
        assert AddressPolicy().permits(str(inside)) == plain
    relayed = IPv6Address((0x2002 << 112) | (int(address) << 80))
    assert plain or not AddressPolicy().permits(str(relayed))


def test_of_a_name_with_several_addresses_only_the_permitted_are_left() -> None:
    async def lookup(_host: str, _port: int) -> list[str]:
        return ["10.0.0.1", "93.184.216.34", "::1"]

    assert asyncio.run(permitted_addresses("mixed.example", 80, AddressPolicy(), lookup)) == ["93.184.216.34"]


class NoNetwork(httpcore.AsyncNetworkBackend):
    """CrawlContext where somebody wants to connect to, and lets nobody."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.asked.append(host)
        raise httpcore.ConnectError("nobody")


@pytest.mark.parametrize("url", SPELLINGS)
def test_no_connection_is_made_to_a_forbidden_address_however_it_is_spelt(url: str) -> None:
    inner = {"metadata.internal.example": "169.254.169.254", "intranet.example": "10.1.2.3", "inner.example": "fd00::1"}

    async def lookup(host: str, _port: int) -> list[str]:
        """What a system's lookup gives, which knows the odd spellings of numbers."""
        return [inner.get(host, host.strip("[]") if ":" in host or host.startswith("169") else "127.0.0.1")]

    fault, connected_to = _refused(url, lookup)
    assert fault in (Fault.FORBIDDEN_ADDRESS, Fault.FORBIDDEN_URL)
    assert connected_to == []


def test_the_address_that_was_looked_at_is_the_one_that_is_connected_to() -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])  # a name server that changes its mind

    async def lookup(_host: str, _port: int) -> list[str]:
        return next(answers)

    assert _refused("http://rebinding.example/", lookup) == (Fault.CONNECT, ["93.184.216.34"])


def test_a_name_that_nobody_knows_is_told_as_such() -> None:
    async def lookup(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    assert _refused("http://nowhere.example/", lookup) == (Fault.DNS, [])


def _refused(url: str, lookup: object) -> tuple[Fault, list[str]]:
    """Why a client gets nothing, and where it wanted to connect to."""
    backend = NoNetwork()

    async def ask() -> Fault:
        async with Client(user_agent="test", lookup=lookup, backend=backend) as client:  # type: ignore[arg-type]
            with pytest.raises(FetchError) as raised:
                await client.get(url)
            return raised.value.fault

    return asyncio.run(ask()), backend.asked
