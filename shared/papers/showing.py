"""From a paper to what its page shows: every value spelt, every text printable, the template only sets it."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, singledispatch
from importlib import resources
from typing import Any

from shared.papers.figures import Figures, Value
from shared.papers.paper import (
    Block,
    Calculation,
    CalculationLine,
    Cell,
    Facts,
    Paragraphs,
    PrintedPaper,
    PrintedParty,
    Signatures,
    Sums,
    Table,
)
from shared.papers.press import typeset
from shared.papers.printable import printable

SIGNS: Mapping[str, str] = {"adds": "+", "takes": "\N{MINUS SIGN}", "explains": ""}


def print_paper(paper: PrintedPaper) -> bytes:
    """The paper as PDF/A-3; the same paper gives the same bytes."""
    return typeset(_template(), shown(paper), on=paper.on, attachments=paper.attachments)


def shown(paper: PrintedPaper) -> dict[str, Any]:
    """What the paper shows, as text."""
    figures = Figures(paper.language, paper.country)
    return {
        "language": paper.language, "title": printable(paper.title), "number": printable(paper.number),
        "day": [paper.on.year, paper.on.month, paper.on.day], "is_copy": paper.is_copy,
        "dense": paper.dense, "words": _words(paper.language),
        "issuer": _party(paper.issuer), "addressee": _party(paper.addressee) if paper.addressee else None,
        "parties": [_party(party) for party in paper.parties], "facts": _pairs(paper.facts, figures),
        "footer": [printable(line) for line in paper.footer if line],
        "blocks": [show(block, figures) for block in paper.blocks],
    }


@singledispatch
def show(block: Block, figures: Figures) -> dict[str, Any]:
    """One block as the template wants it."""
    raise TypeError(f"no paper shows {type(block).__name__} in {figures.language}")


@show.register
def _(block: Paragraphs, _figures: Figures) -> dict[str, Any]:
    return {"kind": "paragraphs", "heading": printable(block.heading), "small": block.small,
            "paragraphs": [printable(paragraph) for paragraph in block.paragraphs]}


@show.register
def _(block: Facts, figures: Figures) -> dict[str, Any]:
    return {"kind": "facts", "heading": printable(block.heading), "boxed": block.boxed, "picture": block.picture,
            "picture_says": block.picture_says, "pairs": _pairs(block.pairs, figures)}


@show.register
def _(block: Table, figures: Figures) -> dict[str, Any]:
    columns = [{"title": printable(column.title), "figures": column.figures, "wide": column.wide}
               for column in block.columns]
    return {"kind": "table", "heading": printable(block.heading), "columns": columns,
            "rows": [[_cell(cell, figures) for cell in row] for row in block.rows]}


@show.register
def _(block: Sums, figures: Figures) -> dict[str, Any]:
    return {"kind": "sums", "rows": _pairs(block.rows, figures)}


@show.register
def _(block: Calculation, figures: Figures) -> dict[str, Any]:
    sources = list(dict.fromkeys(line.source for line in block.lines if line.source))
    return {"kind": "calculation", "heading": printable(block.heading),
            "sources": [printable(text) for text in sources],
            "lines": [_line(line, sources, figures) for line in block.lines],
            "provisional": any(line.provisional for line in block.lines)}


@show.register
def _(block: Signatures, _figures: Figures) -> dict[str, Any]:
    return {"kind": "signatures", "places": [[printable(name), printable(role)] for name, role in block.places]}


def _line(line: CalculationLine, sources: Sequence[str], figures: Figures) -> dict[str, Any]:
    return {
        "sign": SIGNS[line.effect], "label": printable(line.label), "base": _spelt(line.base, figures),
        "rate": _spelt(line.rate, figures), "amount": _spelt(line.amount, figures), "strong": line.strong,
        "note": _note(line, sources),
    }


def _note(line: CalculationLine, sources: Sequence[str]) -> str:
    """The number of its source, and a star for what is provisional."""
    return (str(sources.index(line.source) + 1) if line.source else "") + ("*" if line.provisional else "")


def _cell(cell: Value | Cell, figures: Figures) -> dict[str, Any]:
    whole = cell if isinstance(cell, Cell) else Cell(cell)
    return {"text": _spelt(whole.value, figures), "detail": printable(whole.detail), "strong": whole.strong}


def _pairs(pairs: Sequence[tuple[str, Value]], figures: Figures) -> list[list[str]]:
    return [[printable(name), _spelt(value, figures)] for name, value in pairs if value != ""]


def _party(party: PrintedParty) -> dict[str, Any]:
    return {"name": printable(party.name), "caption": printable(party.caption),
            "lines": [printable(line) for line in party.lines if line]}


def _spelt(value: Value, figures: Figures) -> str:
    return printable(figures.spell(value))


@cache
def _words(language: str) -> dict[str, str]:
    words: dict[str, str] = tomllib.loads(_file("words.toml").decode())[language]
    return words


@cache
def _template() -> bytes:
    return _file("family.typ")


def _file(name: str) -> bytes:
    return (resources.files(__package__) / name).read_bytes()
