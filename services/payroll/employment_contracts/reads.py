"""Questions about employments, and the proofs that they are whole."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from services.payroll.employment_contracts.errors import ContractNotPrinted
from services.payroll.employment_contracts.rules import Bounds, OpenEndedEmployment, Party
from services.payroll.workers.reads import workers_on
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def owner_of_employment(tx: Tx, *, employment_id: str, **_: Any) -> str | None:
    """The member whose employment it is."""
    row = tx.one(Q.owner, employment_id=employment_id)
    return row["member_id"] if row else None


def get_employment(tx: Tx, employment_id: str) -> OpenEndedEmployment:
    """An employment, or a refusal."""
    row = tx.require(Q.employment, NotFound(kind="employment", id=employment_id), employment_id=employment_id)
    return OpenEndedEmployment.from_fields(row, tx.all(Q.terms_of, employment_ids=[employment_id]))


def find_standing(tx: Tx, member_id: str, entity: str) -> str | None:
    """A worker's employment that runs, is to run or waits for its signatures."""
    row = tx.one(Q.standing, member_id=member_id, entity=entity, day=tx.on)
    return row["employment_id"] if row else None


def list_employments(tx: Tx, *, member_id: str, after: str, limit: int) -> list[OpenEndedEmployment]:
    """A page of employments."""
    rows = tx.all(Q.list_employments, member_id=member_id, after=after, limit=limit)
    found = tx.all(Q.terms_of, employment_ids=[row["employment_id"] for row in rows])
    terms = {name: list(group) for name, group in groupby(found, key=lambda row: row["employment_id"])}
    return [OpenEndedEmployment.from_fields(row, terms.get(row["employment_id"], [])) for row in rows]


def list_to_lapse(tx: Tx) -> list[str]:
    """Employments with terms that were not signed in time."""
    return [row["employment_id"] for row in tx.all(Q.list_to_lapse, day=tx.on)]


def bounds_of(tx: Tx) -> Bounds:
    """What the country and the cooperative allow on the day."""
    hours = tx.tables.row("open_ended_hours", tx.on)
    notice = {party: [(int(months), int(weeks)) for months, weeks in tx.tables.value("notice_weeks", tx.on, party)]
              for party in Party}
    return Bounds(least_hours=hours.decimal("least"), full_hours=hours.decimal("full"), notice=notice)


def summary(tx: Tx, employment: OpenEndedEmployment) -> dict[str, Any]:
    """An employment as people see it on the day: whose, what holds now, or will at first, and what waits."""
    return summaries(tx, [employment])[0]


def summaries(tx: Tx, employments: Sequence[OpenEndedEmployment]) -> list[dict[str, Any]]:
    """Employments as people see them on the day."""
    workers = workers_on(tx, {one.member_id: tx.on for one in employments})
    return [{**{name: getattr(one, name) for name in OpenEndedEmployment.__dataclass_fields__ if name != "terms"},
             "worker": worker.name if (worker := workers.get(one.member_id)) else "",
             "state": one.state_on(tx.on), "holds": one.terms_on(max(tx.on, one.starts_on)),
             "waits": one.open_terms, "terms": sorted(one.terms, key=lambda terms: terms.place)}
            for one in employments]


def get_contract(tx: Tx, employment_id: str, place: int) -> dict[str, Any]:
    """A contract or a change of it as PDF in base 64, or the refusal that says when there will be one."""
    row = tx.require(Q.get_paper, NotFound(kind="contract", id=f"{employment_id}/{place}"),
                     employment_id=employment_id, place=place)
    if row["pdf"] is None:
        raise ContractNotPrinted
    return {**row, "pdf": b64encode(row["pdf"]).decode()}


def prove_employments(tx: Tx) -> Iterator[str]:
    """What holds was signed by both as it stands; an agreed employment is declared for its days; none overlap."""
    for row in tx.all(Q.changed_contracts):
        yield f"payroll: terms {row['place']} of employment {row['employment_id']} are not those that were signed"
    for row in tx.all(Q.agreed_unsigned):
        yield f"payroll: terms {row['place']} of employment {row['employment_id']} hold unsigned"
    for row in tx.all(Q.declared_otherwise):
        yield f"payroll: employment {row['employment_id']} is declared for other days"
    for row in tx.all(Q.overlapping):
        yield f"payroll: employment {row['employment_id']} overlaps with another one of the same worker"
