"""What is refused about returns to social security."""

from shared.errors import Refusal


class SocialReturnNotKnown(Refusal):
    """The country's form is not known to us: the return is made elsewhere."""

    sentence = "No form of a return to social security is known for {country}."


class SocialPeriodClosed(Refusal):
    """Each period is closed once; what comes after is a correction."""

    sentence = "The period was closed already."


class WorkersLeftOut(Refusal):
    """A return that leaves workers out is closed only by somebody who says how many."""

    sentence = (
        "{count} workers cannot be declared ({first}); the return lists them. Close it with leaving_out = {count} to "
        "declare the others: a correction follows for these."
    )


class ReturnToBeSeen(Refusal):
    """Somebody wanted to look at a return before it is declared."""

    sentence = (
        "{workers} workers are stated, {count} are left out: look at it, then close it with leaving_out = {count} to "
        "declare it."
    )


class TooManyToPreview(Refusal):
    """A service answers within seconds; what takes longer is a job."""

    sentence = (
        "{count} workers are too many to be previewed at once: close the period with leaving_out = null. The job "
        "close_social_returns then states them and leaves the return to be looked at before it is declared."
    )


class SocialReturnUnderWay(Refusal):
    """What is being stated is not declared yet."""

    sentence = "Return {return_id} is being closed: wait for the job close_social_returns, or settle what holds it."


class NobodyInPlace(Refusal):
    """An answer that names a worker whom the return does not state is not this return's."""

    sentence = "Nobody stands in place {place} of the return, whose last worker has place {last}."


class NothingToCorrect(Refusal):
    """A correction states what is otherwise than it was declared; nothing is."""

    sentence = "All of the period that return {return_id} declared is as it was declared."


class CorrectionOfCorrection(Refusal):
    """A correction refers to the first return of the period."""

    sentence = "Return {return_id} is a correction itself; correct {refers_to}."


class CorrectionsAreEntered(Refusal):
    """No form of a correction is known to us: it does not leave as a file, so it is not sent again as one."""

    sentence = "Return {return_id} is a correction: it is entered with the authority by hand, worker by worker."


class TooManyEmployments(Refusal):
    """The form has room for so many employments of one worker and period."""

    sentence = "{count} employments in one period, and the form has room for {limit}."


class WageAboveCap(Refusal):
    """How a wage above the ceiling of the employer's contributions is declared is not known to us."""

    sentence = "A wage of {gross} is above the ceiling of {cap} for employer's contributions: declare it by hand."


class SeveralWorkerKinds(Refusal):
    """Kinds of contract whose reductions follow different rules: how one worker's are shared out is not known to us."""

    sentence = "Contracts of several kinds in one period ({kinds}): declare it by hand."
