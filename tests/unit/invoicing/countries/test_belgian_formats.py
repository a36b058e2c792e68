"""CODA, and the words of invoices."""

import tomllib
from importlib import resources

import pytest

from services.invoicing.bank.errors import BankFileNotRead
from services.invoicing.countries.be.coda import read_coda
from services.invoicing.countries.be.words import words_of
from shared.money import Money
from tests.integration.invoicing.bank_files import Moved, coda


def test_a_coda_file_gives_its_statements_with_their_movements() -> None:
    (statement,) = read_coda(coda(Moved(amount="7.00", free="x"), Moved(amount="-2.00", free="y"), opening="10.00"))
    assert (statement.opening, statement.closing) == (Money(1_000), Money(1_500))
    assert [movement.amount for movement in statement.movements] == [Money(700), Money(-200)]


def test_a_coda_file_whose_balances_do_not_add_up_is_refused() -> None:
    with pytest.raises(BankFileNotRead):
        list(read_coda(coda(Moved(amount="7.00", free="x"), closing="8.00")))


def test_every_language_has_every_word() -> None:
    languages = {language: set(words_of(language)) for language in ("fr", "nl", "de", "en")}
    assert len({frozenset(words) for words in languages.values()}) == 1
    text = (resources.files("services.invoicing.countries.be") / "words" / "invoice.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) == set(languages)
