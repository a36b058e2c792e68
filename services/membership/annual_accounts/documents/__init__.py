"""The annual accounts on paper: balance sheet, income statement, and what the assembly decided of the result."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from services.membership.annual_accounts.rules.statement import OWED, Side, Statement
from shared.ledger import MAIN_ENTITY
from shared.money import Money, total
from shared.papers import Block, Column, Facts, Paragraphs, PrintedPaper, PrintedParty, Sums, Table, print_paper

Words = dict[str, str]


def annual_accounts_pdf(drawn: Statement, *, language: str, country: str, issuer: PrintedParty) -> bytes:
    """The accounts of a year; those of the year before stand beside them where they are known."""
    words, accounts = _words(language), drawn.accounts
    result = accounts.result
    return print_paper(PrintedPaper(
        language=language, country=country, issuer=issuer, title=words["title"], number=str(accounts.year),
        on=accounts.approval.approved_on if accounts.approval else accounts.last_day,
        dense=True,
        facts=((words["year"], str(accounts.year)),
               (words["entity"], "" if accounts.entity == MAIN_ENTITY else accounts.entity),
               (words["net_assets"], accounts.net_assets)),
        blocks=(
            *_side(drawn, Side.ASSETS, language), *_side(drawn, Side.EQUITY, language),
            *_side(drawn, Side.DEBTS, language), Sums([(words["liabilities"], drawn.sum_of(*OWED))]),
            *_side(drawn, Side.INCOME, language), *_side(drawn, Side.CHARGES, language),
            Sums([(words["loss" if result < Money.zero(result.currency) else "gain"], result)]),
            _decided(drawn, words))))


def _side(drawn: Statement, side: Side, language: str) -> Iterator[Block]:
    words, year = _words(language), drawn.accounts.year
    lines = [one for one in drawn.rubrics if one.side == side]
    knows_before = any(one.before is not None for one in drawn.rubrics)
    columns = [Column(words["code"]), Column(words["rubric"], wide=True), Column(str(year), figures=True),
               *([Column(str(year - 1), figures=True)] if knows_before else [])]
    rows = [[one.rubric, one.names[language], one.amount,
             *(["" if one.before is None else one.before] if knows_before else [])] for one in lines]
    yield Table(columns, rows, heading=words[side])
    yield Sums([(words[side], total((one.amount for one in lines), drawn.accounts.result.currency))])


def _decided(drawn: Statement, words: Words) -> Block:
    if (approval := drawn.accounts.approval) is None:
        return Paragraphs([words["not_yet"]], heading=words["appropriation"])
    return Facts(((words["resolution"], approval.resolution_id), (words["approved_on"], approval.approved_on),
                  (words["to_reserve"], approval.to_reserve), (words["carried_on"], drawn.accounts.carried_on),
                  (words["dividend"], words["none"])), heading=words["appropriation"])


@cache
def _words(language: str) -> Words:
    words = tomllib.loads((resources.files(__name__) / "words.toml").read_text(encoding="utf-8"))
    return {name: translations[language] for name, translations in words.items()}
