"""Nobody writes about who asked to be forgotten."""

from datetime import date

import pytest

from services.membership.members.rules import Member
from services.membership.notes.errors import NotesClosed
from services.membership.notes.rules import assert_noted

MEMBER = Member(id="mbr_1", language="fr", founder=False, accepted_on=date(2026, 1, 1), admitted_on=None, left_on=None,
                left_reason="", shares=0)


def test_nothing_is_noted_about_who_was_forgotten() -> None:
    assert_noted(MEMBER, erased=False)
    with pytest.raises(NotesClosed):
        assert_noted(MEMBER, erased=True)
