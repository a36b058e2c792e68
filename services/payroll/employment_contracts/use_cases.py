"""Employments without an end: asked for, approved, signed, declared, changed, ended."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import structlog

from services.payroll.countries.protocol import law
from services.payroll.declarations.use_cases import cancel_employment, declare_employment, end_employment
from services.payroll.employment_contracts import reads, rules, store
from services.payroll.employment_contracts.errors import EmploymentRunning, NotRunning, TermsNotInState, WageBelowLeast
from services.payroll.employment_contracts.rules import Contract, OpenEndedEmployment, Party, Terms, TermsState
from services.payroll.events import EmploymentChangedBecause, EmploymentEnded, EmploymentEndedBecause, EmploymentRemedy
from services.payroll.wages.rules.occupation import Occupation
from services.payroll.workers.reads import parties_on
from services.payroll.workers.rules import ContractKind
from shared.definitions import Advance
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.ledger import MAIN_ENTITY
from shared.money import Money
from shared.papers import print_paper
from shared.postgres import Database, Tx

PRINTER, BATCH = "job:print_contracts", 20
log = structlog.get_logger()


def ask_employment(
    tx: Tx, *, member_id: str, activity_id: str, starts_on: date, weekly_hours: Decimal, gross: Money, work: str,
    when_short: EmploymentRemedy,
) -> OpenEndedEmployment:
    """A worker asks for an employment without an end: from when, how many hours, for which wage."""
    _assert_possible(tx, starts_on, weekly_hours, gross, first=True)
    store.lock_member(tx, member_id)
    if standing := reads.find_standing(tx, member_id, MAIN_ENTITY):
        raise EmploymentRunning(employment_id=standing)
    employment = OpenEndedEmployment(
        employment_id=new_id("emp"), order_id=new_id("ord"), member_id=member_id, activity_id=activity_id,
        entity=MAIN_ENTITY, contract=ContractKind.WHITE_COLLAR, work=work, when_short=when_short, starts_on=starts_on,
        asked_on=tx.on)
    rules.assert_day(employment, starts_on, on=tx.on)
    employment = employment.with_terms(rules.add_terms(
        employment, from_on=starts_on, weekly_hours=weekly_hours, gross=gross, on=tx.on, by=tx.actor))
    store.add_employment(tx, employment)
    return employment


def ask_change(
    tx: Tx, employment_id: str, *, from_on: date, weekly_hours: Decimal, gross: Money,
) -> OpenEndedEmployment:
    """Other hours and another wage are asked for from a day on; none at all is unpaid leave."""
    employment = store.lock_employment(tx, employment_id)
    if not employment.is_running():
        raise NotRunning(employment_id=employment_id, state=employment.state_on(tx.on))
    _assert_possible(tx, from_on, weekly_hours, gross, first=False)
    rules.assert_day(employment, from_on, on=tx.on)
    terms = rules.add_terms(employment, from_on=from_on, weekly_hours=weekly_hours, gross=gross, on=tx.on, by=tx.actor)
    store.save_terms(tx, employment_id, terms)
    return employment.with_terms(terms)


def decide_terms(tx: Tx, employment_id: str, *, approved: bool, reason: str) -> OpenEndedEmployment:
    """An advisor approves what was asked for, and the contract is written; or refuses it with a reason."""
    employment, terms = _open_terms(tx, employment_id)
    decided = rules.decide(terms, approved=approved, reason=reason, on=tx.on)
    if approved:
        content = _contract(tx, employment, decided).text
        decided = replace(decided, content=content, digest=hashlib.sha256(content.encode()).hexdigest())
    store.save_terms(tx, employment_id, decided)
    return employment.with_terms(decided)


def withdraw_terms(tx: Tx, employment_id: str) -> OpenEndedEmployment:
    """What was asked for and not signed by both is taken back."""
    employment, terms = _open_terms(tx, employment_id)
    withdrawn = rules.withdraw(terms, on=tx.on)
    store.save_terms(tx, employment_id, withdrawn)
    return employment.with_terms(withdrawn)


def sign_terms(tx: Tx, employment_id: str, party: Party) -> OpenEndedEmployment:
    """One party signs; with both signatures the employment is declared and insured, or its change holds."""
    before, terms = _open_terms(tx, employment_id)
    employment, events = rules.sign(before, terms, party, by=tx.actor, on=tx.on, at=tx.at)
    store.save_employment(tx, employment)
    if before.agreed_on is None and employment.agreed_on is not None:
        declare_employment(tx, employment.order)
    tx.announce_all(events)
    return employment


def give_notice(
    tx: Tx, employment_id: str, party: Party, because: EmploymentEndedBecause | None = None,
) -> OpenEndedEmployment:
    """One party ends the employment alone: its last day follows from the law's weeks of notice."""
    employment = store.lock_employment(tx, employment_id)
    last_on = rules.last_day_of_notice(employment, party, reads.bounds_of(tx), given_on=tx.on)
    ended, events = rules.end(employment, last_on, because or EmploymentEndedBecause(f"{party}_notice"), on=tx.on)
    return _end(tx, ended, events)


def end_by_agreement(tx: Tx, employment_id: str, party: Party, last_on: date) -> OpenEndedEmployment:
    """One party names a last day, the other agrees to it."""
    return _end(tx, *rules.name_end(store.lock_employment(tx, employment_id), party, last_on, on=tx.on))


def record_death(tx: Tx, employment_id: str, died_on: date) -> OpenEndedEmployment:
    """The worker died: the employment ended on that day, whatever notice runs."""
    return _end(tx, *rules.end_by_death(store.lock_employment(tx, employment_id), died_on, on=tx.on))


def _end(tx: Tx, ended: OpenEndedEmployment, events: Sequence[EmploymentEnded]) -> OpenEndedEmployment:
    store.save_employment(tx, ended)
    if ended.ended_by is EmploymentEndedBecause.NEVER_BEGAN:
        cancel_employment(tx, ended.order_id, ended.starts_on)
    elif ended.last_on is not None:
        end_employment(tx, ended.order_id, ended.last_on)
    tx.announce_all(events)
    return ended


def choose_payout(tx: Tx, employment_id: str, *, pays_out: bool) -> OpenEndedEmployment:
    """What is left of the budget at the end stays, or is paid out with the last wage."""
    chosen = rules.choose_payout(store.lock_employment(tx, employment_id), pays_out=pays_out)
    store.save_employment(tx, chosen)
    return chosen


def hold_other_terms(
    tx: Tx, employment_id: str, *, from_on: date, weekly_hours: Decimal, gross: Money,
    because: EmploymentChangedBecause,
) -> None:
    """Other terms hold as it was agreed beforehand, without being asked for anew."""
    employment = store.lock_employment(tx, employment_id)
    terms = rules.add_terms(employment, from_on=from_on, weekly_hours=weekly_hours, gross=gross, on=tx.on, by=tx.actor,
                            because=because)
    store.save_terms(tx, employment_id, terms)
    tx.announce(rules.changed(employment, terms, on=tx.on))


def lock_employment(tx: Tx, employment_id: str) -> OpenEndedEmployment:
    """An employment, for whoever works out its months: nobody changes it until commit."""
    return store.lock_employment(tx, employment_id)


def record_worked_out(tx: Tx, employment: OpenEndedEmployment, until: date) -> None:
    """The wages until a day are worked out: nothing before it is changed any more."""
    store.save_employment(tx, replace(employment, worked_out_until=until))


def lapse_terms(tx: Tx, employment_id: str) -> None:
    """What was not signed by both before its first day holds never."""
    employment = store.lock_employment(tx, employment_id)
    lapsed = rules.lapse(terms, on=tx.on) if (terms := employment.open_terms) else None
    if lapsed is not None:
        store.save_terms(tx, employment_id, lapsed)


def _assert_possible(tx: Tx, from_on: date, weekly_hours: Decimal, gross: Money, *, first: bool) -> None:
    """Hours within their bounds, and no less than the guaranteed minimum for their share of full time."""
    bounds = reads.bounds_of(tx)
    rules.assert_hours(weekly_hours, gross, bounds, first=first)
    if weekly_hours:
        share = Occupation(worked=weekly_hours, full=bounds.full_hours, days=1)
        least = law(tx).least_gross(tx.tables, share, from_on)
        if gross < least:
            raise WageBelowLeast(gross=str(gross), hours=weekly_hours, least=str(least))


def _open_terms(tx: Tx, employment_id: str) -> tuple[OpenEndedEmployment, Terms]:
    employment = store.lock_employment(tx, employment_id)
    terms = employment.open_terms
    if terms is None:
        last = employment.terms[-1]
        raise TermsNotInState(from_on=last.from_on.isoformat(), state=last.state,
                              needed=f"{TermsState.ASKED} or {TermsState.APPROVED}")
    return employment, terms


def _contract(tx: Tx, employment: OpenEndedEmployment, terms: Terms) -> Contract:
    employer, worker = parties_on(tx, employment.member_id, tx.on, entity=employment.entity)
    return Contract(
        number=f"{employment.employment_id[-8:]}/{terms.place}", employer=employer, worker=worker,
        work=employment.work, when_short=employment.when_short, starts_on=employment.starts_on, from_on=terms.from_on,
        weekly_hours=terms.weekly_hours, gross=terms.gross, is_change=terms.place > 1,
        warning_weeks=tx.tables.integer("budget_warning_weeks", tx.on), written_on=tx.on)


def print_contracts(database: Database, on: date, advance: Advance) -> str:
    """Print every contract that has no paper yet; one that fails stops no other and is tried again."""
    made, failed, after = 0, 0, ("", 0)
    while True:
        with database.transaction(on=on, actor=PRINTER) as tx:
            batch = store.list_to_print(tx, after=after, limit=BATCH)
            printed = sum(_print(tx, row["employment_id"], row["place"], row["content"]) for row in batch)
        if not batch:
            return f"{made} contracts were printed, {failed} not"
        made, failed, after = made + printed, failed + len(batch) - printed, (batch[-1]["employment_id"],
                                                                             batch[-1]["place"])
        advance(made + failed, made + failed)


def _print(tx: Tx, employment_id: str, place: int, content: str) -> bool:
    try:
        pdf = print_paper(law(tx).employment_contract(Contract.from_text(content)))
    except Refusal as refusal:  # the next run tries it again
        log.warning("contract_not_printed", employment=employment_id, code=refusal.code)
        return False
    store.add_paper(tx, employment_id, place, pdf)
    return True
