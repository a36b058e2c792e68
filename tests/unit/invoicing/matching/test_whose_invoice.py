"""Which invoices money pays: the surest sign counts, a guess is never made, and each is judged after those before."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.invoicing.matching.rules import Claim, Match, MatchedBy, Unmatched, match_in_order
from shared.money import Money


@dataclass(frozen=True, kw_only=True)
class Came:
    """Money as matching sees it."""

    amount: Money
    structured_communication: str
    communication: str
    counterparty_iban: str


def came(cents: int, *, reference: str = "", text: str = "", payer: str = "") -> Came:
    return Came(amount=Money(cents), structured_communication=reference, communication=text, counterparty_iban=payer)


def claim(place: int, cents: int, client: str, reference: str = "") -> Claim:
    return Claim(invoice_id=f"inv{place}", number=f"2026/{place:06d}", reference=reference, client_id=client,
                 open=Money(cents))


CLAIMS = [claim(1, 700, "cli1", "S"), claim(2, 300, "cli1"), claim(3, 50, "cli2"), claim(4, 50, "cli2"),
          claim(5, 0, "cli1", "T")]
PAYERS = [("P", "cli1"), ("Q", "cli2")]


@pytest.mark.parametrize(("incoming", "paid", "why"), [
    (came(1, reference="S"), ["inv1"], MatchedBy.REFERENCE),
    (came(9, reference="T"), ["inv5"], MatchedBy.REFERENCE),
    (came(1, reference="U", text="2026/000001"), [], Unmatched.REFERENCE_UNKNOWN),
    (came(700, text="fact 2026/000001 merci"), ["inv1"], MatchedBy.NUMBER),
    (came(699, text="2026/000001"), [], Unmatched.AMOUNT_DIFFERS),
    (came(9, text="2026/000005"), [], Unmatched.NOTHING_KNOWN),
    (came(1000, text="2026/000001 2026/000002"), ["inv1", "inv2"], MatchedBy.NUMBERS),
    (came(300, payer="P"), ["inv2"], MatchedBy.PAYER_AND_AMOUNT),
    (came(50, payer="Q"), [], Unmatched.SEVERAL_FIT),
    (came(51, payer="Q"), [], Unmatched.AMOUNT_DIFFERS),
    (came(50, payer="Z"), [], Unmatched.NOTHING_KNOWN),
])
def test_the_surest_sign_counts_and_a_guess_is_never_made(
    incoming: Came, paid: list[str], why: MatchedBy | Unmatched,
) -> None:
    found, reason = match_in_order([("mov", incoming)], CLAIMS, PAYERS)["mov"]
    assert ([invoice for invoice, _ in found], reason) == (paid, why)
    assert not found or sum(amount.cents for _, amount in found) == incoming.amount.cents


def test_an_invoice_that_was_just_paid_is_not_paid_by_its_number_again_and_its_payer_is_known_from_then_on() -> None:
    came_in = [("before", came(300, payer="Z")), ("paid", came(700, reference="S", payer="Z")),
               ("again", came(700, text="2026/000001")), ("after", came(300, payer="Z"))]
    found = match_in_order(came_in, CLAIMS, PAYERS)
    assert [found[name][1] for name, _ in came_in] == [
        Unmatched.NOTHING_KNOWN, MatchedBy.REFERENCE, Unmatched.NOTHING_KNOWN, MatchedBy.PAYER_AND_AMOUNT]


MONEY = st.builds(came, st.sampled_from([50, 300, 700, 1000]), reference=st.sampled_from(["", "", "S", "T"]),
                  text=st.sampled_from(["", "2026/000001", "2026/000001 2026/000002", "2026/000003"]),
                  payer=st.sampled_from(["", "P", "Q", "Z"]))


@given(st.lists(MONEY, max_size=8))
def test_together_or_one_after_the_other_money_finds_the_same_invoices(money: list[Came]) -> None:
    came_in = [(f"mov{place}", one) for place, one in enumerate(money)]
    together = match_in_order(came_in, CLAIMS, PAYERS)
    claims, payers = {one.invoice_id: one for one in CLAIMS}, set(PAYERS)
    for name, one in came_in:
        found: Match = match_in_order([(name, one)], claims.values(), payers)[name]
        assert found == together[name]
        for invoice_id, amount in found[0]:
            before = claims[invoice_id]
            claims[invoice_id] = replace(before, open=before.open - min(amount, before.open))
            payers |= {(one.counterparty_iban, before.client_id)} if one.counterparty_iban else set()
