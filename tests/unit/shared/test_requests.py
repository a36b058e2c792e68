"""Reading a request: a call, or a refusal by name; never anything else."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.bus.frames import Delivery
from shared.bus.requests import read_call
from shared.errors import Refusal

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def delivery(body: Any = None, *, raw: bytes | None = None, **more: Any) -> Delivery:
    bytes_ = raw if raw is not None else json.dumps(body if body is not None else {"args": [], "kwargs": {}}).encode()
    return Delivery("membership.get_member", **({"body": bytes_, "size": len(bytes_),
                                                 "content_type": "application/json"} | more))


def code_of(message: Delivery) -> str:
    try:
        read_call(message, "membership", 1_000)
    except Refusal as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(("message", "code"), [
    (delivery(), ""),
    (delivery(content_type="Application/JSON; charset=utf-8"), ""),
    (delivery(content_type=""), "content_type_not_accepted"),
    (delivery(content_type="text/plain"), "content_type_not_accepted"),
    (delivery(content_encoding="latin-1"), "content_type_not_accepted"),
    (delivery(raw=b""), "body_not_readable"),
    (delivery(raw=b"\xff"), "body_not_readable"),
    (delivery(raw=b'{"args": [], "kwargs": {"a": NaN}}'), "body_not_readable"),
    (delivery(raw=b"[" * 900), "body_not_readable"),
    (delivery([]), "body_is_no_call"),
    (delivery({"args": []}), "body_is_no_call"),
    (delivery({"kwargs": {}}), "body_is_no_call"),
    (delivery({"args": {}, "kwargs": {}}), "body_is_no_call"),
    (delivery({"args": [], "kwargs": []}), "body_is_no_call"),
    (delivery(size=1_000), ""),
    (delivery(size=1_001), "body_too_large"),
    (delivery(fault="its headers cannot be read"), "headers_not_readable"),
    (delivery(headers={"deadline": 1_795_000_000}), ""),
    (delivery(headers={"deadline": "1795000000.25"}), ""),
    (delivery(headers={"deadline": "soon"}), "deadline_not_understood"),
    (delivery(headers={"deadline": math.inf}), "deadline_not_understood"),
    (delivery(headers={"deadline": math.nan}), "deadline_not_understood"),
    (delivery(headers={"deadline": True}), "deadline_not_understood"),
])
def test_a_request_is_a_call_or_refused_by_name(message: Delivery, code: str) -> None:
    assert code_of(message) == code


def test_headers_are_understood_bare_and_as_nameko_names_them() -> None:
    bare = read_call(delivery(headers={"auth_token": "t", "deadline": 5, "traceparent": TRACE, "correlationid": "c"}),
                     "membership", 1_000)
    nameko = read_call(delivery(headers={
        "nameko.auth_token": "t", "nameko.deadline": "5", "nameko.traceparent": TRACE, "nameko.correlationid": "c"}),
        "membership", 1_000)
    assert bare == nameko
    assert (bare.method, bare.token, bare.deadline, bare.traceparent, bare.correlation) == ("get_member", "t", 5.0,
                                                                                             TRACE, "c")


@pytest.mark.parametrize("traceparent", ["", "nonsense", TRACE + "0", TRACE.upper(), "00-" + "0" * 32 + TRACE[35:], 7])
def test_a_trace_that_is_none_is_left_out(traceparent: Any) -> None:
    assert read_call(delivery(headers={"traceparent": traceparent}), "membership", 1_000).traceparent == ""


def test_a_correlation_that_could_forge_a_log_line_is_left_out() -> None:
    for forged in ("a\nlevel=error", "x" * 101, "\u202e", 5, ["c"]):
        assert read_call(delivery(headers={"correlationid": forged}), "membership", 1_000).correlation == ""


values = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.binary(),
                      lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))


@given(raw=st.binary(max_size=300) | values.filter(lambda v: not _has_bytes(v)).map(lambda v: json.dumps(v).encode()),
       headers=st.dictionaries(st.sampled_from(["deadline", "auth_token", "traceparent", "correlationid"]), values),
       kind=st.sampled_from(["application/json", "text/plain", ""]) | st.text())
def test_nothing_but_a_refusal_is_ever_raised(raw: bytes, headers: dict[str, Any], kind: str) -> None:
    code_of(delivery(raw=raw, headers=headers, content_type=kind))


def _has_bytes(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_bytes(inner) for inner in value.values())
    return isinstance(value, bytes) or (isinstance(value, list) and any(_has_bytes(inner) for inner in value))
