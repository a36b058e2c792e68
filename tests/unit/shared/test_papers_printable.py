"""Text on paper: kept where the fonts hold it, replaced in sight where they do not, never hiding anything."""

from datetime import date

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.papers import has_hidden, printable, typeset
from shared.papers.printable import LONGEST_WORD, MARK, _coverage, is_covered, is_hidden

DAY = date(2026, 12, 3)
EACH = b'#set text(font: "Libertinus Serif")\n#for text in data.texts [#text *#text* _#text _ \\ ]'
BARE = b'#set text(font: "Libertinus Serif")\n#sys.inputs.text'


def is_set(letter: str) -> bool:
    """Whether typst itself can set a letter in PDF/A with the fonts that it brings along."""
    try:
        typst.compile(BARE, pdf_standards=["a-3a"], ignore_system_fonts=True, sys_inputs={"text": letter})
    except typst.TypstError:
        return False
    return True


def test_every_letter_that_counts_as_covered_is_set_in_every_style() -> None:
    starts, ends = _coverage()
    letters = [chr(code) for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)]
    assert typeset(EACH, {"texts": letters}, on=DAY)
    assert len(letters) > 6_000


@pytest.mark.parametrize("letter", ["\N{GRINNING FACE}", "日", "ก", "한", "\U00017000"])
def test_a_letter_that_no_font_holds_is_replaced_by_a_mark(letter: str) -> None:
    assert not is_set(letter)
    assert printable(f"a{letter}b") == f"a{MARK}b"


@pytest.mark.parametrize("text", ["Zoë Ünal", "Łódź, Győr, Đakovo", "Ελλάδα", "Россия", "שלום", "½ ≤ 3 → €", "ĳ"])
def test_what_the_fonts_hold_is_kept(text: str) -> None:
    assert printable(text) == text


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60), min_size=40, max_size=40))
def test_no_text_stops_a_paper(texts: list[str]) -> None:
    assert typeset(EACH, {"texts": [printable(text) for text in texts]}, on=DAY)


@given(st.text())
def test_what_is_printable_stays_as_it_is(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    assert all(is_covered(letter) or "\u0300" <= letter <= "\u0345" for letter in once)


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200b", "\u200d", "\u00ad", "\ufeff", "\u3164", "\u2800",
                                    "\x00", "\U000e0041", "\ufe0f", "\ud800"])
def test_invisible_and_turning_letters_are_told_and_taken_away(hidden: str) -> None:
    assert has_hidden(f"pay 100{hidden}0")
    assert printable(f"pay 100{hidden}0") == "pay 1000"
    assert not has_hidden("pay 1000,\n\twith thanks — Zoë 日本")


def test_nothing_hides_behind_a_joiner() -> None:
    assert printable("10\u200d0\u200d0") == "1000"


def test_a_picture_made_of_several_is_one_mark() -> None:
    assert printable("\U0001f468\u200d\U0001f469\u200d\U0001f467 and \U0001f44d\U0001f3fd") == f"{MARK} and {MARK}"


def test_accents_never_pile_up() -> None:
    assert printable("e" + "\u0301" * 40) == "é\u0301\u0301"
    assert printable("x\u0302") == "x\u0302"


def test_a_long_word_may_break_and_a_usual_one_may_not() -> None:
    assert printable("x" * LONGEST_WORD) == "x" * LONGEST_WORD
    assert max(len(piece) for piece in printable("x" * 200).split("\u200b")) == 8
    assert printable("x" * 200).replace("\u200b", "") == "x" * 200


def test_a_letter_is_hidden_or_covered_or_replaced() -> None:
    assert not is_hidden("\n")
    assert printable("one\ntwo\tthree\u2028four\r\n") == "one\ntwo three\nfour\n"
