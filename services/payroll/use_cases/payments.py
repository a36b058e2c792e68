"""Paying wages: batches for the bank, and what the bank did with them."""

from datetime import date
from typing import Any

from services.payroll import store
from services.payroll.documents.payments import Account, Payment, payment_file, wage_of
from services.payroll.domain.events import WagePaid, WageReturned, WagesSent
from services.payroll.domain.pay_day import bank_day_on_or_after
from services.payroll.domain.payment import assert_gives_back, assert_may_go_again, assert_pays
from services.payroll.use_cases.calendar import bank_closing_days
from services.payroll.use_cases.people import employer_on
from shared.identifiers import new_id
from shared.ledger import Entry, credit, debit, post
from shared.money import Money, total
from shared.outgoing import Document, send_out
from shared.postgres import Tx

WAGES_TO_PAY, BANK = "wages_to_pay", "wage_bank"


def send_wages(tx: Tx, day: date) -> int:
    """Send every wage to be paid by a day that was not sent yet, one file per execution day; how many wages."""
    closed = bank_closing_days(tx.tables.country, day)
    by_day: dict[tuple[date, str], list[dict[str, Any]]] = {}
    for row in store.lock_wages_to_send(tx, day):
        execute_on = bank_day_on_or_after(max(row["pay_on"], day), closed)
        by_day.setdefault((execute_on, row["currency"]), []).append(row)
    for (execute_on, _), rows in sorted(by_day.items()):
        _send_batch(tx, execute_on, rows)
    return sum(len(rows) for rows in by_day.values())


def _send_batch(tx: Tx, execute_on: date, rows: list[dict[str, Any]]) -> None:
    number = store.next_batch(tx, execute_on)
    batch_id, message_id = new_id("bat"), f"WAGES-{execute_on.isoformat()}-{number:04d}"
    payments = [_payment(row) for row in rows]
    whole = total((payment.amount for payment in payments), payments[0].amount.currency)
    document_id = send_out(tx, Document(
        channel="bank", name=f"{message_id}.xml", media_type="application/xml", about=batch_id,
        content=_file(tx, payments, message_id, execute_on)))
    store.add_batch(tx, {
        "batch_id": batch_id, "message_id": message_id, "execute_on": execute_on, "number": number,
        "count": len(rows), "total_cents": whole.cents, "currency": whole.currency, "document_id": document_id,
    }, [row["wage_id"] for row in rows])
    tx.announce(WagesSent(batch_id=batch_id, count=len(rows), total=whole, execute_on=execute_on))


def _file(tx: Tx, payments: list[Payment], message_id: str, execute_on: date) -> bytes:
    employer = employer_on(tx)
    payer = Account(name=employer["name"], iban=employer["iban"], bic=employer["bic"], address=_structured(employer))
    return payment_file(payments, message_id=message_id, payer=payer, payer_number=employer["enterprise_number"],
                        execute_on=execute_on, at=tx.at)


def _payment(row: dict[str, Any]) -> Payment:
    to = Account(name=f"{row['first_name']} {row['last_name']}", iban=row["iban"],
                 address=_structured(row["address"]) if row["address"] else {})
    return Payment(wage_id=row["wage_id"], to=to, amount=Money(row["net_cents"], row["currency"]),
                   text=f"Wage {row['month']}")


def _structured(address: dict[str, Any]) -> dict[str, str]:
    return {"street_name": address["street"], "building_number": address["building_number"],
            "postcode": address["postcode"], "town": address["town"], "country": address["country"]}


def hear_movement(tx: Tx, *, movement_id: str, booked_on: date, amount: Money, end_to_end: str) -> None:
    """A bank movement: a debit that names a wage paid that wage; every other movement is somebody else's."""
    wage_id = wage_of(end_to_end)
    if wage_id is None or amount.cents >= 0:
        return
    row = store.lock_wage_payment(tx, wage_id)
    net = Money(row["net_cents"], row["currency"])
    assert_pays(wage_id, row["state"], paid=-amount, net=net)
    store.note_wage_paid(tx, wage_id, movement_id, booked_on)
    _book(tx, row, movement_id, net)
    tx.announce(WagePaid(order_id=row["order_id"], part=row["part"], wage_id=wage_id, member_id=row["member_id"],
                         net=net, paid_on=booked_on))


def hear_return(tx: Tx, *, movement_id: str, booked_on: date, amount: Money, end_to_end: str) -> None:
    """The bank gave a wage back: it is owed again."""
    wage_id = wage_of(end_to_end)
    if wage_id is None:
        return
    row = store.lock_wage_payment(tx, wage_id)
    net = Money(row["net_cents"], row["currency"])
    assert_gives_back(wage_id, row["state"], returned=abs_of(amount), net=net)
    store.note_wage_returned(tx, wage_id, booked_on)
    _book(tx, row, movement_id, -net)
    tx.announce(WageReturned(order_id=row["order_id"], part=row["part"], wage_id=wage_id,
                             member_id=row["member_id"], net=net, returned_on=booked_on))


def send_again(tx: Tx, wage_id: str) -> dict[str, Any]:
    """What the bank gave back goes to it once more with the next pay run, to the account that the worker has then."""
    row = store.lock_wage_payment(tx, wage_id)
    assert_may_go_again(wage_id, row["state"])
    store.note_to_send_again(tx, wage_id)
    return {"wage_id": wage_id, "state": "to_send"}


def abs_of(amount: Money) -> Money:
    """The amount without its sign."""
    return -amount if amount.cents < 0 else amount


def _book(tx: Tx, row: dict[str, Any], movement_id: str, paid: Money) -> None:
    keys = {"activity": row["activity_id"], "order": row["order_id"], "member": row["member_id"]}
    amount = abs_of(paid)
    lines = (debit(WAGES_TO_PAY, amount, **keys), credit(BANK, amount, **keys)) if paid.cents > 0 else \
        (debit(BANK, amount, **keys), credit(WAGES_TO_PAY, amount, **keys))
    post(tx, Entry(journal="bank", document=movement_id, text="Wage at the bank", event_on=tx.on, postings=lines))
