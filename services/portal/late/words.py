"""The words behind the ladder of reminders: its steps, what holds one back, why an invoice is given up."""

from services.portal.frame.languages import N_

STEPS = {
    "reminder": N_("a reminder"), "member_asked": N_("the member is asked what they know"),
    "formal_demand": N_("a formal demand"), "collector": N_("it is ready for a collector"),
}
HOLDS = {
    "handed_over": N_("A collector asks for it: nothing more is sent from here."),
    "disputed": N_("The client contests it: nothing is sent until the dispute is closed."),
    "plan_kept": N_("The client pays in parts, and every part came in time."),
    "money_in_suspense": N_("Money that may be for it waits for its owner: nothing is sent before that is clear."),
    "member_waits": N_("The member asked to wait."),
}
ANSWERS = {
    "go_on": N_("Go on: I know of no reason"), "wait": N_("Wait: they told me when they pay"),
    "disputed": N_("They contest the work"),
}
WRITE_OFF_REASONS = {
    "bankruptcy": N_("The client is bankrupt"), "untraceable": N_("The client cannot be found"),
    "uneconomic": N_("Asking for it costs more than it brings"),
}
