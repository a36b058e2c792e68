"""The bank of the story: writes the cooperative's account statements, CAMT.053, one file per day with movements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from string import Template
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from deploy.local.demo.scenario import FOLDER

ACCOUNT = "BE86523012345650"  # the cooperative's account, as invoicing's tables have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Money on the account: positive when it comes in. A communication is twelve digits; a transfer bears our id."""

    amount: Decimal
    name: str
    iban: str
    communication: str = ""
    end_to_end_id: str = ""


class Bank:
    """Keeps the balance from one statement to the next, and every file in a folder."""

    def __init__(self, folder: Path, opening: Decimal = Decimal("250000.00")) -> None:
        self._folder = folder
        self._balance = opening
        self._number = 0
        self._statement = Template((FOLDER / "bank" / "statement.xml").read_text(encoding="utf-8"))
        self._entry = Template((FOLDER / "bank" / "entry.xml").read_text(encoding="utf-8"))

    def statement(self, on: date, movements: Sequence[Movement]) -> str:
        """The statement of a day, as text; a copy stays in the folder."""
        self._number += 1
        opening, self._balance = self._balance, self._balance + sum(movement.amount for movement in movements)
        entries = "".join(self._render(movement, on) for movement in movements)
        text = self._statement.substitute(
            identity=f"{on.year}-{self._number:03d}", number=self._number, day=on, made_at=_early(on), account=ACCOUNT,
            opening=opening, closing=self._balance, entries=entries)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / f"{on}_statement_{self._number:03d}.xml").write_text(text, encoding="utf-8")
        return text

    def carry_out(self, file: Path) -> list[Movement]:
        """What a payment file (pain.001) makes the bank do: a debit per payment, with the payer's own reference."""
        payments = ET.parse(file).iterfind(".//{*}CdtTrfTxInf")  # noqa: S314 - a file of the house's own
        return [_debit(payment) for payment in payments]

    def _render(self, movement: Movement, on: date) -> str:
        comes_in = movement.amount > 0
        return self._entry.substitute(
            amount=abs(movement.amount), sign="CRDT" if comes_in else "DBIT", day=on, name=escape(movement.name),
            family="RCDT" if comes_in else "ICDT", party="Dbtr" if comes_in else "Cdtr", iban=movement.iban,
            end_to_end_id=movement.end_to_end_id or "NOTPROVIDED", remittance=_remittance(movement))


def _early(on: date) -> str:
    """When the bank writes the statement of a day, on the clock of Brussels."""
    return datetime.combine(on, time(6), ZoneInfo("Europe/Brussels")).isoformat()


def _debit(payment: Any) -> Movement:
    def text(path: str) -> str:
        return str(payment.findtext("/".join(f"{{*}}{name}" for name in path.split("/")), ""))

    return Movement(amount=-Decimal(text("Amt/InstdAmt")), name=text("Cdtr/Nm"), iban=text("CdtrAcct/Id/IBAN"),
                    end_to_end_id=text("PmtId/EndToEndId"))


def _remittance(movement: Movement) -> str:
    if not movement.communication:
        return "<Ustrd>Wage</Ustrd>"
    kind = "<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>BBA</Issr></Tp>"
    return f"<Strd><CdtrRefInf>{kind}<Ref>{movement.communication}</Ref></CdtrRefInf></Strd>"
