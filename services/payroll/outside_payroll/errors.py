"""What is refused about pay that the partner's own payroll works out."""

from shared.errors import Refusal


class PayNotWorkedOutHere(Refusal):
    """The country's pack has no rules from gross to net."""

    sentence = (
        "No rules from gross to net of {country} are here: the partner's own payroll works pay out. Ask it for a quote "
        "(ask_pay_quote); once it has answered, the same question gives its figures."
    )


class PayWorkedOutHere(Refusal):
    """The country's pack works pay out by itself: nobody outside is asked."""

    sentence = "Pay is worked out here by the country's own rules: ask quote_pay."


class WageAwaitsOutsidePayroll(Refusal):
    """The partner's own payroll has not answered."""

    sentence = "The partner's own payroll has not worked this wage out yet: it answers with answer_pay_request."


class PayAnswerOutdated(Refusal):
    """Tax goes by the month of payment; the answer was worked out for another one."""

    sentence = (
        "The partner's payroll worked this wage out for {pay_on}, and it can be paid on {day}: it corrects its answer "
        "for that day (correct_pay_answer), and a second person approves."
    )


class PayAnswerForOtherDay(Refusal):
    """An answer is worked out for the day on which the wage will be paid."""

    sentence = "This was worked out for {pay_on}: the wage will be paid on {day}, work it out for that day."


class WageRequestedBefore(Refusal):
    """The wage of a part is asked for once."""

    sentence = "The wage of this part was asked for before."


class PayAnsweredBefore(Refusal):
    """A request is answered once."""

    sentence = (
        "Request {pay_request_id} was answered before: another answer is a correction (correct_pay_answer), which a "
        "second person approves."
    )


class PayWorkedOutBefore(Refusal):
    """The wage is on its payslip; what is issued is never edited."""

    sentence = "The wage of request {pay_request_id} is on its payslip: no answer changes it any more."


class PayNotAnsweredYet(Refusal):
    """Only an answer can be corrected."""

    sentence = "Request {pay_request_id} has no answer yet: answer it (answer_pay_request)."


class NoCorrectionWaits(Refusal):
    """No correction of this answer waits for a second person."""

    sentence = "No correction of the answer to request {pay_request_id} waits to be decided."


class PayLineNotDeclared(Refusal):
    """Only lines that the country's pack declares have an account and a creditor."""

    sentence = "The country declares no line {codes}; it declares {declared}."


class PayLineTwice(Refusal):
    """Each code stands once on a payslip."""

    sentence = "The line {code} is given twice: add the two up."


class PayLineNegative(Refusal):
    """Nothing is contributed or withheld below nothing: what is given back makes its own line smaller."""

    sentence = "The line {code} is {amount}: it may be nothing, but not less."


class PayCurrencyDiffers(Refusal):
    """A wage is paid in the currency of its budget."""

    sentence = "The budget is in {wanted}, and an amount is in {given}."


class PayGrossMissing(Refusal):
    """Every wage has a gross amount above nothing."""

    sentence = "The line {code} is missing or nothing: it is the gross wage."


class PayLinesMissBudget(Refusal):
    """Gross wage, the employer's side and what is left over come to the budget exactly."""

    sentence = "Gross wage, the employer's side and what is left over come to {found}; the budget is {budget}."


class PayLinesMissNet(Refusal):
    """The gross wage less what is withheld is the net."""

    sentence = "The gross wage less what is withheld is {found}; the answer says {net}."


class TooMuchLeftOver(Refusal):
    """What rounding leaves goes to the mutual fund; anything more is the worker's wage."""

    sentence = "{left_over} is left over, at most {limit} may be: raise the gross wage."
