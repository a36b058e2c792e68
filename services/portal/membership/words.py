"""The words behind the end of a membership: why, and where it stands."""

from services.portal.frame.languages import N_

CAUSES = {
    "resignation": N_("you resigned"), "exclusion": N_("an exclusion"), "death": N_("death"),
    "incapacity": N_("incapacity"), "bankruptcy": N_("bankruptcy"),
}
EXIT_STATES = {
    "requested": N_("it ends on its day"),
    "ended": N_("ended; what the shares are worth follows the approved accounts"),
    "settled": N_("settled"), "withdrawn": N_("taken back"), "annulled": N_("annulled"),
}
