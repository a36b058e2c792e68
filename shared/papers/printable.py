"""Paragraphs that a paper can show: what the fonts hold is kept, the rest is replaced where everybody sees it.

A paper is never stopped by an emoji, and never says on the screen of one reader what it hides from another: letters
that are invisible or turn the direction of reading are taken away. A form asks `has_hidden` and refuses them instead.
"""

import re
import tomllib
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from importlib import resources

MARK = "\N{WHITE SQUARE}"
LONGEST_WORD = 24  # a longer one may break anywhere, or it would run over the edge
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
MOST_ACCENTS = 2  # on one letter, beyond those that it is written with; more would paint over the lines around it
_TAKES_ACCENT = re.compile(rf"[A-Za-z\u00c0-\u024f][\u0300-\u0345]{{,{MOST_ACCENTS - 1}}}\Z")
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # blank or without width, whatever their category says
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # another drawing of the letter before
_EMOJI = "[\u2190-\u2bff\U0001f000-\U0001faff]"
_ONE_EMOJI = re.compile(f"({_EMOJI})(?:[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d{_EMOJI})+")
_SPACES = {"\t": " ", "\u2028": "\n", "\u2029": "\n", "\u2007": "\u00a0", "\u202f": "\u00a0"}


def is_hidden(letter: str) -> bool:
    """Whether a letter is invisible, turns the direction of reading, or is none (control, format, unassigned)."""
    return letter in _FILLERS or _VARIANTS.match(letter) is not None or (
        letter not in "\n\t" and unicodedata.category(letter) in {"Cc", "Cf", "Cn", "Co", "Cs"})


def has_hidden(text: str) -> bool:
    """Whether a text holds letters that a reader cannot see: a form refuses such text."""
    return any(is_hidden(letter) for letter in text)


def printable(text: str) -> str:
    """The text as papers show it: one mark for each sign that no font holds, long words breakable.

    Accents that a letter is not written with are left out where no font can set them (vowel points, stacks of accents).
    """
    shown = text if text.isascii() and text.isprintable() else _covered(text)
    return _LONG_WORD.sub(_breakable, shown) if len(shown) > LONGEST_WORD else shown


def _covered(text: str) -> str:
    shown = ""
    for letter in unicodedata.normalize("NFC", _ONE_EMOJI.sub(r"\1", text)):
        kept = _shown(letter)
        if kept is None:
            kept = letter if "\u0300" <= letter <= "\u0345" and _TAKES_ACCENT.search(shown[-MOST_ACCENTS:]) else ""
        shown += kept
    return shown


@lru_cache(maxsize=4_096)
def _shown(letter: str) -> str | None:
    """What stands for a letter wherever it stands; nothing for an accent: the letter before decides on that."""
    if is_hidden(letter):
        return ""
    if unicodedata.category(letter).startswith("M"):
        return None
    plain = _SPACES.get(letter, letter)
    return plain if is_covered(plain) else MARK


def is_covered(letter: str) -> bool:
    """Whether the fonts of the press hold a letter."""
    starts, ends = _coverage()
    place = bisect_right(starts, ord(letter)) - 1
    return letter == "\n" or (place >= 0 and ord(letter) <= ends[place])


def _breakable(word: re.Match[str]) -> str:
    return re.sub(r"(.{8})(?=.)", "\\1\u200b", word[0])


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """First and last letter of each range that typst's own fonts hold; a test asks typst about every edge."""
    text = (resources.files(__package__) / "covered.toml").read_text(encoding="ascii")
    pairs = [pair.partition("-") for pair in tomllib.loads(text)["ranges"].split()]
    return [int(first, 16) for first, _, _ in pairs], [int(last or first, 16) for first, _, last in pairs]
