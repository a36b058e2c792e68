"""`index.html` beside the story's documents: what each is, in the order of the chapters, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

NAME = "index.html"
KILO = 1_000
STYLE = ("body{font:1.05rem/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1d2421;"
         "background:#faf8f4}h2{margin:2.2rem 0 .2rem}p{margin:.2rem 0}.whom{color:#55605b}li{overflow-wrap:anywhere}"
         "a{color:#0b5f59}small{color:#55605b}"
         "@media(prefers-color-scheme:dark){body{background:#12171a;color:#edf1ef}a{color:#6fd3c6}"
         ".whom,small{color:#a9b6b1}}")

HEAD = ('<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-'
        f'width, initial-scale=1"><title>The documents of one working life</title><style>{STYLE}</style></head>'
        "<body><main><h1>The documents of one working life</h1>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A folder of documents (or one file): its chapter, what lies there, who gets it."""

    name: str
    chapter: str
    what: str
    whom: str


KINDS = (
    Kind(name="bank_statements", chapter="Money comes in", what="Statements of the bank (CAMT.053)",
         whom="the accountant; shares and invoices find their payments there"),
    Kind(name="onss", chapter="Declared before the first day of work", whom="the social security office",
         what="Declarations of employment (Dimona), and of the quarter (DmfA)"),
    Kind(name="invoices", chapter="The work is done", what="Invoices, as paper and as e-invoice", whom="the clients"),
    Kind(name="peppol", chapter="The work is done", what="E-invoices as they left over Peppol",
         whom="the clients' bookkeeping"),
    Kind(name="vat", chapter="What September owes the State", what="The month's VAT return (Intervat)",
         whom="the tax authority"),
    Kind(name="receipts", chapter="Something is bought for the work", what="Receipts", whom="the accountant"),
    Kind(name="bank", chapter="Day 7: the wages", what="Payment orders (SEPA)", whom="the bank"),
    Kind(name="payslips", chapter="Day 7: the wages", what="Payslips", whom="the workers"),
    Kind(name="yearly", chapter="What the year says of each worker", what="The papers of the year (281.10)",
         whom="the workers, for their own tax return"),
    Kind(name="accounts", chapter="The year is closed", what="The annual accounts", whom="the assembly"),
    Kind(name="governance", chapter="The general assembly", what="The ballots of the poll, and the minutes",
         whom="every member; anybody may count again"),
    Kind(name="minutes", chapter="The general assembly", what="The minutes as they were kept", whom="the archive"),
    Kind(name="log", chapter="Behind the scenes", what="What the services told while it was played",
         whom="whoever changes them"),
)
ELSEWHERE = "Other documents"


def write_index(folder: Path) -> Path:
    """Write the index of what lies in a folder; its own path."""
    file = folder / NAME
    file.write_text(f"{HEAD}{''.join(_sections(folder))}</main></body></html>\n", encoding="utf-8")
    return file


def _sections(folder: Path) -> Iterator[str]:
    chapter, known = "", {kind.name for kind in KINDS} | {NAME}
    unnamed = [Kind(name=place.name, chapter=ELSEWHERE, what=place.name, whom="whoever asks for it")
               for place in sorted(folder.iterdir()) if place.name not in known and not place.name.startswith(".")]
    for kind in (*KINDS, *unnamed):
        place = folder / kind.name
        lines = ""
        for file in [place] if place.is_file() else sorted(file for file in place.rglob("*") if file.is_file()):
            path, size = file.relative_to(folder).as_posix(), max(1, round(file.stat().st_size / KILO))
            lines += f'<li><a href="{quote(path)}">{escape(file.name)}</a> <small>{size} kB</small></li>'
        if lines and kind.chapter != chapter:
            chapter = kind.chapter
            yield f"<h2>{escape(chapter)}</h2>"
        if lines:
            yield f'<h3>{escape(kind.what)}</h3><p class="whom">For {escape(kind.whom)}</p><ul>{lines}</ul>'
