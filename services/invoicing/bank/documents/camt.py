"""CAMT.053 (ISO 20022): bank statements in XML, as every country has them."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from lxml import etree

from services.invoicing.bank.errors import BankFileNotRead
from services.invoicing.bank.rules import BankStatement, Movement, known_reference
from shared.fields import EARLIEST, LATEST
from shared.money import Money, NotAnAmount

DIRECTIONS = {"CRDT", "DBIT"}
ReadReference = Callable[[str], str]
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)


def read_camt(content: str, read_reference: ReadReference) -> Iterator[BankStatement]:
    """Every statement of a file; or a refusal that quotes nothing of it. `read_reference` knows payment references."""
    try:
        root = etree.fromstring(content.encode(), _SAFE)
        for statement in root.iterfind(".//{*}BkToCstmrStmt/{*}Stmt"):
            yield _statement(statement, read_reference)
    except etree.XMLSyntaxError:
        raise BankFileNotRead(file_format="camt053", why="it is not well-formed XML") from None
    except (ValueError, NotAnAmount):
        why = "a day or an amount is not as ISO 20022 describes it"
        raise BankFileNotRead(file_format="camt053", why=why) from None


def _statement(statement: Any, read_reference: ReadReference) -> BankStatement:
    balances = {_text(balance, "Tp/CdOrPrtry/Cd"): balance for balance in statement.iterfind("{*}Bal")}
    opening, closing = balances.get("OPBD", balances.get("PRCD")), balances.get("CLBD")
    if opening is None or closing is None:
        raise BankFileNotRead(file_format="camt053", why="the opening or the closing balance is missing")
    entries = [part for entry in statement.iterfind("{*}Ntry") if _booked(entry) for part in _parts(entry)]
    entries = [part for part in entries if part[2]]  # banks write costs of nothing: no money moved
    return BankStatement(
        account=_needed(statement, "Acct/Id/IBAN"), identity=_needed(statement, "Id"), opening=_amount(opening),
        closing=_amount(closing), closing_on=_day(_texts(closing), "Dt"),
        movements=tuple(_movement(seq, *part, read_reference) for seq, part in enumerate(entries, start=1)))


def _booked(entry: Any) -> bool:
    return (_text(entry, "Sts/Cd") or _text(entry, "Sts")).strip() == "BOOK"


def _parts(entry: Any) -> list[tuple[Any, Any, Money]]:
    """An entry with the details of one payment, or one part per payment when their amounts make up the entry.

    A detail has its own direction (a cost inside a batch of credits), and in version 2 its amount stands deeper.
    """
    whole, details = _amount(entry), entry.findall("{*}NtryDtls/{*}TxDtls")
    if len(details) > 1 and all(_holder(detail) is not None for detail in details):
        parts = [_part(detail, whole) for detail in details]
        if sum(part.cents for part in parts) == whole.cents and {part.currency for part in parts} == {whole.currency}:
            return [(entry, detail, part) for detail, part in zip(details, parts, strict=True)]
    return [(entry, details[0] if len(details) == 1 else entry, whole)]


def _holder(detail: Any) -> Any:
    return next((node for node in (detail, _find(detail, "AmtDtls/TxAmt"))
                 if node is not None and _find(node, "Amt") is not None), None)


def _part(detail: Any, whole: Money) -> Money:
    amount, direction = _unsigned(_holder(detail)), _text(detail, "CdtDbtInd")
    out = direction == "DBIT" if direction in DIRECTIONS else whole.cents < 0
    return -amount if out else amount


def _movement(seq: int, entry: Any, detail: Any, amount: Money, read_reference: ReadReference) -> Movement:
    other, whole = "Dbtr" if amount.cents > 0 else "Cdtr", _texts(entry, but="NtryDtls")
    told = whole if detail is entry else _texts(detail)
    reference = told.get("RmtInf/Strd/CdtrRefInf/Ref", "")
    written = detail.iterfind("{*}RmtInf/{*}Ustrd") if "RmtInf/Ustrd" in told else ()
    free = " ".join(node.text or "" for node in written) or told.get("AddtlTxInf", "") or whole.get("AddtlNtryInf", "")
    return Movement(
        seq=seq, booked_on=_day(whole, "BookgDt"), value_on=_day(whole, "ValDt"), amount=amount,
        structured_communication=read_reference(reference) or read_reference(free),
        end_to_end_id=known_reference(told.get("Refs/EndToEndId", "")),
        communication=" ".join((reference or free).split()),
        counterparty_iban=told.get(f"RltdPties/{other}Acct/Id/IBAN", ""),
        counterparty_bic=told.get(f"RltdAgts/{other}Agt/FinInstnId/BICFI", "") or told.get(
            f"RltdAgts/{other}Agt/FinInstnId/BIC", ""),
        counterparty_name=told.get(f"RltdPties/{other}/Pty/Nm", "") or told.get(f"RltdPties/{other}/Nm", ""),
        is_return=whole.get("RvslInd") == "true" or _find(detail, "RtrInf") is not None,
        bank_reference=told.get("Refs/AcctSvcrRef", "") or whole.get("AcctSvcrRef", ""))


def _texts(node: Any, *, path: str = "", but: str = "") -> dict[str, str]:
    """The texts below an element by their path, the first where one comes again: read once, not path by path."""
    found: dict[str, str] = {}
    for child in node:
        name = path + str(child.tag).rpartition("}")[2]
        if name == but:
            continue
        if len(child):
            for inner, text in _texts(child, path=f"{name}/").items():
                found.setdefault(inner, text)
        found.setdefault(name, (child.text or "").strip())
    return found


def _find(node: Any, path: str) -> Any:
    return node.find(_whatever_version(path))


@cache
def _whatever_version(path: str) -> str:
    return "/".join(f"{{*}}{name}" for name in path.split("/"))


def _text(node: Any, path: str) -> str:
    return str(node.findtext(_whatever_version(path), "")).strip()


def _needed(node: Any, path: str) -> str:
    if text := _text(node, path):
        return text
    raise BankFileNotRead(file_format="camt053", why=f"{path} is missing")


def _amount(node: Any) -> Money:
    amount, direction = _unsigned(node), _text(node, "CdtDbtInd")
    if direction not in DIRECTIONS:
        raise BankFileNotRead(file_format="camt053", why="an amount does not say whether it came in or went out")
    return -amount if direction == "DBIT" else amount


def _unsigned(node: Any) -> Money:
    amount = _find(node, "Amt")
    if amount is None or not re.fullmatch(r"\d{1,13}(\.\d{1,5})?", amount.text or ""):
        raise BankFileNotRead(file_format="camt053", why="an amount is missing or not a number")
    return Money.of(Decimal(amount.text), amount.get("Ccy", ""))


def _day(told: Mapping[str, str], path: str) -> date:
    day = date.fromisoformat((told.get(f"{path}/Dt") or told.get(f"{path}/DtTm", ""))[:10])
    if not EARLIEST <= day <= LATEST:
        raise ValueError("no day of a bank")
    return day
