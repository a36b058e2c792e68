"""The minutes as a chair signs them: the family's paper, in the language of the bureau, with tables and margins."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

from services.governance.assemblies.rules import SETTLEMENTS, AgendaItem, AssemblyDetail
from services.governance.ballots.rules.papers import FIGURES
from services.governance.elections.rules.majority import Presence, Rule, Secrecy, Votes, needed_for
from services.governance.minutes.rules import Signatory
from services.governance.polls.rules.poll import PollDetail
from services.governance.questions.rules import Question
from shared.papers import (
    Block,
    Cell,
    Column,
    Facts,
    Figures,
    Paragraphs,
    Percent,
    PrintedPaper,
    PrintedParty,
    Signatures,
    Table,
    print_paper,
)

SHOWN_DIGITS = 16  # of a digest: enough to recognise it; the published file has it whole
PER_CENT_PLACES = Decimal("0.0001")
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Whose assembly it is, as its statutes name it."""

    name: str
    form: str
    seat: str


def minutes_pdf(
    assembly: AssemblyDetail, polls: Sequence[PollDetail], incidents: Sequence[str], bureau: Sequence[Signatory], *,
    language: str, country: str, company: Company, questions: Sequence[Question] = (),
) -> bytes:
    """The minutes as PDF; they name no member but those of the bureau (the attendance list is a paper of its own)."""
    words, figures = words_of(language), Figures(language, country)
    items = [block for item, poll in zip(assembly.agenda, polls, strict=True)
             for block in _item(item, poll, words, figures)]
    places = [(one.name, words[one.role]) for one in bureau] or [("", words[role]) for role in ("chair", "secretary",
                                                                                               "teller")]
    return print_paper(PrintedPaper(
        language=language, country=country, title=words["title"], on=assembly.held_on,
        issuer=PrintedParty(name=company.name, lines=(company.form, company.seat)),
        blocks=(Paragraphs((words["first_call"] if assembly.call == 1 else words["second_call"],),
                           heading=assembly.title),
                *_head(assembly, words), *items, *_questions(questions, words),
                Paragraphs(tuple(incidents) or (words["no_incidents"],), heading=words["incidents"]),
                Paragraphs((), heading=words["signed_by"]), Signatures(places)),
        footer=(words["footer"],)))


def _questions(questions: Sequence[Question], words: Words) -> Iterator[Block]:
    """What members asked and what they were told; nobody's name."""
    if questions:
        columns = (Column(words["question"], wide=True), Column(words["answer"], wide=True))
        yield Table(columns, [(one.words, Cell(words[one.state], detail=one.answer)) for one in questions],
                    heading=words["questions"])


def _head(assembly: AssemblyDetail, words: Words) -> Iterator[Block]:
    roll = assembly.roll
    on_the_roll = ((words["record_on"], roll.record_on), (words["members"], roll.members),
                   (words["voting_members"], roll.voting_members), (words["shares"], roll.shares),
                   (words["voting_shares"], roll.voting_shares)) if roll else ()
    yield Facts(((words["held_on"], assembly.held_on), (words["convened_on"], assembly.convened_on), *on_the_roll,
                 (words["present"], assembly.present)), boxed=True)
    if assembly.documents:
        yield Paragraphs(tuple(document.name for document in assembly.documents), heading=words["documents"])


def _item(item: AgendaItem, detail: PollDetail, words: Words, figures: Figures) -> Iterator[Block]:
    """One item: its question, the votes in a table, how quorum and majority came out, and what was decided."""
    cancelled = tuple(words["cancelled"].format(
        on=figures.spell(date.fromisoformat(one.cancelling.cancelled_on)), reason=one.cancelling.reason)
        for one in detail.cancelled)
    yield Paragraphs((item.question, *cancelled), heading=f"{item.place}. {item.title}")
    ended = f"{words[item.outcome]}. {item.reason}" if item.outcome in SETTLEMENTS else ""
    if detail.result is None:
        yield Facts(((words["decision"], ended or words["no_result"]),))
        return
    result, rule = detail.result, detail.poll.paper.rules
    yield _votes(result.votes, words)
    counts = words["secret_counts"].format(credentials=figures.spell(detail.poll.credentials or 0),
                                           ballots=figures.spell(result.ballots))
    needed = needed_for(rule, result.votes.cast)
    if result.papers:
        figures_on_paper = {name: figures.spell(getattr(result.papers, name)) for name in ("papers", *FIGURES)}
        counts = f"{counts}. {words['on_paper'].format(**figures_on_paper)}"
    warning = "" if result.secrecy == Secrecy.KEPT else f" {words[result.secrecy]}"
    proof = ((words["open"], words["by_hand"]),) if result.by_hand else (
        (words["secret"], f"{counts}.{warning}"),
        (words["proof"], words["paper_digest"].format(digest=detail.poll.digest[:SHOWN_DIGITS])))
    all_colleges = ((words["in_all_colleges"], words[f"together_{item.outcome}"]),) if (
        item.college and not ended) else ()
    yield Facts((
        (words[rule.decision], f"{words[result.reason or 'adopted']}. {ended}".strip()),
        (words["quorum"], _quorum(rule, result.presence, words, figures)),
        (words["majority"], words["more_than" if rule.more_than else "at_least"].format(
            n=rule.majority_numerator, d=rule.majority_denominator, needed=figures.spell(needed))),
        (words["margin"], words["margin_below" if result.votes_for < needed else "margin_above"].format(
            count=figures.spell(abs(result.votes_for - needed)))),
        *all_colleges, *proof))


def _votes(votes: Votes, words: Words) -> Table:
    def share(count: int) -> Percent | str:
        return Percent((Decimal(count) / votes.cast).quantize(PER_CENT_PLACES)) if votes.cast else ""

    columns = (Column(words["choice"], wide=True), Column(words["votes"], figures=True),
               Column(words["share"], figures=True))
    return Table(columns, (
        (words["for"], votes.votes_for, share(votes.votes_for)),
        (words["against"], votes.votes_against, share(votes.votes_against)),
        (words["abstain"], votes.abstentions, ""),
        (Cell(words["cast"], strong=True), Cell(votes.cast, strong=True), "")))


def _quorum(rule: Rule, presence: Presence, words: Words, figures: Figures) -> str:
    if not rule.quorum_numerator:
        return words["quorum_none"]
    return words[f"quorum_{rule.quorum_base}"].format(
        n=rule.quorum_numerator, d=rule.quorum_denominator, entitled=figures.spell(presence.entitled),
        present=figures.spell(presence.present))


@cache
def words_of(language: str) -> Words:
    """What the papers of the minutes say in a language."""
    words: dict[str, Words] = tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))
    return words[language]
