"""The words behind what is owed to authorities: to whom, where its payment stands, whose step leads on."""

from services.portal.frame.languages import N_

CREDITORS = {"social_security": N_("Social security"), "tax_authority": N_("Tax withheld")}
DUE_STATES = {
    "waiting": N_("waits to be proposed"), "proposed": N_("waits for a second person"), "sent": N_("at the bank"),
    "paid": N_("settled"),
}
BECAUSE = {"return": "", "paid_twice": N_("paid beyond what was owed")}
RETURN_STATES = {"closing": N_("being closed"), "closed": N_("sent, not answered yet"), "accepted": N_("accepted"),
                 "refused": N_("refused")}
