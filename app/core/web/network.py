"""Connections to the public internet only."""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask_babel import lazy_gettext as _l
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from app.core.web.faults import Forbidden

# What `ipaddress` of some Python versions takes for public, and the ways to write an IPv4 address as an IPv6 one.
_NOT_PUBLIC = [
    ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]
_PUBLIC_IPV6 = ip_network("2000::/3")
_NAT64 = ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet. IPv4 addresses inside IPv6 ones are judged as such."""
    ip = _unwrapped(ip_address(address))
    if isinstance(ip, IPv6Address) and ip not in _PUBLIC_IPV6:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_PUBLIC)


def _unwrapped(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv4Address):
        return ip
    return IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip.ipv4_mapped or ip


class _PublicConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _to_public(self, super()._new_conn)


class _PublicTlsConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _to_public(self, super()._new_conn)


class PublicPool(HTTPConnectionPool):
    ConnectionCls = _PublicConnection


class PublicTlsPool(HTTPSConnectionPool):
    ConnectionCls = _PublicTlsConnection


def _to_public(connection: HTTPConnection, connect: Callable[[], socket.socket]) -> socket.socket:
    """Resolve the name here and connect to what was checked: a second look-up could give something else."""
    name = connection.host
    unreachable: HTTPError = NewConnectionError(connection, "the name has no address")
    try:
        for address in _checked_addresses(name, connection.port):
            connection.host = address
            try:
                return connect()
            except (NewConnectionError, ConnectTimeoutError) as fault:
                unreachable = fault
    finally:
        connection.host = name  # the certificate is for the name
    raise unreachable


def _checked_addresses(name: str, port: int | None) -> list[str]:
    """The addresses of a name; a name with one that is not public is not asked at all."""
    found = socket.getaddrinfo(name.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not all(map(is_public, addresses)):
        raise Forbidden(_l("%(host)s is in a private network and cannot be fetched from.", host=name))
    return addresses
