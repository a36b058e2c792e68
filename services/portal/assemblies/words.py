"""The words behind governance's codes: steps of an assembly, what became of an item, where a poll stands."""

from services.portal.frame.languages import N_

STEPS = {
    "convene": N_("Convene the assembly"), "freeze_roll": N_("Freeze the roll: who may vote"),
    "open_polls": N_("Open the polls"), "mend_ballot_box": N_("Ask the ballot box again"),
    "close_polls": N_("Close the polls"), "open_ballots": N_("Open the sealed ballots"),
    "confirm_closing": N_("Close the polls as the second person"), "repeat_polls": N_("Repeat a cancelled vote"),
    "count_papers": N_("Count the ballots on paper"),
    "settle_items": N_("Settle what was not voted on"), "draw_up_minutes": N_("Draw up the minutes"),
    "convene_second_call": N_("Convene the second call"),
}
STEP_STATES = {"done": N_("done"), "waiting": N_("not yet"), "due": N_("today"), "late": N_("late")}
WHO = {"returning_officer": N_("you"), "board": N_("the board"), "scrutineers": N_("the scrutineers"),
       "second_person": N_("a second person"), "tellers": N_("two tellers")}
OUTCOMES = {
    "undecided": N_("not decided yet"), "adopted": N_("adopted"), "rejected": N_("not adopted"),
    "withdrawn": N_("withdrawn"), "adjourned": N_("adjourned"), "annulled": N_("annulled"),
    "noted": N_("noted"),
}
SETTLEMENTS = {"noted": N_("The assembly takes note of it"), "withdrawn": N_("It is withdrawn"),
               "adjourned": N_("It is adjourned"), "annulled": N_("Its vote is annulled")}
REASONS = {
    "quorum_not_reached": N_("the quorum was not reached"), "no_votes_cast": N_("nobody voted, or all abstained"),
    "majority_not_reached": N_("the majority was not reached"),
    "not_in_every_college": N_("another college did not adopt it"),
}
POLL_STATES = {
    "prepared": N_("not open yet"), "opening": N_("being opened"), "open": N_("open"), "closing": N_("being closed"),
    "sealed": N_("closed, its ballots sealed"), "closed": N_("closed and counted"),
    "cancelled": N_("cancelled by two persons"),
}
ON_PAPER = {"yes": N_("Yes"), "no": N_("No"), "abstain": N_("Abstained"), "blank": N_("Blank"),
            "invalid": N_("Invalid")}
SECRECY = {
    "few_voters": N_("So few voted that the count may tell how somebody did."),
    "unanimous": N_("All voted alike: the count tells how each did."),
}
DECISIONS = {
    "ordinary": N_("an ordinary decision"),
    "statutes": N_("a change of the statutes, which needs a larger majority"),
    "object": N_("a change of the object, which needs a larger majority"),
}
