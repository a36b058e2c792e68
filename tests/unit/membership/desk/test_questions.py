"""Until when an answer is owed, and that it is given once."""

from datetime import date

import pytest

from services.membership.desk.errors import AnsweredBefore
from services.membership.desk.rules import Question, add_working_days, assert_unanswered


def test_weekends_and_holidays_do_not_count() -> None:
    friday = date(2026, 4, 3)
    assert add_working_days(friday, 1, holidays=set()) == date(2026, 4, 6)
    assert add_working_days(friday, 1, holidays={date(2026, 4, 6)}) == date(2026, 4, 7)
    assert add_working_days(friday, 0, holidays=set()) == friday


def test_a_question_is_answered_once() -> None:
    assert_unanswered(Question(id="que_1", member_id="mbr_1", answered_on=None))
    with pytest.raises(AnsweredBefore) as refused:
        assert_unanswered(Question(id="que_1", member_id="mbr_1", answered_on=date(2026, 4, 3)))
    assert refused.value.code == "question_answered"
