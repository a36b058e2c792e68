"""A payment that the bank rejects or gives back short: the wage is still owed, waits in one list, and goes again."""

from datetime import date

import pytest

from tests.integration.payroll.driver import ANNA, BRAM, Host, Job

PAY_DAY, AFTER = date(2026, 10, 6), date(2026, 10, 8)
OTHER = Job(number=2, member_id=BRAM)


def report(message_id: str, *rejected: str, whole: str = "PART", status: str = "RJCT", written: str = "") -> str:
    written = f"<CreDtTm>{written}</CreDtTm>" if written else ""
    reason = "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>" if status == "RJCT" else ""
    payments = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{one}</OrgnlEndToEndId><TxSts>{status}</TxSts>{reason}</TxInfAndSts>"
        for one in rejected)
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId>'
        f"{written}</GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{message_id}</OrgnlMsgId><GrpSts>{whole}</GrpSts>"
        f"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>{payments}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>")


def sent(host: Host) -> dict[str, str]:
    host.staff(ANNA, BRAM)
    for job in (Job(), OTHER):
        host.work(job)
    host.pay_day(PAY_DAY)
    return {job.member_id: host.wage_of(job)["wage_id"] for job in (Job(), OTHER)}


def test_one_rejected_payment_waits_and_goes_again_while_the_others_stay_sent(host: Host) -> None:
    wages = sent(host)
    found = host.call("record_payment_report", on=AFTER, report=report(
        "WAGES-2026-10-06-0001", wages[ANNA].replace("_", "")))
    assert found["rejected"] == 1
    (waits,) = host.call("list_waiting", on=AFTER)
    assert (waits["matter"], waits["wage_id"], waits["why"], waits["leads_on"], waits["since"]) == (
        "payment_rejected", wages[ANNA], "AC04", "payroll_clerk", "2026-10-08")
    host.call("send_wage_again", wage_id=wages[ANNA])
    host.pay_day(AFTER)
    assert [host.wage_of(job)["state"] for job in (Job(), OTHER)] == ["sent", "sent"]
    host.bank_moves(1, "-2261.32", host.last_payment(), AFTER)
    assert host.wage_of(Job())["state"] == "paid"
    assert host.faults() == []


def test_a_file_that_is_rejected_whole_rejects_each_of_its_wages(host: Host) -> None:
    sent(host)
    assert host.call("record_payment_report", on=AFTER, report=report(
        "WAGES-2026-10-06-0001", whole="RJCT"))["rejected"] == 2
    assert {one["matter"] for one in host.call("list_waiting", on=AFTER)} == {"payment_rejected"}


def test_an_accepted_wage_awaits_its_movement_and_repeats_or_late_reports_change_nothing(host: Host) -> None:
    named = sent(host)[ANNA].replace("_", "")
    accepts = report("WAGES-2026-10-06-0001", whole="ACCP")
    assert host.call("record_payment_report", on=PAY_DAY, report=accepts) == {"accepted": 2, "rejected": 0}
    assert host.call("record_payment_report", on=PAY_DAY, report=accepts) == {"accepted": 0, "rejected": 0}
    assert [host.wage_of(job)["state"] for job in (Job(), OTHER)] == ["accepted", "accepted"]
    rejects = report("WAGES-2026-10-06-0001", named)
    assert host.call("record_payment_report", on=AFTER, report=rejects) == {"accepted": 0, "rejected": 1}
    assert host.call("record_payment_report", on=AFTER, report=accepts) == {"accepted": 0, "rejected": 0}
    host.call("send_wage_again", wage_id=host.wage_of(Job())["wage_id"])
    host.pay_day(AFTER)
    assert host.call("record_payment_report", on=AFTER, report=accepts) == {"accepted": 0, "rejected": 0}
    assert host.wage_of(Job())["state"] == "sent"
    assert {one["matter"] for one in host.call("list_waiting", on=date(2026, 10, 13))} == {"payment_unanswered"}
    host.bank_moves(1, "-2261.32", host.last_payment(), AFTER)
    host.call("record_payment_report", on=AFTER, report=report("WAGES-2026-10-08-0001", whole="RJCT"))
    assert host.wage_of(Job())["state"] == "paid"
    assert host.faults() == []


def test_a_report_about_an_unknown_file_is_refused(host: Host) -> None:
    sent(host)
    assert host.refused("record_payment_report", report=report("WAGES-2026-10-07-0001")) == "not_found"
    assert host.refused("record_payment_report", report="<a/>") == "report_not_readable"


def test_a_wage_given_back_short_of_costs_is_owed_whole_again_and_the_cooperative_bears_the_costs(host: Host) -> None:
    wages = sent(host)
    named = wages[ANNA].replace("_", "")
    host.bank_moves(1, "-2261.32", named, PAY_DAY)
    host.bank_moves(2, "2256.32", named, AFTER, kind="bank_movement_returned")
    assert (str(host.balance("bank_costs")), host.wage_of(Job())["state"]) == ("5.00 EUR", "returned")
    assert [one["matter"] for one in host.call("list_waiting", on=AFTER)] == ["payment_returned"]
    host.call("send_wage_again", wage_id=wages[ANNA])
    host.pay_day(AFTER)
    host.bank_moves(3, "-2261.32", host.last_payment(), AFTER)
    assert str(host.balance("wages_to_pay", Job())) == "0.00 EUR"
    assert host.faults() == []


@pytest.mark.parametrize("amount", ["2261.33", "0.00"])
def test_more_than_was_paid_or_nothing_is_never_given_back(host: Host, amount: str) -> None:
    wages = sent(host)
    host.bank_moves(1, "-2261.32", wages[ANNA].replace("_", ""), PAY_DAY)
    with pytest.raises(Exception, match=r"2261\.32"):
        host.bank_moves(2, amount, wages[ANNA].replace("_", ""), AFTER, kind="bank_movement_returned")


def test_a_payment_that_no_movement_names_waits_for_the_bank_after_four_days(host: Host) -> None:
    sent(host)
    assert host.call("list_waiting", on=date(2026, 10, 10)) == []
    assert {one["matter"] for one in host.call("list_waiting", on=date(2026, 10, 11))} == {"payment_unanswered"}
