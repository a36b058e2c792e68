"""The payment file of Belgian banks: a claim is a transfer whose id comes back; the same batch gives the same bytes."""

from datetime import UTC, date, datetime

from services.membership.countries.protocol import transfer_document
from services.membership.payouts.rules import Claim, ClaimKind, PayoutBatch
from shared.money import Money
from shared.parameters import Row

CLAIM = Claim(id="clm_019c0000000070008000000000000001", kind=ClaimKind.EXIT, member_id="mbr_1", amount=Money(2999),
              due_on=date(2027, 7, 30), payee="Ada Peeters", account="BE68539007547034")
PAYER = Row("payer_account", date(2017, 1, 1), None, "", {"name": "A house", "iban": "BE71096123456769",
                                                            "bic": "GKCCBEBB"})


def test_a_claim_is_a_transfer_whose_id_comes_back() -> None:
    batch = PayoutBatch(id="bat_019c0000000070008000000000000002", claims=[CLAIM], execute_on=date(2027, 8, 1),
                        written_at=datetime(2027, 8, 1, 9, tzinfo=UTC))
    file = transfer_document(batch, payer=PAYER)
    assert file == transfer_document(batch, payer=PAYER)
    assert file.name == "payouts_bat_019c0000000070008000000000000002.xml"
    for part in (b"clm019c0000000070008000000000000001", b"29.99", b"BE68539007547034", b"Ada Peeters"):
        assert part in file.content
