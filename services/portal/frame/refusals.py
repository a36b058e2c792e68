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
    "social_return_not_known": N_("No form of this return is known here: it is made elsewhere."),
    "tax_return_not_known": N_("No form of this return is known here: it is made elsewhere."),
    "pay_not_worked_out_here": N_(
        "The partner's own payroll works pay out there: ask your advisor for a quote from it."),
    "pay_answer_outdated": N_(
        "The partner's payroll worked this out for another month: it corrects its answer first."),
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
    "not_overpaid": N_("Nothing is to be given back of this wage any more."),
    "wage_not_sent": N_("The bank has paid or rejected it meanwhile: look at where it stands."),
    "day_too_long": N_("With your other contracts that makes a day too long: fewer hours, or another day."),
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
    "absences_overlap": N_("This advisor is noted as absent in a part of that time already."),
    "activity_closed": N_("This activity is closed: choose another one, or ask your advisor."),
    "amount_not_of_its_lines": N_("The lines do not add up to the amount: look at quantities and prices again."),
    "another_person_decides": N_("Somebody else decides this one: you work it yourself, or refused it before."),
    "approver_keeps_account": N_("You approved this claim, so the member or somebody else names the account."),
    "assembly_not_held": N_("The assembly has not been held yet: its decisions are declared from that day on."),
    "board_moved": N_("This was done before. Look at who sits on the board now."),
    "board_undecided": N_("A vote about a director has no result yet: close it, or settle the item, first."),
    "call_out_of_time": N_("Members need time to stand: choose a later day, at most a year ahead."),
    "call_over": N_("The members of this group were drawn before."),
    "call_still_open": N_("First the lot: the members of this group are not drawn yet."),
    "candidacy_over": N_("This candidacy was withdrawn or decided before."),
    "candidate_not_put": N_(
        "Somebody who stood in time was not put to the vote: put every candidate to it, word by word."),
    "claim_not_reported": N_("This day and hour are still ahead: look at them again."),
    "claim_out_of_step": N_("The claim has moved on meanwhile. Look at where it stands now."),
    "college_unknown": N_("The statutes know no such part of the board."),
    "consent_over": N_("This signature would hold too long or no longer: sign again with a nearer day."),
    "consent_used": N_("This signature was used before: sign again, with another day."),
    "corrections_are_entered": N_("A correction is entered with the authority by hand; then note its reference."),
    "currency_not_ours": N_("Something in it is in another currency than the books of the cooperative."),
    "day_doubled": N_("A day is named twice: each day is reported once."),
    "days_paid_before": N_("Some of these days were paid before."),
    "declaration_not_late": N_("Nothing is to be decided any more. Look at where the declaration stands now."),
    "declaration_not_refused": N_("This declaration is not refused any more. Look at where it stands now."),
    "declared_before": N_("What this assembly decided about the board was declared before. Nothing was done twice."),
    "dispute_open": N_("A dispute is open on it already: close that one first."),
    "due_day_passed": N_("The day of this payment has passed: take it back and propose it anew."),
    "due_not_in_state": N_("This payment has moved on meanwhile. Look at where it stands now."),
    "election_undecided": N_("A vote of this election has no result yet: close it, or settle the item, first."),
    "employer_not_registered": N_(
        "The cooperative is not registered as an employer for that day: the operator enters its numbers."),
    "expenses_too_large": N_("The expenses are more than what the amount leaves after the contribution."),
    "identity_differs": N_("The registration does not name the person whose document was seen."),
    "identity_not_proven": N_("This does not prove who it is."),
    "incapacity_unpaid": N_("The insurer has not paid every day of incapacity yet."),
    "line_worth_nothing": N_("A line comes to nothing: look at its quantity and price."),
    "mandate_missing": N_("Only what the assembly adopted gives a mandate."),
    "mandated_before": N_("A work group has this mandate already."),
    "month_closed": N_("The month was closed before. Nothing was done twice."),
    "movement_stuck": N_(
        "A movement of this file could not be booked: the operator sees why, then bring the file again."),
    "no_dispute": N_("No dispute is open on it any more."),
    "no_plan": N_("No payment plan runs on it any more."),
    "no_such_part": N_("The order has no such part any more. Look at where it stands now."),
    "not_eligible": N_("Only a member with a share that votes can sit on the board."),
    "not_insured_then": N_(
        "No insurance of this work holds on that day: choose the work and the day again, or call your advisor."),
    "not_late": N_("This invoice is not late any more, or the day to wait for is too far."),
    "not_member": N_("Only who is a member today can do this."),
    "not_set_aside": N_("This paper does not wait any more. Nothing was done twice."),
    "notes_closed": N_("Nothing is noted about this person any more: their data were erased."),
    "nothing_to_hand_over": N_("No invoice of this client is ready for a collector yet."),
    "order_empty": N_("An order form needs at least one part with days and a price."),
    "part_crosses_months": N_("A part lies within one calendar month: split it at the month's end."),
    "payment_beyond_incapacity": N_("These days lie outside the incapacity that a doctor named."),
    "payslip_set_aside": N_(
        "The paper of this payslip could not be made: the payroll clerk sees why. Your wage is paid all the same."),
    "period_closed_before": N_("This period was closed before. Nothing was done twice."),
    "period_not_over": N_("The period is not over yet: it can be closed from the day after its last."),
    "period_not_valid": N_("A part ends before it begins: look at its days again."),
    "plan_not_whole": N_("The plan must pay exactly what is open, from today on: look at the list again."),
    "plan_running": N_("A payment plan runs already: end it first."),
    "proof_not_open": N_("This was decided meanwhile. Look at where it stands now."),
    "question_answered": N_("This question was answered meanwhile."),
    "resigned_before": N_("This ended before, or that day is past: choose today or a later day."),
    "return_answered": N_("The authority has answered meanwhile. Look at where the return stands now."),
    "second_person_decides": N_("Somebody else than who uploaded it, or works the order, decides."),
    "seed_needed": N_("Candidates are equal at the last seat: the secret of the lot decides between them."),
    "seed_wrong": N_("This is not the secret whose fingerprint stood in the call."),
    "signed_in_the_future": N_("A signature cannot lie ahead: look at its day again."),
    "social_period_closed": N_("The quarter was closed before. Nothing was done twice."),
    "stands_before": N_("You stand already: withdraw that candidacy first."),
    "stratum_unknown": N_("This group has no such seats."),
    "supply_worth_nothing": N_("One kind of work in it comes to nothing: look at its prices."),
    "term_over": N_("The term of this group is over."),
    "too_many_to_preview": N_(
        "There are too many workers to work it out while you wait: close the quarter, it is stated and shown before "
        "it leaves."),
    "validity_not_possible": N_("The form cannot stay open until that day: choose another one."),
    "volunteered_before": N_("You volunteered before. Nothing was done twice."),
    "worker_known_before": N_("Payroll knows you, or this national number, already: ask the payroll clerk."),
    "purpose_missing": N_("The register is read for a purpose only, and none was named."),
    "resignation_window_closed": N_("Resignations are taken in the first half of a financial year only."),
    "founder_too_early": N_("Founders may not leave yet."),
    "leaving_before": N_("You are leaving, or have left, already."),
    "exit_state_wrong": N_("This cannot be taken back any more."),
    "still_member": N_("First leave the cooperative: of a member nothing is removed."),
    "money_owed": N_("Money is still owed to you: it is paid first."),
    "erasure_asked_before": N_("This was asked for before. Nothing was done twice."),
    "signing_key_missing": N_("The file cannot be signed right now: the operator has to set its key."),
    "exclusion_open": N_("An exclusion of yours is under way: it is decided first."),
    "employment_running": N_("There is an open-ended employment already: change it, or end it first."),
    "terms_not_in_state": N_("This was decided or signed meanwhile. Look at where it stands now."),
    "change_asked_before": N_("Another change waits: it is decided or withdrawn first."),
    "first_hour_passed": N_("Both sign before the first hour: choose a later day."),
    "month_worked_out": N_("The wages until that day are worked out: choose a later one."),
    "weekly_hours_out_of_range": N_("So many hours a week are not possible: look at the least and the most."),
    "wage_below_least": N_("This amount is less than the minimum wage for these hours."),
    "hours_without_wage": N_("Hours and wage go together: give both, or neither for unpaid leave."),
    "not_running": N_("This employment is over or was not agreed: there is nothing to change."),
    "end_before_that": N_("The employment cannot end that early: choose a later day."),
    "last_wage_worked_out": N_("The last wage is worked out: what is left stays for the next employment."),
    "cooperative_signs_itself": N_("Nobody signs for the other party."),
    "contract_not_printed": N_("The contract is being printed: come back in some minutes."),
    "employment_refused": N_("Write why: a refusal has reasons."),
    "nothing_to_spread": N_("The budget carries no month of any wage yet."),
    "space_known": N_("There is a space of this name in this city already."),
    "space_closed": N_("This space cannot be booked any more."),
    "space_taken": N_("It is taken in a part of that time: choose other hours."),
    "booking_over": N_("This day has passed."),
    "booking_too_far_ahead": N_("This day is too far ahead."),
    "booking_too_long": N_("These are too many hours at once."),
    "cancelled_too_late": N_("It is too late to give it back by yourself: ask the desk."),
    "booking_cancelled_before": N_("This was given back before. Nothing was done twice."),
    "training_ended": N_("This training is not offered any more."),
    "accident_reported_before": N_(
        "An accident of that day is reported already: say that this one is another, or add to that one."),
    "communication_known": N_("This reference names another call already: choose another one."),
    "count_agreed": N_("Two tellers have counted the same already: their count stands."),
    "declaration_not_sent": N_("This declaration has not left yet, or was answered: look at where it stands."),
    "deposit_stands": N_("A deposit stands on this order: it is credited first, then the order is changed."),
    "election_undeclared": N_("An earlier assembly voted on candidates: declare the board of that day first."),
    "host_unknown": N_("A session is held by an advisor who works here on that day: choose somebody else."),
    "joined_to_another": N_(
        "Several people work this together: it is sent, signed and taken back with the first one's form."),
    "no_paper_handed_out": N_("No ballot was handed out on paper: there is nothing to count."),
    "not_taking_part": N_("This person takes no part in the activity: add them to it first."),
    "not_yet_worked": N_("This is a deposit on work to come: credit it instead."),
    "papers_too_many": N_("The urn holds more ballots than were handed out: count again, or adjourn the item."),
    "seen_by_nobody": N_("Who is in the room is checked in at the desk; by yourself, you take part from a distance."),
    "share_class_unknown": N_("The statutes know no such class of shares."),
    "sheet_not_signed": N_("The count needs the signature of a closer of this poll, another than the first."),
    "two_tellers_needed": N_("Two tellers count the ballots on paper, and find the same, before they are in a result."),
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
