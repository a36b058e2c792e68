"""Members and shares: numbers of persons, exits at the end of the year, the bank's own payment file."""

from collections.abc import Collection, Mapping
from datetime import date

from cooperative_of_xx import bank, numbers
from services.membership.events import LeavingReason
from services.membership.letters.rules import LetterKind
from services.membership.payouts.rules import (
    Claim,
    Finding,
    NetAssets,
    PaymentFile,
    PayoutBatch,
    Room,
    Worth,
    end_to_end_id,
)
from shared.money import Money
from shared.parameters import Tables


class MembershipOfXX:
    """What membership asks of the country."""

    zone = "Pacific/Auckland"
    paper_language = "en"

    def person_number(self, tables: Tables, given: str, *, on: date) -> str | None:
        """A letter, seven digits, a check digit."""
        return numbers.read_number(numbers.PERSON, given)

    def identified_person(self, tables: Tables, number: str, *, provider: str, on: date) -> str | None:
        """The same number, whoever says it."""
        return self.person_number(tables, number, on=on)

    def enterprise_number(self, given: str) -> str | None:
        """A company's number."""
        return numbers.read_number(numbers.COMPANY, given)

    def account_number(self, text: str) -> str | None:
        """An account at the country's bank."""
        return numbers.read_number(numbers.ACCOUNT, text)

    def share_communication(self, number: int) -> str:
        """The reference of the n-th call."""
        return numbers.number_of(numbers.SHARE, number)

    def number_of_share_call(self, communication: str) -> int | None:
        """Without its mark and its check digit, where it is right."""
        found = numbers.read_number(numbers.SHARE, communication)
        return int(found[1:-1]) if found else None

    def printed_communication(self, communication: str) -> str:
        """As it is."""
        return communication

    def names_a_share_call(self, communication: str) -> bool:
        """Whether it begins as references of share calls do."""
        return communication.startswith(numbers.SHARE)

    def first_part(self, amount: Money, *, on: date) -> tuple[Money, date] | None:
        """Shares are paid whole."""
        return None

    def share_holds_until(self, *, year: int, shares: int, before: date | None) -> date | None:
        """For ever."""
        return None

    def resignation_takes_effect(self, tables: Tables, *, on: date, founder: bool) -> date:
        """At the end of the year, whenever it was given."""
        return date(on.year, 12, 31)

    def membership_ends_on(self, tables: Tables, cause: LeavingReason, *, on: date) -> date:
        """On the day itself."""
        return on

    def exit_paid_by(self, tables: Tables, *, effective_on: date) -> date:
        """By the end of January."""
        return date(effective_on.year + 1, 1, 31)

    def value_of_shares(
        self, *, shares: int, paid_in: Money, accounts: NetAssets | None, effective_on: date,
    ) -> Worth:
        """What was paid in, whatever the accounts say."""
        return Worth(amount=paid_in, paid_in=paid_in, net_asset_value=paid_in)

    def exclusion_answered_by(self, tables: Tables, *, notified_on: date) -> date:
        """By the end of the month."""
        return date(notified_on.year, notified_on.month, 28)

    def room_for_distribution(
        self, tables: Tables, *, on: date, statement: NetAssets | None, paid_since_statement: Money,
        finding: Finding | None, paid_since_finding: Money,
    ) -> Room:
        """The law sets one ceiling for all payments, and no test."""
        return Room(amount=tables.money("payouts_most", on) - paid_since_finding, bound_by="ceiling")

    def takes_payment(self, claim: Claim) -> bool:
        """Whatever has an account."""
        return bool(claim.account)

    def payment_file(self, tables: Tables, batch: PayoutBatch) -> PaymentFile:
        """The bank's own lines."""
        transfers = [(end_to_end_id(claim.id), claim.account, claim.payee, claim.amount) for claim in batch.claims]
        return PaymentFile(name=f"payouts_{batch.id}.pay", media_type="text/plain",
                           content=bank.payment_lines(batch.id, batch.execute_on, transfers))

    def letter_words(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """One sentence for everything."""
        common = ("greeting", "closing", "written_on", "amount", "pay_until", "account", "communication", "scan_to_pay")
        return {"common": {word: word for word in common},
                **{kind: {"subject": kind, "text": "{company} writes.", "yearly": "", "voluntary": "",
                          "payee_known": "", "payee_unknown": ""} for kind in LetterKind}}

    def holidays(self, year: int) -> Collection[date]:
        """One day for everybody."""
        return {date(year, 7, 1)}


LAW = MembershipOfXX()
