"""The entry card, in the family's look: which assembly, when, and the QR code."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import segno

from services.governance.assemblies.rules import Assembly
from shared.papers import Facts, Paragraphs, PrintedPaper, PrintedParty, print_paper

Words = Mapping[str, str]


def entry_card(assembly: Assembly, code: str, *, language: str, country: str, issuer: PrintedParty) -> bytes:
    """The card as PDF; it names nobody: the desk looks at who shows it."""
    words = _words(language)
    return print_paper(PrintedPaper(
        language=language, country=country, title=words["title"], on=assembly.held_on, issuer=issuer,
        blocks=(Facts(((words["assembly"], assembly.title), (words["held_on"], assembly.held_on),
                       (words["code"], code)), boxed=True, picture_says=words["scan"],
                      picture=str(segno.make(code, error="m", micro=False).svg_inline(border=2))),
                Paragraphs((words["how"],))), footer=(words["footer"],)))


@cache
def _words(language: str) -> Words:
    words: dict[str, Words] = tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))
    return words[language]
