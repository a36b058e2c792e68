"""How a convening reached the members: who was, by what, who was not; counted from the last one that was reached."""

from datetime import date, timedelta

import pytest

from services.governance.notices.errors import DispatchNotInTime, NotDispatched
from services.governance.notices.rules import (
    INCIDENTS,
    Channel,
    Dispatch,
    Notice,
    Unreached,
    assert_left_in_time,
    assert_was_sent,
    incidents_of,
    notice_of,
    reached,
    unreached,
)

DAY = date(2026, 5, 20)


def sent(member: str, channel: Channel = Channel.EMAIL, days: int = 0, bounced: int | None = None,
         told: int = 0) -> Dispatch:
    return Dispatch(member_id=member, channel=channel, proof="p", sent_on=DAY + timedelta(days=days),
                    recorded_on=DAY + timedelta(days=days + told),
                    bounced_on=None if bounced is None else DAY + timedelta(days=bounced))


def test_a_bounce_is_worked_off_by_post_and_the_notice_counts_from_then() -> None:
    known = [sent("a"), sent("b", bounced=1), sent("c", Channel.POST), sent("x")]
    assert unreached({"a", "b", "c", "d"}, known) == {"b": Unreached.BOUNCED, "d": Unreached.NOT_SENT}
    before = notice_of({"a", "b", "c", "d"}, known)
    assert (before.by_email, before.by_post, before.bounced, before.not_sent, before.last_on) == (1, 1, 1, 1, DAY)
    letter = sent("b", Channel.POST, days=3)
    after = notice_of({"a", "b", "c"}, [*known, letter, sent("a", days=9)])  # a was reached before
    assert (after.by_post, after.bounced, after.last_on) == (2, 0, letter.sent_on)
    assert reached([sent("a", days=2), sent("a")])["a"].sent_on == DAY


def test_letters_that_leave_after_the_emails_and_what_is_told_later_are_counted() -> None:
    found = notice_of({"a", "b"}, [sent("a"), sent("b", Channel.POST, days=1, told=5)])
    assert (found.posted_later, found.told_later) == (1, 1)
    again = notice_of({"a"}, [sent("a", bounced=0), sent("a", Channel.POST, days=1)])
    assert (again.posted_later, again.told_later) == (0, 0)


def test_nothing_leaves_before_the_convening_or_tomorrow_and_only_what_left_comes_back() -> None:
    for day in (DAY, DAY + timedelta(days=1)):
        assert_left_in_time(day, convened_on=DAY, on=DAY + timedelta(days=1))
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=2)):
        with pytest.raises(DispatchNotInTime):
            assert_left_in_time(day, convened_on=DAY, on=DAY + timedelta(days=1))
    asked = {"member_id": "a", "channel": Channel.EMAIL, "on": DAY}
    assert_was_sent(DAY, bounced_on=DAY, **asked)  # type: ignore[arg-type]
    for sent_on, bounced_on in ((None, DAY), (DAY, DAY - timedelta(days=1)), (DAY, DAY + timedelta(days=1))):
        with pytest.raises(NotDispatched):
            assert_was_sent(sent_on, bounced_on=bounced_on, **asked)  # type: ignore[arg-type]


def test_minutes_name_a_short_notice_and_who_was_not_reached_in_four_languages() -> None:
    found = Notice(members=3, by_email=1, by_post=0, not_sent=1, bounced=1, posted_later=0, told_later=0, last_on=DAY,
                   first_day=date(2026, 6, 4), late=True)
    for language in INCIDENTS["late"]:
        late, missing = incidents_of(found, language=language, spell="<{:%d/%m/%y}>".format)
        assert ("<04/06/26>" in late, "2" in missing) == (True, True)
    nobody = notice_of({"a"}, [])
    assert incidents_of(nobody, language="en", spell=str) == []  # convened in another form that the statutes name


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
def test_a_chair_who_tells_of_dispatches_afterwards_has_it_in_the_minutes(language: str) -> None:
    """Whoever notes on the eve of the assembly that everything left a month ago is not believed in silence."""
    found = Notice(members=9, by_email=5, by_post=4, not_sent=0, bounced=0, posted_later=4, told_later=9, last_on=DAY)
    letters, told = incidents_of(found, language=language, spell=str)
    assert (letters.rsplit(": ")[-1], told.rsplit(": ")[-1]) == ("4.", "9.")
