"""Bank files as nobody should send them, and movements whose owner is not who they pretend: nothing is lost."""

import pytest

from tests.integration.invoicing.bank_files import Moved, camt, coda
from tests.integration.invoicing.driver import Host, euro

WAGE, DUE, CLAIM = "wag" + "0" * 32, "due" + "0" * 32, "clm" + "0" * 32


def ingest(host: Host, content: str, file_format: str = "coda") -> dict[str, int]:
    (taken,) = host.call("ingest_bank_statement", file_format=file_format, content=content)["statements"]
    return {name: taken[name] for name in ("applied", "passed_on", "unmatched")}


def refusal(host: Host, content: str) -> str:
    return str(host.refusal("ingest_bank_statement", file_format="camt053", content=content)["exc_type"])


@pytest.mark.parametrize("moved", [
    Moved(amount="100.00", reference="wagenpark-7"), Moved(amount="-100.00", reference="wagons-lits"),
    Moved(amount="100.00", structured="300000000106"), Moved(amount="-30.00", structured="100000000135"),
    Moved(amount="100.00", reference=WAGE)])
def test_a_movement_that_no_service_would_book_waits_for_somebody_who_knows(host: Host, moved: Moved) -> None:
    """Passed on to a service that does not book it, money would be on a clearing account for ever, and on no list."""
    assert ingest(host, camt(moved), "camt053") == {"applied": 0, "passed_on": 0, "unmatched": 1}
    assert len(host.call("list_unmatched_movements")) == 1
    assert (host.balance("49901"), host.balance("49903")) == (0, 0)


@pytest.mark.parametrize(("moved", "account", "cents"), [
    (Moved(amount="-30.00", reference=CLAIM), "49901", 3_000), (Moved(amount="-30.00", reference=WAGE), "49903", 3_000),
    (Moved(amount="-30.00", reference=DUE), "49903", 3_000),
    (Moved(amount="30.00", structured="100000000135"), "49901", -3_000)])
def test_what_a_service_books_is_on_its_clearing_account(
    host: Host, moved: Moved, account: str, cents: int,
) -> None:
    assert ingest(host, camt(moved), "camt053") == {"applied": 0, "passed_on": 1, "unmatched": 0}
    assert host.balance(account) == cents


def test_a_due_that_left_and_came_back_is_told_to_payroll_and_stands_with_it(host: Host) -> None:
    ingest(host, coda(Moved(amount="-30.00", reference=DUE), opening="100.00"))
    back = coda(Moved(amount="30.00", reference=DUE, returns=True), opening="70.00", sequence=2)
    assert ingest(host, back) == {"applied": 0, "passed_on": 1, "unmatched": 0}
    told = [host.published(kind)[-1] for kind in ("bank_movement_received", "bank_movement_returned")]
    assert [(one["end_to_end_id"], one["amount"]) for one in told] == [(DUE, euro("30.00"))] * 2
    assert host.balance("49903") == 0
    assert host.faults() == []


def test_a_return_goes_to_the_owner_of_what_it_returns_whatever_it_says_itself(host: Host) -> None:
    """Membership takes the payment back because of what it refers to, so the money is membership's too."""
    ingest(host, camt(Moved(amount="30.00", structured="100000000135", reference="E1")), "camt053")
    back = camt(Moved(amount="-30.00", reference="E1", returns=True), identity="2", opening="30.00")
    assert ingest(host, back, "camt053") == {"applied": 0, "passed_on": 1, "unmatched": 0}
    assert host.balance("49901") == 0


def test_money_in_suspense_that_the_bank_took_back_pays_no_invoice(host: Host) -> None:
    done = host.invoiced()
    ingest(host, coda(Moved(amount="1210.00", free="hello", reference="E9")))
    (waiting,) = host.call("list_unmatched_movements")
    assert ingest(host, coda(Moved(amount="-1210.00", free="hello", reference="E9", returns=True), opening="1210.00",
                              sequence=2))["unmatched"] == 0
    assert host.call("list_unmatched_movements") == []
    refused = host.refusal("match_movement", movement_id=waiting["movement_id"], invoice_id=done["invoice_id"])
    assert refused["exc_type"] == "movement_matched"
    assert (host.balance("499"), host.balance("400"), host.balance("550")) == (0, 121_000, 0)
    assert host.faults() == []


def test_a_match_that_the_bank_takes_back_is_owed_again(host: Host) -> None:
    done = host.invoiced()
    ingest(host, coda(Moved(amount="1210.00", free="hello", reference="E9")))
    (waiting,) = host.call("list_unmatched_movements")
    host.call("match_movement", movement_id=waiting["movement_id"], invoice_id=done["invoice_id"])
    assert ingest(host, coda(Moved(amount="-1210.00", free="hello", reference="E9", returns=True), opening="1210.00",
                              sequence=2))["applied"] == 1
    assert host.call("get_invoice", invoice_id=done["invoice_id"])["open"] == euro("1210.00")
    assert host.faults() == []


def test_money_is_matched_to_no_unknown_invoice(host: Host) -> None:
    ingest(host, coda(Moved(amount="1210.00", free="hello")))
    (waiting,) = host.call("list_unmatched_movements")
    refused = host.refusal("match_movement", movement_id=waiting["movement_id"], invoice_id="inv_" + "0" * 32)
    assert refused["exc_type"] == "not_found"


def test_an_entry_over_nothing_is_no_movement(host: Host) -> None:
    """Banks write costs of 0.00; such an entry must not keep the whole account from being taken in."""
    content = camt(Moved(amount="0.00", free="costs"), Moved(amount="5.00", free="x"))
    assert ingest(host, content, "camt053") == {"applied": 0, "passed_on": 0, "unmatched": 1}


def test_an_amount_without_a_direction_is_not_taken_for_money_that_came_in(host: Host) -> None:
    content = camt(Moved(amount="100.00", free="x")).replace("<CdtDbtInd>CRDT</CdtDbtInd>", "")
    assert refusal(host, content) == "bank_file_not_read"


def test_a_comment_inside_an_amount_does_not_shorten_it(host: Host) -> None:
    ingest(host, camt(Moved(amount="100.00", free="x")).replace(">100.00<", ">10<!-- -->0.00<"), "camt053")
    assert host.balance("550") == 10_000


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_that_no_listener_would_take_is_not_taken_in(host: Host, day: str) -> None:
    """Told in an event, it would be parked by whoever hears it."""
    assert refusal(host, camt(Moved(amount="100.00", free="x"), day=day)) == "bank_file_not_read"


def test_a_reference_with_control_characters_is_told_without_them(host: Host) -> None:
    ingest(host, coda(Moved(amount="100.00", free="x", reference="E\x019")))
    (published,) = host.published("bank_movement_received")
    assert published["end_to_end_id"] == "E9"
