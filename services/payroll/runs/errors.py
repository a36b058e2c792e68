"""What is refused about pay runs."""

from shared.errors import Refusal


class RunNeedsSecondPerson(Refusal):
    """A run for a day far from today is asked for by one person and approved by another."""

    sentence = (
        "{day} is more than {limit} bank days from {today}: ask for that run (ask_run) and let a second person approve "
        "it (approve_run), or leave the day out."
    )


class CutOffPassed(Refusal):
    """The bank takes no more files for that day: the wages go with the next bank day's run."""

    sentence = "The bank's cut-off for {day} was {cut_off}: propose the run of the next bank day."


class NothingToSend(Refusal):
    """A run has at least one wage that was worked out and that no other run holds."""

    sentence = "No wage waits to be sent by {day}: what blocks wages is in list_waiting."


class RunNotInState(Refusal):
    """A run is approved when proposed, sent when approved, reopened until it was sent."""

    sentence = "Run {run_id} is {state}; this needs {needed}."
