"""Whom somebody looks for."""

from dataclasses import dataclass

LONGEST_NUMBER = 18  # digits of a member number


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which members somebody looks for: a text in name, e-mail address or number; a city; a state; arrears."""

    text: str
    city: str
    state: str
    in_arrears: bool

    @property
    def number(self) -> int | None:
        """The member number that the text is, if it is one."""
        return int(self.text) if self.text.isdecimal() and len(self.text) <= LONGEST_NUMBER else None


def found_by(text: str) -> str:
    """A text as a pattern that finds it anywhere, whatever signs it holds."""
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
