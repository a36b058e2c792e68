"""Addresses for PostgreSQL's library, which would itself ask the name server and stop every green thread meanwhile."""

import socket

from psycopg import conninfo


def with_addresses(url: str) -> str:
    """The same servers with the addresses of their names beside, each address in turn; sockets stay as they are.

    Raises `OSError` when a name is not known.
    """
    given = conninfo.conninfo_to_dict(url)
    hosts = str(given.get("host") or "").split(",")
    if given.get("hostaddr") or all(_is_socket(host) for host in hosts):
        return url
    ports = str(given.get("port") or 5432).split(",")
    places = [(host, port, address) for host, port in zip(hosts, ports * (len(hosts) // len(ports)), strict=True)
              for address in _addresses(host, port)]
    return conninfo.make_conninfo(url, host=",".join(host for host, _, _ in places),
                                  port=",".join(port for _, port, _ in places),
                                  hostaddr=",".join(address for _, _, address in places))


def _is_socket(host: str) -> bool:
    return not host or host[0] in "/@"


def _addresses(host: str, port: str) -> list[str]:
    if _is_socket(host):
        return [""]
    found = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))
