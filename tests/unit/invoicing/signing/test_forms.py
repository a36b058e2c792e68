"""The rules of a form that waits for its client, and of the evidence that it leaves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.invoicing.orders.rules.order import OrderState
from services.invoicing.signing.errors import FormChanged, FormNotOpen, TooManyCodes, ValidityNotPossible
from services.invoicing.signing.rules import (
    CODE_LASTS,
    Code,
    CodeOutcome,
    Evidence,
    FormState,
    SentForm,
    assert_codes_left,
    assert_open,
    assert_shown,
    assert_validity,
    digest_of,
    entry_after,
    is_whole,
    standing,
    try_code,
)
from shared.chain import salted_digest

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 10, tzinfo=UTC)
HELD = Code(salt="s", digest=salted_digest("s", "123456"), until=NOW + CODE_LASTS)


def form(**other: Any) -> SentForm:
    facts: dict[str, Any] = {
        "form_id": "frm", "order_id": "ord", "number": "2026-00017", "version": 1, "content": "{}",
        "digest": digest_of("{}"), "contact_name": "", "mailbox": "anne@coin.example", "language": "fr",
        "valid_until": TODAY, "state": FormState.SENT, "wrong_codes": 0, "codes_sent": 0, "paper_digest": ""}
    return SentForm(**{**facts, **other})


@pytest.mark.parametrize(("state", "order", "latest", "today", "found"), [
    (FormState.SENT, OrderState.SENT, True, TODAY, FormState.SENT),
    (FormState.CHANGE_ASKED, OrderState.SENT, True, TODAY, FormState.CHANGE_ASKED),
    (FormState.SENT, OrderState.SENT, True, TODAY + timedelta(days=1), FormState.EXPIRED),
    (FormState.SENT, OrderState.DRAFTED, True, TODAY, FormState.REPLACED),
    (FormState.SENT, OrderState.SENT, False, TODAY, FormState.REPLACED),
    (FormState.SENT, OrderState.CANCELLED, True, TODAY, FormState.REVOKED),
    (FormState.SENT, OrderState.SIGNED, True, TODAY, FormState.REVOKED),
    (FormState.ACCEPTED, OrderState.COMPLETED, False, TODAY + timedelta(days=400), FormState.ACCEPTED),
])
def test_a_form_stands_where_its_answer_its_order_and_its_last_day_put_it(
    state: FormState, order: OrderState, latest: bool, today: date, found: FormState,
) -> None:
    assert standing(state, order=order, latest=latest, valid_until=TODAY, today=today) == found


@pytest.mark.parametrize(("given", "wrong", "at", "found"), [
    ("123456", 4, NOW, CodeOutcome.ACCEPTED),
    ("123456", 0, NOW + CODE_LASTS - timedelta(seconds=1), CodeOutcome.ACCEPTED),
    ("123456", 0, NOW + CODE_LASTS, CodeOutcome.CODE_EXPIRED),
    ("654321", 3, NOW, CodeOutcome.WRONG_CODE),
    ("654321", 4, NOW, CodeOutcome.LOCKED),
])
def test_a_code_is_right_in_its_half_hour_and_the_fifth_wrong_one_locks(
    given: str, wrong: int, at: datetime, found: CodeOutcome,
) -> None:
    assert try_code(form(wrong_codes=wrong), HELD, given, at=at) == found


def test_without_a_code_there_is_nothing_to_try() -> None:
    assert try_code(form(), None, "123456", at=NOW) == CodeOutcome.CODE_EXPIRED


def test_only_what_was_shown_and_is_open_is_answered() -> None:
    assert_shown(form(), digest=digest_of("{}"))
    with pytest.raises(FormChanged):
        assert_shown(form(), digest=digest_of("{ }"))
    assert_open(form(state=FormState.CHANGE_ASKED))
    with pytest.raises(FormNotOpen):
        assert_open(form(state=FormState.LOCKED))
    assert_codes_left(form(codes_sent=9))
    with pytest.raises(TooManyCodes):
        assert_codes_left(form(codes_sent=10))


@pytest.mark.parametrize(("days", "possible"), [(-1, False), (0, True), (365, True), (366, False)])
def test_a_form_is_valid_from_its_own_day_to_a_year_later(days: int, possible: bool) -> None:
    until = TODAY + timedelta(days=days)
    if possible:
        assert_validity(until, today=TODAY)
    else:
        with pytest.raises(ValidityNotPossible):
            assert_validity(until, today=TODAY)


def test_a_mailbox_is_shown_by_its_first_letter_and_its_host() -> None:
    assert (form().masked_mailbox, form(mailbox="").masked_mailbox) == ("a***@coin.example", "")


def chain() -> list[Evidence]:
    first = entry_after(None, salt="a", what="sent", at=NOW, form=digest_of("{}"))
    return [first, entry_after(first, salt="b", what="accepted", at=NOW, form=digest_of("{}"), name="A")]


def test_evidence_is_whole_until_one_letter_of_it_is_changed_or_an_entry_is_missing() -> None:
    first, second = chain()
    assert is_whole(digest_of("{}"), [first, second])
    changed = Evidence(place=2, salt="b", text=second.text.replace('"A"', '"B"'), digest=second.digest)
    assert not is_whole(digest_of("{}"), [first, changed])
    assert not is_whole(digest_of("{}"), [second])
    assert not is_whole(digest_of("{}"), [])
    assert not is_whole(digest_of("{ }"), [first, second])
