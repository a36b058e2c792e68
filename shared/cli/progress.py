"""Progress of long work, on the terminal beside the answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Advance = Callable[[int, int], None]


@contextmanager
def shown_progress(sentence: str) -> Iterator[Advance]:
    """A bar while the block runs; what it is given, `advance(done, all)`, moves it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(sentence, total=None)

        def advance(done: int, everything: int) -> None:
            progress.update(task, completed=done, total=everything)

        yield advance
