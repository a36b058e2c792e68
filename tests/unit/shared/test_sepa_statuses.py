"""The bank's answer to a payment file: per payment, per block or for the whole file."""

import pytest

from shared.sepa import NotAStatusReport, PaymentOutcome, read_status_report

HEAD = "<GrpHdr><MsgId>ans1</MsgId><CreDtTm>2026-12-03T08:00:00</CreDtTm></GrpHdr>"


def report(body: str, version: str = "pain.002.001.10") -> bytes:
    return (f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}">'
            f"<CstmrPmtStsRpt>{HEAD}{body}</CstmrPmtStsRpt></Document>").encode()


def group(status: str = "", reason: str = "") -> str:
    return (f"<OrgnlGrpInfAndSts><OrgnlMsgId>btc1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
            f"{f'<GrpSts>{status}</GrpSts>' if status else ''}{because(reason)}</OrgnlGrpInfAndSts>")


def because(reason: str, *words: str) -> str:
    said = "".join(f"<AddtlInf>{word}</AddtlInf>" for word in words)
    return f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn>{said}</StsRsnInf>" if reason else ""


def payment(end_to_end_id: str, status: str, reason: str = "", *words: str) -> str:
    return (f"<TxInfAndSts><OrgnlEndToEndId>{end_to_end_id}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
            f"{because(reason, *words)}</TxInfAndSts>")


def block(*payments: str, status: str = "") -> str:
    said = f"<PmtInfSts>{status}</PmtInfSts>" if status else ""
    return f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>btc1-1</OrgnlPmtInfId>{said}{''.join(payments)}</OrgnlPmtInfAndSts>"


@pytest.mark.parametrize("version", ["pain.002.001.03", "pain.002.001.10", "pain.002.001.14"])
def test_a_rejected_payment_is_told_with_its_reason_and_the_others_are_not_harmed(version: str) -> None:
    body = group("PART") + block(payment("wag1", "RJCT", "AC04", "closed", "since May"), payment("wag2", "ACSP"))
    read = read_status_report(report(body, version))
    assert (read.message_id, read.original_message_id) == ("ans1", "btc1")
    assert read.payments["wag1"].outcome is PaymentOutcome.REJECTED
    assert (read.payments["wag1"].reason, read.payments["wag1"].text) == ("AC04", "closed since May")
    assert read.payments["wag2"].outcome is PaymentOutcome.ACCEPTED
    assert read.status_of("wag3") is None


def test_a_rejected_file_rejects_every_payment_in_it() -> None:
    read = read_status_report(report(group("RJCT", "DU01")))
    status = read.status_of("wag1")
    assert status is not None
    assert (status.outcome, status.reason) == (PaymentOutcome.REJECTED, "DU01")


def test_a_rejected_block_rejects_every_payment_that_is_not_named() -> None:
    read = read_status_report(report(group() + block(payment("wag1", "ACCP"), status="RJCT")))
    assert [read.status_of(name).outcome for name in ("wag1", "wag2")] == ["accepted", "rejected"]  # type: ignore[union-attr]


@pytest.mark.parametrize(("code", "outcome"), [("ACTC", "accepted"), ("ACSC", "accepted"), ("RCVD", "pending"),
                                               ("PDNG", "pending"), ("RJCT", "rejected"), ("CANC", "rejected")])
def test_each_code_comes_to_one_of_three_outcomes(code: str, outcome: str) -> None:
    assert read_status_report(report(group() + block(payment("wag1", code)))).payments["wag1"].outcome == outcome


def test_a_reason_of_the_banks_own_is_kept() -> None:
    own = payment("wag1", "RJCT", "X").replace("<Cd>X</Cd>", "<Prtry>closed</Prtry>")
    assert read_status_report(report(group() + block(own))).payments["wag1"].reason == "closed"


def test_twenty_thousand_answers_are_read() -> None:
    body = group("PART") + block(*(payment(f"wag{n}", "ACSC") for n in range(20_000)))
    assert len(read_status_report(report(body)).payments) == 20_000


@pytest.mark.parametrize("content", [
    b"", b"no xml", report(""), report(group("XXXX")), report(group(), "camt.054.001.08"),
    report(group()).replace(b"<Document", b'<!DOCTYPE a [<!ENTITY b "c">]><Document'), report(group())[:-20],
])
def test_what_is_no_report_is_refused(content: bytes) -> None:
    with pytest.raises(NotAStatusReport):
        read_status_report(content)
