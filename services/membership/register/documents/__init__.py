"""The register on paper: an extract for one holder, in the family's look, and the whole list in landscape.

The same content gives the same bytes. The extract is in the member's language.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from services.membership.register.rules import Holder
from shared.chain import GENESIS, canonical, next_digest
from shared.papers import Column, Facts, PrintedPaper, PrintedParty, Table, print_paper, printable, typeset


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRegister:
    """What stands at the head and foot of every paper of the register."""

    language: str
    country: str
    company: str
    form: str
    seat: str
    basis: str
    as_of: date
    printed_on: date
    share_class: str
    rights: Mapping[str, str]
    place: int
    digest: str

    def digest_with(self, content: Mapping[str, Any]) -> str:
        """The digest of what a print shows: another content is another document."""
        return next_digest(GENESIS, canonical(_plain({**asdict(self), **content})))


def certificate_pdf(head: PrintedRegister, holder: Holder, holding: Mapping[str, Any]) -> bytes:
    """An extract of the register for one holder."""
    words = _words(head.language)
    vote = head.rights["vote"] + ("" if holding["voting"] else f" ({words['suspended']})")
    facts = ((words["holder"], holder.name), (words["domicile"], holder.domicile),
             (words["member"], holding["member_id"]), (words["as_of"], head.as_of),
             (words["share_class"], head.share_class), (words["shares"], holding["shares"]),
             (words["paid"], holding["paid"]), (words["vote"], vote),
             *((words[right], head.rights[right]) for right in ("profit", "liquidation", "transfer")))
    columns = (Column(words["day"]), Column(words["kind"], wide=True), Column(words["shares"], figures=True),
               Column(words["amount"], figures=True))
    rows = [(row["effective_on"], words[row["kind"]], row["shares"], row["amount"]) for row in holding["movements"]]
    return print_paper(PrintedPaper(
        language=head.language, country=head.country, title=words["certificate"], on=head.printed_on,
        issuer=PrintedParty(name=head.company, lines=(head.form, head.seat)),
        blocks=(Facts(facts), Table(columns, rows, heading=words["movements"])),
        footer=(head.basis, f"{words['chain']}: {head.place} {head.digest}")))


def register_pdf(head: PrintedRegister, content: Mapping[str, Any]) -> bytes:
    """The whole register on a day."""
    rows = [{**row, "name": printable(row["name"]), "domicile": printable(row["domicile"])} for row in content["rows"]]
    shown = _plain({**asdict(head), **content, "rows": rows, "words": _words(head.language)})
    return typeset((resources.files(__name__) / "register.typ").read_bytes(), shown, on=head.printed_on)


@cache
def _words(language: str) -> dict[str, str]:
    words = tomllib.loads((resources.files(__name__) / "words.toml").read_text(encoding="utf-8"))
    return {name: translations[language] for name, translations in words.items()}


def _plain(value: Any) -> Any:
    """A value as canonical text can hold it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)
