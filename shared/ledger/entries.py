"""Entries and their lines, as values."""

from dataclasses import dataclass
from datetime import date

from shared.errors import Refusal
from shared.money import Money

LEAST_LINES = 2  # what is booked comes from somewhere and goes somewhere
MAIN_ENTITY = "main"  # the legal entity of whoever has only one


class EntryUnbalanced(Refusal):
    """Debits and credits differ, or there are fewer than two lines."""

    sentence = "The entry {document} of journal {journal} does not balance."


class AmountNotPositive(Refusal):
    """A line needs a positive amount: the side says which way it goes."""

    sentence = "A line on account {account} needs a positive amount."


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One line: the role of an account, a signed amount (debit positive) and whose money it is."""

    account: str
    amount: Money
    activity: str = ""
    order: str = ""
    member: str = ""

    def key(self, kind: str) -> str:
        """The analytic key of one kind: activity, order or member."""
        return {"activity": self.activity, "order": self.order, "member": self.member}[kind]


def debit(account: str, amount: Money, *, activity: str = "", order: str = "", member: str = "") -> Posting:
    """A line on the left side; the amount is positive."""
    return Posting(account=account, amount=_positive(account, amount), activity=activity, order=order, member=member)


def credit(account: str, amount: Money, *, activity: str = "", order: str = "", member: str = "") -> Posting:
    """A line on the right side; the amount is positive."""
    return Posting(account=account, amount=-_positive(account, amount), activity=activity, order=order, member=member)


def signed(account: str, amount: Money, *, activity: str = "", order: str = "", member: str = "") -> Posting:
    """A line on the side that the sign says, debit positive; of nothing, a line that its entry leaves out."""
    return Posting(account=account, amount=amount, activity=activity, order=order, member=member)


def _positive(account: str, amount: Money) -> Money:
    if amount.cents <= 0:
        raise AmountNotPositive(account=account)
    return amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One booking of one legal entity. `(journal, document)` names it for ever: a document is booked once per journal.

    Lines of nothing are left out.
    """

    journal: str
    document: str
    text: str
    event_on: date
    postings: tuple[Posting, ...]
    entity: str = MAIN_ENTITY

    def __post_init__(self) -> None:
        object.__setattr__(self, "postings", tuple([posting for posting in self.postings if posting.amount.cents]))
        sums: dict[str, int] = {}
        for posting in self.postings:
            sums[posting.amount.currency] = sums.get(posting.amount.currency, 0) + posting.amount.cents
        if len(self.postings) < LEAST_LINES or any(sums.values()):
            raise EntryUnbalanced(journal=self.journal, document=self.document)
