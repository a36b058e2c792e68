"""Codes that confirm an account: what is one, how long it counts, and who may confirm without."""

from dataclasses import replace
from datetime import date

import pytest

from services.membership.payees.errors import AnotherPersonConfirms, CodeNotInForce, PayeeNotWaiting
from services.membership.payees.rules import (
    ALPHABET,
    CodeTerms,
    Payee,
    Waits,
    assert_second_person,
    assert_waits,
    digest_of,
    is_code_of,
    new_code,
    why_waiting,
)

SENT = date(2026, 3, 2)
LAST = date(2026, 4, 1)  # thirty days later
TERMS = CodeTerms(days=30, tries=5)
PAYEE = Payee(id="pye_1", member_id="mbr_1", recorded_by="clerk", code_digest=digest_of("pye_1", "ABCDEFGHJK"),
              code_sent_on=SENT)


@pytest.mark.parametrize(("typed", "right"), [
    ("ABCDEFGHJK", True), ("abcde-fghjk", True), (" ABCDE FGHJK ", True), ("ABCDEFGHJL", False), ("ABCDEFGHJ", False)])
def test_a_code_is_known_however_it_is_typed(typed: str, *, right: bool) -> None:
    assert is_code_of(PAYEE, typed, terms=TERMS, on=SENT) is right


def test_a_code_of_another_account_is_none() -> None:
    assert not is_code_of(replace(PAYEE, code_digest=digest_of("pye_2", "ABCDEFGHJK")), "ABCDEFGHJK", terms=TERMS,
                          on=SENT)


@pytest.mark.parametrize(("changes", "on", "why"), [
    ({}, LAST, Waits.CODE_SENT), ({}, date(2026, 4, 2), Waits.CODE_EXPIRED),
    ({"tries": 4}, SENT, Waits.CODE_SENT), ({"tries": 5}, SENT, Waits.TRIES_USED_UP),
    ({"code_sent_on": None}, SENT, Waits.CODE_TO_BE_SENT)])
def test_a_code_counts_for_thirty_days_and_five_attempts(changes: dict[str, object], on: date, why: Waits) -> None:
    payee = replace(PAYEE, **changes)  # type: ignore[arg-type]
    assert why_waiting(payee, terms=TERMS, on=on) == why
    if why == Waits.CODE_SENT:
        assert is_code_of(payee, "ABCDEFGHJK", terms=TERMS, on=on)
    else:
        with pytest.raises(CodeNotInForce):
            is_code_of(payee, "ABCDEFGHJK", terms=TERMS, on=on)


def test_a_letter_that_could_not_be_sent_leads_to_the_desk() -> None:
    assert why_waiting(replace(PAYEE, code_sent_on=None), terms=TERMS, on=SENT,
                       letter_stopped=True) == Waits.NO_KNOWN_ADDRESS


def test_only_the_account_that_was_looked_at_is_confirmed() -> None:
    assert_waits(PAYEE, named="pye_1")
    with pytest.raises(PayeeNotWaiting):
        assert_waits(PAYEE, named="pye_0")
    with pytest.raises(PayeeNotWaiting):
        assert_waits(replace(PAYEE, confirmed_on=SENT), named="pye_1")


@pytest.mark.parametrize("actor", ["clerk", "mbr_1"])
def test_who_named_an_account_or_gets_its_money_does_not_confirm_it(actor: str) -> None:
    with pytest.raises(AnotherPersonConfirms):
        assert_second_person(actor, "clerk", "mbr_1")
    assert_second_person("another", "clerk", "mbr_1")


def test_a_code_has_ten_signs_that_nobody_takes_for_one_another() -> None:
    assert new_code(lambda signs: signs[-1]) == "Z" * 10
    assert not set("01IO") & set(ALPHABET)
    assert len(ALPHABET) == 32
