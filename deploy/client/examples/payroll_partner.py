"""A partner's own payroll with nothing but AMQP: it notifies employments, hears which wages are asked for, and answers.

    AMQP_URI=... TOKEN=... python payroll_partner.py [SECONDS [DAY]]

The token has the role payroll_partner. It ends when nothing more has come for so many seconds. With a day, as
2026-04-21, that day is rehearsed (the token has the role clock, too).
"""

import json
import os
import sys
import uuid
from typing import Any

import pika

QUEUE, KINDS = "payroll_partner", ("wage_requested", "quote_requested")
IDLE = float((*sys.argv[1:], "5")[0])
REHEARSED = dict(zip(["on"], sys.argv[2:], strict=False))
connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URI"]))
calls, ear, reply_to = connection.channel(), connection.channel(), f"reply.{uuid.uuid4().hex}"


def call(method: str, **fields: Any) -> Any:
    """The reply to a call of payroll: its result, or its error as data."""
    calls.basic_publish(
        "nameko-rpc", f"payroll.{method}", json.dumps({"args": [], "kwargs": {**fields, **REHEARSED}}).encode(),
        pika.BasicProperties(content_type="application/json", content_encoding="utf-8", reply_to=reply_to,
                             correlation_id=uuid.uuid4().hex, headers={"nameko.auth_token": os.environ["TOKEN"]}))
    for _, _, body in calls.consume(f"rpc.{reply_to}", auto_ack=True, inactivity_timeout=30):
        return json.loads(body) if body else {"error": {"exc_type": "no_answer", "value": method}, "result": None}
    return None


def work_out(request: dict[str, Any], codes: list[str]) -> dict[str, Any]:
    """Where your own payroll stands. These shares are invented: only their sums are right."""
    budget, currency = round(float(request["budget"]["amount"]) * 100), request["budget"]["currency"]
    insurance = "pension_insurance" if "pension_insurance" in codes else "social_insurance"
    gross = budget * 80 // 100
    taken = {"wage_tax": gross * 15 // 100, insurance: gross * 10 // 100}
    on_top = {f"employer_{insurance}": budget - gross}
    lines = {"gross": gross, **taken, **on_top}
    return {"net": money(gross - sum(taken.values()), currency),
            "lines": [{"code": code, "amount": money(cents, currency)} for code, cents in lines.items()]}


def money(cents: int, currency: str) -> dict[str, str]:
    """Whole cents as the wire has them."""
    return {"amount": f"{cents // 100}.{cents % 100:02d}", "currency": currency}


def answer(request: dict[str, Any]) -> None:
    """Answer a request once: the request id makes that the same answer, sent again, is the same call."""
    which = request["pay_request_id"]
    codes = call("get_pay_request", pay_request_id=which)["result"]["codes"]
    reply = call("answer_pay_request", pay_request_id=which, pay_on=request["pay_on"], reference=f"run {which[-6:]}",
                 request_id=f"answer-{which}", **work_out(request, codes))
    print(which, reply["error"]["exc_type"] if reply["error"] else reply["result"]["state"])


calls.queue_declare(f"rpc.{reply_to}", exclusive=True, auto_delete=True)
calls.queue_bind(f"rpc.{reply_to}", "nameko-rpc", reply_to)
ear.exchange_declare("payroll.events", "topic", durable=True)
ear.queue_declare(QUEUE, durable=True)
for kind in KINDS:
    ear.queue_bind(QUEUE, "payroll.events", kind)

for told in call("list_declarations", state="sent")["result"]:  # your payroll notifies, and says under which number
    noted = call("record_declaration_answer", declaration_id=told["declaration_id"], result="accepted",
                 reference=told["declaration_id"][-12:], request_id=f"notice-{told['declaration_id']}")
    print(told["declaration_id"], noted["error"]["exc_type"] if noted["error"] else noted["result"]["state"])
for method, _, body in ear.consume(QUEUE, inactivity_timeout=IDLE):
    if body is None:
        break
    answer(json.loads(body))
    ear.basic_ack(method.delivery_tag)
for missed in call("list_pay_requests")["result"]:  # what was asked while nobody listened
    answer(missed)
