"""The words behind seats and colleges of the board."""

from services.portal.frame.languages import N_

COLLEGES = {"users": N_("members who work through the cooperative"), "team": N_("the cooperative's own team"),
            "partners": N_("partners")}
TRAITS = {"legal_person": N_("an organisation")}
