"""Which invoices money that came in pays, each with its part, and why; else why it waits for a person."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shared.money import Money, total

_INVOICE_NUMBER = re.compile(r"(?<![\w/])\d{4}/\d{6}(?!\d)")


class Incoming(Protocol):
    """Money that came in, as far as matching looks at it; what the bank left out is an empty text."""

    @property
    def amount(self) -> Money:
        """How much came in."""

    @property
    def structured_communication(self) -> str:
        """The payment reference."""

    @property
    def communication(self) -> str:
        """What the payer wrote."""

    @property
    def counterparty_iban(self) -> str:
        """The account from which it came."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """An invoice that could be paid, and what is open on it."""

    invoice_id: str
    number: str
    reference: str
    client_id: str
    open: Money


class MatchedBy(StrEnum):
    """How money found its invoice, from the surest to the least sure; what fits none of them waits for a person."""

    REFERENCE = "reference"                # the payment reference that the invoice bears
    NUMBER = "number"                      # the invoice's number in the text, and exactly what is open on it
    NUMBERS = "numbers"                    # several numbers, and exactly what is open on all of them
    PAYER_AND_AMOUNT = "payer_and_amount"  # an account that paid for the client before, and exactly one such amount
    PERSON = "person"                      # somebody said so


class Unmatched(StrEnum):
    """Why a movement waits for a person."""

    REFERENCE_UNKNOWN = "reference_unknown"
    AMOUNT_DIFFERS = "amount_differs"
    SEVERAL_FIT = "several_fit"
    NOTHING_KNOWN = "nothing_known"
    WENT_OUT = "went_out"
    PLACED_WRONGLY = "placed_wrongly"


Match = tuple[list[tuple[str, Money]], MatchedBy | Unmatched]


def invoice_numbers_in(text: str) -> list[str]:
    """Invoice numbers that somebody wrote between other words, each once."""
    return list(dict.fromkeys(_INVOICE_NUMBER.findall(text)))


def match_in_order(
    came_in: Sequence[tuple[str, Incoming]], claims: Iterable[Claim], payers: Iterable[tuple[str, str]],
) -> dict[str, Match]:
    """By movement which invoices it pays, or why it waits: each as if those before it had been booked already.

    `claims` are all invoices that could come into question, settled ones with nothing open. `payers` are accounts that
    paid for a client before (account, client).
    """
    books = _Books(claims, payers)
    return {movement_id: books.pay(incoming) for movement_id, incoming in came_in}


class _Books:
    """What is open on claims while movements are matched one after the other."""

    def __init__(self, claims: Iterable[Claim], payers: Iterable[tuple[str, str]]) -> None:
        self.claims = {one.invoice_id: one for one in claims}
        self.open = {name: one.open for name, one in self.claims.items()}
        self.by_reference = {one.reference: one for one in self.claims.values() if one.reference}
        self.by_number = {one.number: one for one in self.claims.values()}
        self.of_client: defaultdict[str, list[Claim]] = defaultdict(list)
        for one in self.claims.values():
            self.of_client[one.client_id].append(one)
        self.clients: defaultdict[str, set[str]] = defaultdict(set)
        for payer, client_id in payers:
            self.clients[payer].add(client_id)

    def pay(self, incoming: Incoming) -> Match:
        """Match one movement, and note what it pays and for whom its payer pays."""
        parts, why = self._match(incoming)
        for invoice_id, amount in parts:
            self.open[invoice_id] -= min(amount, self.open[invoice_id])
            if incoming.counterparty_iban:
                self.clients[incoming.counterparty_iban].add(self.claims[invoice_id].client_id)
        return parts, why

    def _match(self, incoming: Incoming) -> Match:
        if incoming.structured_communication:
            named = self.by_reference.get(incoming.structured_communication)
            return ([(named.invoice_id, incoming.amount)], MatchedBy.REFERENCE) if named else (
                [], Unmatched.REFERENCE_UNKNOWN)
        known = [self.by_number[one] for one in invoice_numbers_in(incoming.communication) if one in self.by_number]
        if named_open := [one for one in known if self.open[one.invoice_id]]:
            return self._by_number(incoming.amount, named_open)
        clients = sorted(self.clients[incoming.counterparty_iban]) if incoming.counterparty_iban in self.clients else []
        return self._by_payer(incoming.amount, [
            one for client_id in clients for one in self.of_client[client_id] if self.open[one.invoice_id]])

    def _by_number(self, amount: Money, named: Sequence[Claim]) -> Match:
        exact = [one for one in named if self.open[one.invoice_id] == amount]
        if len(exact) == 1:
            return [(exact[0].invoice_id, amount)], MatchedBy.NUMBER
        if total((self.open[one.invoice_id] for one in named), amount.currency) == amount:
            return [(one.invoice_id, self.open[one.invoice_id]) for one in named], MatchedBy.NUMBERS
        return [], Unmatched.AMOUNT_DIFFERS

    def _by_payer(self, amount: Money, of_payer: Sequence[Claim]) -> Match:
        fitting = [one for one in of_payer if self.open[one.invoice_id] == amount]
        if len(fitting) == 1:
            return [(fitting[0].invoice_id, amount)], MatchedBy.PAYER_AND_AMOUNT
        if fitting:
            return [], Unmatched.SEVERAL_FIT
        return [], Unmatched.AMOUNT_DIFFERS if of_payer else Unmatched.NOTHING_KNOWN
