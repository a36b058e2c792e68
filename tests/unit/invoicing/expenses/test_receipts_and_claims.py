"""What a receipt may be, what of it is refunded and given back as tax, and the way of a claim."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from services.invoicing.expenses.errors import (
    ApproverKeepsAccount,
    ClaimNotInState,
    ClosingDayPassed,
    EntityNotNamed,
    NotEnoughReceived,
    NothingLeftToClaim,
    PurchaseNotCovered,
    ReceiptNotPossible,
    SecondPersonApproves,
)
from services.invoicing.expenses.rules import (
    CategoryRule,
    ClaimState,
    ExpenseClaim,
    Receipt,
    ReceiptTax,
    assert_in_currency,
    assert_in_time,
    assert_named,
    assert_possible,
    by_period,
    claim_lines,
    decide,
    line_of,
    mileage,
    number_in,
    reject,
    send,
    send_again,
    withdraw,
)
from services.invoicing.orders.errors import CurrencyNotOurs
from shared.money import Money

DAY = date(2026, 9, 3)
NOTHING = Money.zero()
TWENTY_ONE = ReceiptTax(rate=Decimal("0.21"), base=Money.of("100.00"), vat=Money.of("21.00"))


def receipt(gross: str = "121.00", *taxes: ReceiptTax, **other: Any) -> Receipt:
    facts: dict[str, Any] = {
        "receipt_id": "rec", "member_id": "mbr", "bought_on": DAY, "supplier": "Shop", "supplier_number": "",
        "number": "1", "country": "BE", "category": "supplies", "names_entity": True, "digest": ""} | other
    return Receipt(gross=Money.of(gross), taxes=taxes or (TWENTY_ONE,), **facts)


def rule(share: str = "1", limit: str = "", per: str = "") -> CategoryRule:
    return CategoryRule(category="supplies", vat_share=Decimal(share), purchase="goods", source="law",
                        limit=Money.of(limit) if limit else None, per=per)


def claim(state: ClaimState = ClaimState.ASKED, **other: Any) -> ExpenseClaim:
    facts: dict[str, Any] = {
        "claim_id": "exp", "activity_id": "act", "member_id": "mbr", "entity": "main", "asked_on": DAY,
        "asked_by": "mbr", "payee_name": "A", "iban": "BE", "refunded": Money.of("121.00"),
        "deductible": Money.of("21.00")} | other
    return ExpenseClaim(state=state, **facts)


@pytest.mark.parametrize(("found", "fault"), [
    (receipt(bought_on=date(2026, 9, 4)), "has not come"),
    (receipt("121.01"), "do not give"),
    (receipt("117.00", ReceiptTax(rate=Decimal("0.17"), base=Money.of("100.00"), vat=Money.of("17.00"))), "no rate"),
    (receipt("121.06", replace(TWENTY_ONE, vat=Money.of("21.06"))), "not the tax"),
    (receipt("10.01", ReceiptTax(rate=Decimal(0), base=Money.of("10.00"), vat=Money.of("0.01"))), "not the tax"),
    (receipt("300.00", replace(TWENTY_ONE, vat=Money.of("200.00"))), "not the tax"),
    (receipt("242.00", TWENTY_ONE, replace(TWENTY_ONE, rate=Decimal("0.210"))), "twice"),
    (receipt(category="mileage"), "kilometres"),
    (receipt(kilometres=Decimal(1)), "kilometres"),
])
def test_a_receipt_that_cannot_be_right_is_refused(found: Receipt, fault: str) -> None:
    with pytest.raises(ReceiptNotPossible, match=fault):
        assert_possible(found, today=DAY, rates=[Decimal("0.21")])


def test_a_till_may_round_each_line_and_what_bears_no_tax_needs_no_rate() -> None:
    assert_possible(receipt("121.05", replace(TWENTY_ONE, vat=Money.of("21.05"))), today=DAY, rates=[Decimal("0.21")])
    free = ReceiptTax(rate=Decimal(0), base=Money.of("10.00"), vat=NOTHING)
    assert_possible(receipt("10.00", free), today=DAY, rates=[Decimal("0.21")])


@pytest.mark.parametrize("found", [
    replace(receipt(), gross=Money.of("121.00", "USD")),
    receipt("121.00", replace(TWENTY_ONE, vat=Money(2_100, "USD"))),
    receipt("121.00", replace(TWENTY_ONE, base=Money(10_000, "USD")))])
def test_what_was_bought_in_another_currency_is_refused(found: Receipt) -> None:
    with pytest.raises(CurrencyNotOurs):
        assert_in_currency(found, "EUR")
    assert_in_currency(receipt(), "EUR")


@pytest.mark.parametrize(("text", "number"), [
    ("F-1", "F-1"), ("٣", "٣"), ("-", ""), ("n/a", ""), ("🧾", ""), ("", "")])
def test_a_number_has_a_digit(text: str, number: str) -> None:
    assert number_in(text) == number


def test_from_an_amount_on_the_document_names_the_cooperative() -> None:
    with pytest.raises(EntityNotNamed):
        assert_named(receipt(names_entity=False), named_from=Money.of("121.00"), home="BE")
    assert_named(receipt(names_entity=False), named_from=Money.of("121.01"), home="BE")
    assert_named(receipt(names_entity=True), named_from=Money.of("121.00"), home="BE")
    assert_named(receipt(names_entity=False, kilometres=Decimal(500)), named_from=Money.of("121.00"), home="BE")


def test_an_invoice_from_abroad_in_the_cooperatives_name_is_the_accountants() -> None:
    with pytest.raises(PurchaseNotCovered):
        assert_named(receipt(country="FR"), named_from=Money.of("125.00"), home="BE")
    assert_named(receipt(country="FR", names_entity=False), named_from=Money.of("125.00"), home="BE")


def test_a_year_is_claimed_until_its_closing_day() -> None:
    assert_in_time(date(2026, 12, 31), closing_day="01-15", today=date(2027, 1, 15))
    with pytest.raises(ClosingDayPassed):
        assert_in_time(date(2026, 1, 1), closing_day="01-15", today=date(2027, 1, 16))


@pytest.mark.parametrize(("kilometres", "amount"), [("100", "44.49"), ("1", "0.44"), ("12.5", "5.56")])
def test_a_journey_is_refunded_by_the_kilometre_half_up(kilometres: str, amount: str) -> None:
    assert mileage(Decimal(kilometres), Decimal("0.4449"), "EUR") == Money.of(amount)


def test_the_share_of_the_tax_is_given_back_only_on_an_invoice_in_the_cooperatives_name() -> None:
    whole = line_of(receipt(), rule("0.35"), claimed=NOTHING)
    assert (whole.refunded, whole.deductible, whole.cost, whole.purchase) == (
        Money.of("121.00"), Money.of("7.35"), Money.of("113.65"), "goods")
    till = line_of(receipt(names_entity=False), rule(), claimed=NOTHING)
    assert (till.deductible, till.cost, till.purchase) == (NOTHING, Money.of("121.00"), "")


def test_what_is_above_a_limit_is_the_members_and_its_tax_is_not_given_back() -> None:
    line = line_of(receipt(), rule(limit="100.00", per="month"), claimed=Money.of("39.50"))
    assert (line.refunded, line.vat, line.deductible) == (Money.of("60.50"), Money.of("10.50"), Money.of("10.50"))
    with pytest.raises(NothingLeftToClaim):
        line_of(receipt(), rule(limit="100.00", per="month"), claimed=Money.of("100.00"))
    assert line_of(receipt(), rule(limit="100.00", per="month"), claimed=Money.of("99.99")).refunded.cents == 1


@pytest.mark.parametrize(("per", "amounts"), [("day", ["60.00", "40.00", "60.00"]), ("month", ["60.00", "40.00"])])
def test_the_receipts_of_a_claim_share_the_limit_of_their_day_or_month(per: str, amounts: list[str]) -> None:
    found = [receipt("60.00", ReceiptTax(rate=Decimal(0), base=Money.of("60.00"), vat=NOTHING), receipt_id=str(place),
                     bought_on=day) for place, day in enumerate((DAY, DAY, date(2026, 9, 4)))]
    of_each = {one.receipt_id: rule(limit="100.00", per=per) for one in found}
    lines = claim_lines(found[:len(amounts)], of_each, claimed={})
    assert [str(line.refunded.amount) for line in lines] == amounts


def test_what_was_claimed_counts_in_its_period_and_category() -> None:
    told = [("meals", date(2026, 9, 1), Money.of("10.00")), ("meals", date(2026, 9, 30), Money.of("5.00")),
            ("meals", date(2026, 8, 31), Money.of("7.00")), ("car", DAY, Money.of("9.00"))]
    assert by_period(told, {"meals": "month"}) == {
        ("meals", date(2026, 9, 1)): Money.of("15.00"), ("meals", date(2026, 8, 1)): Money.of("7.00")}


@pytest.mark.parametrize("actor", ["mbr", "clerk"])
def test_neither_the_member_nor_who_claimed_decides(actor: str) -> None:
    with pytest.raises(SecondPersonApproves):
        decide(claim(asked_by="clerk"), approved=True, actor=actor)
    assert decide(claim(asked_by="clerk"), approved=True, actor="other").state == ClaimState.APPROVED
    assert decide(claim(asked_by="clerk"), approved=False, actor="other").state == ClaimState.REFUSED


def test_who_approved_names_no_other_account_for_what_came_back() -> None:
    returned = claim(ClaimState.RETURNED, iban="BE71096123456769", decided_by="clerk")
    with pytest.raises(ApproverKeepsAccount):
        send_again(returned, payee_name="B", iban="BE75001012345651", reference="rfd", actor="clerk")
    for iban, actor in (("BE71096123456769", "clerk"), ("BE75001012345651", "mbr"), ("BE75001012345651", "other")):
        assert send_again(returned, payee_name="B", iban=iban, reference="rfd", actor=actor).state == ClaimState.SENT


def test_a_claim_leaves_when_its_cost_was_received_to_the_cent() -> None:
    approved = claim(ClaimState.APPROVED)
    with pytest.raises(NotEnoughReceived):
        send(approved, available=Money.of("99.99"), reference="rfd", on=DAY)
    assert send(approved, available=Money.of("100.00"), reference="rfd", on=DAY).booked_on == DAY


@pytest.mark.parametrize("state", ClaimState)
def test_each_step_has_the_states_from_which_it_is_made(state: ClaimState) -> None:
    steps = {
        "decide": lambda: decide(claim(state), approved=True, actor="other"),
        "withdraw": lambda: withdraw(claim(state)),
        "send": lambda: send(claim(state), available=Money.of("100.00"), reference="rfd", on=DAY),
        "reject": lambda: reject(claim(state)),
        "send_again": lambda: send_again(claim(state), payee_name="B", iban="BE", reference="rfd", actor="mbr")}
    possible = {ClaimState.ASKED: {"decide", "withdraw"}, ClaimState.APPROVED: {"withdraw", "send"},
                ClaimState.SENT: {"reject"}, ClaimState.RETURNED: {"send_again"}}.get(state, set())
    for name, step in steps.items():
        if name in possible:
            step()
        else:
            with pytest.raises(ClaimNotInState):
                step()
