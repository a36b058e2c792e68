"""What is refused about order forms."""

from shared.errors import Refusal


class OrderEmpty(Refusal):
    """An order form without a part agrees nothing."""

    sentence = "An order form needs at least one part."


class PeriodNotValid(Refusal):
    """A part ends before it begins."""

    sentence = "Part {part} ends on {ends_on}, before it begins on {starts_on}."


class PartCrossesMonths(Refusal):
    """Pay relates to one period, so what one wage pays is agreed period by period (in Belgium: month by month)."""

    sentence = "Part {part} runs from {starts_on} to {ends_on}: agree one part per calendar month."


class OrderNotInState(Refusal):
    """The step does not follow from where the order form is: drafted -> sent -> signed -> completed; or cancelled."""

    sentence = "Order {number} is {state}; this needs one that is {needed}."


class SignedInTheFuture(Refusal):
    """A signature cannot bear a day that has not come."""

    sentence = "Order {number} cannot be signed on {signed_on}: that day is after {today}."


class WorkBegun(Refusal):
    """What was completed is invoiced: such an order is not cancelled, its open parts are stopped."""

    sentence = "Order {number} has completed parts; stop what is open, and credit the invoices of what was done."


class NothingToStop(Refusal):
    """Only an order with completed and with open parts is stopped; one without work is cancelled."""

    sentence = "Order {number} has no completed part: cancel it instead."


class ClientSigns(Refusal):
    """An order form is signed by the client, or their proof is recorded by somebody who does not work it."""

    sentence = "Order {number} is signed by its client, never by who works it."


class NoSuchPart(Refusal):
    """The order form has no part with this number."""

    sentence = "Order {number} has no part {part}."


class CurrencyNotOurs(Refusal):
    """The books are kept in the country's currency."""

    sentence = "The amount is in {currency}; the books are kept in {ours}."


class AmountNotOfItsLines(Refusal):
    """What is agreed of a part is what its lines make, to the cent."""

    sentence = "The lines of part {part} make {made}, its amount says {amount}."


class LineWorthNothing(Refusal):
    """A line claims something, or takes something back."""

    sentence = "Line {line} of part {part} comes to nothing."


class SupplyWorthNothing(Refusal):
    """Kinds of supply are taxed apart: what one takes back is not set against another."""

    sentence = "The lines of part {part} for {supply} come to {amount}: each kind of supply must be worth something."


class DepositStands(Refusal):
    """Work for which a deposit stands is not agreed otherwise: the deposit is credited first, and invoiced anew."""

    sentence = "Deposit {deposit} stands on order {number}: credit it first."

class JoinedToAnother(Refusal):
    """What several people work is agreed by one form; it is sent, signed and taken back with that."""

    sentence = "Order {number} is agreed by the form of another order."
