"""CODA, and the words of invoices."""

import io
import tomllib
from collections.abc import Callable
from importlib import resources

import pytest
from coda import CODA  # type: ignore[import-untyped]

from services.invoicing.bank.errors import BankFileNotRead
from services.invoicing.countries.be.coda import read_coda
from services.invoicing.countries.be.words import words_of
from shared.money import Money
from tests.integration.invoicing.bank_files import Moved, coda


def test_a_coda_file_gives_its_statements_with_their_movements() -> None:
    (statement,) = read_coda(coda(Moved(amount="7.00", free="x"), Moved(amount="-2.00", free="y"), opening="10.00"))
    assert (statement.opening, statement.closing) == (Money(1_000), Money(1_500))
    assert [movement.amount for movement in statement.movements] == [Money(700), Money(-200)]


def test_coda_is_read_as_another_reader_reads_it() -> None:
    file = coda(Moved(amount="7.00", free="x" * 60), Moved(amount="-600.00", reference="wag" + "0" * 32, name="Ana"),
                Moved(amount="30.00", structured="100000000135"), opening="-12.34", sequence=17)
    (ours,), (theirs,) = list(read_coda(file)), CODA(io.StringIO(file)).statements
    assert (ours.account, ours.opening.amount, ours.closing.amount, ours.closing_on) == (
        theirs.account, theirs.old_balance, theirs.new_balance, theirs.new_balance_date)
    assert ours.identity == "2026/017"
    assert [(one.amount.amount, one.booked_on, one.end_to_end_id, one.counterparty_name, one.counterparty_iban,
             one.bank_reference) for one in ours.movements] == [
        (move.amount, move.entry_date, move.customer_reference, move.counterparty_name, move.counterparty_account,
         move.bank_reference.strip()) for move in theirs.moves]
    assert (ours.movements[0].communication, ours.movements[2].structured_communication) == ("x" * 53, "100000000135")


@pytest.mark.parametrize(("kinds", "amounts"), [
    ("0", ["10.00"]), ("1", ["10.00"]), ("155", ["4.00", "6.00"]), ("266", ["4.00", "6.00"]), ("38", ["10.00"]),
    ("27979", ["4.00", "6.00"]), ("15", ["10.00"]),
])
def test_a_total_is_its_details_where_they_make_it_up_cards_at_a_terminal_too(kinds: str, amounts: list[str]) -> None:
    of_detail = {"155": "46", "266": "46", "38": "9", "27979": "4466", "15": "9"}.get(kinds, "")
    moved = [Moved(amount="10.00" if place == 0 else f"{of_detail[place - 1]}.00", kind=kind)
             for place, kind in enumerate(kinds)]
    (statement,) = read_coda(coda(*moved))
    assert [str(one.amount.amount) for one in statement.movements] == amounts


@pytest.mark.parametrize(("sequence", "coded", "identity"), [
    (7, "", "2026/007"), (7, "000", "2026/007"), (0, "000", "2026-10-02/0/700")])
def test_a_statement_without_a_coded_number_is_named_by_the_paper_or_by_its_day_and_balances(
    sequence: int, coded: str, identity: str,
) -> None:
    (statement,) = read_coda(coda(Moved(amount="7.00", free="x"), sequence=sequence, coded=coded))
    assert statement.identity == identity


@pytest.mark.parametrize("broken", [
    lambda text: text[:300], lambda text: text.replace("\n8", "\nX"), lambda text: text[129:],
    lambda text: text.replace("021026", "321326"), lambda text: text.replace("00150000", "40150000")])
def test_what_is_not_as_febelfin_describes_it_is_refused(broken: Callable[[str], str]) -> None:
    with pytest.raises(BankFileNotRead):
        list(read_coda(broken(coda(Moved(amount="7.00", free="x")))))


def test_every_language_has_every_word() -> None:
    languages = {language: set(words_of(language)) for language in ("fr", "nl", "de", "en")}
    assert len({frozenset(words) for words in languages.values()}) == 1
    text = (resources.files("services.invoicing.countries.be") / "words" / "invoice.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) == set(languages)
