"""What a wage of mine waits for, as its worker reads it."""

from services.portal.frame.languages import N_
from services.portal.frame.words import LineWords

WAITS = {
    "data_missing": LineWords(N_("Payroll does not know you yet"), N_("Tell it who you are and where you are paid.")),
    "late_declaration": LineWords(N_("The work began before it was declared"), N_("Payroll decides what is done.")),
    "declaration_refused": LineWords(N_("The authority refused the declaration"), N_("Payroll puts it right.")),
    "budget_missing": LineWords(N_("The invoice is on its way to payroll"), N_("Nothing to do: it comes by itself.")),
    "wage_due": LineWords(N_("Your wage is worked out today"), N_("Nothing to do: then it goes to the bank.")),
    "wage_blocked": LineWords(N_("Your wage could not be worked out"), N_("Payroll looks at it.")),
    "payment_unsent": LineWords(N_("Your wage leaves with the next file"), N_("Nothing to do.")),
    "payment_rejected": LineWords(N_("The bank refused the payment"), N_("Look at the account that payroll knows.")),
    "payment_returned": LineWords(N_("The payment came back"), N_("Look at the account that payroll knows.")),
}
