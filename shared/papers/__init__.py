"""Papers: everything that leaves the house on paper, in one look and four languages, as PDF/A-3.

    paper = PrintedPaper(
        language="nl", country="BE", issuer=PrintedParty(name="A house", lines=("A street 1", "1000 A town")),
        title="A paper", number="2026-000017", on=date(2026, 12, 3), footer=("A house, BE 0123.456.749",),
        addressee=PrintedParty(name="Ana", lines=("A street 2",)), facts=(("Order", "2026-00042"),),
        blocks=(Table(columns, rows), Sums((("In all", Money.of("12.34")),)), Signatures((("Ana", "chair"),))))
    print_paper(paper)  # bytes, the same for the same paper

Blocks are `Paragraphs`, `Facts`, `Table`, `Sums`, `Calculation` (explained line by line) and `Signatures`. They take
plain values; amounts, days and shares are spelt in the paper's language. `typeset` sets a template of one's own (a list
in landscape), `printable` makes any text fit to be shown, `has_hidden` tells a form what to refuse.
"""

from shared.papers.figures import LANGUAGES, Figures, LanguageUnknown, Percent, Value, spaced
from shared.papers.paper import (
    Block,
    Calculation,
    CalculationLine,
    Cell,
    Column,
    Facts,
    Paragraphs,
    PrintedPaper,
    PrintedParty,
    Signatures,
    Sums,
    Table,
)
from shared.papers.press import Attachment, typeset
from shared.papers.printable import has_hidden, printable
from shared.papers.showing import print_paper, shown

__all__ = [
    "LANGUAGES", "Attachment", "Block", "Calculation", "CalculationLine", "Cell", "Column", "Facts", "Figures",
    "LanguageUnknown", "Paragraphs", "Percent", "PrintedPaper", "PrintedParty", "Signatures", "Sums", "Table",
    "Value", "has_hidden", "print_paper", "printable", "shown", "spaced", "typeset",
]
