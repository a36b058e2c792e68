"""The family of papers as values: a paper is a head, and blocks one below the other.

Blocks hold plain values (text, amounts, days, shares); the family spells them in the paper's language. Nothing here
knows what a paper is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.papers.figures import Value
from shared.papers.press import Attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedParty:
    """Somebody with a name and lines below it (address, numbers, whom to ask)."""

    name: str
    lines: Sequence[str] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Paragraphs, under a heading where there is one; `small` for legal mentions."""

    paragraphs: Sequence[str]
    heading: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, two columns; those without a value are left out. `boxed`, with a picture (SVG) beside it."""

    pairs: Sequence[tuple[str, Value]]
    heading: str = ""
    boxed: bool = False
    picture: str = ""
    picture_says: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: figures stand right; the `wide` ones share the room that the others leave."""

    title: str
    figures: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a smaller line below it, or an emphasis."""

    value: Value
    detail: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their titles, which come again on each page."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Value | Cell]]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums below a table, at the right; the last one is what the paper comes to."""

    rows: Sequence[tuple[str, Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculationLine:
    """One line of a calculation: base, rate and amount, the law or rule it follows, and whether that is provisional."""

    label: str
    amount: Value
    base: Value = ""
    rate: Value = ""
    source: str = ""
    effect: Literal["adds", "takes", "explains"] = "explains"
    provisional: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Calculation:
    """A calculation line by line, with its sources numbered below it."""

    lines: Sequence[CalculationLine]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign: who, and as what."""

    places: Sequence[tuple[str, str]]


Block = Paragraphs | Facts | Table | Sums | Calculation | Signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPaper:
    """A paper: from whom to whom, what it is called, its human number, its day, and its blocks."""

    language: str
    country: str
    issuer: PrintedParty
    title: str
    on: date
    blocks: Sequence[Block]
    number: str = ""
    addressee: PrintedParty | None = None
    parties: Sequence[PrintedParty] = ()
    facts: Sequence[tuple[str, Value]] = ()
    footer: Sequence[str] = ()
    is_copy: bool = False
    dense: bool = False  # smaller, for a calculation that should stay on one page
    attachments: Sequence[Attachment] = ()
