"""Bank statements as banks write them: CODA (Febelfin, fixed lines) and CAMT.053 (ISO 20022), read into one value.

A structured communication is kept as its twelve digits, and only when its check digits are right.
"""

import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from coda import CODA  # type: ignore[import-untyped]
from lxml import etree
from stdnum.be import ogm_vcs

from services.invoicing.domain.bank import BankStatement, Movement
from services.invoicing.domain.errors import BankFileNotRead
from shared.fields import EARLIEST, LATEST
from shared.money import Money, NotAnAmount

_STRUCTURED = re.compile(r"(?:[+*]{3})?\s?(\d{3})/?(\d{4})/?(\d{5})\s?(?:[+*]{3})?")
LONGEST_REFERENCE = 35  # characters of an end-to-end id (ISO 20022, Max35Text)
_RETURNS = {"1", "2", "3", "4", "5"}  # CODA: reject, return, refund, reversal, cancellation
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)


def read_bank_file(file_format: str, content: str) -> list[BankStatement]:
    """Every statement of a file, in its order; or a refusal that quotes nothing of it."""
    statements = list(_READERS[file_format](content))
    if not statements:
        raise BankFileNotRead(file_format=file_format, why="it holds no statement")
    return statements


def structured(text: str) -> str:
    """The twelve digits of a Belgian structured communication, or nothing."""
    found = _STRUCTURED.fullmatch(text.strip())
    digits = "".join(found.groups()) if found else ""
    return digits if digits and ogm_vcs.is_valid(digits) else ""


def _read_coda(content: str) -> Iterator[BankStatement]:
    try:
        statements = CODA(io.StringIO(content)).statements
        for statement in statements:
            yield _coda_statement(statement)
    except (AssertionError, NotAnAmount):
        raise BankFileNotRead(file_format="coda", why="its totals or balances do not add up") from None
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, UnboundLocalError, InvalidOperation):
        raise BankFileNotRead(file_format="coda", why="a record is not as Febelfin describes it") from None


def _coda_statement(statement: Any) -> BankStatement:
    currency = statement.account_currency
    moves = [part for move in statement.moves for part in _parts(move) if part.amount]
    return BankStatement(
        account=statement.account.replace(" ", ""),
        identity=f"{statement.new_balance_date.year}/{statement.coda_sequence}",
        opening=Money.of(statement.old_balance, currency), closing=Money.of(statement.new_balance, currency),
        closing_on=statement.new_balance_date,
        movements=tuple(_coda_movement(seq, move, currency) for seq, move in enumerate(moves, start=1)))


def _parts(move: Any) -> list[Any]:
    """A total with its details is as many movements, when the details make up the total."""
    details = move.moves
    return details if details and sum(detail.amount for detail in details) == move.amount else [move]


def _coda_movement(seq: int, move: Any, currency: str) -> Movement:
    communication = move.communication or ""
    return Movement(
        seq=seq, booked_on=move.entry_date, value_on=move.value_date, amount=Money.of(move.amount, currency),
        structured_communication=structured(communication), end_to_end_id=_known(move.customer_reference or ""),
        communication=" ".join(communication.split()), counterparty_name=(move.counterparty_name or "").strip(),
        counterparty_iban=(move.counterparty_account or "")[:34].strip(), counterparty_bic=move.counterparty_bic or "",
        is_return=(move.r_transaction or "0") in _RETURNS)


def _known(end_to_end_id: str) -> str:
    """A reference as it may be told to others: without what is no text, and empty when it names nothing."""
    text = "".join(filter(str.isprintable, end_to_end_id))[:LONGEST_REFERENCE]
    return "" if text in {"NOTPROVIDED", "NOT PROVIDED"} else text


def _read_camt(content: str) -> Iterator[BankStatement]:
    try:
        root = etree.fromstring(content.encode(), _SAFE)
        for statement in root.iterfind(".//{*}BkToCstmrStmt/{*}Stmt"):
            yield _camt_statement(statement)
    except etree.XMLSyntaxError:
        raise BankFileNotRead(file_format="camt053", why="it is not well-formed XML") from None
    except (ValueError, NotAnAmount):
        why = "a day or an amount is not as ISO 20022 describes it"
        raise BankFileNotRead(file_format="camt053", why=why) from None


def _camt_statement(statement: Any) -> BankStatement:
    balances = {_text(balance, "Tp/CdOrPrtry/Cd"): balance for balance in statement.iterfind("{*}Bal")}
    opening, closing = balances.get("OPBD", balances.get("PRCD")), balances.get("CLBD")
    if opening is None or closing is None:
        raise BankFileNotRead(file_format="camt053", why="the opening or the closing balance is missing")
    entries = [part for entry in statement.iterfind("{*}Ntry") if _booked(entry) for part in _camt_parts(entry)]
    entries = [part for part in entries if part[2]]  # banks write costs of nothing: no money moved
    return BankStatement(
        account=_needed(statement, "Acct/Id/IBAN"), identity=_needed(statement, "Id"), opening=_amount(opening),
        closing=_amount(closing), closing_on=_day(closing, "Dt"),
        movements=tuple(_camt_movement(seq, *part) for seq, part in enumerate(entries, start=1)))


def _booked(entry: Any) -> bool:
    return (_text(entry, "Sts/Cd") or _text(entry, "Sts")).strip() == "BOOK"


def _camt_parts(entry: Any) -> list[tuple[Any, Any, Money]]:
    """An entry with the details of one payment, or one part per payment when their amounts make up the entry."""
    whole, details = _amount(entry), entry.findall("{*}NtryDtls/{*}TxDtls")
    if len(details) > 1 and all(_find(detail, "Amt") is not None for detail in details):
        sign = 1 if whole.cents > 0 else -1
        parts = [Money(sign * _unsigned(detail).cents, whole.currency) for detail in details]
        if sum(part.cents for part in parts) == whole.cents:
            return [(entry, detail, part) for detail, part in zip(details, parts, strict=True)]
    return [(entry, details[0] if len(details) == 1 else entry, whole)]


def _camt_movement(seq: int, entry: Any, detail: Any, amount: Money) -> Movement:
    other = "Dbtr" if amount.cents > 0 else "Cdtr"
    reference = _text(detail, "RmtInf/Strd/CdtrRefInf/Ref")
    free = " ".join(node.text or "" for node in detail.iterfind("{*}RmtInf/{*}Ustrd"))
    return Movement(
        seq=seq, booked_on=_day(entry, "BookgDt"), value_on=_day(entry, "ValDt"), amount=amount,
        structured_communication=structured(reference) or structured(free),
        end_to_end_id=_known(_text(detail, "Refs/EndToEndId")), communication=" ".join((reference or free).split()),
        counterparty_iban=_text(detail, f"RltdPties/{other}Acct/Id/IBAN"),
        counterparty_bic=_text(detail, f"RltdAgts/{other}Agt/FinInstnId/BICFI"),
        counterparty_name=_text(detail, f"RltdPties/{other}/Pty/Nm") or _text(detail, f"RltdPties/{other}/Nm"),
        is_return=_text(entry, "RvslInd") == "true" or _find(detail, "RtrInf") is not None)


def _find(node: Any, path: str) -> Any:
    return node.find("/".join(f"{{*}}{name}" for name in path.split("/")))


def _text(node: Any, path: str) -> str:
    found = _find(node, path)
    return "" if found is None or found.text is None else str(found.text).strip()


def _needed(node: Any, path: str) -> str:
    if text := _text(node, path):
        return text
    raise BankFileNotRead(file_format="camt053", why=f"{path} is missing")


def _amount(node: Any) -> Money:
    amount, direction = _unsigned(node), _text(node, "CdtDbtInd")
    if direction not in {"CRDT", "DBIT"}:
        raise BankFileNotRead(file_format="camt053", why="an amount does not say whether it came in or went out")
    return -amount if direction == "DBIT" else amount


def _unsigned(node: Any) -> Money:
    amount = _find(node, "Amt")
    if amount is None or not re.fullmatch(r"\d{1,13}(\.\d{1,5})?", amount.text or ""):
        raise BankFileNotRead(file_format="camt053", why="an amount is missing or not a number")
    return Money.of(Decimal(amount.text), amount.get("Ccy", ""))


def _day(node: Any, path: str) -> date:
    day = date.fromisoformat((_text(node, f"{path}/Dt") or _text(node, f"{path}/DtTm"))[:10])
    if not EARLIEST <= day <= LATEST:
        raise ValueError("no day of a bank")
    return day


_READERS = {"coda": _read_coda, "camt053": _read_camt}
