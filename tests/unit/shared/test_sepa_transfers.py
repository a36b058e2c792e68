"""SEPA files: what sepaxml writes, valid by the schema, in any number, and nothing that a bank would send back."""

import re
import tracemalloc
from datetime import UTC, date, datetime
from importlib import resources
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sepaxml import SepaTransfer

from shared.money import Money
from shared.sepa import (
    AccountNotReachable,
    BankAddress,
    Control,
    ControlDiffers,
    CreditTransfer,
    NotATransfer,
    Payer,
    Reference,
    TransferBatch,
    bank_text,
    payable_iban,
    transfer_chunks,
    transfer_file,
)

DAY, AT = date(2026, 12, 3), datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
HOME = BankAddress(street="Rue Émile Féron", building_number="70", postcode="1060", town="Bruxelles", country="BE")
PAYER = Payer(name="Coopérative", iban="BE71096123456769", bic="GKCCBEBB", address=HOME, number="0123456749",
              number_issuer="KBO-BCE")
IBANS = ("BE68539007547034", "DE89370400440532013000", "FR1420041010050500013M02606", "SE4550000000058398257466")


def batch(**facts: Any) -> TransferBatch:
    usual = {"message_id": "btc1", "payer": PAYER, "execute_on": DAY, "written_at": AT, "purpose": "SALA"}
    return TransferBatch(**{**usual, **facts})


def transfer(number: int = 1, **facts: Any) -> CreditTransfer:
    return CreditTransfer(**{"end_to_end_id": f"wag{number:032x}", "name": "Zoë Ünal", "iban": IBANS[number % 4],
                       "amount": Money(123_456 + number), "text": "Salaire 2026-11, été", **facts})


def schema(name: str = "pain.001.001.09") -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(resources.files("sepaxml") / "schemas" / f"{name}.xsd")))


def canonical(document: bytes) -> str:
    return ET.canonicalize(document)


def written_by_sepaxml(transfers: list[CreditTransfer]) -> bytes:
    """The oracle, with what it invents set to ours, and with what it cannot write put in by hand."""
    address = {"street_name": bank_text(HOME.street, longest=70), "building_number": "70", "postcode": "1060",
               "town": "Bruxelles", "country": "BE"}
    file = SepaTransfer({"name": PAYER.name, "IBAN": PAYER.iban, "BIC": PAYER.bic, "batch": True, "currency": "EUR",
                         "address": dict(address)}, schema="pain.001.001.09", clean=True)
    for one in transfers:
        extra = ({"address": dict(address)} if one.address else {}) | ({"BIC": one.bic} if one.bic else {})
        file.add_payment({"name": one.name, "IBAN": one.iban, "amount": one.amount.cents, "execution_date": DAY,
                          "description": one.text, "endtoend_id": one.end_to_end_id, **extra})
    document = file.export(validate=False).decode()
    ours = {"MsgId": "btc1", "CreDtTm": "2026-12-02T09:30:00", "PmtInfId": "btc1-1", "BtchBookg": "false"}
    for tag, text in ours.items():
        document = re.sub(f"<{tag}>.*?</{tag}>", f"<{tag}>{text}</{tag}>", document)
    number = "<Id><OrgId><Othr><Id>0123456749</Id><Issr>KBO-BCE</Issr></Othr></OrgId></Id>"
    return (document.replace("</InitgPty>", f"{number}</InitgPty>")
            .replace("</SvcLvl>", "</SvcLvl><CtgyPurp><Cd>SALA</Cd></CtgyPurp>").encode())


def test_the_file_is_the_one_that_sepaxml_writes() -> None:
    transfers = [transfer(1), transfer(2, address=HOME), transfer(3, bic="AGRIFRPP")]
    assert canonical(transfer_file(batch(), transfers)) == canonical(written_by_sepaxml(transfers))


def test_the_same_batch_is_the_same_bytes_and_another_is_not() -> None:
    assert transfer_file(batch(), [transfer()]) == transfer_file(batch(), [transfer()])
    assert transfer_file(batch(), [transfer()]) != transfer_file(batch(message_id="btc2"), [transfer()])


@pytest.mark.parametrize("version", ["pain.001.001.09", "pain.001.001.10", "pain.001.001.11"])
def test_the_file_is_valid_by_each_schema_that_it_can_be_written_for(version: str) -> None:
    references = [Reference(value="RF18539007547034"), Reference(value="010806817183", issuer="BBA")]
    transfers = [transfer(n, text="", reference=reference) for n, reference in enumerate(references)]
    written = transfer_file(batch(schema=version, payer=Payer(name="A", iban=PAYER.iban)), [*transfers, transfer(9)])
    schema(version).assertValid(etree.fromstring(written))


@given(st.text(min_size=1), st.text(max_size=200), st.integers(1, 99_999_999_999))
def test_whatever_is_written_is_refused_or_valid(name: str, text: str, cents: int) -> None:
    try:
        one = transfer(name=name, text=text, amount=Money(cents))
    except NotATransfer:
        assert not bank_text(name, longest=70)
        return
    document = etree.fromstring(transfer_file(batch(), [one]))
    schema().assertValid(document)
    assert all(re.fullmatch(r"[A-Za-z0-9/\-?:().,'+ ]*", found) for found in document.itertext() if found.strip())


def test_number_and_sum_stand_at_the_head_and_are_true() -> None:
    written = etree.fromstring(transfer_file(batch(), [transfer(n) for n in range(1_234)]))
    amounts = [int(text.replace(".", "")) for text in written.xpath("//*[local-name()='InstdAmt']/text()")]
    assert len(amounts) == 1_234
    assert {found.text for found in written.iter("{*}NbOfTxs")} == {"1234"}
    assert {found.text for found in written.iter("{*}CtrlSum")} == {str(Money(sum(amounts)).amount)}


@pytest.mark.parametrize(("count", "cents"), [(2, 0), (4, 0), (3, 1), (3, -1)])
def test_payments_other_than_those_announced_never_make_a_file(count: int, cents: int) -> None:
    transfers = [transfer(n) for n in range(3)]
    control = Control(count=count, total=Control.of(transfers).total + Money(cents))
    with pytest.raises(ControlDiffers):
        list(transfer_chunks(batch(), transfers, control=control))


def test_a_file_without_a_payment_is_refused() -> None:
    with pytest.raises(NotATransfer):
        transfer_file(batch(), [])


def test_memory_does_not_grow_with_the_number_of_payments() -> None:
    def peak(count: int) -> int:
        control = Control(count=count, total=Money(sum(123_456 + n for n in range(count))))
        payments = (transfer(n) for n in range(count))
        tracemalloc.start()
        for _ in transfer_chunks(batch(), payments, control=control):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(5_000) < 1.5 * peak(1_000) < 6_000_000


@pytest.mark.parametrize("number", [
    "TR330006100519786457841326",  # a good number of a country that no SEPA transfer reaches
    "ZZ68539007547034", "BE68-5390-0754-7034", "BE68539007547035", "BE6853900754703", "539007547034", "",
    "BE68 5390 0754 703X",
])
def test_an_account_that_no_transfer_reaches_is_refused(number: str) -> None:
    with pytest.raises(AccountNotReachable) as refused:
        transfer(iban=number)
    assert not number or number not in str(refused.value)


def test_an_account_may_be_written_with_spaces_and_small_letters() -> None:
    assert payable_iban("be68 5390 0754 7034") == "BE68539007547034"


@pytest.mark.parametrize("facts", [
    {"amount": Money(0)}, {"amount": Money(-1)}, {"amount": Money(100, "SEK")}, {"amount": Money(100_000_000_000)},
    {"name": "\N{GRINNING FACE}"}, {"name": " "}, {"end_to_end_id": ""}, {"end_to_end_id": "wag_1"},
    {"end_to_end_id": "x" * 36}, {"end_to_end_id": "a//b"}, {"end_to_end_id": "/a"}, {"bic": "GKCCBEB"},
    {"reference": Reference(value="RF18539007547034")},  # beside a text
])
def test_a_payment_that_a_bank_would_send_back_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(NotATransfer):
        transfer(**facts)


@pytest.mark.parametrize("facts", [{"message_id": "btc_1"}, {"message_id": "x" * 36}, {"purpose": "sala"},
                                   {"schema": "pain.001.001.03"}])
def test_a_batch_that_a_bank_would_send_back_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(NotATransfer):
        batch(**facts)


def test_an_address_has_a_town_and_a_country_or_is_left_out() -> None:
    assert BankAddress(town="Liège", country="BE")
    with pytest.raises(NotATransfer):
        BankAddress(town="", country="BE")
    with pytest.raises(NotATransfer):
        BankAddress(town="Liège", country="Belgium")


@pytest.mark.parametrize(("text", "spelt"), [
    ("Zoë Ünal & Cie", "Zoe Unal + Cie"), ("a_b@c", "a-b.c"), ("//x//y//", "x/y"), ("  two\twords ", "two words"),
    ("Łódź", "Lodz"), ("\N{GRINNING FACE}", ""), ("x" * 80, "x" * 70), ("[a] {b}", "(a) (b)"),
    ("y" * 69 + " z", "y" * 69), ("<b>&amp;</b>", ".b.+amp,./b."),
])
def test_text_is_written_in_the_letters_that_banks_take(text: str, spelt: str) -> None:
    assert bank_text(text, longest=70) == spelt


def test_what_is_written_is_read_as_a_stream_too() -> None:
    written = BytesIO(transfer_file(batch(), [transfer(n) for n in range(600)]))
    assert sum(1 for _ in etree.iterparse(written, tag="{*}CdtTrfTxInf", schema=schema())) == 600
