"""Columns on a terminal of any width: the last column takes what is left, and nothing needs more than ASCII."""

import shutil
from collections.abc import Iterator, Sequence

GAP = "  "
LEAST_LAST = 20


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None = None) -> Iterator[str]:
    """The lines of a table; a text of the last column that does not fit is cut, one of another widens its column."""
    width = width or shutil.get_terminal_size((100, 24)).columns
    everything = [head, *rows]
    sizes = [max(len(row[place]) for row in everything) for place in range(len(head) - 1)]
    left = max(LEAST_LAST, width - sum(size + len(GAP) for size in sizes))
    for row in everything:
        cells = [text.ljust(size) for text, size in zip(row, sizes, strict=False)]
        yield GAP.join([*cells, _fitted(row[-1], left)]).rstrip()


def _fitted(text: str, width: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else f"{flat[:width - 3]}..."
