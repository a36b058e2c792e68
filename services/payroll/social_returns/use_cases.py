"""Returns to social security: looked at beforehand, closed by a person, answered by the authority, corrected."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any

from services.payroll.countries.protocol import law
from services.payroll.dues.rules import ReturnPeriod, ReturnState, answered, assert_over, period_around, sent_again
from services.payroll.dues.use_cases import owe
from services.payroll.events import SocialReturnFiled
from services.payroll.social_returns import postings, reads, rules, store
from services.payroll.social_returns.rules import LeftOut, SocialFigures, SocialReturn, StatedWorker, WorkerPeriod
from services.payroll.wages.rules.pay import Creditor
from services.payroll.workers.reads import employer_on
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.ledger import close_period
from shared.ledger.book import PeriodClosedBefore
from shared.money import Money, total
from shared.outgoing import send_out
from shared.postgres import Tx

A_PAGE = 500
Found = tuple[WorkerPeriod, Money, tuple[str, ...]]


def preview_social_return(tx: Tx, *, entity: str) -> SocialReturn:
    """The next return of an entity as it would be closed now; a period that is not over shows what there is so far."""
    begun = _begun(tx, entity, _next_period(tx, entity))
    figures, left_out = begun.figures, []
    for one in _state(tx, begun.period, reads.list_worker_periods(tx, entity, begun.period)):
        if isinstance(one, LeftOut):
            left_out.append(one)
        else:
            figures = figures.plus(one)
    return replace(begun, figures=figures, left_out=left_out)


def close_social_return(tx: Tx, *, entity: str, leaving_out: int) -> SocialReturn:
    """Close the next period of an entity: its wages are declared once for ever, the return leaves for the authority.

    A worker who cannot be declared never stops the others, and is never left out in silence: whoever closes says how
    many there are. What is booked later for the period's days counts on the first open day; a wage worked out later for
    them waits for a correction.
    """
    period = _next_period(tx, entity)
    assert_over(period, on=tx.on)
    with suppress(PeriodClosedBefore):  # a month of it was closed for the tax authority before: its days are shut
        close_period(tx, period.last_day, entity=entity)
    closed = _close(tx, replace(_begun(tx, entity, period), return_id=new_id("soc")),
                    reads.list_worker_periods(tx, entity, period))
    rules.assert_named(closed.left_out, leaving_out=leaving_out)
    _settle(tx, closed)
    return _send(tx, closed) if closed.figures.workers else closed


def correct_social_return(tx: Tx, *, return_id: str, members: Sequence[str]) -> SocialReturn:
    """Declare anew, for a closed period, whoever has wages of it that no return declared, and these workers.

    It refers to the period's first return and states each worker whole; whoever is as declared before is left out of
    it. No form of a correction is known to us: it is entered with the authority by hand, worker by worker.
    """
    store.lock_state(tx, return_id)
    first = reads.get_return(tx, return_id)
    rules.assert_first(first)
    begun = replace(_begun(tx, first.entity, first.period), return_id=new_id("soc"), refers_to=return_id)
    closed = _close(tx, begun, reads.list_worker_periods(tx, first.entity, first.period, list(members)))
    rules.assert_corrects(closed)
    _settle(tx, closed)
    return closed


def record_social_answer(
    tx: Tx, *, return_id: str, accepted: bool, reference: str, reason: str, anomalies: Iterable[dict[str, Any]],
) -> ReturnState:
    """What the authority answered, and what it found wrong by the worker's place in the file."""
    state = answered(store.lock_state(tx, return_id), return_id=return_id, accepted=accepted)
    store.save_answer(tx, return_id, state=state, reference=reference, reason=reason)
    for one in anomalies:
        store.add_anomaly(tx, return_id, **one)
    return state


def settle_social_anomaly(tx: Tx, *, return_id: str, place: int, note: str) -> dict[str, Any]:
    """Somebody settled what the authority found: by a correction, or with its own answer."""
    return store.save_settled(tx, return_id, place, note)


def send_social_return_again(tx: Tx, *, return_id: str) -> SocialReturn:
    """A refused return leaves once more, with the employer's and workers' numbers as they are now, the same figures."""
    state = store.lock_state(tx, return_id)
    rules.assert_file(reads.get_return(tx, return_id))
    sent_again(state, return_id=return_id)
    store.save_attempt(tx, return_id)
    return _send(tx, reads.get_return(tx, return_id))


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


def _state(tx: Tx, period: ReturnPeriod, workers: Iterable[Found]) -> Iterator[StatedWorker | LeftOut]:
    """State workers one by one, each in its place; whom a rule refuses is told, and stops nobody."""
    of, place = law(tx).social_returns(), 0
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
    store.add_return(tx, begun)
    stated = _state(tx, begun.period, workers)
    while page := list(islice(stated, A_PAGE)):
        store.add_workers(tx, begun.return_id, [one for one in page if isinstance(one, StatedWorker)])
        store.add_left_out(tx, begun.return_id, [one for one in page if isinstance(one, LeftOut)])
    return reads.get_return(tx, begun.return_id)


def _settle(tx: Tx, closed: SocialReturn) -> None:
    """What the wages had estimated becomes what is owed, by its day."""
    postings.book_difference(tx, closed)
    owe(tx, creditor=Creditor.SOCIAL_SECURITY, return_id=closed.return_id, entity=closed.entity,
        amount=closed.figures.net, due_on=closed.due_on)
    tx.announce(SocialReturnFiled(
        return_id=closed.return_id, entity=closed.entity, starts_on=closed.period.starts_on,
        ends_on=closed.period.last_day, due_on=closed.due_on, workers=closed.figures.workers,
        left_out=len(closed.left_out), owed=closed.figures.net, difference=closed.figures.difference, filed_on=tx.on))


def _send(tx: Tx, closed: SocialReturn) -> SocialReturn:
    workers = reads.list_records(tx, closed.return_id)
    send_out(tx, law(tx).social_returns().file(employer_on(tx, tx.on), closed, workers, tx.at))
    return closed
