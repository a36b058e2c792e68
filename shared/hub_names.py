"""How host names become addresses under eventlet: by the system's resolver, in a thread of its own.

The system's resolver stops everything until the name server answers, and eventlet's imitation of it knows less than
the system (name service switch, search domains). In a thread it is the system's, and stops nobody. PostgreSQL's own
library would ask inside the hub: it is given addresses (`shared.addresses`).
"""

import socket
from ipaddress import ip_address
from typing import Any

from eventlet import patcher, tpool
from eventlet.green import socket as green_socket

_ask_the_system = patcher.original("socket").getaddrinfo


def resolve_outside(host: Any, *args: Any, **kwargs: Any) -> Any:
    """`socket.getaddrinfo`; other green threads run while the name server is waited for."""
    if is_plain(host):
        return _ask_the_system(host, *args, **kwargs)
    return tpool.execute(_ask_the_system, host, *args, **kwargs)


def is_plain(host: Any) -> bool:
    """Whether nobody needs to be asked: no host at all, or an address."""
    try:
        return not host or bool(ip_address(host))
    except ValueError:
        return False


def resolve_names_outside() -> None:
    """Have names resolved this way from now on, in this process."""
    socket.getaddrinfo = green_socket.getaddrinfo = resolve_outside
