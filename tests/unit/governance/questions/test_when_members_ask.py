"""Until when a member asks an assembly (CSA art. 6:77)."""

from dataclasses import replace
from datetime import date

import pytest

from services.governance.assemblies.rules import Assembly
from services.governance.questions.errors import AskedTooEarly, AskedTooLate, NotAMember, QuestionsTooMany
from services.governance.questions.rules import MOST_QUESTIONS, Question, assert_may_ask

HELD = date(2026, 6, 20)
ASSEMBLY = Assembly(assembly_id="asm_1", title="Assembly", convened_on=date(2026, 5, 20), held_on=HELD, record_on=HELD)
WRITTEN = Question(question_id="qst_1", assembly_id="asm_1", member_id="mbr_1", words="Why?", orally=False,
                   asked_on=HELD)


def test_a_question_is_asked_in_writing_until_the_day_is_over_and_aloud_from_it_on() -> None:
    assert_may_ask(WRITTEN, ASSEMBLY, is_member=True, asked_before=0)
    assert_may_ask(replace(WRITTEN, orally=True), ASSEMBLY, is_member=True, asked_before=0)
    with pytest.raises(AskedTooLate):
        assert_may_ask(replace(WRITTEN, asked_on=date(2026, 6, 21)), ASSEMBLY, is_member=True, asked_before=0)
    with pytest.raises(AskedTooEarly):
        assert_may_ask(replace(WRITTEN, orally=True, asked_on=date(2026, 6, 19)), ASSEMBLY, is_member=True,
                       asked_before=0)


def test_who_is_no_member_does_not_ask() -> None:
    with pytest.raises(NotAMember):
        assert_may_ask(WRITTEN, ASSEMBLY, is_member=False, asked_before=0)


def test_one_member_fills_no_minutes_alone_and_may_still_ask_aloud() -> None:
    assert_may_ask(WRITTEN, ASSEMBLY, is_member=True, asked_before=MOST_QUESTIONS - 1)
    assert_may_ask(replace(WRITTEN, orally=True), ASSEMBLY, is_member=True, asked_before=MOST_QUESTIONS)
    with pytest.raises(QuestionsTooMany):
        assert_may_ask(WRITTEN, ASSEMBLY, is_member=True, asked_before=MOST_QUESTIONS)
