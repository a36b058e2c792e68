"""Each sentence of the mission is shown by tests that exist, or says what nobody shows."""

import re

import pytest

from tests.architecture.mission import MISSION, PAGE, ROOT, Sentence, page

IDS = [str(number) for number, _ in enumerate(MISSION, start=1)]


def missing_tests(one: Sentence) -> list[str]:
    return [f"{file}::{name}" for file, name in one.tests
            if not re.search(rf"^def {name}\(", (ROOT / "tests" / file).read_text(), re.MULTILINE)]


@pytest.mark.parametrize("one", MISSION, ids=IDS)
def test_a_sentence_is_shown_by_tests_that_exist_or_says_what_is_lacking(one: Sentence) -> None:
    assert missing_tests(one) == []
    assert one.tests or one.lacking


def test_a_test_that_is_gone_would_be_missed() -> None:
    file = MISSION[0].tests[0][0]
    assert missing_tests(Sentence("x", ((file, "test_that_nobody_wrote"),))) == [f"{file}::test_that_nobody_wrote"]


def test_the_page_is_the_table_of_today() -> None:
    assert PAGE.read_text() == page(), "python -m tests.architecture.mission"
