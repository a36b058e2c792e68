"""The three days of a legal act, and anchors of the chain that were kept outside."""

from dataclasses import replace
from datetime import date

import pytest

from services.membership.register.documents.anchors import Anchor, anchor_fault, anchor_file, read_anchor, sign_anchor
from services.membership.register.errors import (
    ActBeforeItsCause,
    AnchorUnreadable,
    DayNotOver,
    DaysOfTheDesk,
    KnownBeforeItHappened,
)
from services.membership.register.rules import ActDays, assert_after, days_of_act
from shared.errors import Refusal
from shared.signatures import SigningKey

YESTERDAY, TODAY, TOMORROW = date(2027, 7, 1), date(2027, 7, 2), date(2027, 7, 3)
KEY = SigningKey.fresh()
SIGNED = sign_anchor(Anchor(country="BE", anchored_on=TODAY, place=7, digest="ab" * 32), KEY)


@pytest.mark.parametrize(("happened_on", "known_on", "expected"), [
    (None, None, ActDays(happened_on=TODAY, known_on=TODAY)),
    (YESTERDAY, None, ActDays(happened_on=YESTERDAY, known_on=TODAY)),
    (None, YESTERDAY, ActDays(happened_on=YESTERDAY, known_on=YESTERDAY)),
    (YESTERDAY, YESTERDAY, ActDays(happened_on=YESTERDAY, known_on=YESTERDAY)),
])
def test_an_act_is_known_today_and_happened_when_it_was_known_unless_somebody_says_otherwise(
    happened_on: date | None, known_on: date | None, expected: ActDays,
) -> None:
    assert days_of_act(happened_on=happened_on, known_on=known_on, today=TODAY, records_for_others=True) == expected


@pytest.mark.parametrize(("happened_on", "known_on", "others", "refusal"), [
    (None, TOMORROW, True, DayNotOver), (TOMORROW, None, True, KnownBeforeItHappened),
    (TODAY, YESTERDAY, True, KnownBeforeItHappened), (YESTERDAY, None, False, DaysOfTheDesk),
    (None, YESTERDAY, False, DaysOfTheDesk),
])
def test_days_that_cannot_be_are_refused(
    happened_on: date | None, known_on: date | None, refusal: type[Refusal], *, others: bool,
) -> None:
    with pytest.raises(refusal):
        days_of_act(happened_on=happened_on, known_on=known_on, today=TODAY, records_for_others=others)


def test_an_act_may_fall_on_the_day_of_what_it_follows_and_not_before() -> None:
    assert_after(TODAY, TODAY)
    assert_after(TODAY, None)
    with pytest.raises(ActBeforeItsCause):
        assert_after(YESTERDAY, TODAY)


def test_an_anchor_that_went_out_is_read_back_whole() -> None:
    assert read_anchor(anchor_file(SIGNED)) == SIGNED
    assert anchor_fault(SIGNED, key=KEY.public, found="ab" * 32) == ""


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"content": "{}", "public_key": "", "signature": ""}'])
def test_a_file_that_is_no_anchor_is_told_to_whoever_brought_it(content: bytes) -> None:
    with pytest.raises(AnchorUnreadable):
        read_anchor(content)


def test_an_anchor_tells_a_chain_that_was_cut_or_written_anew_and_another_signature() -> None:
    assert "ends before place 7" in anchor_fault(SIGNED, key=KEY.public, found=None)
    assert "is not the one" in anchor_fault(SIGNED, key=KEY.public, found="cd" * 32)
    assert "not signed with this key" in anchor_fault(SIGNED, key=SigningKey.fresh().public, found="ab" * 32)
    forged = replace(SIGNED, anchor=replace(SIGNED.anchor, digest="cd" * 32))
    assert "was changed" in anchor_fault(forged, key=KEY.public, found="cd" * 32)
