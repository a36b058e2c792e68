"""Payment files: what they ask for, and that a repeat is the same document."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from lxml import etree

from services.payroll.countries.be import LAW
from services.payroll.payments.rules import Batch, WageToSend, end_to_end_id, transfer_of
from shared.identifiers import new_id
from shared.money import Money
from shared.sepa import NotATransfer
from tests.unit.payroll.builders import ADDRESS, EMPLOYER

AT = datetime(2026, 10, 7, 9, 30, tzinfo=UTC)
PAY_DAY = date(2026, 10, 7)
PAYMENT = WageToSend(wage_id="wag_" + "0" * 32, transfer_id="wag_" + "0" * 31 + "1", name="Zoë Müller",
                     iban="BE68539007547034", month="2026-09", amount=Money.of("2261.32"), pay_on=PAY_DAY)


def written(*wages: WageToSend) -> bytes:
    return LAW.payment_file(
        Batch(batch_id="bat_1", employer=EMPLOYER, execute_on=PAY_DAY, number=1, wages=wages), AT).content


def test_a_batch_asks_for_each_net_and_their_sum_on_the_day_as_salary() -> None:
    other = replace(PAYMENT, transfer_id="wag_" + "2" * 32, amount=Money.of("0.05"), address=ADDRESS)
    root = etree.fromstring(written(PAYMENT, other))
    assert [one.text for one in root.findall(".//{*}InstdAmt")] == ["2261.32", "0.05"]
    assert root.findtext(".//{*}GrpHdr/{*}CtrlSum") == "2261.37"
    assert root.findtext(".//{*}ReqdExctnDt/{*}Dt") == "2026-10-07"
    assert root.findtext(".//{*}CtgyPurp/{*}Cd") == "SALA"
    assert root.findtext(".//{*}BtchBookg") == "false"
    assert root.findtext(".//{*}Cdtr/{*}PstlAdr/{*}TwnNm") == "Bruxelles"


def test_the_same_batch_is_the_same_file_to_the_byte() -> None:
    assert written(PAYMENT) == written(PAYMENT)
    assert etree.fromstring(written(PAYMENT)).findtext(".//{*}MsgId") == "WAGES-2026-10-07-0001"


def test_a_file_that_no_bank_would_take_is_never_written() -> None:
    with pytest.raises(NotATransfer):
        written(replace(PAYMENT, name="😀"))


def test_a_wage_id_goes_through_the_bank_and_back() -> None:
    wage_id = new_id("wag")
    assert len(end_to_end_id(wage_id)) == 35
    assert transfer_of(end_to_end_id(wage_id)) == transfer_of(wage_id) == wage_id


@pytest.mark.parametrize("text", ["", "NOTPROVIDED", "wag", "wag_1", "wag" + "0" * 33, "mbr" + "0" * 32])
def test_other_end_to_end_ids_name_no_wage(text: str) -> None:
    assert transfer_of(text) is None
