"""AMQP frames: what py-amqp writes we read, what we write py-amqp reads, and nothing a stranger sends breaks us."""

from typing import Any

import pytest
from amqp.basic_message import Message
from amqp.serialization import loads
from hypothesis import given
from hypothesis import strategies as st

from shared.bus import frames

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
plain = st.fixed_dictionaries({}, optional={
    "content_type": texts, "content_encoding": texts, "correlation_id": texts, "reply_to": texts, "message_id": texts,
    "delivery_mode": st.integers(1, 2), "priority": st.integers(1, 255), "expiration": texts,
    "timestamp": st.integers(1, 2**62), "type": texts, "user_id": texts, "app_id": texts, "cluster_id": texts,
    "headers": st.dictionaries(texts, st.integers(0, 9) | texts | st.booleans(), min_size=1, max_size=3)})
KEPT = ("content_type", "content_encoding", "correlation_id", "reply_to", "message_id", "headers")


def header(encoded: bytes, size: int = 0) -> bytes:
    return b"\x00\x3c\x00\x00" + size.to_bytes(8, "big") + encoded


@given(plain)
def test_properties_that_we_write_are_read_by_py_amqp(given_: dict[str, Any]) -> None:
    message = Message()
    message.inbound_header(header(frames.properties(**given_)))
    expected = {("application_headers" if name == "headers" else name): value for name, value in given_.items()}
    assert message.properties == expected


@given(plain)
def test_properties_that_py_amqp_writes_are_read_by_us(given_: dict[str, Any]) -> None:
    named = {("application_headers" if name == "headers" else name): value for name, value in given_.items()}
    delivery = frames.Delivery("key")
    frames.read_header(header(Message(**named)._serialize_properties(), 7), delivery)
    assert (delivery.size, delivery.fault) == (7, "")
    assert {name: getattr(delivery, name) for name in KEPT if name in given_} == {
        name: given_[name] for name in KEPT if name in given_}


def test_an_unknown_property_is_our_defect() -> None:
    with pytest.raises(TypeError):
        frames.properties(colour="red")


@given(st.binary(max_size=120))
def test_headers_of_any_bytes_are_a_fault_and_never_an_exception(table: bytes) -> None:
    encoded = b"\x24\x00" + len(table).to_bytes(4, "big") + table + b"\x01c"  # headers and correlation_id
    delivery = frames.Delivery("key")
    frames.read_header(header(encoded), delivery)
    assert delivery.correlation_id == "c"


@given(st.binary(min_size=1, max_size=255))
def test_a_correlation_id_of_any_bytes_goes_back_unchanged(raw: bytes) -> None:
    delivery = frames.Delivery("key")
    frames.read_header(header(b"\x04\x00" + bytes([len(raw)]) + raw), delivery)
    assert frames.short(delivery.correlation_id) == bytes([len(raw)]) + raw


@pytest.mark.parametrize(("length", "fits"), [(255, True), (256, False)])
def test_a_short_string_holds_at_most_255_bytes(length: int, fits: bool) -> None:
    if fits:
        assert len(frames.short("x" * length)) == 256
    else:
        with pytest.raises(ValueError, match="255"):
            frames.short("x" * length)


@given(st.lists(st.binary(max_size=3_000), min_size=1, max_size=4), st.integers(1, 700))
def test_frames_come_out_whole_however_the_socket_cuts_them(bodies: list[bytes], chunk: int) -> None:
    stream = b"".join(frames.publish(3, "x", "key", body, frames.properties(content_type="a"), frame_max=1_000)
                      for body in bodies)
    buffer, found, sizes = bytearray(), [bytearray()], []
    for start in range(0, len(stream), chunk):
        buffer += stream[start:start + chunk]
        for kind, channel, payload in frames.split(buffer):
            assert channel == 3
            assert len(payload) + frames.OVERHEAD <= 1_000
            if kind == frames.HEADER:
                sizes.append(int.from_bytes(payload[4:12], "big"))
                found.append(bytearray())
            elif kind == frames.BODY:
                found[-1] += payload
    assert not buffer
    assert found[1:] == bodies
    assert sizes == [len(body) for body in bodies]


def test_bytes_that_are_not_frames_are_refused() -> None:
    with pytest.raises(frames.NotAmqp):
        list(frames.split(bytearray(b"HTTP/1.1 400 Bad Request\r\n\r\n")))
    with pytest.raises(frames.NotAmqp):
        list(frames.split(bytearray(b"\x08\x00\x00\x00\x00\x00\x00\x00")))


def test_an_acknowledgement_says_which_and_how_many() -> None:
    (kind, channel, payload), = frames.split(bytearray(frames.ack(5, 77, multiple=True)))
    assert (kind, channel, frames.signature(payload)) == (frames.METHOD, 5, frames.ACK)
    assert loads("Lb", payload, 4)[0] == [77, True]
    assert frames.read_ack(payload) == (77, True)
    (_, _, payload), = frames.split(bytearray(frames.ack(5, 78)))
    assert frames.read_ack(payload) == (78, False)


@given(st.dictionaries(st.text(min_size=1, max_size=20), st.text(max_size=50) | st.integers(-2**63, 2**63 - 1)
                       | st.booleans() | st.none(), max_size=8))
def test_a_table_is_read_as_it_was_written(values: dict[str, Any]) -> None:
    assert loads("F", frames.table(values), 0)[0] == [values]


@given(st.binary(max_size=80))
def test_a_strangers_table_reads_as_py_amqp_reads_it(raw: bytes) -> None:
    encoded = len(raw).to_bytes(4, "big") + raw
    delivery = frames.Delivery("key")
    frames.read_header(header(b"\x20\x00" + encoded), delivery)
    try:
        expected = loads("F", encoded, 0)[0][0]
    except Exception:  # noqa: BLE001 - py-amqp stumbles in many ways
        assert delivery.fault
    else:
        assert delivery.headers == expected
