"""The words of expenses: what was bought, and where a claim stands."""

from services.portal.frame.languages import N_

CATEGORIES = {
    "supplies": N_("Material and supplies"), "equipment": N_("Equipment"), "services": N_("Services, software, hire"),
    "public_transport": N_("Public transport"), "subscriptions": N_("Telephone and internet"), "car": N_("Car"),
    "lodging": N_("Lodging"), "meals": N_("Meals"), "reception": N_("Receiving guests"),
    "mileage": N_("Journey with my own car"),
}
CLAIM_STATES = {
    "asked": N_("waits for an advisor"), "approved": N_("approved, waits for the activity's money"),
    "refused": N_("refused"), "withdrawn": N_("withdrawn"), "sent": N_("at the bank"), "paid": N_("paid"),
    "returned": N_("back from the bank"),
}
