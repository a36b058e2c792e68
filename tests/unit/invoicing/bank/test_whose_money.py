"""Whose a movement is, and what is read of its references."""

from dataclasses import replace
from datetime import date

import pytest

from services.invoicing.bank.errors import BalanceBroken, StatementChanged
from services.invoicing.bank.rules import (
    BankStatement,
    KnownStatement,
    ReferenceRange,
    assert_adds_up,
    assert_in_currency,
    carried_out,
    is_the_same,
    known_reference,
    owner_of,
)
from services.invoicing.countries.be.references import structured, structured_communication
from services.invoicing.matching.rules import invoice_numbers_in
from services.invoicing.orders.errors import CurrencyNotOurs
from shared.countries import load_tables
from shared.money import Money

DAY = date(2026, 10, 2)
TABLES = load_tables("services.invoicing", "BE")
RANGES = [
    ReferenceRange(owner=key, **{name: TABLES.row("reference_range", DAY, key)[name]
                                 for name in ("paid_by", "transfers", "clearing")})
    for name, key in TABLES.names() if name == "reference_range"]
DUE, REFUND = "due" + "0" * 32, "rfd" + "0" * 32
WAGE, CLAIM = "wag" + "0" * 32, "clm" + "0" * 32


@pytest.mark.parametrize(("came_in", "communication", "reference", "owner"), [
    (True, "100000000135", "", "membership"), (True, "200000000169", "", "invoicing"),
    (True, "200000000169", WAGE, "invoicing"),
    (True, "300000000106", "", ""), (True, "", WAGE, ""), (True, "", "", ""),
    (False, "", WAGE, "payroll"), (False, "", CLAIM, "membership"),
    (False, "", DUE, "payroll"), (False, "", "due_" + DUE[3:], "payroll"), (False, "", REFUND, "invoicing"),
    (True, "", DUE, ""), (False, "", "dues" + DUE[3:], ""),
    (False, "100000000135", "", ""), (False, "200000000169", "", ""),
    (False, "", "wagenpark 7", ""), (False, "", WAGE + "0", ""), (False, "", "RENT", "")])
def test_what_comes_in_is_told_by_its_communication_and_what_goes_out_by_the_id_of_its_own_transfer(
    came_in: bool, communication: str, reference: str, owner: str,
) -> None:
    found = owner_of(RANGES, came_in=came_in, structured_communication=communication, end_to_end_id=reference)
    assert (found.owner if found else "") == owner


def test_a_transfer_of_ours_is_carried_out_once_and_to_the_cent() -> None:
    moved = [("mov_1", REFUND, Money.of("-9.99")), ("mov_2", REFUND, Money.of("-10.00")),
             ("mov_3", REFUND, Money.of("-10.00")), ("mov_4", "", Money.of("-10.00"))]
    assert carried_out({REFUND: Money.of("10.00")}, moved) == {"mov_2"}
    assert carried_out({}, moved) == set()


@pytest.mark.parametrize(("text", "digits"), [
    ("+++200/0000/00169+++", "200000000169"), ("***200/0000/00169***", "200000000169"),
    ("200000000169", "200000000169"), ("+++200/0000/00168+++", ""), ("facture 200000000169", ""), ("", ""),
    ("FACT 2026/000001 +++200/0000/00169+++ merci", "200000000169"), ("paiement 200/0000/00169", "200000000169"),
    ("200 0000 00169 merci", "200000000169"), ("+++200/0000/00168+++ merci", ""),
    ("+++200/0000/00169+++ et +++100/0000/00135+++", ""), ("1200/0000/001690", "")])
def test_a_structured_communication_counts_only_with_right_check_digits(text: str, digits: str) -> None:
    assert structured(text) == digits


@pytest.mark.parametrize(("prefix", "place", "digits"), [
    ("2", 1, "200000000169"), ("2", 999_999_999, "299999999962"), ("45", 7, "450000000782")])
def test_a_range_gives_each_place_a_communication_that_is_read_again(prefix: str, place: int, digits: str) -> None:
    reference = structured_communication(prefix, place)
    assert reference.bare[:10] == digits[:10]
    assert structured(reference.printed) == structured(reference.bare) == reference.bare


@pytest.mark.parametrize(("text", "known"), [
    ("NOTPROVIDED", ""), ("NOT PROVIDED", ""), ("a\x00b", "ab"), ("x" * 40, "x" * 35), ("", "")])
def test_a_reference_is_told_as_text_or_not_at_all(text: str, known: str) -> None:
    assert known_reference(text) == known


def statement(opening: int, closing: int, currency: str = "EUR") -> BankStatement:
    return BankStatement(account="BE1", identity="2026/1", opening=Money(opening, currency),
                         closing=Money(closing, currency), closing_on=DAY, movements=())


def test_a_statement_adds_up_and_is_in_the_currency_of_the_books() -> None:
    assert_adds_up(statement(5, 5))
    assert_in_currency(statement(5, 5), "EUR")
    with pytest.raises(BalanceBroken):
        assert_adds_up(statement(5, 6))
    with pytest.raises(CurrencyNotOurs):
        assert_in_currency(statement(5, 5, "SEK"), "EUR")


@pytest.mark.parametrize(("text", "numbers"), [
    ("facture 2026/000001", ["2026/000001"]), ("2026/000001, 2026/000002 + 2026/000001", ["2026/000001",
                                                                                          "2026/000002"]),
    ("CN2026/000001", []), ("2026/0000011", []), ("", [])])
def test_an_invoice_number_is_found_between_other_words(text: str, numbers: list[str]) -> None:
    assert invoice_numbers_in(text) == numbers


def test_a_statement_sent_again_is_the_same_money_and_one_of_another_year_another_statement() -> None:
    known = KnownStatement(statement_id="stm", closing_on=DAY, opening=Money(5), closing=Money(5), amounts=())
    assert is_the_same(statement(5, 5), known)
    assert not is_the_same(statement(5, 6), replace(known, closing_on=date(2025, 10, 2)))
    for other in (replace(known, amounts=(1, -1)), replace(known, opening=Money(6))):
        with pytest.raises(StatementChanged):
            is_the_same(statement(5, 5), other)
