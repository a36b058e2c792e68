"""The words behind claims on the accident insurance: where one stands, and whose step leads on."""

from services.portal.frame.languages import N_

STATES = {
    "reported": N_("reported to the cooperative"), "sent": N_("with the insurer"), "accepted": N_("accepted"),
    "refused": N_("refused by the insurer"), "settled": N_("settled"),
}
LEADERS = {
    "payroll_clerk": N_("the cooperative's step"), "insurer": N_("the insurer's step"), "nobody": N_("nothing is open"),
}
