"""The words behind invoicing's codes: whose money it is, and what became of a VAT return."""

from services.portal.frame.languages import N_

OWN_ACCOUNTS = {"bank_costs": N_("costs of the bank"), "interest_received": N_("interest")}
PLACED_AS = {"payment": N_("It pays the invoice"), "on_account": N_("It stands on the account of"),
             "grant": N_("It was given to the activity"), "own": N_("It is the cooperative's own:")}
MATCHED_BY = {"reference": N_("by its reference"), "number": N_("by the number of the invoice"),
              "numbers": N_("by the numbers of invoices"), "payer_and_amount": N_("by its payer and amount"),
              "person": N_("by a person")}
SERVICES = {"payroll": N_("payroll's: an authority or a worker gave it back"),
            "membership": N_("membership's: it pays a share")}
RETURN_STATES = {"closed": N_("sent, not answered yet"), "accepted": N_("accepted"), "refused": N_("refused")}
