"""One line from the draft to the paid wage: what happened when, and what comes next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.portal.frame.languages import N_

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: its words, the day on which it happened (or nothing yet), and what people call it by."""

    what: str
    on: str | None = None
    done: bool = False
    note: str = ""
    path: str = ""
    stopped: bool = False


def timeline(order: Row, invoices: Sequence[Row], wages: Sequence[Row], deposits: Sequence[Row] = ()) -> list[Step]:
    """The steps of an order form in their order; the first that is not done is the one that waits."""
    if order["state"] == "cancelled":
        return [Step(what=N_("Cancelled"), done=True, stopped=True)]
    claimed = [Step(what=N_("Deposit invoiced"), on=one["issued_on"], done=True, note=one["number"])
               for one in deposits]
    return [*_agreed(order), *_protected(order["employment"]), *claimed, *_worked(order),
            *_invoiced([one for one in invoices if one["invoice_id"] not in {each["invoice_id"] for each in deposits}]),
            *_paid(wages)]


def _agreed(order: Row) -> Iterator[Step]:
    yield Step(what=N_("Order form written"), done=True)
    yield Step(what=N_("Sent to the client"), done=order["state"] != "drafted")
    if order["signed_how"] == "none":
        yield Step(what=N_("Agreed without a signature: your wage waits until the client has paid"), done=True)
        return
    yield Step(what=N_("Signed by the client"), on=order["signed_on"], done=bool(order["signed_on"]),
               note=order["signed_by"] or "")


def _protected(employment: Row) -> Iterator[Step]:
    if employment["refused_because"]:
        yield Step(what=N_("The declaration of employment was refused"), stopped=True)
        return
    yield Step(what=N_("Employment declared"), on=employment["declared_on"], done=bool(employment["declared_on"]))
    yield Step(what=N_("Insured"), on=employment["insured_on"], done=bool(employment["insured_on"]))


def _worked(order: Row) -> Iterator[Step]:
    for part in order["parts"]:
        yield Step(what=N_("Work done"), on=part["completed_on"], done=bool(part["completed_on"]),
                   note=part["description"] if len(order["parts"]) > 1 else "")


def _invoiced(invoices: Sequence[Row]) -> Iterator[Step]:
    if not invoices:
        yield Step(what=N_("Invoice to the client"))
    for invoice in invoices:
        yield Step(what=N_("Invoice to the client"), on=invoice["issued_on"], done=True, note=invoice["number"])


def _paid(wages: Sequence[Row]) -> Iterator[Step]:
    if not wages:
        yield Step(what=N_("Wage on your account"))
    for wage in wages:
        yield Step(what=N_("Wage on your account"), on=wage["paid_on"] or wage["due_on"],
                   done=wage["state"] == "paid", note=wage["number"], path=f"/wages/{wage['wage_id']}")
