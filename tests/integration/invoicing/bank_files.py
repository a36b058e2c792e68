"""Bank files as a bank would write them, made for the tests: CODA in fixed lines, CAMT.053 in XML."""

from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

OURS = "BE86523012345650"
PAYER = "BE75001012345651"


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One movement: positive when money came in."""

    amount: str
    structured: str = ""
    free: str = ""
    reference: str = ""
    name: str = "THEATRE DU COIN SRL"
    iban: str = PAYER
    returns: bool = False
    kind: str = "0"  # of CODA: 0 to 3 a movement, 5 to 8 a detail of it, 9 a detail of a detail


def coda(*moved: Moved, sequence: int = 1, opening: str = "0.00", day: str = "021026", account: str = OURS,
         closing: str = "", reference: str = "", coded: str = "") -> str:
    """A CODA file with one statement. `closing` lies about the new balance when given."""
    whole = [m for m in moved if m.kind in "0123"]
    end = closing or str(Decimal(opening) + sum(Decimal(m.amount) for m in whole))
    lines = [
        _line("0", {5: day, 11: "523", 14: "05", 60: "TRIOBEBB", 71: "00899997573", 127: "2"}),
        _line("1", {1: "2", 2: f"{sequence:03d}", 5: account, 39: "EUR", 42: _signed(opening), 58: day,
                    64: "SHARED COMPANY", 125: coded or f"{sequence:03d}"}),
    ]
    number = 0
    for move in moved:
        number += move.kind in "0123"
        lines += _movement(number, move, day, reference or f"{day}{sequence:03d}")
    lines.append(_line("8", {1: f"{sequence:03d}", 4: account, 38: "EUR", 41: _signed(end), 57: day, 127: "0"}))
    debits = sum(-Decimal(m.amount) for m in whole if Decimal(m.amount) < 0)
    incoming = sum(Decimal(m.amount) for m in whole if Decimal(m.amount) > 0)
    lines.append(_line("9", {16: f"{len(lines) - 1:06d}", 22: _thousandths(debits), 37: _thousandths(incoming),
                             127: "2"}))
    return "\n".join(lines) + "\n"


def _movement(number: int, move: Moved, day: str, reference: str) -> list[str]:
    words = f"1101{move.structured}" if move.structured else f"0{move.free}"
    return [
        _line("2", {1: "1", 2: f"{number:04d}0000", 10: f"REF{reference}{number}", 31: _signed(move.amount), 47: day,
                    53: f"{move.kind}0150000", 61: words[:54], 115: day, 121: "001", 125: "1"}),
        _line("2", {1: "2", 2: f"{number:04d}0000", 63: move.reference, 98: "GEBABEBB",
                    112: "2" if move.returns else " ", 125: "1"}),
        _line("2", {1: "3", 2: f"{number:04d}0000", 10: move.iban, 47: move.name[:35], 125: "0"}),
    ]


def _line(kind: str, fields: dict[int, str]) -> str:
    text = list(kind.ljust(128))
    for start, value in fields.items():
        text[start:start + len(value)] = value
    return "".join(text)[:128]


def _signed(amount: str) -> str:
    number = Decimal(amount)
    return ("1" if number < 0 else "0") + _thousandths(abs(number))


def _thousandths(number: Decimal | int) -> str:
    return f"{int(number * 1000):015d}"


def camt(*moved: Moved, identity: str = "2026-10-02", opening: str = "0.00", day: str = "2026-10-02",
         account: str = OURS, closing: str = "", currency: str = "EUR") -> str:
    """A CAMT.053.001.08 file with one statement."""
    end = closing or str(Decimal(opening) + sum(Decimal(m.amount) for m in moved))
    entries = "".join(_entry(move, day, currency) for move in moved)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>{day}T20:00:00</CreDtTm></GrpHdr>
<Stmt><Id>{identity}</Id><CreDtTm>{day}T20:00:00</CreDtTm><Acct><Id><IBAN>{account}</IBAN></Id></Acct>
{_balance("OPBD", opening, day, currency)}{_balance("CLBD", end, day, currency)}{entries}</Stmt>
</BkToCstmrStmt></Document>"""


def _balance(code: str, amount: str, day: str, currency: str) -> str:
    return (f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(amount, currency)}"
            f"<Dt><Dt>{day}</Dt></Dt></Bal>")


def _amount(amount: str, currency: str) -> str:
    number = Decimal(amount)
    return f'<Amt Ccy="{currency}">{abs(number)}</Amt><CdtDbtInd>{"DBIT" if number < 0 else "CRDT"}</CdtDbtInd>'


def _entry(move: Moved, day: str, currency: str) -> str:
    other = "Cdtr" if Decimal(move.amount) < 0 else "Dbtr"
    published = (f"<Strd><CdtrRefInf><Ref>{move.structured}</Ref></CdtrRefInf></Strd>" if move.structured
            else f"<Ustrd>{escape(move.free)}</Ustrd>")
    return (f"<Ntry>{_amount(move.amount, currency)}{'<RvslInd>true</RvslInd>' if move.returns else ''}"
            f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>"
            f"<ValDt><Dt>{day}</Dt></ValDt><NtryDtls><TxDtls><Refs><EndToEndId>{move.reference or 'NOTPROVIDED'}"
            f"</EndToEndId></Refs><RltdPties><{other}><Pty><Nm>{escape(move.name)}</Nm></Pty></{other}><{other}Acct><Id>"
            f"<IBAN>{move.iban}</IBAN></Id></{other}Acct></RltdPties><RmtInf>{published}</RmtInf></TxDtls></NtryDtls></Ntry>")
