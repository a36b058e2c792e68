"""Messages of the embedded transport, read and written as those of a broker."""

from typing import Any

from shared.bus.frames import Delivery


def put(channel: Any, exchange: str, routing_key: str, body: bytes, **properties: Any) -> None:
    """Publish on a channel of the embedded transport, with properties named as on a broker."""
    known = {name: properties.pop(name, None) for name in ("content_type", "content_encoding", "headers")}
    message = channel.prepare_message(body.decode(), properties=properties | {"content_type": known["content_type"]},
                                      **known)
    channel.basic_publish(message, exchange, routing_key)


def get(channel: Any, queue: str) -> Delivery | None:
    """The next message of a queue of the embedded transport, or nothing."""
    if (message := channel.basic_get(queue, no_ack=True)) is None:
        return None
    body = message.body if isinstance(message.body, bytes) else message.body.encode()
    return Delivery(
        message.delivery_info["routing_key"], message.delivery_info["exchange"], body=body, size=len(body),
        content_type=message.content_type or "", content_encoding=message.content_encoding or "",
        headers=message.headers, correlation_id=message.properties.get("correlation_id") or "",
        reply_to=message.properties.get("reply_to") or "", message_id=message.properties.get("message_id") or "",
    )
