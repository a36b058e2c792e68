"""The words behind invoicing's codes: whose money it is, and what became of a VAT return."""

from services.portal.frame.languages import N_

OWN_ACCOUNTS = {"bank_costs": N_("costs of the bank"), "interest_received": N_("interest")}
SERVICES = {"payroll": N_("payroll's: an authority or a worker gave it back"),
            "membership": N_("membership's: it pays a share")}
RETURN_STATES = {"closed": N_("sent, not answered yet"), "accepted": N_("accepted"), "refused": N_("refused")}
