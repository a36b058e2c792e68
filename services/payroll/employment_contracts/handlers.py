"""Employments without an end: what a worker asks, what an advisor decides, what both sign."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.payroll.employment_contracts import reads, schemas, use_cases
from services.payroll.employment_contracts.reads import owner_of_employment
from services.payroll.employment_contracts.rules import Party
from services.payroll.events import EmploymentRemedy
from shared.bus import allow, command, query
from shared.money import Money
from shared.postgres import Tx

COOPERATIVE = ("payroll_clerk", "board")


class EmploymentHandlers:
    """What is asked about employments without an end."""

    @command(schemas.AskEmployment, response=schemas.EmploymentDetail,
             allow=allow("payroll_clerk", self_by="member_id"))
    def ask_employment(
        self, tx: Tx, *, member_id: str, activity_id: str, starts_on: date, weekly_hours: Decimal, gross: Money,
        work: str, when_short: str,
    ) -> dict[str, Any]:
        """Ask for an employment without an end, full or part time, paid from what one's orders bring."""
        return reads.summary(tx, use_cases.ask_employment(
            tx, member_id=member_id, activity_id=activity_id, starts_on=starts_on, weekly_hours=weekly_hours,
            gross=gross, work=work, when_short=EmploymentRemedy(when_short)))

    @command(schemas.AskEmploymentChange, response=schemas.EmploymentDetail,
             allow=allow("payroll_clerk", self_by=owner_of_employment))
    def ask_employment_change(
        self, tx: Tx, *, employment_id: str, from_on: date, weekly_hours: Decimal, gross: Money,
    ) -> dict[str, Any]:
        """Ask for other hours and another wage from a day on, or (none of both) for unpaid leave."""
        return reads.summary(tx, use_cases.ask_change(tx, employment_id, from_on=from_on, weekly_hours=weekly_hours,
                                                      gross=gross))

    @command(schemas.DecideEmployment, response=schemas.EmploymentDetail, allow=allow("advisor"))
    def decide_employment(self, tx: Tx, *, employment_id: str, approved: bool, reason: str) -> dict[str, Any]:
        """Approve what was asked for, so that its contract is written; or refuse it with a reason."""
        return reads.summary(tx, use_cases.decide_terms(tx, employment_id, approved=approved, reason=reason))

    @command(schemas.EmploymentRequest, response=schemas.EmploymentDetail,
             allow=allow("payroll_clerk", self_by=owner_of_employment))
    def withdraw_employment(self, tx: Tx, *, employment_id: str) -> dict[str, Any]:
        """Take back what was asked for and is not signed by both."""
        return reads.summary(tx, use_cases.withdraw_terms(tx, employment_id))

    @command(schemas.EmploymentRequest, response=schemas.EmploymentDetail, allow=allow(self_by=owner_of_employment))
    def sign_employment(self, tx: Tx, *, employment_id: str) -> dict[str, Any]:
        """The worker signs the contract, or the change of it, before its first hour."""
        return reads.summary(tx, use_cases.sign_terms(tx, employment_id, Party.MEMBER))

    @command(schemas.EmploymentRequest, response=schemas.EmploymentDetail, allow=allow(*COOPERATIVE))
    def countersign_employment(self, tx: Tx, *, employment_id: str) -> dict[str, Any]:
        """The cooperative signs the contract, or the change of it, before its first hour."""
        return reads.summary(tx, use_cases.sign_terms(tx, employment_id, Party.COOPERATIVE))

    @command(schemas.EmploymentRequest, response=schemas.EmploymentDetail, allow=allow(self_by=owner_of_employment))
    def resign_employment(self, tx: Tx, *, employment_id: str) -> dict[str, Any]:
        """The worker gives notice: the last day follows from the law. Membership stays."""
        return reads.summary(tx, use_cases.give_notice(tx, employment_id, Party.MEMBER))

    @command(schemas.EmploymentRequest, response=schemas.EmploymentDetail, allow=allow(*COOPERATIVE))
    def give_employment_notice(self, tx: Tx, *, employment_id: str) -> dict[str, Any]:
        """The cooperative gives notice: the last day follows from the law."""
        return reads.summary(tx, use_cases.give_notice(tx, employment_id, Party.COOPERATIVE))

    @command(schemas.EndEmployment, response=schemas.EmploymentDetail, allow=allow(self_by=owner_of_employment))
    def agree_employment_end(self, tx: Tx, *, employment_id: str, last_on: date) -> dict[str, Any]:
        """The worker names a last day, or agrees to the one that the cooperative named."""
        return reads.summary(tx, use_cases.end_by_agreement(tx, employment_id, Party.MEMBER, last_on))

    @command(schemas.EndEmployment, response=schemas.EmploymentDetail, allow=allow(*COOPERATIVE))
    def confirm_employment_end(self, tx: Tx, *, employment_id: str, last_on: date) -> dict[str, Any]:
        """The cooperative names a last day, or agrees to the one that the worker named."""
        return reads.summary(tx, use_cases.end_by_agreement(tx, employment_id, Party.COOPERATIVE, last_on))

    @command(schemas.RecordDeath, response=schemas.EmploymentDetail, allow=allow("payroll_clerk"))
    def record_death(self, tx: Tx, *, employment_id: str, died_on: date) -> dict[str, Any]:
        """The worker died: the employment ended that day, what is left of its budget goes with the last wage."""
        return reads.summary(tx, use_cases.record_death(tx, employment_id, died_on))

    @command(schemas.ChoosePayout, response=schemas.EmploymentDetail,
             allow=allow("payroll_clerk", self_by=owner_of_employment))
    def choose_budget_payout(self, tx: Tx, *, employment_id: str, pays_out: bool) -> dict[str, Any]:
        """Whether what is left of the budget at the end is paid out with the last wage, or stays for a later one."""
        return reads.summary(tx, use_cases.choose_payout(tx, employment_id, pays_out=pays_out))

    @query(schemas.EmploymentRequest, response=schemas.EmploymentDetail,
           allow=allow("payroll_clerk", "advisor", "accountant", "auditor", self_by=owner_of_employment))
    def get_employment(self, tx: Tx, *, employment_id: str) -> dict[str, Any]:
        """An employment with its terms: what holds, what waits, how it ends."""
        return reads.summary(tx, reads.get_employment(tx, employment_id))

    @query(schemas.ListEmployments, response=schemas.EmploymentDetail, many=True,
           allow=allow("payroll_clerk", "advisor", "accountant", "auditor", self_by="member_id"))
    def list_employments(self, tx: Tx, *, member_id: str, after: str, limit: int) -> list[dict[str, Any]]:
        """A page of employments without an end."""
        return reads.summaries(tx, reads.list_employments(tx, member_id=member_id, after=after, limit=limit))

    @query(schemas.GetContract, response=schemas.ContractDetail,
           allow=allow("payroll_clerk", "auditor", self_by=owner_of_employment))
    def get_employment_contract(self, tx: Tx, *, employment_id: str, place: int) -> dict[str, Any]:
        """The contract, or a change of it, as PDF, once the job `print_contracts` has made it."""
        return reads.get_contract(tx, employment_id, place)
