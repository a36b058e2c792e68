"""What invoicing refuses, one class per broken rule. Details hold ids and figures only."""

from shared.errors import Refusal


class NumberNotValid(Refusal):
    """An enterprise number or VAT number whose form or check digits are wrong (or that belongs to another country)."""

    sentence = "The {kind} is not valid for country {country}: its form or its check digits are wrong."


class NumberMissing(Refusal):
    """A company cannot be invoiced without the number that the law asks for (enterprise number or VAT number)."""

    sentence = "A company in {country} needs its {kind}."


class NumbersDisagree(Refusal):
    """A Belgian VAT number is the enterprise number behind BE; two different ones name two companies."""

    sentence = "The enterprise number and the VAT number name two different companies."


class ClientKnown(Refusal):
    """A company is registered once."""

    sentence = "A client with this number is registered already ({constraint})."


class VatCaseNotCovered(Refusal):
    """No rule of this house says how VAT falls due for such a client."""

    sentence = "There is no VAT rule yet for a {kind} in {country}."


class NotAdmitted(Refusal):
    """Only an admitted member who has not left works through the cooperative."""

    sentence = "{member_id} is not an admitted member on {day}."


class ActivityClosed(Refusal):
    """A closed activity takes no new order."""

    sentence = "Activity {activity_id} is closed."


class OrderEmpty(Refusal):
    """An order form without a part agrees nothing."""

    sentence = "An order form needs at least one part."


class PeriodNotValid(Refusal):
    """A part ends before it begins."""

    sentence = "Part {part} ends on {ends_on}, before it begins on {starts_on}."


class PartCrossesMonths(Refusal):
    """Pay relates to one calendar month, so what one wage pays is agreed month by month."""

    sentence = "Part {part} runs from {starts_on} to {ends_on}: agree one part per calendar month."


class OrderNotInState(Refusal):
    """The step does not follow from where the order form is: drafted -> sent -> signed -> completed; or cancelled."""

    sentence = "Order {order_id} is {state}; this needs one that is {needed}."


class SignedInTheFuture(Refusal):
    """A signature cannot bear a day that has not come."""

    sentence = "Order {order_id} cannot be signed on {signed_on}: that day is after {today}."


class WorkBegun(Refusal):
    """What was completed is invoiced; the order form it stands on is no longer amended or cancelled."""

    sentence = "Order {order_id} has completed parts; credit their invoices instead."


class NoSuchPart(Refusal):
    """The order form has no part with this number."""

    sentence = "Order {order_id} has no part {part}."


class PartCompleted(Refusal):
    """A part is completed, and so invoiced, once."""

    sentence = "Part {part} of order {order_id} was completed on {completed_on}."


class PartInvoiced(Refusal):
    """One invoice per part: the database's own word on it."""

    sentence = "This part of the order is invoiced already ({constraint})."


class WorkOutsideItsPeriod(Refusal):
    """A day of work lies outside the period that was ordered, or after the completion."""

    sentence = "Work on {day} lies outside {starts_on} to {ends_on}."


class WorkInTheFuture(Refusal):
    """Work is completed when it is done, not before."""

    sentence = "Work cannot be completed on {completed_on}: that day is after {today}."


class DayDoubled(Refusal):
    """A day of work is named once, with all its hours."""

    sentence = "The day {day} is named twice."


class HoursNotValid(Refusal):
    """A day holds more than no hours and at most twenty-four."""

    sentence = "{hours} hours on {day} are not possible."


class EmploymentNotDeclared(Refusal):
    """Nobody works undeclared: Dimona before the first day (royal decree of 5 November 2002, art. 4)."""

    sentence = "Order {order_id}: the employment was not declared before its first day of work {first_day}."


class EmploymentNotInsured(Refusal):
    """Nobody works uninsured: the cover stands before the first day (law of 10 April 1971, art. 49)."""

    sentence = "Order {order_id}: no insurance stood before the first day of work {first_day}."


class ExpensesTooLarge(Refusal):
    """Expenses take at most what is left after the fee."""

    sentence = "Expenses of {expenses} are more than the {available} that is left after the fee."


class NumbersGoForward(Refusal):
    """No invoice bears a day before that of the number before it (VAT decree no. 1, art. 5 s. 1: continuous series)."""

    sentence = "Series {series} has reached {last_issued_on}; no number of {issued_on} can follow."
    retryable = True


class InvoiceEmpty(Refusal):
    """An invoice claims something."""

    sentence = "An invoice needs lines that add up to more than zero."


class InvoiceSettled(Refusal):
    """Nothing is open on the invoice."""

    sentence = "Nothing is open on invoice {invoice_id}."


class CreditAboveInvoice(Refusal):
    """All credit notes of an invoice together give back at most what it claimed without VAT."""

    sentence = "At most {limit} without VAT is left to credit on invoice {invoice_id}."


class CreditTooLarge(Refusal):
    """A credit note gives back at most what the invoice still claims."""

    sentence = "At most {limit} can still be credited on invoice {invoice_id}."


class PaperNotReady(Refusal):
    """The printed form is made by the job `render_invoices`, outside the doors."""

    sentence = "The paper of {invoice_id} is not made yet."
    retryable = True


class BankFileNotRead(Refusal):
    """The file is not what its format says."""

    sentence = "The bank file cannot be read as {file_format}: {why}."


class BalanceBroken(Refusal):
    """Old balance and movements do not give the new balance."""

    sentence = "Statement {statement}: the old balance and its movements give {found}, not the new balance {stated}."


class StatementOutOfLine(Refusal):
    """A statement begins where the one before it on the account ended; else one is missing or doubled."""

    sentence = "Statement {statement} begins at {opening}, but the one before it ended at {expected}."


class StatementChanged(Refusal):
    """A statement was taken in before, with another content."""

    sentence = "Statement {statement} was taken in before with another content."


class NotOurAccount(Refusal):
    """The statement is of an account that is not the cooperative's."""

    sentence = "The statement is of an account that is not among the cooperative's accounts."


class CurrencyNotOurs(Refusal):
    """The books are kept in the country's currency."""

    sentence = "The amount is in {currency}; the books are kept in {ours}."


class MovementMatched(Refusal):
    """A movement in suspense is matched once, and only money that came in pays an invoice."""

    sentence = "Movement {movement_id} is not waiting to be matched with an invoice."
