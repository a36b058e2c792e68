"""What membership asks of a country: number schemes, leaving, what shares are worth, time limits, the payment file.

Figures are dated tables; what is law and no figure is code, an object with these methods named `LAW` in the country's
package. A refusal of the country is one of the capability that asks.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol, cast

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from services.membership.events import LeavingReason
from services.membership.payouts.rules import (
    Claim,
    ClaimKind,
    Finding,
    NetAssets,
    PaymentFile,
    PayoutBatch,
    Room,
    Worth,
    end_to_end_id,
)
from shared.errors import Refusal
from shared.money import Money
from shared.parameters import Row, Tables
from shared.postgres import Tx
from shared.sepa import CreditTransfer, Payer, TransferBatch, transfer_file


class MembershipLaw(Protocol):
    """The law of a country, as far as it concerns membership."""

    zone: str  # the civil time in which days begin and end
    paper_language: str  # in which the register is printed

    # admission
    def person_number(self, tables: Tables, given: str, *, on: date) -> str | None:
        """The number that identifies a person, in its one spelling; nothing when it cannot exist.

        Empty, when nothing was given, where the country identifies nobody by a number of their own.
        """

    def identified_person(self, tables: Tables, number: str, *, provider: str, on: date) -> str | None:
        """The person whom a provider of identities names: their number, or the provider's pseudonym for them."""

    def enterprise_number(self, given: str) -> str | None:
        """The number of a company or association, in its one spelling; nothing when it cannot exist."""

    # shares
    def share_communication(self, number: int) -> str:
        """The reference that the payer of the n-th share call writes."""

    def number_of_share_call(self, communication: str) -> int | None:
        """The n of such a reference; nothing where it is none of ours."""

    def printed_communication(self, communication: str) -> str:
        """The same reference as papers show it."""

    def names_a_share_call(self, communication: str) -> bool:
        """Whether a payment's reference is one of share calls, ours or mistyped."""

    def first_part(self, amount: Money, *, on: date) -> tuple[Money, date] | None:
        """What of shares called on a day must be paid before they exist, and until when the rest; nothing: all."""

    def share_holds_until(self, *, year: int, shares: int, before: date | None) -> date | None:
        """Until when shares called for a year let a member use the services, after those that hold until `before`.

        Nothing: for ever.
        """

    # exits
    def resignation_takes_effect(self, tables: Tables, *, on: date, founder: bool) -> date:
        """The last day of membership of who resigns on a day; refused outside the window."""

    def membership_ends_on(self, tables: Tables, cause: LeavingReason, *, on: date) -> date:
        """The last day of membership of who died, was excluded and so on, on a day; refused where that ends none."""

    def exit_paid_by(self, tables: Tables, *, effective_on: date) -> date:
        """Until when a leaver is paid."""

    def value_of_shares(
        self, *, shares: int, paid_in: Money, accounts: NetAssets | None, effective_on: date,
    ) -> Worth:
        """What shares that ended on a day are worth by the last approved accounts; refused where nobody knows."""

    def exclusion_answered_by(self, tables: Tables, *, notified_on: date) -> date:
        """The last day on which a member may answer a proposal to exclude them."""

    # payouts
    def account_number(self, text: str) -> str | None:
        """The number of a bank account that can be paid to, as it is stored; nothing when it is none."""

    def room_for_distribution(
        self, tables: Tables, *, on: date, statement: NetAssets | None, paid_since_statement: Money,
        finding: Finding | None, paid_since_finding: Money,
    ) -> Room:
        """How much may be paid to leavers on a day."""

    def takes_payment(self, claim: Claim) -> bool:
        """Whether the country's banks take the payment of a claim as it stands (its amount, name and account)."""

    def payment_file(self, tables: Tables, batch: PayoutBatch) -> PaymentFile:
        """The file that asks the country's banks to pay; the same bytes for the same batch."""

    # letters
    def letter_words(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """The words of letters in a language where the law speaks; those of other kinds no law touches."""

    # desk
    def holidays(self, year: int) -> Collection[date]:
        """The days of a year on which nobody works."""


def law(tx: Tx) -> MembershipLaw:
    """The law of the country of a transaction."""
    return cast("MembershipLaw", tx.law)


class SepaPayments:
    """Accounts and payments of countries whose banks take SEPA credit transfers (ISO 20022 pain.001.001.09)."""

    def account_number(self, text: str) -> str | None:
        """An IBAN whose check digits and form are right."""
        try:
            return str(IBAN(text, validate_bban=True))
        except SchwiftyException:
            return None

    def takes_payment(self, claim: Claim) -> bool:
        """Whether it can be written as a SEPA credit transfer."""
        try:
            transfer_of(claim)
        except Refusal:
            return False
        return True

    def payment_file(self, tables: Tables, batch: PayoutBatch) -> PaymentFile:
        """A SEPA credit transfer file; each payment is booked by itself, and its id comes back."""
        return transfer_document(batch, payer=tables.row("payer_account", batch.execute_on))


TEXTS = {ClaimKind.EXIT: "Shares", ClaimKind.SURPLUS: "Paid too much for shares",
         ClaimKind.RETURNED: "Your payment, sent back"}


def transfer_document(batch: PayoutBatch, *, payer: Row) -> PaymentFile:
    """Claims as credit transfers; the same bytes for the same batch."""
    content = transfer_file(
        TransferBatch(message_id=end_to_end_id(batch.id), execute_on=batch.execute_on, written_at=batch.written_at,
                      payer=Payer(name=str(payer["name"]), iban=str(payer["iban"]), bic=str(payer["bic"]))),
        [transfer_of(claim) for claim in batch.claims])
    return PaymentFile(name=f"payouts_{batch.id}.xml", media_type="application/xml", content=content)


def transfer_of(claim: Claim) -> CreditTransfer:
    """A claim as a credit transfer; refused where no bank would take it."""
    return CreditTransfer(end_to_end_id=end_to_end_id(claim.id), name=claim.payee, iban=claim.account,
                          amount=claim.amount, text=TEXTS[claim.kind])
