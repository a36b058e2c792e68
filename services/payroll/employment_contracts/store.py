"""Employments and their terms: rows and values."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.payroll.employment_contracts.errors import ChangeAskedBefore
from services.payroll.employment_contracts.rules import OpenEndedEmployment, Terms
from shared.errors import NotFound, Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {"employment_terms_one_open": ChangeAskedBefore}


def lock_member(tx: Tx, member_id: str) -> None:
    """Decide on a worker's employments alone until commit."""
    tx.one(Q.lock_member, member_id=member_id)


def add_employment(tx: Tx, employment: OpenEndedEmployment) -> None:
    """Write an employment that a worker asks for, with its first terms."""
    tx.run(Q.add_employment, **{name: getattr(employment, name) for name in (
        "employment_id", "order_id", "member_id", "activity_id", "entity", "contract", "work", "when_short",
        "starts_on", "asked_on")})
    save_terms(tx, employment.employment_id, employment.terms[0])


def save_employment(tx: Tx, employment: OpenEndedEmployment) -> None:
    """Write where an employment stands, and all its terms."""
    tx.run(Q.save_employment, **{name: getattr(employment, name) for name in (
        "employment_id", "agreed_on", "last_on", "ended_by", "ended_on", "end_wanted_on", "end_wanted_by", "pays_out",
        "worked_out_until")})
    for terms in employment.terms:
        save_terms(tx, employment.employment_id, terms)


def save_terms(tx: Tx, employment_id: str, terms: Terms) -> None:
    """Write terms, or where they stand now."""
    columns: dict[str, Any] = asdict(terms)
    gross = columns.pop("gross")
    tx.run(Q.save_terms, employment_id=employment_id, cents=gross["cents"], currency=gross["currency"], **columns)


def lock_employment(tx: Tx, employment_id: str) -> OpenEndedEmployment:
    """An employment, locked until commit, or a refusal."""
    row = tx.require(Q.lock_employment, NotFound(kind="employment", id=employment_id), employment_id=employment_id)
    return OpenEndedEmployment.from_fields(row, tx.all(Q.terms_of, employment_ids=[employment_id]))


def list_to_print(tx: Tx, *, after: tuple[str, int], limit: int) -> list[dict[str, Any]]:
    """The next contracts without a paper."""
    return tx.all(Q.list_to_print, after=after[0], place=after[1], limit=limit)


def add_paper(tx: Tx, employment_id: str, place: int, pdf: bytes) -> None:
    """Keep the paper of a contract."""
    tx.run(Q.add_paper, employment_id=employment_id, place=place, pdf=pdf, on=tx.on)
