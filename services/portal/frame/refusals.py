"""What a page says when something is refused or away: one sentence in the reader's language, by the refusal's code."""

from collections.abc import Mapping
from typing import Any

from services.portal.frame.languages import N_
from shared.errors import Refusal

AWAY_CODES = frozenset({
    "no_answer", "unknown_service", "internal_error", "database_is_away", "busy", "deadline_passed", "desk_away",
    "provider_away", "paper_not_ready",
})
NOT_HERE_CODES = frozenset({"not_found", "not_allowed", "token_missing", "token_invalid", "shape_not_met",
                            "link_unknown"})
SENTENCES = {
    "nothing_worked": N_("Choose at least one day of work, with hours."),
    "parameter_missing": N_("The rules for that time are not published yet, so no figure would be true."),
    "household_not_supported": N_("For this household the rules are not certain yet; ask your advisor."),
    "budget_too_small": N_("This amount is too small to pay a wage."),
    "hours_out_of_range": N_("A day has between 0 and 24 hours."),
    "months_crossed": N_("Choose days of one calendar month; work over two months is paid month by month."),
    "employment_not_declared": N_("The work was not declared before its first day: ask your advisor."),
    "employment_not_insured": N_("No insurance stood before the first day of work: ask your advisor."),
    "work_outside_its_period": N_("A day lies outside the period of the order form."),
    "work_in_the_future": N_("Report the work when it is done: a day lies ahead."),
    "hours_not_valid": N_("A day has between 0 and 24 hours."),
    "part_completed": N_("This work was reported before. Nothing was done twice."),
    "order_not_in_state": N_("The order form has moved on meanwhile. Look at where it stands now."),
    "share_not_paid": N_("First your share for this year: then new order forms can go out."),
    "registration_state_wrong": N_("The registration has moved on meanwhile. Look at where it stands now."),
    "identity_number_wrong": N_("This national number does not exist: look at its digits again."),
    "identity_assurance_too_low": N_("An identity cannot be checked in this way."),
    "session_not_attended": N_("First an information session, or an advisor's waiver."),
    "admission_step_missing": N_("Something else comes before acceptance: ask the desk what is missing."),
    "lives_elsewhere": N_("Whoever lives in another country joins the cooperative there."),
    "enterprise_number_wrong": N_("A company needs its name and its valid enterprise number."),
    "name_not_verified": N_("A new name is recorded by the desk, on a document that shows it."),
    "activity_excluded": N_("This activity is on the list of those that the cooperative does not take."),
    "exception_not_possible": N_("For this activity no exception is possible."),
    "reasons_missing": N_("Write why: a refusal has reasons."),
    "person_known": N_("This person cannot be registered here; please write to the desk."),
    "session_not_yet": N_("Note who was there on the day of the session, or later."),
    "session_over": N_("This session is over."),
    "session_cancelled": N_("This session was called off."),
    "session_overfull": N_("No seat is left in this session."),
    "seat_not_booked": N_("This seat is not booked any more, or it was noted before who was there."),
    "seat_booked_before": N_("A seat is booked under this e-mail address already."),
    "times_reversed": N_("It ends before it begins."),
    "advisor_known": N_("This advisor is registered already."),
    "advisor_not_active": N_("This advisor has left."),
    "place_unknown": N_("Choose one of the cooperative's cities."),
    "wage_not_returned": N_("This wage is not back from the bank any more: somebody was faster. Nothing was sent."),
    "nothing_to_send": N_("No wage waits to be sent by that day. What keeps wages back stands below."),
    "cut_off_passed": N_("The bank takes no more files for that day: propose the run of the next bank day."),
    "run_not_in_state": N_("The run has moved on meanwhile. Look at where it stands now."),
    "second_person_needed": N_("You proposed it, so somebody else decides."),
    "decided_already": N_("This was decided meanwhile. Look at where it stands now."),
    "request_expired": N_("The time to approve is over: propose it anew."),
    "approved_content_differs": N_("Something changed since it was approved: give it up and propose it anew."),
    "notice_too_short": N_("The day is too near: members must be told in time."),
    "record_day_after_assembly": N_("The day that decides who may vote lies after the assembly."),
    "record_day_not_reached": N_("The roll is frozen on its own day; that day has not come."),
    "roll_already_frozen": N_("The roll was frozen before. Nothing was done twice."),
    "roll_not_frozen": N_("First the roll: who may vote is not fixed yet."),
    "roll_empty": N_("Nobody may vote on that day: look at the register."),
    "already_voted_on": N_("This was put to the vote before. Nothing was done twice."),
    "poll_not_open": N_("This poll is not open any more. Look at where it stands now."),
    "poll_state_unexpected": N_("The poll has moved on meanwhile. Look at where it stands now."),
    "poll_too_early": N_("Its hour has not come: the notice says when polls open and close."),
    "another_person_needed": N_("You asked for it yourself: a second person is waited for."),
    "consent_not_signed": N_("The signature is missing, or it is not of one of those who end this vote."),
    "sealed_otherwise": N_("A sealed vote is put again with a fresh key of the scrutineers; the operator does it."),
    "poll_window_empty": N_("It closes before it opens: look at the hours again."),
    "poll_cancelled": N_("This vote was cancelled by two persons. Nothing of it is counted."),
    "request_not_signed": N_("A voting key of yours stands on the roll: vote in the browser where you made it."),
    "credential_already_issued": N_("Your ballot was signed before, in another browser: vote there."),
    "voting_suspended": N_("You have no vote right now: look at your shares."),
    "not_on_the_roll": N_("You do not stand on the roll of this assembly: the desk can say why."),
    "early_voting_not_allowed": N_("Before the assembly nobody votes here: come on the day."),
    "nothing_refused": N_("The ballot box refuses nothing any more."),
    "item_settled": N_("This item was settled before. Nothing was done twice."),
    "settled_otherwise": N_("This item has ended otherwise. Look at where it stands now."),
    "already_called_again": N_("The second call was convened before. Nothing was done twice."),
    "nothing_to_call_again": N_("No item missed its quorum: there is nothing to call again."),
    "minutes_too_early": N_("The minutes wait until every item is decided or settled."),
    "minutes_drawn_up": N_("The minutes were drawn up before. Nothing was done twice."),
    "movement_matched": N_("This money was placed already. Nothing was changed."),
    "invoice_settled": N_("Nothing is open on this invoice any more. Nothing was changed."),
    "client_account_too_small": N_("The client has less than that with the cooperative."),
    "vat_period_not_over": N_("The period is not over yet: it is closed from the day after its last."),
    "vat_return_not_known": N_("The form of a VAT return is not known for this country."),
    "vat_grid_not_known": N_("A document fits no grid of the return: ask whoever keeps the tables."),
    "vat_return_answered": N_("The State has answered meanwhile. Look at where the return stands now."),
    "bank_file_not_read": N_("This file cannot be read as a file of bank statements."),
    "balance_broken": N_("In this file a balance does not follow from its movements: ask the bank for it anew."),
    "not_our_account": N_("This file is of an account that is not among the cooperative's."),
    "statement_out_of_line": N_("A statement before this one is missing: bring that one first."),
    "statement_changed": N_("This statement was taken in before with another content: call the bank."),
    "movement_already_used": N_("This money was placed already. Nothing was changed."),
    "form_not_open": N_("This form cannot be answered any more. It says below why."),
    "form_changed": N_("The form is not the one that you were shown. Please read it again."),
    "too_many_codes": N_("No more codes are sent for this form. Ask for the form to be sent again."),
    "client_blocked": N_("The cooperative agrees nothing more with this client; speak with your advisor."),
    "trade_excluded": N_("The cooperative does not take on this trade; speak with your advisor."),
    "screening_not_open": N_("This was decided meanwhile. Look at where it stands now."),
    "not_admitted": N_("Only an admitted member works through the cooperative: ask the desk."),
    "client_known": N_("A client with this number is registered already: look for it by its name."),
    "number_not_valid": N_("This number does not exist in that country: look at its digits again."),
    "number_missing": N_("A company needs its enterprise number."),
    "numbers_disagree": N_("The two numbers belong to two different companies."),
    "supply_not_covered": N_("The VAT of such work for such a client is not settled here yet; ask your advisor."),
    "vat_case_not_covered": N_("The VAT of a client in that country is not settled here yet; ask your advisor."),
    "worker_not_registered": N_("Payroll does not know your household and account yet, so no figure would be true."),
    "below_minimum_pay": N_("This amount is less than the minimum wage for these days: fewer days, or a higher price."),
    "several_contracts_undecided": N_("You work on several contracts that month: ask your advisor what it pays."),
    "work_begun": N_("Work was reported meanwhile. Look at where the order stands now."),
    "nothing_to_stop": N_("No part of this order is done or none is open: there is nothing to stop."),
    "client_signs": N_("The client signs, and nobody for them."),
    "receipt_kept_before": N_("This receipt is kept already: the same document, or the same number of the seller."),
    "receipt_not_possible": N_("The day, the amount and the VAT do not fit together: look at the document again."),
    "expense_category_unknown": N_("No rule of that day says how this is refunded; ask your advisor."),
    "entity_not_named": N_("A receipt of this amount must be made out to the cooperative."),
    "purchase_not_covered": N_("An invoice from abroad in the cooperative's name goes to the accountant."),
    "closing_day_passed": N_("Expenses of that year cannot be claimed any more."),
    "receipt_not_free": N_("One of these receipts was claimed or dropped meanwhile. Look at where they stand now."),
    "nothing_left_to_claim": N_("Of one of these receipts nothing is left to claim: its limit is reached."),
    "claim_not_in_state": N_("The claim has moved on meanwhile. Look at where it stands now."),
    "second_person_approves": N_("Whoever claimed does not decide: somebody else does."),
    "proof_not_readable": N_("This file cannot be read as a PDF or a photo."),
    "account_not_reachable": N_("No bank transfer reaches this account: look at its digits again."),
    "answer_not_kept": N_("This was done before. Nothing was done twice."),
    "request_id_reused": N_("This form was sent before with other contents. Please fill it in again."),
}
UNKNOWN = N_("This could not be done.")


class NotHere(Exception):
    """There is no such page for this reader: it does not exist, or is somebody else's."""


class PartAway:
    """Stands where an answer would: the service behind it is away. False in every test of truth."""

    def __init__(self, service: str) -> None:
        self.service = service

    def __bool__(self) -> bool:
        return False


class ServiceAway(Exception):
    """Without this service the page has nothing to say."""


def is_command(kwargs: Mapping[str, Any]) -> bool:
    """Whether a form was sent: what is wrong with its fields is then told at the fields."""
    return "request_id" in kwargs


def is_away(refusal: Refusal) -> bool:
    """Whether a service, rather than a rule, is in the way."""
    return refusal.code in AWAY_CODES


def is_not_here(refusal: Refusal) -> bool:
    """Whether the reader may not know that this exists."""
    return refusal.code in NOT_HERE_CODES


def sentence_of(refusal: Refusal) -> str:
    """The sentence of a refusal, to be translated."""
    return SENTENCES.get(refusal.code, UNKNOWN)
