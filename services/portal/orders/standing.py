"""Where an order form stands with the advisor and the client: the words behind the codes that invoicing answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.portal.frame.languages import N_

RISKS = {
    "trade_checked": N_("This trade may need a permit, or be dangerous."),
    "work_abroad": N_("The work is done in another country."),
    "client_late": N_("The client leaves invoices unpaid for too long."),
    "exposure": N_("The client would owe more than the cooperative bears for one client."),
    "mailbox_elsewhere": N_("Whoever is to sign has a mailbox elsewhere than the client."),
}
END_REASONS = {
    "client_withdrew": N_("The client does not want it any more"),
    "member_withdrew": N_("I cannot or will not do it"),
    "impossible": N_("It cannot be done any more"),
    "mistake": N_("It was written by mistake"),
}
DEPOSIT_STATES = {
    "open": N_("not paid yet"), "paid": N_("paid"), "deducted": N_("taken off the invoice of the work"),
    "given_back": N_("credited: no invoice takes it off"),
}
AMOUNT_MISSING = N_("Write the amount of the deposit, without VAT.")
REASON_MISSING = N_("Choose why it ends.")
WHY_MISSING = N_("Write why it should go out all the same.")


def newest(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The last of what a service lists, oldest first; nothing where there is none, or the service is away."""
    return rows[-1] if rows else None
