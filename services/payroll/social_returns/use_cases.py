"""Returns to social security: looked at beforehand, closed by a person, answered by the authority, corrected."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from services.payroll.countries.protocol import law
from services.payroll.dues.rules import ReturnPeriod, ReturnState, answered, assert_over, period_around, sent_again
from services.payroll.dues.use_cases import owe
from services.payroll.events import SocialReturnFiled
from services.payroll.social_returns import postings, reads, rules, store
from services.payroll.social_returns.reads import Found
from services.payroll.social_returns.rules import LeftOut, SocialFigures, SocialReturn, StatedWorker
from services.payroll.wages.rules.pay import Creditor
from services.payroll.workers.reads import employer_on
from shared.definitions import Advance
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.ledger import close_period
from shared.ledger.book import PeriodClosedBefore
from shared.money import total
from shared.outgoing import send_out
from shared.postgres import Database, Tx

A_PAGE = 500
ACTOR = "job:close_social_returns"


def preview_social_return(tx: Tx, *, entity: str) -> SocialReturn:
    """The next return of an entity as it would be closed now; a period that is not over shows what there is so far."""
    begun = _begun(tx, entity, _next_period(tx, entity))
    rules.assert_previewed(reads.count_to_state(tx, entity, begun.period))
    figures, left_out = begun.figures, []
    for one in _state(tx, begun.period, reads.list_worker_periods(tx, entity, begun.period)):
        if isinstance(one, LeftOut):
            left_out.append(one)
        else:
            figures = figures.plus(one)
    return replace(begun, figures=figures, left_out=left_out)


def close_social_return(tx: Tx, *, entity: str, leaving_out: int | None) -> SocialReturn:
    """Begin to close the next period of an entity; the job `close_social_returns` states its workers and declares it.

    A worker who cannot be declared never stops the others, and is never left out in silence: whoever closes says how
    many there are. Where there are others than that many, the return is held; closed again with their number, or once
    their data are right, it goes on. Without a number it is held in any case, to be looked at first. What is booked
    later for the period's days counts on the first open day; a wage worked out later for them waits for a correction.
    Refused where the entity is not registered as an employer.
    """
    employer_on(tx, tx.on, entity=entity)
    if return_id := reads.find_closing(tx, entity):
        store.save_going_on(tx, return_id, leaving_out)
        return reads.get_return(tx, return_id)
    period = _next_period(tx, entity)
    assert_over(period, on=tx.on)
    with suppress(PeriodClosedBefore):  # a month of it was closed for the tax authority before: its days are shut
        close_period(tx, period.last_day, entity=entity)
    begun = replace(_begun(tx, entity, period), return_id=new_id("soc"))
    store.add_return(tx, begun, ReturnState.CLOSING, leaving_out=leaving_out)
    return reads.get_return(tx, begun.return_id)


def close_social_returns(database: Database, on: date, advance: Advance) -> str:
    """State the workers of every return that is being closed, a page to a transaction, then declare it.

    What was refused and is to leave again leaves. Killed at any moment and run again it goes on with the next page; run
    twice at once, the runs take turns.
    """
    with database.reading(on=on, actor=ACTOR) as tx:
        closing, again = reads.list_closing(tx), reads.list_to_send_again(tx)
    for return_id in again:
        with database.transaction(on=on, actor=ACTOR) as tx:
            if store.save_sent_again(tx, return_id):
                _send(tx, reads.get_return(tx, return_id))
    done, of, closed = 0, sum(closing.values()), 0
    for return_id in closing:
        while page := _state_page(database, on, return_id):
            done += page
            advance(done, max(done, of))
        closed += _finish(database, on, return_id)
    return f"{closed} returns to social security closed, {len(closing) - closed} held, {done} workers stated"


def _state_page(database: Database, on: date, return_id: str) -> int:
    """State the next workers of a return; how many there were."""
    with database.transaction(on=on, actor=ACTOR) as tx:
        at = store.lock_closing(tx, return_id)
        page = reads.list_worker_page(tx, at.entity, at.period, after=at.stated_until, limit=A_PAGE,
                                      beside=return_id) if at else []
        if at and page:
            _write(tx, return_id, list(_state(tx, at.period, page, after=at.workers)), number=at.round)
            store.save_stated(tx, return_id, page[-1][0].member_id)
        return len(page)


def _finish(database: Database, on: date, return_id: str) -> bool:
    """Declare a return that is stated whole; whether it is, or is held with what is to be settled first."""
    try:
        with database.transaction(on=on, actor=ACTOR) as tx:
            if at := store.lock_closing(tx, return_id):
                _declare(tx, reads.get_return(tx, return_id), leaving_out=at.leaving_out)
            return at is not None
    except Refusal as refusal:
        with database.transaction(on=on, actor=ACTOR) as tx:
            store.save_held(tx, return_id, refusal.message)
        return False


def _declare(tx: Tx, stated: SocialReturn, *, leaving_out: int | None) -> None:
    rules.assert_named(stated.left_out, leaving_out=leaving_out, workers=stated.figures.workers)
    store.save_closed(tx, stated.return_id)
    _settle(tx, stated)
    if stated.figures.workers:
        _send(tx, stated)


def correct_social_return(tx: Tx, *, return_id: str, members: Sequence[str]) -> SocialReturn:
    """Declare anew, for a closed period, whoever has wages of it that no return declared, and these workers.

    It refers to the period's first return and states each worker whole; whoever is as declared before is left out of
    it. No form of a correction is known to us: it is entered with the authority by hand, worker by worker.
    """
    store.lock_state(tx, return_id)
    first = reads.get_return(tx, return_id)
    rules.assert_declared(first)
    rules.assert_first(first)
    begun = replace(_begun(tx, first.entity, first.period), return_id=new_id("soc"), refers_to=return_id)
    closed = _close(tx, begun, reads.list_worker_periods(tx, first.entity, first.period, members))
    rules.assert_corrects(closed)
    _settle(tx, closed)
    return closed


def record_social_answer(
    tx: Tx, *, return_id: str, accepted: bool, reference: str, reason: str, anomalies: Sequence[dict[str, Any]],
) -> ReturnState:
    """What the authority answered, and what it found wrong by the worker's place in the file."""
    state = answered(store.lock_state(tx, return_id), return_id=return_id, accepted=accepted)
    rules.assert_stated([one["worker"] for one in anomalies], last=reads.last_place(tx, return_id))
    store.save_answer(tx, return_id, state=state, reference=reference, reason=reason)
    store.add_anomalies(tx, return_id, anomalies)
    return state


def settle_social_anomaly(tx: Tx, *, return_id: str, place: int, note: str) -> dict[str, Any]:
    """Somebody settled what the authority found: by a correction, or with its own answer."""
    return store.save_settled(tx, return_id, place, note)


def send_social_return_again(tx: Tx, *, return_id: str) -> SocialReturn:
    """A refused return leaves once more by the job, with the numbers of employer and workers as they are then."""
    state, refused = store.lock_state(tx, return_id), reads.get_return(tx, return_id)
    rules.assert_file(refused)
    employer_on(tx, tx.on, entity=refused.entity)
    sent_again(state, return_id=return_id)
    store.save_attempt(tx, return_id)
    return reads.get_return(tx, return_id)


def _next_period(tx: Tx, entity: str) -> ReturnPeriod:
    day = reads.next_start(tx, entity)
    return period_around(day, months=law(tx).social_returns().months(tx.tables, day))


def _begun(tx: Tx, entity: str, period: ReturnPeriod) -> SocialReturn:
    """A return in which nobody stands yet."""
    of = law(tx).social_returns()
    return SocialReturn(
        entity=entity, period=period, due_on=of.due_on(tx.tables, period), left_out=(),
        figures=SocialFigures.nothing(str(tx.tables.value("currency", period.last_day))),
        late=reads.count_undeclared(tx, entity, before=period.starts_on),
        provisional=of.provisional(tx.tables, period))


def _state(
    tx: Tx, period: ReturnPeriod, workers: Iterable[Found], *, after: int = 0,
) -> Iterator[StatedWorker | LeftOut]:
    """State workers one by one, each in its place after others; whom a rule refuses is told, and stops nobody."""
    of, place = law(tx).social_returns(), after
    for worker, before, undeclared in workers:
        try:
            statement = of.state(tx.tables, period, worker)
        except Refusal as refusal:
            yield rules.left_out(worker, refusal)
            continue
        if undeclared or statement.owed != before:
            place += 1
            booked = (wage.booked for wage in worker.wages if wage.wage_id in undeclared)
            yield StatedWorker(place=place, worker=worker, statement=statement, before=before, undeclared=undeclared,
                               booked=total(booked, before.currency))


def _close(tx: Tx, begun: SocialReturn, workers: Iterable[Found]) -> SocialReturn:
    """Write what is stated, page by page: however many workers there are, few are kept at a time."""
    store.add_return(tx, begun, ReturnState.CLOSED)
    stated = _state(tx, begun.period, workers)
    while page := list(islice(stated, A_PAGE)):
        _write(tx, begun.return_id, page)
    return reads.get_return(tx, begun.return_id)


def _write(tx: Tx, return_id: str, page: Sequence[StatedWorker | LeftOut], *, number: int = 1) -> None:
    store.add_workers(tx, return_id, [one for one in page if isinstance(one, StatedWorker)])
    store.add_left_out(tx, return_id, [one for one in page if isinstance(one, LeftOut)], number=number)


def _settle(tx: Tx, closed: SocialReturn) -> None:
    """What the wages had estimated becomes what is owed, by its day."""
    postings.book_difference(tx, closed)
    owe(tx, creditor=Creditor.SOCIAL_SECURITY, return_id=closed.return_id, entity=closed.entity,
        amount=closed.figures.net, due_on=closed.due_on)
    tx.announce(SocialReturnFiled(
        return_id=closed.return_id, entity=closed.entity, starts_on=closed.period.starts_on,
        ends_on=closed.period.last_day, due_on=closed.due_on, workers=closed.figures.workers,
        left_out=len(closed.left_out), owed=closed.figures.net, difference=closed.figures.difference, filed_on=tx.on))


def _send(tx: Tx, closed: SocialReturn) -> None:
    employer, workers = employer_on(tx, tx.on, entity=closed.entity), reads.list_records(tx, closed.return_id)
    send_out(tx, law(tx).social_returns().file(employer, closed, workers, tx.at))
