"""Trial balances of several ledgers, joined by account number, and what two ledgers keep for each other."""

from collections import Counter

from shared.ledger.trial import AccountBalance, clearings, joined
from shared.money import Money


def on(account: str, cents: int, entity: str = "main") -> AccountBalance:
    return AccountBalance(entity=entity, account=account, name="n", mirror="", amount=Money(cents), entries=1)


def test_accounts_are_added_up_by_number_and_never_over_legal_entities() -> None:
    found = joined({"one": [on("400", 5), on("499", -5)], "two": [on("499", 7), on("499", 1, entity="second")]})
    assert [(one.entity, one.account, one.total, sorted(one.amounts)) for one in found] == [
        ("main", "400", Money(5), ["one"]), ("main", "499", Money(2), ["one", "two"]),
        ("second", "499", Money(1), ["two"])]


def test_what_two_ledgers_keep_for_each_other_is_nothing_or_named_by_the_documents_that_one_of_them_lacks() -> None:
    def between(here: dict[str, int], there: dict[str, int]) -> tuple[Money, dict[str, Money]]:
        (found,) = clearings({("a", "b"): {("main", "EUR"): Counter(here)},
                              ("b", "a"): {("main", "EUR"): Counter(there)}})
        return found.left, dict(found.explained)

    assert between({"m1": 5}, {"m1": -5}) == (Money(0), {})
    assert between({"m1": 5}, {"known there as n1": -5}) == (Money(0), {})
    assert between({"m1": 5, "m2": 3}, {"m1": -5}) == (Money(3), {"m2": Money(3)})
    assert between({"m1": 5}, {"m1": -4}) == (Money(1), {"m1": Money(1)})
