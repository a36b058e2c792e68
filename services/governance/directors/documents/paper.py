"""The papers of the board, in the family's look: candidacies, the declaration of an assembly, one mandate."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from services.governance.directors.rules.election import BoardCall, Candidacy
from services.governance.directors.rules.mandates import Deciding, Director, End, Mandate, Origin, end_of
from services.governance.directors.rules.motions import Motion
from services.governance.directors.rules.statute import Seat
from services.governance.events import MandateEndReason
from shared.papers import (
    Block,
    Cell,
    Column,
    Facts,
    Paragraphs,
    PrintedPaper,
    PrintedParty,
    Signatures,
    Table,
    Value,
    print_paper,
)

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """On what a paper is printed: whose it is, of which day, in which language and country."""

    issuer: PrintedParty
    on: date
    language: str
    country: str

    @property
    def words(self) -> Words:
        """The words of its language."""
        return _words(self.language)

    def printed(self, title: str, *blocks: Block) -> bytes:
        """The paper, signed by chair and secretary."""
        words = self.words
        places = [("", words["chair"]), ("", words["secretary"])]
        return print_paper(PrintedPaper(
            language=self.language, country=self.country, title=title, on=self.on, issuer=self.issuer,
            blocks=(*blocks, Signatures(places)), footer=(words["footer"],)))


def candidates(sheet: Sheet, call: BoardCall, standing: Sequence[Candidacy], *, seed: str) -> bytes:
    """Who stands, with what they say in the paper's language (else in the first that they wrote in)."""
    words = sheet.words
    columns = (Column(words["place"], figures=True), Column(words["candidate"], wide=True), Column(words["college"]))
    rows = [(place, Cell(one.person.words, detail=_statement(one, sheet.language)), one.college)
            for place, one in enumerate(standing, start=1)]
    table = Table(columns, rows) if rows else Paragraphs((words["nobody_stands"],))
    return sheet.printed(
        words["candidacies"],
        Facts(((words["called_on"], call.called_on), (words["closes_on"], call.closes_on),
               (words["seed_digest"], call.seed_digest), (words["seed"], seed)), boxed=True),
        Paragraphs((words["by_lot" if seed else "not_drawn"],)), table)


def _statement(one: Candidacy, language: str) -> str:
    """What a candidate says in a language, else in the first that they wrote in."""
    statements = dict(one.statements)
    return statements.get(language) or next(iter(statements.values()), "")


def declaration(
    sheet: Sheet, title: str, board: Sequence[Director], gone: Sequence[tuple[Mandate, End]], *, gap: int, least: int,
) -> bytes:
    """The whole board as it sits from the assembly on, who sits no more (`gone`), how many are missing at the least."""
    words = sheet.words
    columns = (Column(words["seat"]), Column(words["director"], wide=True), Column(words["origin"]),
               Column(words["since"]), Column(words["until"]))
    ended = Table((Column(words["seat"]), Column(words["director"], wide=True), Column(words["why"], wide=True)),
                  [(_seat(one.seat, words), one.person.words, words[end.reason]) for one, end in gone],
                  heading=words["ended"])
    missing = Paragraphs((words["gap"].format(count=gap, least=least),))
    return sheet.printed(
        words["declaration"], Paragraphs((words["decided"].format(title=title),)),
        Table(columns, [_row(one, words) for one in board], heading=words["board"]),
        *([ended] if gone else []), *([missing] if gap else []))


def _row(one: Director, words: Words) -> Sequence[Value | Cell]:
    if one.mandate is None or one.end is None:
        trait = one.seat.reserved_for
        reserved = words["reserved"].format(trait=words.get(trait, trait)) if trait else ""
        return (_seat(one.seat, words), Cell(words["vacant"], detail=reserved), "", "", "")
    origin = Cell(words[one.mandate.origin], detail=words["to_confirm"] if one.to_confirm else "")
    return (_seat(one.seat, words), one.mandate.person.words, origin, one.mandate.starts_on, one.end.on)


def certificate(sheet: Sheet, mandate: Mandate, deciding: Deciding) -> bytes:
    """One mandate: how it began, whether an assembly confirmed it, when and by what it ends."""
    words, end = sheet.words, end_of(mandate, deciding)
    confirmed = next((day for day in deciding.days if day > mandate.starts_on
                      and deciding.verdict(day, mandate.asked(Motion.CONFIRM)) == "yes"), None)
    waits = mandate.origin == Origin.CO_OPTED and not confirmed and end.reason != MandateEndReason.NOT_CONFIRMED
    return sheet.printed(
        words["mandate"], Facts((
            (words["director"], mandate.person.words), (words["seat"], _seat(mandate.seat, words)),
            (words["origin"], words[mandate.origin]), (words["since"], mandate.starts_on),
            (words["confirmed_on"], confirmed or (words["to_confirm"] if waits else "")),
            (words["until"], end.on), (words["why"], words[end.reason])), boxed=True),
        Paragraphs((words["first_day_without"], words["unpaid"])))


def _seat(seat: Seat, words: Words) -> str:
    return words["seat_of"].format(college=seat.college, number=seat.number)


@cache
def _words(language: str) -> Words:
    words: dict[str, Words] = tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))
    return words[language]
