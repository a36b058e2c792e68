"""What the cooperative tells its members, sentence by sentence, the tests that show it, and what none shows yet.

python -m tests.architecture.mission        writes docs/promises.md again; a test compares
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "promises.md"
LIFE = "journeys/test_one_working_life.py"
WAGE = "integration/payroll/runs/test_from_order_to_wage.py"
VOTE = "integration/governance/polls/test_a_secret_vote.py"
DESK = "integration/portal/test_work_and_joining.py"
PAGES = "journeys/test_portal_in_chromium.py"
SPACES = "integration/membership/spaces/test_trainings_and_spaces.py"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the mission, the tests that show it, and what nobody shows: empty when all of it is shown."""

    words: str
    tests: tuple[tuple[str, str], ...]
    lacking: str = ""

    @property
    def standing(self) -> str:
        """Shown, shown in part, or not shown."""
        if not self.tests:
            return "not shown"
        return "in part" if self.lacking else "shown"


MISSION = (
    Sentence("You develop your business without starting a company; you find your clients and negotiate your price.", (
        (LIFE, "test_the_wage_is_the_one_that_was_quoted_before_the_order_was_signed"),
        (WAGE, "test_the_quote_and_the_wage_are_the_same_to_the_cent"))),
    Sentence("You are an employee of the cooperative: a contract, social security, unemployment and pension rights.", (
        (LIFE, "test_employment_was_declared_and_insured_before_the_first_day_of_work"),
        ("integration/payroll/declarations/test_declaring_work.py",
         "test_an_accepted_declaration_says_that_the_work_is_declared_and_insured"),
        ("integration/payroll/order_contracts/test_order_contracts.py",
         "test_a_contract_is_written_printed_and_signed_by_both_before_the_first_hour")),
        "the papers of unemployment and pension at the end of a contract"),
    Sentence("A signed order form and completed work: your wage is paid seven days later, even if the client has not "
             "paid.", (
                 (LIFE, "test_wages_are_paid_on_the_seventh_day_while_the_client_has_not_paid"),
                 ("journeys/test_undeclared_work_is_paid.py",
                  "test_the_wage_is_on_its_way_to_the_bank_and_flagged"))),
    Sentence("The cooperative pays and declares: social security, withholding tax, VAT; it takes the responsibility of "
             "the payment.", (
                 ("integration/invoicing/vat_returns/test_vat_returns.py",
                  "test_the_files_are_what_the_authority_takes"),
                 (LIFE, "test_the_month_and_the_quarter_are_declared_as_the_ledgers_stand"),
                 (LIFE, "test_the_years_tax_papers_say_what_was_paid_and_withheld_as_the_ledger_has_it"),
                 (LIFE, "test_what_clients_paid_came_back_to_the_fund_and_what_one_did_not_pay_is_its_loss"))),
    Sentence("Anyone can: a gig of one day, a long business, investments, hiring staff, or one invoice; some "
             "activities excepted, and you are told which and why.", (
                 ("integration/membership/admission/test_registrations.py",
                  "test_an_excluded_activity_is_refused_and_some_know_an_exception"),
                 ("integration/invoicing/screening/test_before_a_form_leaves.py",
                  "test_a_blocked_client_gets_nothing_and_a_trade_that_is_excluded_is_refused_with_its_source"),
                 (DESK, "test_a_refused_screening_is_appealed_once_however_often_the_form_is_sent")),
             "investments and hiring others out of one's activity"),
    Sentence("Full or part time, also under an open-ended contract.", (
        ("journeys/test_an_employment_without_an_end.py",
         "test_a_member_is_employed_part_time_without_an_end_and_paid_every_month_while_no_client_has_paid"),
        ("integration/payroll/employment_budgets/test_an_employment_without_an_end.py",
         "test_what_happens_with_an_empty_budget_was_agreed_and_is_told_eight_weeks_before"))),
    Sentence("One shared company: one VAT number, shared services and tools; no member can go bankrupt alone.", (
        (LIFE, "test_invoice_numbers_have_no_gap_and_their_totals_are_exact"),
        (LIFE, "test_the_written_off_invoice_is_claimed_no_more"))),
    Sentence("Peers by the thousand with whom to exchange and cooperate.", (
        (PAGES, "test_members_find_each_other_by_the_pages"),)),
    Sentence("Twenty thousand workers a year; nine cities; partners in seven countries.", (
        ("integration/membership/sessions/test_sessions.py",
         "test_a_session_is_held_in_a_city_of_the_cooperative_or_online"),
        ("journeys/test_a_life_in_another_country.py",
         "test_the_wage_is_taxed_flat_and_paid_on_the_tenth_of_the_next_month"),
        ("journeys/test_a_life_with_a_partners_payroll.py",
         "test_the_wage_was_paid_on_its_day_before_the_client_paid")),
        "a life in Italy, Spain, Sweden and France, of which only what is known is listed"),
    Sentence("A share of 30 EUR every year; 6.5 % of your turnover; about 8 % of the employment budget; nothing where "
             "there is no activity.", (
                 (LIFE, "test_both_are_members_from_the_day_on_which_the_bank_brought_their_share"),
                 (LIFE, "test_the_fee_is_booked_and_the_budget_allocated_with_the_invoice"),
                 ("unit/payroll/wages/test_budget.py",
                  "test_the_line_of_the_gross_wage_divides_what_the_variable_share_leaves"))),
    Sentence("Invoicing, contracts, payroll, expenses are managed for you.", (
        (LIFE, "test_every_ledger_balances_and_all_proofs_hold"),
        (LIFE, "test_an_expense_goes_from_its_receipt_to_the_account_of_who_bought"))),
    Sentence("Risks are covered: payment after seven days, insurance (accident, liability).", (
        (LIFE, "test_employment_was_declared_and_insured_before_the_first_day_of_work"),
        ("integration/payroll/fund/test_the_guarantee_fund.py", "test_full_payment_recovers_exactly_all"),
        (PAGES, "test_an_accident_goes_from_the_page_to_the_insurer_and_to_its_end"))),
    Sentence("A management platform, work spaces.", (
        (SPACES, "test_bookings_that_touch_are_fine_and_those_that_overlap_are_refused"),
        ("journeys/test_portal_in_chromium.py",
         "test_without_scripts_and_with_the_keyboard_alone_somebody_learns_what_they_earn"))),
    Sentence("Individual and collective support, trainings, advice and legal expertise; some eighty advisors.", (
        ("integration/membership/advisors/test_advisors.py",
         "test_admission_gives_an_advisor_and_loads_stay_balanced_by_working_share"),
        (SPACES, "test_members_enrol_until_the_training_is_full_then_wait"))),
    Sentence("You become a member before you use the tools; as shareholder you vote at the general assembly, take part "
             "in work groups, can stand for the board.", (
                 ("integration/invoicing/activities/test_activities.py",
                  "test_only_an_admitted_member_opens_an_activity"),
                 (LIFE, "test_the_resolution_was_adopted_by_secret_ballots"),
                 ("integration/governance/work_groups/test_a_work_group.py",
                  "test_a_group_is_mandated_drawn_and_answered_and_the_next_assembly_sees_its_report"),
                 (PAGES, "test_a_candidacy_goes_from_the_page_to_the_seat_and_a_mandate_to_its_answer"))),
    Sentence("No dividends, no revaluation of shares: profits are reinvested in services.", (
        ("integration/membership/register/test_register.py",
         "test_no_operation_pays_a_dividend_or_revalues_a_share"),)),
    Sentence("It starts with an information session, then registration online, then your projects through your online "
             "profile at any hour.", (
                 (DESK, "test_a_registration_is_written_and_then_checked"),
                 ("integration/membership/sessions/test_sessions.py",
                  "test_seats_are_booked_until_the_room_is_full_then_people_wait_in_the_order_of_asking"),
                 (DESK, "test_an_order_tells_its_line_and_what_comes_next"))),
    Sentence("Specific questions reach an advisor.", (
        (DESK, "test_a_question_is_asked_once_however_often_the_form_is_sent"),
        ("integration/membership/advisors/test_advisors.py",
         "test_a_question_is_owed_an_answer_within_working_days_of_the_country"))),
)


def page() -> str:
    """The page for whoever asks what of the mission the house really does."""
    counts = [one.standing for one in MISSION]
    rows = [f"| {number} | {one.words} | {one.standing} | "
            f"{'<br>'.join(f'`{name}`' for _, name in one.tests)} | {one.lacking} |"
            for number, one in enumerate(MISSION, start=1)]
    count = (f"Of {len(MISSION)} sentences {counts.count('shown')} are shown, {counts.count('in part')} in part, "
             f"{counts.count('not shown')} not.")
    return "\n".join([
        "# What the cooperative tells its members, and which test shows it", "",
        "Made from `tests/architecture/mission.py`. Every test that is named exists; what none shows yet is named too.",
        "", count, "", "| | sentence | standing | shown by | nobody shows yet |", "|---|---|---|---|---|", *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
