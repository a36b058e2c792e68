"""Governance and its ballot box in-process: a door to call with tokens, members on the register, voters who vote."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import psycopg

from services.governance.ballots.use_cases.keys import BITS
from services.governance.boards.use_cases.canary import send_canary
from services.governance.boards.use_cases.carrying import carry
from services.governance.service import Governance
from services.governance.voting import use_cases as voter
from services.governance.voting.rules import Credential
from shared.auth import Tokens, new_key, sign_token
from shared.bus.dispatch import Dispatcher, ReceivedCall
from shared.bus.handling import Event
from shared.definitions import definition_of
from shared.identifiers import new_id
from tests.builders import FreshDatabase, as_owner, as_worker
from tests.integration.governance.box_builders import DeskBox, box_database

CONVENED = date(2026, 5, 20)
RECORD = date(2026, 6, 10)
HELD = date(2026, 6, 20)
PRIVATE, PUBLIC = new_key()
QUESTION = "Shall the accounts of 2025 be approved?"


class Refused(Exception):
    """The door said no."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["value"])
        self.code: str = error["exc_type"]


@dataclass
class Host:
    """Governance with its ballot box beside it."""

    dispatcher: Dispatcher
    box: DeskBox
    on: date = CONVENED
    notes: Any = None
    _numbers: Any = field(default_factory=count)

    def call(self, method: str, *, subject: str = "officer", roles: tuple[str, ...] = ("returning_officer",),
             **kwargs: Any) -> Any:
        """The answer of a method, called on the house's day; commands get a request id of their own."""
        if self.dispatcher.methods[method].kind == "command":
            kwargs.setdefault("request_id", f"r{next(self._numbers)}")
        token = sign_token(PRIVATE, key_id="k", subject=subject, roles=(*roles, "clock"), country="BE")
        asked = {"on": self.on.isoformat(), **kwargs}
        reply = self.dispatcher.answer(ReceivedCall(method=method, kwargs=asked, token=token))
        if reply["error"]:
            raise Refused(reply["error"])
        return reply["result"]

    def as_member(self, member_id: str) -> Any:
        """`ask(method, ...)` with the member's own token."""
        return lambda method, **kwargs: self.call(method, subject=member_id, roles=("member",), **kwargs)

    def hear(self, event: str, **data: Any) -> None:
        """Have governance hear an event of membership."""
        handler = getattr(Governance, f"on_{event}").__handles__
        consumed = Event(id=new_id("evt"), source="membership", type=event, aggregate=data["member_id"], version=1,
                      event_on=CONVENED, at=datetime(2026, 5, 20, tzinfo=UTC), data=handler.shape().load(data))
        with self.dispatcher.database.transaction(on=self.on, actor="inbox") as tx:
            getattr(self.dispatcher.service, f"on_{event}")(tx, consumed)

    def admit(self, shares: int = 1, *, on: date = CONVENED - timedelta(days=400)) -> str:
        """A member with shares, as membership tells it."""
        member_id = new_id("mbr")
        self.hear("member_admitted", member_id=member_id, admitted_on=on.isoformat(), language="fr")
        self.hear("share_paid", member_id=member_id, paid_on=on.isoformat(), holding=shares)
        return member_id

    def convene(self, *decisions: str, closers: Sequence[str] = (), **more: Any) -> dict[str, Any]:
        """An assembly with one resolution per kind of decision; `more` stands on each item of its agenda."""
        agenda = [{"title": f"Item {n}", "question": QUESTION, "decision": decision, **more}
                  for n, decision in enumerate(decisions or ("ordinary",), start=1)]
        assembly: dict[str, Any] = self.call(
            "convene_assembly", title="General assembly 2026", held_on=HELD.isoformat(),
            record_on=RECORD.isoformat(), agenda=agenda, closers=list(closers),
            documents=[{"name": "accounts.pdf", "digest": "ab" * 32}])
        return assembly

    def freeze(self, assembly: dict[str, Any]) -> dict[str, Any]:
        """The roll of an assembly, frozen on its record day."""
        self.on = RECORD
        roll: dict[str, Any] = self.call("freeze_roll", assembly_id=assembly["assembly_id"])
        return roll

    def open(self, assembly: dict[str, Any], place: int = 1) -> str:
        """A poll about an item of the agenda, confirmed by the ballot box."""
        poll = self.call("open_poll", resolution_id=assembly["agenda"][place - 1]["resolution_id"])
        self.carry()
        return str(poll["poll_id"])

    def carry(self) -> int:
        """Carry the messages between governance and the ballot box."""
        return carry(self.dispatcher.database, self.box, on=self.on, before_opening=send_canary)

    def take(self, poll_id: str, member_id: str) -> Credential:
        """A member's credential."""
        digest = self.rows("select digest from polls where poll_id = %s", poll_id)[0][0]
        return voter.take_credential(self.as_member(member_id), poll_id=poll_id, member_id=member_id, digest=digest,
                                     request_id=f"r{next(self._numbers)}", notes=self.notes)

    def vote(self, poll_id: str, member_id: str, choice: str) -> str:
        """A member who takes part votes; their receipt."""
        assembly = self.call("get_poll", poll_id=poll_id)["assembly_id"]
        self.call("register_attendance", assembly_id=assembly, member_id=member_id, manner="remote")
        return voter.cast(self.box, self.take(poll_id, member_id), [choice])

    def close(self, poll_id: str) -> dict[str, Any]:
        """Close a poll and fetch its board; the poll as it stands then."""
        self.on = max(self.on, HELD)
        self.end(poll_id)
        self.carry()
        poll: dict[str, Any] = self.call("get_poll", poll_id=poll_id)
        return poll

    def end(self, poll_id: str) -> None:
        """Two persons say that a poll closes."""
        self.call("close_poll", poll_id=poll_id, subject="chair", roles=("board",))
        self.call("close_poll", poll_id=poll_id)

    def settle(self, resolution_id: str, how: str, reason: str) -> dict[str, Any]:
        """An item is settled behind the close of its vote: one person proposes it, another confirms it."""
        assembly = self.call("settle_item", resolution_id=resolution_id, how=how, reason=reason)
        waiting = self.call("list_settlement_proposals", assembly_id=assembly["assembly_id"])
        settled: dict[str, Any] = self.call("confirm_settlement", subject="chair", roles=("board",),
                                            proposal_id=waiting[-1]["proposal_id"])
        return settled

    def restart(self) -> None:
        """The service ends and another begins on the same database."""
        self.dispatcher.database.close()
        self.dispatcher = _dispatcher(self.dispatcher.database.url)

    def rows(self, query: str, *params: Any) -> list[Any]:
        """Rows of governance's database."""
        with psycopg.connect(as_owner(self.dispatcher.database.url)) as conn:
            return conn.execute(query, params).fetchall()  # type: ignore[call-overload,no-any-return]

    def published(self, *kinds: str) -> list[str]:
        """The types of events said, in their order."""
        rows = self.rows("select type from event_log order by id")
        return [row[0] for row in rows if not kinds or row[0] in kinds]


def refused(host: Host, method: str, **asked: Any) -> str:
    """The code with which a method refuses."""
    try:
        host.call(method, **asked)
    except Refused as refusal:
        return refusal.code
    raise AssertionError(f"{method} was not refused")


def new_house(fresh_database: FreshDatabase) -> Host:
    """A house on fresh databases."""
    url = fresh_database("shared.bus", "shared.outgoing", "shared.approval", "services.governance")
    box = DeskBox(box_database(fresh_database("services.governance.ballot_box"), batch=4))
    return Host(_dispatcher(url), box)


def governance_at(url: str, box_url: str) -> Host:
    """Governance on databases that are there, with keys as long as in production."""
    return Host(_dispatcher(url, key_bits=BITS), DeskBox(box_database(box_url)))


def _dispatcher(url: str, *, key_bits: int = 2048) -> Dispatcher:
    service = Governance()
    service.key_bits = key_bits
    database = definition_of(Governance).database(as_worker(url), "BE").open()
    return Dispatcher(service, database, Tokens({"k": PUBLIC}, "BE"), zone="Europe/Brussels")
