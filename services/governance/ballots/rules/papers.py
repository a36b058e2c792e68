"""Ballots on paper as two tellers count them: a sheet of figures, and what a teller signs of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from services.governance.ballots.rules.ballots import canonical

CHOICES = ("yes", "no", "abstain")
FIGURES = (*CHOICES, "blank", "invalid")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """What lay in the urn, each ballot once: by choice, blank, or invalid."""

    yes: int
    no: int
    abstain: int
    blank: int
    invalid: int

    @property
    def text(self) -> str:
        """The figures in their one spelling."""
        return canonical({name: getattr(self, name) for name in FIGURES})

    @property
    def papers(self) -> int:
        """How many ballots lay in the urn."""
        return self.yes + self.no + self.abstain + self.blank + self.invalid

    @property
    def tally(self) -> Mapping[str, int]:
        """How often each choice was made; blank and invalid ballots make none."""
        return {choice: getattr(self, choice) for choice in CHOICES}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPapers(PaperSheet):
    """The sheet on which two tellers agreed; `signed` holds key and signature of each where the paper names keys."""

    signed: tuple[str, ...] = ()

    @property
    def kept(self) -> str:
        """The count as it is kept and published."""
        return canonical(asdict(self))


def counted_papers(kept: str, *, signed: Sequence[str] = ()) -> CountedPapers:
    """A count from what is kept of it, or from a sheet and who signed it."""
    found = json.loads(kept)
    return CountedPapers(**found | {"signed": tuple(found.get("signed", signed))})


def sheet_message(digest: str, marks_digest: str, sheet: PaperSheet) -> bytes:
    """What a teller signs: on which paper, for which ballots handed out (the digest of their marks), what was found."""
    return f"sharedco/papers/1/{digest}/{marks_digest}/{sheet.text}".encode()
