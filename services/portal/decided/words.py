"""The words behind a work group and the board's answers to it."""

from services.portal.frame.languages import N_

ANSWERS = {
    "done": N_("done"), "in_progress": N_("being done"), "not_done": N_("not done"), "rejected": N_("rejected"),
    "postponed": N_("postponed"),
}
STRATA = {"users": N_("members who work through the cooperative"), "team": N_("the cooperative's own team"),
          "partners": N_("partners")}
