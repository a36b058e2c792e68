"""The words behind payroll's codes about employments without an end."""

from services.portal.frame.languages import N_

STATES = {
    "asked": N_("not agreed yet"), "not_agreed": N_("not agreed"), "agreed": N_("agreed, begins later"),
    "running": N_("running"), "on_leave": N_("on unpaid leave"), "ended": N_("ended"),
}
TERMS_STATES = {
    "asked": N_("an advisor decides"), "approved": N_("to be signed by both"), "refused": N_("not approved"),
    "agreed": N_("signed by both"), "lapsed": N_("not signed in time"), "withdrawn": N_("taken back"),
}
REMEDIES = {
    "lower_hours": N_("fewer hours, as many as the budget carries"),
    "unpaid_leave": N_("unpaid leave until the budget carries it again"),
    "notice": N_("the employment ends, with the notice that the law asks for"),
}
BECAUSE = {
    "asked": N_("as it was asked for"), "budget_short": N_("because the budget carried no more"),
    "leave_over": N_("because the budget carries it again"),
}
ENDED_BY = {
    "member_notice": N_("the worker gave notice"), "cooperative_notice": N_("the cooperative gave notice"),
    "agreement": N_("both agreed"), "budget_empty": N_("the budget was used up"),
    "never_began": N_("it was given up before it began"), "death": N_("the worker died"),
}
