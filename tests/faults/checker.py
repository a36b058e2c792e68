"""The checker: it knows only what was acknowledged to the client, and what the databases hold."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

Word = tuple[str, int]  # (line, number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What went wrong: words lost, words that had their effect twice, lines whose effects are out of order."""

    lost: list[Word]
    doubled: list[Word]
    disordered: list[str]

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.lost or self.doubled or self.disordered)

    def __str__(self) -> str:
        return f"{len(self.lost)} lost, {len(self.doubled)} doubled, {len(self.disordered)} lines out of order"


def check(acknowledged: Iterable[Word], effects: Sequence[Word], aside: Collection[Word] = frozenset()) -> Verdict:
    """Compare what the client was told with the effects, given in the order in which they happened.

    Every acknowledged word has exactly one effect, but for those set aside, which have none; numbers rise in a line.
    """
    counts = Counter(effects)
    lost = [word for word in acknowledged if not counts[word] and word not in aside]
    doubled = [word for word, count in counts.items() if count > (word not in aside)]
    return Verdict(lost=sorted(lost), doubled=sorted(doubled), disordered=sorted(_disordered(effects)))


def _disordered(effects: Sequence[Word]) -> set[str]:
    """Lines in which a word took effect after a later one had."""
    last: dict[str, int] = {}
    wrong = set()
    for line, number in effects:
        if number < last.get(line, number):
            wrong.add(line)
        last[line] = max(number, last.get(line, number))
    return wrong
