"""The bodies of messages: JSON in UTF-8, as stock nameko writes it. A client loads this and nothing of a service."""

import json
from typing import Any, NoReturn

CONTENT_TYPE = "application/json"


def write(body: Any) -> bytes:
    """JSON bytes; raises `TypeError` or `ValueError` for what JSON cannot hold."""
    return _encode(body).encode()


def read(body: bytes) -> Any:
    """What JSON bytes say; raises `ValueError` or `RecursionError` for what is not JSON."""
    return _decode(body.decode())


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_decode = json.JSONDecoder(parse_constant=_no_constant).decode
