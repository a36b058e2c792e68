"""What is refused about pay runs."""

from shared.errors import Refusal


class RunNeedsSecondPerson(Refusal):
    """A run for a day far from today is asked for by one person and approved by another."""

    sentence = (
        "{day} is more than {limit} bank days from {today}: ask for that run (ask_run) and let a second person approve "
        "it (approve_run), or leave the day out."
    )
