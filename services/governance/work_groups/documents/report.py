"""The report of a group, in the family's look: mandate, lot, meetings, recommendations, the board's answers, rates."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from services.governance.work_groups.rules import Recommendation, ThemeRate, Volunteer, WorkGroup
from shared.papers import Cell, Column, Facts, Paragraphs, PrintedPaper, PrintedParty, Signatures, Table, print_paper

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a group has come to: who was drawn, how often it met, what it recommends, and how far that is."""

    group: WorkGroup
    members: list[Volunteer]
    meetings: int
    recommendations: list[Recommendation]
    rates: list[ThemeRate]
    has_facilitator: bool


def report_pdf(work: Work, *, on: date, language: str, country: str, issuer: PrintedParty) -> bytes:
    """The report as PDF; it names nobody, and has all with which the lot is drawn again."""
    words, group = _words(language), work.group
    drawn = Counter(one.stratum for one in work.members)
    return print_paper(PrintedPaper(
        language=language, country=country, title=words[group.kind], on=on, issuer=issuer,
        blocks=(Facts(((words["mandate"], group.title), (words["deliverable"], group.deliverable),
                       (words["ends_on"], group.ends_on), (words["facilitator"], words[
                           "chosen" if work.has_facilitator else "not_chosen"]), (words["meetings"], work.meetings),
                       (words["seed_digest"], group.seed_digest), (words["seed"], group.seed)), boxed=True),
                Table((Column(words["stratum"], wide=True), Column(words["seats"], figures=True),
                       Column(words["drawn"], figures=True), Column(words["vacant"], figures=True)),
                      [(one.name, one.seats, drawn[one.name], one.seats - drawn[one.name]) for one in group.strata],
                      heading=words["lot"]),
                *_recommendations(work, words), Signatures([("", words["signs"]), ("", words["chair"])])),
        footer=(words["footer"],)))


def _recommendations(work: Work, words: Words) -> tuple[Table | Paragraphs, ...]:
    """Each recommendation with the board's answer, and how far those of each theme are."""
    if not work.recommendations:
        return (Paragraphs((words["none"],), heading=words["recommendations"]),)
    rows = [(one.place, Cell(one.words, detail=one.theme), Cell(
        words[one.status or "waiting"], detail=one.answer), one.answer_due_on, one.answered_on or "")
        for one in work.recommendations]
    return (Table((Column("", figures=True), Column(words["recommendation"], wide=True),
                   Column(words["answer"], wide=True), Column(words["due"]), Column(words["answered_on"])), rows,
                  heading=words["recommendations"]),
            Table((Column(words["theme"], wide=True), Column(words["made"], figures=True),
                   Column(words["answered"], figures=True), Column(words["done"], figures=True)),
                  [(one.theme, one.made, one.answered, one.done) for one in work.rates], heading=words["rates"]))


@cache
def _words(language: str) -> Words:
    words: dict[str, Words] = tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))
    return words[language]
