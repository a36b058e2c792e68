"""Claims leave for the bank as one payment each, whose id comes back."""

from datetime import UTC, date, datetime

from lxml import etree

from services.membership.countries.protocol import transfer_document
from services.membership.payouts.rules import Claim, ClaimKind, PayoutBatch, end_to_end_id
from shared.money import Money
from shared.parameters import Row

PAYER = Row("share_account", date(2020, 1, 1), None, "test",
            {"name": "Shared Company Belgique SC", "iban": "BE86523012345650", "bic": "TRIOBEBB"})


def claim(number: int, kind: ClaimKind) -> Claim:
    return Claim(id=f"clm_{number:032x}", kind=kind, member_id="mbr_1", amount=Money(3000 * number),
                 due_on=date(2026, 9, 1), payee="Amina Lambrechts", account="BE24973000010138")


def test_a_file_asks_for_each_claim_by_its_own_id_and_amount() -> None:
    claims = [claim(1, ClaimKind.EXIT), claim(2, ClaimKind.SURPLUS)]
    batch = PayoutBatch(id=f"pob_{1:032x}", claims=claims, execute_on=date(2026, 9, 2),
                        written_at=datetime(2026, 9, 1, 8, tzinfo=UTC))
    file = transfer_document(batch, payer=PAYER)
    paid = etree.fromstring(file.content)
    assert [found.text for found in paid.iterfind(".//{*}EndToEndId")] == [end_to_end_id(one.id) for one in claims]
    assert [found.text for found in paid.iterfind(".//{*}InstdAmt")] == ["30.00", "60.00"]
    assert transfer_document(batch, payer=PAYER).content == file.content
