"""Every state that an order can be in has its word on the pages."""

import tomllib
from importlib import resources

from services.governance.assemblies.rules import NOT_IN_EVERY_COLLEGE, SETTLEMENTS, Outcome
from services.governance.elections.rules.majority import DecisionKind, Secrecy
from services.governance.events import RejectionReason
from services.governance.officer.rules import Duty, StepState
from services.governance.polls.rules.poll import PollState
from services.governance.work_groups.rules import AnswerStatus
from services.invoicing.events import WriteOffReason
from services.invoicing.expenses.rules import ClaimState
from services.invoicing.orders.rules.order import OrderState
from services.invoicing.orders.rules.prices import Unit
from services.invoicing.reminders.rules import Answer, Hold, StepName
from services.invoicing.screening.rules import Risk
from services.invoicing.signing.rules import DeclineReason
from services.invoicing.suspense.rules import OwnAccount
from services.invoicing.vat_returns.rules import State
from services.membership.exits.rules import ExitState
from services.membership.letters.rules import LetterKind
from services.payroll.claims.rules import ClaimLeader
from services.payroll.claims.rules import ClaimState as AccidentState
from services.payroll.dues.rules import OWED_ON, Because, DueState, ReturnState
from services.payroll.employment_contracts.rules import EmploymentState, TermsState
from services.payroll.events import EmploymentChangedBecause, EmploymentEndedBecause, EmploymentRemedy
from services.payroll.runs.rules import RunState
from services.payroll.waiting.rules import Leader, Matter
from services.payroll.workers.rules import HouseholdKind
from services.portal.accidents.words import LEADERS as ACCIDENT_LEADERS
from services.portal.accidents.words import STATES as ACCIDENT_STATES
from services.portal.assemblies.words import DECISIONS, OUTCOMES, POLL_STATES, REASONS, SECRECY, STEP_STATES, STEPS
from services.portal.assemblies.words import SETTLEMENTS as SETTLEMENT_WORDS
from services.portal.books.words import OWN_ACCOUNTS, RETURN_STATES
from services.portal.decided.words import ANSWERS as BOARD_ANSWERS
from services.portal.dues.words import BECAUSE, CREDITORS, DUE_STATES
from services.portal.dues.words import RETURN_STATES as SOCIAL_STATES
from services.portal.employment.words import BECAUSE as CHANGED_BECAUSE
from services.portal.employment.words import ENDED_BY, REMEDIES, TERMS_STATES
from services.portal.employment.words import STATES as EMPLOYMENT_STATES
from services.portal.expenses.words import CATEGORIES, CLAIM_STATES
from services.portal.frame.words import DECLINE_REASONS, LETTERS, ORDER_STATES, UNITS
from services.portal.late.words import ANSWERS, HOLDS, WRITE_OFF_REASONS
from services.portal.late.words import STEPS as LADDER
from services.portal.membership.words import EXIT_STATES
from services.portal.orders.standing import RISKS
from services.portal.pay_data.form import HOUSEHOLDS
from services.portal.pay_run.words import LEADERS, MATTERS, RUN_STATES
from services.portal.wages.words import WAITS


def test_no_order_is_in_a_state_without_a_word() -> None:
    assert set(ORDER_STATES) == set(OrderState)


def test_no_kind_of_letter_is_without_its_words() -> None:
    assert set(LETTERS) == set(LetterKind)


def test_no_unit_of_a_priced_line_is_without_its_word() -> None:
    assert set(UNITS) == set(Unit)


def test_no_risk_and_no_reason_of_a_client_is_without_its_words() -> None:
    assert set(RISKS) == set(Risk)
    assert set(DECLINE_REASONS) == set(DeclineReason)


def test_nothing_that_waits_for_a_wage_is_without_its_words_and_no_run_without_its_state() -> None:
    assert set(MATTERS) == set(Matter)
    assert set(LEADERS) == set(Leader)
    assert set(RUN_STATES) == set(RunState)


def test_no_step_poll_or_outcome_of_an_assembly_is_without_its_word() -> None:
    assert (set(STEPS), set(STEP_STATES)) == (set(Duty), set(StepState))
    assert (set(OUTCOMES), set(POLL_STATES), set(REASONS)) == (
        set(Outcome), set(PollState), {*RejectionReason, NOT_IN_EVERY_COLLEGE})
    assert (set(SETTLEMENT_WORDS), set(DECISIONS)) == (set(SETTLEMENTS), set(DecisionKind))
    assert set(SECRECY) == set(Secrecy) - {Secrecy.KEPT}


def test_no_owner_of_money_and_no_state_of_a_return_is_without_its_word() -> None:
    assert (set(OWN_ACCOUNTS), set(RETURN_STATES)) == (set(OwnAccount), set(State))


def test_no_claim_and_no_kind_of_purchase_is_without_its_word() -> None:
    rules = tomllib.loads((resources.files("services.invoicing.countries.be") / "expenses.toml").read_text("utf-8"))
    assert set(CLAIM_STATES) == set(ClaimState)
    assert set(CATEGORIES) == {row["key"] for row in rules["expense_category"]}


def test_nothing_about_a_late_payer_an_accident_a_due_or_a_leaver_is_without_its_word() -> None:
    assert (set(LADDER), set(HOLDS), set(ANSWERS)) == (set(StepName), set(Hold), set(Answer))
    assert set(WRITE_OFF_REASONS) == set(WriteOffReason)
    assert (set(ACCIDENT_STATES), set(ACCIDENT_LEADERS)) == (set(AccidentState), set(ClaimLeader))
    assert (set(CREDITORS), set(DUE_STATES), set(BECAUSE)) == (set(OWED_ON), set(DueState), set(Because))
    assert set(SOCIAL_STATES) == set(ReturnState)
    assert (set(BOARD_ANSWERS), set(EXIT_STATES)) == (set(AnswerStatus), set(ExitState))
    assert set(HOUSEHOLDS) == set(HouseholdKind)
    assert set(WAITS) <= set(Matter)


def test_nothing_about_an_employment_is_without_its_word() -> None:
    assert (set(EMPLOYMENT_STATES), set(TERMS_STATES)) == (set(EmploymentState), set(TermsState))
    assert (set(REMEDIES), set(CHANGED_BECAUSE)) == (set(EmploymentRemedy), set(EmploymentChangedBecause))
    assert set(ENDED_BY) == set(EmploymentEndedBecause)
