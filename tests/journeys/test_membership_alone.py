"""A partner who runs membership and nothing else of the house: a system of theirs, with AMQP alone, plays the rest.

It calls over the broker what `deploy check` says stands in for each event that nobody publishes, and hears what
membership publishes from a queue of its own.
"""

import json
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pika
import pytest

from services.membership.imports.use_cases import import_register
from services.membership.shares.use_cases.calls import call_yearly_shares
from shared.auth import sign_token
from shared.bus.dispatch import methods_of
from shared.cli.deploying import findings_of
from shared.definitions import installed_definition
from tests.builders import FreshDatabase, as_worker
from tests.faults.clusters import PRIVATE, relay, service, settings_of
from tests.integration.membership.conftest import national_number
from tests.integration.membership.imports.test_importing import write
from tests.patience import PATIENT, wait_until

HOME = installed_definition("membership")
TODAY, NEXT_YEAR = "2026-11-26", "2027-02-01"
THIRTY = {"amount": "30.00", "currency": "EUR"}


class Refused(Exception):
    pass


class ForeignSystem:
    """A system of the partner's: calls with AMQP, and a queue bound to the exchange of membership's events."""

    def __init__(self, uri: str) -> None:
        connection = pika.BlockingConnection(pika.URLParameters(uri))
        self.channel, self.ear = connection.channel(), connection.channel()
        self.ear.exchange_declare("membership.events", "topic", durable=True)
        self.ear.queue_declare("partner.hears", durable=True)
        self.ear.queue_bind("partner.hears", "membership.events", "#")
        self.reply_to = f"reply.{uuid.uuid4().hex}"
        self.channel.queue_declare(f"rpc.{self.reply_to}", exclusive=True, auto_delete=True)
        self.channel.queue_bind(f"rpc.{self.reply_to}", "nameko-rpc", self.reply_to)

    def ask(self, method: str, *roles: str, on: str = TODAY, assurance: str = "", **fields: Any) -> Any:
        """Call a method of membership as somebody with these roles, on a day."""
        token = sign_token(PRIVATE, key_id="k1", subject="partner", roles=(*roles, "clock"), country="BE", seconds=600,
                           assurance=assurance, purpose="journey")
        if methods_of(HOME.service)[method].kind == "command":
            fields["request_id"] = uuid.uuid4().hex
        self.channel.basic_publish(
            "nameko-rpc", f"membership.{method}", json.dumps({"args": [], "kwargs": {**fields, "on": on}}).encode(),
            pika.BasicProperties(content_type="application/json", content_encoding="utf-8", reply_to=self.reply_to,
                                 correlation_id=uuid.uuid4().hex, headers={"nameko.auth_token": token}))
        for _, _, body in self.channel.consume(f"rpc.{self.reply_to}", auto_ack=True, inactivity_timeout=PATIENT):
            assert body, f"no answer to {method}"
            reply = json.loads(body)
            if reply["error"]:
                raise Refused(f"{method}: {reply['error']['exc_type']}: {reply['error']['value']}")
            return reply["result"]
        return None

    def hear(self, *kinds: str) -> list[dict[str, Any]]:
        """The next events, which are of these kinds."""
        heard = []
        for method, _, body in self.ear.consume("partner.hears", auto_ack=True, inactivity_timeout=PATIENT):
            assert method, f"nothing more was heard after {heard}, waiting for {kinds}"
            heard.append((method.routing_key, json.loads(body)))
            if len(heard) == len(kinds):
                break
        assert [kind for kind, _ in heard] == list(kinds)
        return [body for _, body in heard]


@pytest.fixture
def url(fresh_database: FreshDatabase) -> str:
    return fresh_database(*HOME.migrations)


@pytest.fixture
def partner(url: str, rabbitmq: str, tmp_path: Path) -> Iterator[ForeignSystem]:
    """The service and its relay as production runs them, and the partner's system beside them."""
    settings = settings_of(tmp_path, rabbitmq, membership=as_worker(url))
    residents = [service(settings, tmp_path, "services.membership.service:Membership").start(),
                 relay(settings, tmp_path, "membership").start()]
    wait_until(lambda: "rpc_consuming" in residents[0].published(), residents[0].published)
    yield ForeignSystem(rabbitmq)
    for resident in residents:
        resident.kill()


def join(partner: ForeignSystem) -> dict[str, Any]:
    """The desk of the partner accepts somebody."""
    desk = ("desk",)
    drafted = partner.ask(
        "draft_registration", *desk, given_name="Ines", family_name="Okoro", street="Rue 2", postcode="1060",
        town="Saint-Gilles", country="BE", email="ines@okoro.example", language="fr", activity="translation",
        city="Bruxelles", national_number=national_number(88_001))
    which = {"registration_id": drafted["registration_id"]}
    partner.ask("waive_session", "advisor", reason="known from a project", **which)
    partner.ask("submit_registration", *desk, **which)
    partner.ask("verify_identity", *desk, means="document_seen", **which)
    accepted: dict[str, Any] = partner.ask("accept_registration", *desk, assurance="high", **which)
    return accepted


def pay(partner: ForeignSystem, movement: str, communication: str, on: str) -> None:
    partner.ask("record_payment", "bank", movement=movement, amount=THIRTY, booked_on=on,
                structured_communication=communication, on=on)


def test_a_foreign_system_plays_the_rest_of_the_house(partner: ForeignSystem, url: str, tmp_path: Path) -> None:
    """A register is taken over; somebody joins, pays, works a year later, pays again, and the bank takes it back."""
    assert [one for one in findings_of(HOME, "BE", ["membership"]) if one.missing] == []
    database = HOME.database(as_worker(url), "BE").open()
    assert import_register(database, write(tmp_path), on=date.fromisoformat(TODAY), dry_run=False,
                           advance=lambda done, total: None).written
    partner.hear("member_admitted", "share_paid", "share_called", "standing_changed")

    accepted = join(partner)
    [called] = partner.hear("share_called")
    assert called["structured_communication"] == accepted["structured_communication"]
    pay(partner, "theirs-1", accepted["structured_communication"], TODAY)
    admitted, paid = partner.hear("member_admitted", "share_paid")
    assert (admitted["admitted_on"], paid["holding"]) == (TODAY, 1)

    who = {"member_id": accepted["member_id"]}
    partner.ask("record_activity", "service", order="their order 7", signed_on=NEXT_YEAR, on=NEXT_YEAR, **who)
    [yearly] = partner.hear("share_called")
    assert (yearly["reason"], yearly["year"], yearly["amount"]) == ("yearly", 2027, THIRTY)
    assert call_yearly_shares(database, date.fromisoformat(NEXT_YEAR), lambda done, total: None)[0] == "0"
    partner.ask("record_activity_ended", "service", order="their order 7", cancelled_on=NEXT_YEAR, on=NEXT_YEAR)
    partner.hear("share_call_withdrawn")
    partner.ask("record_activity", "service", order="their order 8", signed_on=NEXT_YEAR, on=NEXT_YEAR, **who)
    [yearly] = partner.hear("share_called")
    pay(partner, "theirs-2", yearly["structured_communication"], NEXT_YEAR)
    [paid] = partner.hear("share_paid")
    assert (paid["holding"], paid["holds_until"]) == (2, "2027-12-31")

    partner.ask("reverse_payment", "bank", movement="theirs-3", refers_to="theirs-2", booked_on=NEXT_YEAR, on=NEXT_YEAR)
    assert partner.hear("shares_redeemed")[0]["holding"] == 1
    with pytest.raises(Refused, match="not_found"):
        partner.ask("reverse_payment", "bank", movement="theirs-5", refers_to="nobody's", booked_on=TODAY)
    with pytest.raises(Refused, match="not_allowed"):
        partner.ask("record_activity", "member", order="x", signed_on=TODAY, **who)
    with pytest.raises(Refused, match="not_found"):
        partner.ask("record_activity", "service", order="x", signed_on=TODAY, member_id=f"mbr_{'0' * 32}")
    pay(partner, "theirs-4", "", NEXT_YEAR)
    [waiting] = partner.ask("list_unplaced_payments", "desk", on=NEXT_YEAR)
    partner.ask("place_payment", "desk", payment_id=waiting["payment_id"], call_id=yearly["call_id"], on=NEXT_YEAR)
    assert partner.hear("share_paid")[0]["holding"] == 2

    left = partner.ask("end_membership", "desk", cause="death", happened_on=NEXT_YEAR, evidence="act", on=NEXT_YEAR,
                       assurance="high", **who)
    assert left["state"] == "ended"
    assert [fault for check in HOME.checks for fault in check.run(database)] == []
    database.close()
