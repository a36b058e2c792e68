"""The same call with nothing but AMQP: what any language can do."""

import json
import os
import sys
import uuid

import pika

channel = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URI"])).channel()
reply_to, call = f"reply.{uuid.uuid4().hex}", uuid.uuid4().hex
channel.queue_declare(f"rpc.{reply_to}", exclusive=True, auto_delete=True)
channel.queue_bind(f"rpc.{reply_to}", "nameko-rpc", reply_to)
channel.basic_publish(
    "nameko-rpc", "membership.get_member", json.dumps({"args": [], "kwargs": {"member_id": sys.argv[1]}}).encode(),
    pika.BasicProperties(content_type="application/json", content_encoding="utf-8", reply_to=reply_to,
                         correlation_id=call, headers={"nameko.auth_token": os.environ["TOKEN"], "within": "10"}))
for _, _, body in channel.consume(f"rpc.{reply_to}", auto_ack=True, inactivity_timeout=10):
    reply = json.loads(body) if body else {"error": {"exc_type": "no_answer", "value": "within ten seconds"}}
    print(reply.get("result") or f"{reply['error']['exc_type']}: {reply['error']['value']}")
    break
