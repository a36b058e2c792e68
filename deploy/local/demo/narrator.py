"""Tells the story: chapters, sentences, and every amount with what it was made from. Reads well in a plain pipe too."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table

WIDTH = 104
INDENT = 3


class Narrator:
    """Prints to the terminal or a pipe; `silent` for tests."""

    def __init__(self, *, silent: bool = False) -> None:
        terminal = sys.stdout.isatty()
        self._out = Console(width=None if terminal else WIDTH, highlight=False)
        self._silent = silent
        self._chapter = 0

    def title(self, words: str, below: str) -> None:
        """The head of the story."""
        self._show("")
        self._show(words, style="bold")
        self._show(below, style="dim")

    def chapter(self, words: str, on: date) -> None:
        """A new chapter, on a day."""
        self._chapter += 1
        self._show("")
        self._show(Rule(f"{self._chapter}  {words}  ·  {long_day(on)}", align="left", style="dim"))

    def say(self, sentence: str) -> None:
        """One sentence."""
        self._show(Padding(escape(sentence), (0, 0, 0, INDENT)))

    def lines(self, lines: Iterable[Sequence[str]], *, heads: Sequence[str], right: Sequence[int] = ()) -> None:
        """A table; the columns numbered in `right` are figures."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for index, head in enumerate(heads):
            table.add_column(head, justify="right" if index in right else "left", no_wrap=index in right)
        for line in lines:
            table.add_row(*(escape(cell) for cell in line))
        self._show(Padding(table, (0, 0, 0, INDENT), expand=False))

    def explained(self, lines: Iterable[Sequence[str]], *, heads: Sequence[str], right: Sequence[int]) -> None:
        """A table whose last column names sources: each is written once below, under its number."""
        sources: dict[str, int] = {}
        rows = [(*line[:-1], f"[{sources.setdefault(line[-1], len(sources) + 1)}]") for line in lines]
        self.lines(rows, heads=heads, right=right)
        for source, number in sources.items():
            self._show(Padding(escape(f"[{number}] {source}"), (0, 0, 0, INDENT + 1)), style="dim")

    def plain(self, text: str) -> None:
        """Text as it is, to be copied."""
        self._show(escape(text), soft_wrap=True)

    def end(self, sentence: str) -> None:
        """The last word."""
        self._show("")
        self._show(escape(sentence), style="bold")

    def _show(self, thing: Any, **how: Any) -> None:
        """Print without the blanks that fill up a line."""
        with self._out.capture() as shown:
            self._out.print(thing, **how)
        if not self._silent:
            sys.stdout.write("".join(f"{line.rstrip(' ')}\n" for line in shown.get().splitlines()))
            sys.stdout.flush()


def money(value: Mapping[str, Any]) -> str:
    """`{"amount": "1234.50", "currency": "EUR"}` -> `1,234.50 EUR`."""
    return f"{Decimal(value['amount']):,.2f} {value['currency']}"


def percent(rate: str) -> str:
    """`0.065` -> `6.5 %`."""
    return f"{(Decimal(rate) * 100).normalize():f} %"


def long_day(on: date) -> str:
    """`Monday 5 January 2026`."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def told_day(text: str) -> str:
    """`2026-01-05`, as it came over the wire -> `5 January 2026`."""
    on = date.fromisoformat(text)
    return f"{on.day} {on:%B %Y}"


def ogm(digits: str) -> str:
    """A structured communication as printed: `+++090/9337/55493+++`."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"
