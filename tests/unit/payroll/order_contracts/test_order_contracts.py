"""Who signs the contract of an order, until when, and what it says in four languages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from services.payroll.countries.be.order_contract import order_contract
from services.payroll.employment_contracts.errors import CooperativeSignsItself, FirstHourPassed
from services.payroll.employment_contracts.rules import Party
from services.payroll.order_contracts import rules
from services.payroll.order_contracts.errors import OrderContractOver, OrderContractSigned
from services.payroll.order_contracts.rules import OrderContract, OrderContractState, OrderTerms
from shared.money import Money
from shared.papers import LANGUAGES, print_paper
from tests.unit.payroll.builders import EMPLOYER, WORKER

FIRST, LAST, DAY = date(2026, 9, 7), date(2026, 9, 11), timedelta(days=1)
AT = datetime(2026, 9, 4, 9, 0, tzinfo=UTC)
CONTRACT = OrderContract(order_id="ord_1", member_id="mbr_1", place=1, number="1/1", starts_on=FIRST, ends_on=LAST,
                         written_on=date(2026, 9, 3), digest="a" * 64)
TERMS = OrderTerms(number="1/1", employer=EMPLOYER, worker=WORKER, contract="white_collar", starts_on=FIRST,
                   ends_on=LAST, hours=Decimal("38.00"), budget=Money.of("935.00"), gross=Money.of("586.66"),
                   is_change=False, written_on=date(2026, 9, 3))


def sign(contract: OrderContract, party: Party, *, by: str = "clerk", on: date = FIRST) -> OrderContract:
    return rules.sign(contract, party, by=by, on=on, at=AT)


def both(contract: OrderContract = CONTRACT) -> OrderContract:
    return sign(sign(contract, Party.MEMBER, by="mbr_1"), Party.COOPERATIVE)


def test_both_sign_on_the_first_day_at_the_latest() -> None:
    assert both().state_on(FIRST) is OrderContractState.AGREED
    for party in Party:
        with pytest.raises(FirstHourPassed):
            sign(CONTRACT, party, on=FIRST + DAY)
    assert CONTRACT.state_on(FIRST) is OrderContractState.TO_SIGN
    assert sign(CONTRACT, Party.MEMBER).state_on(FIRST + DAY) is OrderContractState.UNSIGNED


def test_a_change_is_signed_until_the_day_on_which_it_was_written() -> None:
    change = replace(CONTRACT, place=2, written_on=FIRST + 2 * DAY)
    assert both(change).is_signed
    with pytest.raises(FirstHourPassed):
        sign(change, Party.MEMBER, on=FIRST + 3 * DAY)


def test_nobody_signs_for_the_other_party_and_a_second_signature_changes_nothing() -> None:
    with pytest.raises(CooperativeSignsItself):
        sign(CONTRACT, Party.COOPERATIVE, by="mbr_1")
    assert rules.sign(both(), Party.COOPERATIVE, by="other", on=FIRST, at=AT + DAY) == both()


def test_a_contract_ends_with_its_last_day_or_with_its_order() -> None:
    assert (both().state_on(LAST), both().state_on(LAST + DAY)) == (OrderContractState.AGREED, OrderContractState.ENDED)
    cancelled = replace(CONTRACT, cancelled_on=FIRST)
    assert cancelled.state_on(FIRST) is OrderContractState.ENDED
    with pytest.raises(OrderContractOver):
        sign(cancelled, Party.MEMBER)


def test_only_work_whose_contract_was_not_signed_in_time_is_settled_and_once() -> None:
    settled = rules.settle(CONTRACT, "Signed on paper on the day", on=FIRST + DAY)
    for contract, on in ((CONTRACT, FIRST), (both(), FIRST + DAY), (settled, FIRST + DAY)):
        with pytest.raises(OrderContractSigned):
            rules.settle(contract, "again", on=on)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["white_collar", "student"])
def test_the_paper_is_printed_in_each_language_and_comes_from_its_text_alone(language: str, kind: str) -> None:
    terms = replace(TERMS, worker=replace(WORKER, language=language), contract=kind)
    again = OrderTerms.from_text(terms.text)
    assert again == terms
    paper = order_contract(again)
    assert (paper.language, paper.number) == (language, "1/1")
    if kind == "student":
        assert print_paper(paper).startswith(b"%PDF")


def test_a_change_and_a_contract_without_known_hours_say_so() -> None:
    first, change = order_contract(TERMS), order_contract(replace(TERMS, is_change=True, hours=None))
    assert (first.title, change.title) == (
        "Contrat de travail à durée déterminée", "Avenant au contrat de travail à durée déterminée")
    assert "38" in str(first.blocks[1])
    assert "Heures" not in str(change.blocks[1])
