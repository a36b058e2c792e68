"""Writing credit transfers (ISO 20022 pain.001.001.09): one payer, one day, one block, each payment booked by itself.

The bank books every payment apart (`BtchBookg` false), so that each end-to-end id comes back on the statement. The file
is written as text, piece by piece: number and sum of the payments stand at its head, so they are told beforehand and
compared at the end. A house that pays too much because a row came twice must see a refusal, not a file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from shared.errors import Refusal
from shared.money import Money, total
from shared.sepa.accounts import compact_iban, payable_iban
from shared.sepa.letters import bank_text, is_bank_id

SCHEMA = "pain.001.001.09"
AT_ONCE = 500  # payments in one piece of the file
_NAME, _TEXT, _STREET, _TOWN = 70, 140, 70, 35  # the scheme's lengths, shorter than those of the schema
_MOST_CENTS = 99_999_999_999
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_CODE = re.compile(r"[A-Z]{4}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_SCHEMAS = re.compile(r"pain\.001\.001\.(09|1[0-2])")  # from .09 on what we write is spelt alike


class NotATransfer(Refusal):
    """No bank would take this payment, or this batch."""

    sentence = "This cannot be written into a SEPA file: {reason}."


class ControlDiffers(Refusal):
    """The payments are not those that were counted beforehand; the file must not leave."""

    sentence = "{count} payments of {written} were written where {expected_count} of {expected} were announced."


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAddress:
    """An address as banks demand it since November 2026: fields of its own, town and country at least."""

    town: str
    country: str
    street: str = ""
    building_number: str = ""
    postcode: str = ""

    def __post_init__(self) -> None:
        if not bank_text(self.town, longest=_TOWN) or not _COUNTRY.fullmatch(self.country):
            raise NotATransfer(reason="an address needs a town and the two letters of a country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A structured reference in place of a text; `issuer` says whose: `ISO` (ISO 11649, `RF...`) or a national one."""

    value: str
    issuer: str = "ISO"

    def __post_init__(self) -> None:
        if not is_bank_id(self.value) or not is_bank_id(self.issuer):
            raise NotATransfer(reason="the structured reference is not in the banks' letters, or over 35 of them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """Who pays: name, account, and where the bank asks for it the number under which it knows the sender."""

    name: str
    iban: str
    bic: str = ""
    address: BankAddress | None = None
    number: str = ""
    number_issuer: str = ""

    def __post_init__(self) -> None:
        payable_iban(self.iban)
        if not bank_text(self.name, longest=_NAME):
            raise NotATransfer(reason="the payer's name has no letter that banks know")
        if self.bic and not _BIC.fullmatch(self.bic):
            raise NotATransfer(reason="the payer's BIC is none")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferBatch:
    """One file. `message_id` names it for ever (a bank takes it once); `purpose` is a code such as `SALA`, or empty."""

    message_id: str
    payer: Payer
    execute_on: date
    written_at: datetime
    purpose: str = ""
    schema: str = SCHEMA

    def __post_init__(self) -> None:
        if not is_bank_id(self.message_id):
            raise NotATransfer(reason="the message id is not in the banks' letters, or over 35 of them")
        if self.purpose and not _CODE.fullmatch(self.purpose):
            raise NotATransfer(reason="a purpose is a code of four capitals")
        if not _SCHEMAS.fullmatch(self.schema):
            raise NotATransfer(reason="the schema is not one that is written here")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """One payment in euro to one account; `end_to_end_id` comes back unchanged with the money's fate."""

    end_to_end_id: str
    name: str
    iban: str
    amount: Money
    text: str = ""
    reference: Reference | None = None
    address: BankAddress | None = None
    bic: str = ""

    def __post_init__(self) -> None:
        payable_iban(self.iban)
        for broken, reason in (
            (not is_bank_id(self.end_to_end_id), "the end-to-end id is not in the banks' letters, or over 35 of them"),
            (self.amount.currency != "EUR", "the scheme pays in euro only"),
            (self.amount.cents <= 0, "an amount to pay is more than nothing"),
            (self.amount.cents > _MOST_CENTS, "the scheme pays 999,999,999.99 EUR at most"),
            (not bank_text(self.name, longest=_NAME), "the payee's name has no letter that banks know"),
            (bool(self.text and self.reference), "a payment bears a text or a structured reference, not both"),
            (bool(self.bic and not _BIC.fullmatch(self.bic)), "the payee's BIC is none"),
        ):
            if broken:
                raise NotATransfer(reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """How many payments a file holds and what they come to."""

    count: int
    total: Money

    @classmethod
    def of(cls, transfers: Sequence[CreditTransfer]) -> "Control":
        """Counted from payments that are all at hand."""
        return cls(count=len(transfers), total=total(transfer.amount for transfer in transfers))


def transfer_file(batch: TransferBatch, transfers: Sequence[CreditTransfer]) -> bytes:
    """The whole file, for as many payments as are at hand anyway."""
    return b"".join(transfer_chunks(batch, transfers, control=Control.of(transfers)))


def transfer_chunks(batch: TransferBatch, transfers: Iterable[CreditTransfer], *, control: Control) -> Iterator[bytes]:
    """The file piece by piece, in memory that does not grow; `ControlDiffers` in place of its last piece."""
    if control.count < 1:
        raise NotATransfer(reason="a file needs at least one payment")
    yield _head(batch, control).encode()
    count, cents, rest = 0, 0, iter(transfers)
    while piece := list(islice(rest, AT_ONCE)):
        count, cents = count + len(piece), cents + sum(transfer.amount.cents for transfer in piece)
        yield "".join(map(_payment, piece)).encode()
    if (count, cents) != (control.count, control.total.cents):
        raise ControlDiffers(count=count, written=str(Money(cents)), expected_count=control.count,
                             expected=str(control.total))
    yield b"</PmtInf></CstmrCdtTrfInitn></Document>"


def _head(batch: TransferBatch, control: Control) -> str:
    payer, sums = batch.payer, f"<NbOfTxs>{control.count}</NbOfTxs><CtrlSum>{control.total.amount}</CtrlSum>"
    name = f"<Nm>{bank_text(payer.name, longest=_NAME)}</Nm>"
    purpose = f"<CtgyPurp><Cd>{batch.purpose}</Cd></CtgyPurp>" if batch.purpose else ""
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{batch.schema}"><CstmrCdtTrfInitn>'
        f"<GrpHdr><MsgId>{batch.message_id}</MsgId><CreDtTm>{batch.written_at:%Y-%m-%dT%H:%M:%S}</CreDtTm>{sums}"
        f"<InitgPty>{name}{_number(payer)}</InitgPty></GrpHdr>"
        f"<PmtInf><PmtInfId>{batch.message_id[:33]}-1</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>false</BtchBookg>{sums}"
        f"<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl>{purpose}</PmtTpInf>"
        f"<ReqdExctnDt><Dt>{batch.execute_on.isoformat()}</Dt></ReqdExctnDt>"
        f"<Dbtr>{name}{_address(payer.address)}</Dbtr>{_account('Dbtr', payer.iban)}"
        f"<DbtrAgt><FinInstnId>{_agent(payer.bic)}</FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>"
    )


def _payment(transfer: CreditTransfer) -> str:
    bank = f"<CdtrAgt><FinInstnId>{_agent(transfer.bic)}</FinInstnId></CdtrAgt>" if transfer.bic else ""
    return (
        f"<CdtTrfTxInf><PmtId><EndToEndId>{transfer.end_to_end_id}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="EUR">{transfer.amount.amount}</InstdAmt></Amt>{bank}'
        f"<Cdtr><Nm>{bank_text(transfer.name, longest=_NAME)}</Nm>{_address(transfer.address)}</Cdtr>"
        f"{_account('Cdtr', transfer.iban)}{_remittance(transfer)}</CdtTrfTxInf>"
    )


def _number(payer: Payer) -> str:
    if not payer.number:
        return ""
    issuer = f"<Issr>{bank_text(payer.number_issuer, longest=35)}</Issr>" if payer.number_issuer else ""
    return f"<Id><OrgId><Othr><Id>{bank_text(payer.number, longest=35)}</Id>{issuer}</Othr></OrgId></Id>"


def _address(address: BankAddress | None) -> str:
    if address is None:
        return ""
    parts = (("StrtNm", address.street, _STREET), ("BldgNb", address.building_number, 16),
             ("PstCd", address.postcode, 16), ("TwnNm", address.town, _TOWN), ("Ctry", address.country, 2))
    spelt = "".join(f"<{tag}>{text}</{tag}>" for tag, value, longest in parts
                    if (text := bank_text(value, longest=longest)))
    return f"<PstlAdr>{spelt}</PstlAdr>"


def _account(whose: str, iban: str) -> str:
    return f"<{whose}Acct><Id><IBAN>{compact_iban(iban)}</IBAN></Id></{whose}Acct>"


def _agent(bic: str) -> str:
    return f"<BICFI>{bic}</BICFI>" if bic else "<Othr><Id>NOTPROVIDED</Id></Othr>"


def _remittance(transfer: CreditTransfer) -> str:
    if transfer.reference:
        kind = f"<Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry><Issr>{transfer.reference.issuer}</Issr></Tp>"
        return f"<RmtInf><Strd><CdtrRefInf>{kind}<Ref>{transfer.reference.value}</Ref></CdtrRefInf></Strd></RmtInf>"
    text = bank_text(transfer.text, longest=_TEXT)
    return f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else ""
