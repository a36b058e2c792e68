"""The short minutes of a meeting of the board, in the family's look: who was there, what was decided, who kept out."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from services.governance.board_meetings.rules import Decision, Meeting
from shared.papers import Block, Facts, Paragraphs, PrintedPaper, PrintedParty, Signatures, print_paper

Words = Mapping[str, str]


def meeting_pdf(
    meeting: Meeting, names: Mapping[str, str], *, language: str, country: str, issuer: PrintedParty,
) -> bytes:
    """The minutes as PDF; `names` are those of the directors by their mandates. Before another approved, a draft."""
    words = _words(language)
    return print_paper(PrintedPaper(
        language=language, country=country, title=words["title"], on=meeting.held_on, issuer=issuer,
        blocks=(Facts(((words["held_on"], meeting.held_on), (words["noted_on"], meeting.noted_on),
                       (words["approved"], meeting.approved_on or "")), boxed=True),
                *([] if meeting.approved_on else [Paragraphs((words["draft"],))]),
                Paragraphs(_named(meeting.present, names), heading=words["present"]),
                *([Paragraphs(tuple(meeting.observers), heading=words["observers"])] if meeting.observers else []),
                *(block for one in meeting.decisions for block in _decision(one, names, words)),
                Signatures([("", words["chair"]), ("", words["secretary"])])),
        footer=(words["footer"],)))


def _named(mandates: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names[one] for one in mandates))


def _decision(one: Decision, names: Mapping[str, str], words: Words) -> Iterator[Block]:
    """A decision, its votes, and who had an interest in it (CSA art. 6:64 wants it in the minutes, with why)."""
    yield Paragraphs((one.words,), heading=one.title)
    interest = ((words["interested"], ", ".join(_named(one.interested, names))),) if one.interested else ()
    explained = ((words["explanation"], one.explanation),) if one.explanation else ()
    taken_in = ((words["co_opted"], one.co_opts.person.words),) if one.co_opts else ()
    yield Facts(((words["votes"], words["counted"].format(
        votes_for=one.votes_for, against=one.votes_against, abstained=one.abstentions)),
        (words["decision"], words["adopted" if one.adopted else "rejected"]), *interest, *explained, *taken_in))


@cache
def _words(language: str) -> Words:
    words: dict[str, Words] = tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))
    return words[language]
