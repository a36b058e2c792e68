"""VAT returns: looked at beforehand, closed by a person, answered by the State, sent again."""

from collections.abc import Iterator

from services.invoicing.countries.protocol import law
from services.invoicing.events import VatReturnFiled
from services.invoicing.vat_returns import postings, reads, rules, store
from services.invoicing.vat_returns.errors import VatGridNotKnown
from services.invoicing.vat_returns.rules import Fact, Grids, Period, Scope, State, VatReturn
from shared.identifiers import new_id
from shared.ledger import balance, close_period
from shared.ledger.book import PeriodClosedBefore
from shared.money import Money, total
from shared.outgoing import Document, send_out
from shared.postgres import Tx

CHANNEL = "vat"


def preview_vat_return(tx: Tx, *, entity: str) -> VatReturn:
    """The next return of an entity as it would be closed now; a period that is not over shows what there is so far."""
    scope = reads.scope_of(tx, entity)
    period = next_period(tx, scope)
    placed = _place(tx, reads.list_facts(tx, scope, period))
    grids = rules.add_up(placed)
    of = law(tx).vat_returns()
    return VatReturn(
        entity=entity, period=period, due_on=of.due_on(tx.tables, period), grids=grids,
        balance=of.balance(grids, scope.currency), documents=sum(fact.documents for fact, _ in placed),
        late=reads.count_late(tx, scope, period), controls=of.controls(grids))


def next_period(tx: Tx, scope: Scope) -> Period:
    """The period after the last closed one; at first that in which tax fell due, or today's when none did."""
    begins = reads.find_last_closed(tx, scope.entity) or reads.find_first_tax_day(tx, scope) or tx.on
    return rules.period_around(begins, months=law(tx).vat_returns().months(tx.tables, begins))


def close_vat_return(tx: Tx, *, entity: str, refund: bool) -> VatReturn:
    """Close the next period of an entity: its documents are declared once for ever, the return leaves for the State.

    What is booked later for its days counts on the first open day; what falls due late stands in the next return. The
    books are closed first: no document is issued while what is there is read, declared and booked.
    """
    scope = reads.scope_of(tx, entity)
    period, return_id, of = next_period(tx, scope), new_id("vat"), law(tx).vat_returns()
    rules.assert_over(period, on=tx.on)
    _close_books(tx, entity, period)
    placed = _place(tx, reads.list_facts(tx, scope, period))
    store.add_return(tx, scope, period, return_id=return_id, due_on=of.due_on(tx.tables, period), refund=refund,
                     balance=of.balance(rules.add_up(placed), scope.currency))
    store.add_entries(tx, scope, period, return_id=return_id, placed=placed)
    closed = reads.get_return(tx, return_id)
    postings.book_return(tx, closed, on_sales=_tax(placed, scope, "invoice", less="credit_note"),
                         on_losses=_tax(placed, scope, "loss", less="recovery"), on_purchases=total(
                             (fact.vat for fact, _ in placed if fact.is_purchase), scope.currency))
    _send(tx, closed)
    tx.announce(VatReturnFiled(
        return_id=return_id, entity=entity, starts_on=period.starts_on, ends_on=period.last_day, due_on=closed.due_on,
        balance=closed.balance, filed_on=tx.on))
    return closed


def _tax(placed: list[tuple[Fact, Grids]], scope: Scope, kind: str, *, less: str) -> Money:
    sums = {of: total((fact.vat for fact, _ in placed if fact.kind == of), scope.currency) for of in (kind, less)}
    return sums[kind] - sums[less]


def _place(tx: Tx, facts: list[Fact]) -> list[tuple[Fact, Grids]]:
    """Each fact with the grids in which the country puts it; what no rule covers is refused, with a document to see."""
    placed = [(fact, law(tx).vat_returns().grids(tx.tables, tx.on, fact)) for fact in facts]
    for fact, grids in placed:
        if grids is None:
            raise VatGridNotKnown(what=fact.words, document=fact.example)
    return [(fact, grids) for fact, grids in placed if grids is not None]


def _close_books(tx: Tx, entity: str, period: Period) -> None:
    try:
        close_period(tx, period.last_day, entity=entity)
    except PeriodClosedBefore:
        return  # the year, or a longer period, was closed before: its days are shut already


def record_vat_answer(tx: Tx, *, return_id: str, accepted: bool, reference: str, reason: str) -> State:
    """What the State answered; a refused return can be sent again with the same figures."""
    state = rules.answer(store.lock_state(tx, return_id), return_id=return_id, accepted=accepted)
    store.save_answer(tx, return_id, state=state, reference=reference, reason=reason)
    return state


def send_vat_return_again(tx: Tx, *, return_id: str) -> VatReturn:
    """A refused return leaves once more, with what is known of the entity now and the same figures."""
    rules.send_again(store.lock_state(tx, return_id), return_id=return_id)
    store.save_attempt(tx, return_id)
    again = reads.get_return(tx, return_id)
    _send(tx, again)
    return again


def _send(tx: Tx, closed: VatReturn) -> None:
    """The return leaves, and beside it the listing of what was sold to clients liable in other member states."""
    of, seller = law(tx).vat_returns(), tx.tables.row("cooperative", tx.on, closed.entity)
    name = f"{closed.entity}-{closed.period.starts_on.isoformat()}-{closed.attempt}.xml"
    nothing_to_list = closed.period.ends_the_year and not _list_clients(tx, closed.entity, closed.period.starts_on.year)
    files = [(f"VAT-{name}", of.return_file(seller, closed, nothing_to_list=nothing_to_list))]
    abroad = reads.list_liable_abroad(tx, closed.return_id, grids=of.listed_grids(), home=tx.tables.country)
    if abroad:
        files.append((f"VAT-LIST-{name}", of.sales_listing(seller, closed.period, abroad)))
    for file, content in files:
        send_out(tx, Document(channel=CHANNEL, name=file, media_type="application/xml", content=content,
                              about=closed.return_id))


def file_client_listing(tx: Tx, *, entity: str, year: int) -> dict[str, object]:
    """The yearly listing of clients at home liable to VAT leaves; the same year again is the same file."""
    of, clients = law(tx).vat_returns(), _list_clients(tx, entity, year)
    content = of.client_listing(tx.tables.row("cooperative", tx.on, entity), year, clients)
    document_id = send_out(tx, Document(channel=CHANNEL, name=f"VAT-CLIENTS-{entity}-{year}.xml", content=content,
                                        media_type="application/xml", about=f"{entity}/{year}"))
    currency = str(tx.tables.value("currency", tx.on))
    return {"document_id": document_id, "clients": len(clients), "base": total((one.base for one in clients), currency),
            "vat": total((one.vat for one in clients), currency)}


def _list_clients(tx: Tx, entity: str, year: int) -> list[rules.ListedClient]:
    above = tx.tables.money("client_listing_above", tx.on)
    return reads.list_liable_at_home(tx, reads.scope_of(tx, entity), year=year, home=tx.tables.country, above=above)


def prove_returns(tx: Tx) -> Iterator[str]:
    """The account of VAT stands at what was not declared yet, and each return at its documents."""
    currency = str(tx.tables.value("currency", tx.on))
    expected, found = -reads.get_undeclared_tax(tx, currency), balance(tx, postings.VAT, currency=currency)
    if found != expected:
        yield f"invoicing: account {postings.VAT} stands at {found}, what was not declared yet adds up to {expected}"
    given_back, there = reads.get_undeclared_purchases(tx, currency), balance(tx, postings.PURCHASES, currency=currency)
    if there != given_back:
        yield f"invoicing: account {postings.PURCHASES} stands at {there}, undeclared purchases add up to {given_back}"
    for return_id in reads.list_return_ids(tx):
        closed = reads.get_return(tx, return_id)
        if law(tx).vat_returns().balance(closed.grids, currency) != closed.balance:
            yield f"invoicing: the balance of VAT return {return_id} is not that of its documents"
