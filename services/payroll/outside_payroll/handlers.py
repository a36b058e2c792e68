"""What the partner's own payroll asks and answers, and who approves its corrections."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.payroll.outside_payroll import reads, schemas, use_cases
from services.payroll.outside_payroll.rules import GivenLine, PayAnswer
from shared.bus import allow, command, query
from shared.money import Money
from shared.postgres import Tx


class OutsidePayrollHandlers:
    """What is asked about wages that the partner's own payroll works out."""

    @command(schemas.AnswerPayRequest, response=schemas.PayRequestState, allow=allow("payroll_partner"))
    def answer_pay_request(
        self, tx: Tx, *, pay_request_id: str, pay_on: date, reference: str, net: Money, lines: Sequence[GivenLine],
    ) -> dict[str, Any]:
        """A wage or quote that was asked for, as the partner's payroll worked it out: once."""
        answer = PayAnswer(pay_on=pay_on, reference=reference, net=net, lines=lines)
        return {"pay_request_id": pay_request_id, "state": use_cases.answer_request(tx, pay_request_id, answer)}

    @command(schemas.AnswerPayRequest, response=schemas.PayRequestState,
             allow=allow("payroll_partner", "payroll_clerk"))
    def correct_pay_answer(
        self, tx: Tx, *, pay_request_id: str, pay_on: date, reference: str, net: Money, lines: Sequence[GivenLine],
    ) -> dict[str, Any]:
        """Another answer in the place of the one that stands, once a second person has approved it."""
        answer = PayAnswer(pay_on=pay_on, reference=reference, net=net, lines=lines)
        return {"pay_request_id": pay_request_id, "state": use_cases.propose_correction(tx, pay_request_id, answer)}

    @command(schemas.GetPayRequest, response=schemas.PayRequestState, allow=allow("payroll_clerk", "board"))
    def approve_pay_correction(self, tx: Tx, *, pay_request_id: str) -> dict[str, Any]:
        """Approve, as a second person, the correction that was proposed last: it stands from now on."""
        return {"pay_request_id": pay_request_id, "state": use_cases.approve_correction(tx, pay_request_id)}

    @command(schemas.RefusePayCorrection, response=schemas.PayRequestState, allow=allow("payroll_clerk", "board"))
    def refuse_pay_correction(self, tx: Tx, *, pay_request_id: str, reason: str) -> dict[str, Any]:
        """Refuse, as a second person, the correction that was proposed last: the answer before it goes on standing."""
        return {"pay_request_id": pay_request_id, "state": use_cases.refuse_correction(tx, pay_request_id, reason)}

    @command(schemas.AskPayQuote, response=schemas.PayRequestState,
             allow=allow("payroll_clerk", "advisor", self_by="member_id"))
    def ask_pay_quote(
        self, tx: Tx, *, member_id: str, contract: str, budget: Money, ends_on: date, days: list[dict[str, Any]],
    ) -> dict[str, Any]:
        """Ask the partner's payroll what a budget would pay; `quote_pay` gives its answer to the same question."""
        return use_cases.ask_quote(tx, member_id=member_id, contract=contract, budget=budget, ends_on=ends_on,
                                   hours={day["on"]: day["hours"] for day in days})

    @query(schemas.ListPayRequests, response=schemas.PayRequestSummary, many=True,
           allow=allow("payroll_partner", "payroll_clerk"))
    def list_pay_requests(self, tx: Tx, *, state: str, overdue: bool, after: str, limit: int) -> list[dict[str, Any]]:
        """What the partner's payroll was asked and where that stands, the longest waiting first."""
        return reads.list_requests(tx, state=state, overdue=overdue, after=after, limit=limit)

    @query(schemas.GetPayRequest, response=schemas.PayRequestDetail, allow=allow("payroll_partner", "payroll_clerk"))
    def get_pay_request(self, tx: Tx, *, pay_request_id: str) -> dict[str, Any]:
        """A request with its days, the lines that may be answered, and the answer that stands."""
        return reads.get_request(tx, pay_request_id)
