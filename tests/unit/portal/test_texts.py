"""Every text is said in every language, with the same places for figures in it."""

import re

import pytest
from babel.messages.pofile import read_po

from services.portal.frame.catalogue import brought_up_to_date, capabilities
from services.portal.frame.languages import ENGLISH, LANGUAGES, preferred

_PLACE = re.compile(r"%\([a-z_]+\)s")
OTHERS = [language for language in LANGUAGES if language != ENGLISH]


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_unsaid(language: str) -> None:
    unsaid = [f"{folder.name}: {message.id}" for folder in capabilities()
              for message in brought_up_to_date(folder, language) if message.id and not _said(message.string)]
    assert unsaid == []


@pytest.mark.parametrize("language", OTHERS)
def test_figures_keep_their_places(language: str) -> None:
    for folder in capabilities():
        for message in brought_up_to_date(folder, language):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            expected = set(_PLACE.findall(message.id if isinstance(message.id, str) else message.id[-1]))
            assert all(set(_PLACE.findall(text)) == expected for text in texts), message.id


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_holds_nothing_that_no_page_says(language: str) -> None:
    for folder in capabilities():
        file = folder / "texts" / f"{language}.po"
        if file.exists():
            with file.open("rb") as opened:
                known = {message.id for message in read_po(opened, locale=language) if message.id}
            assert known == {message.id for message in brought_up_to_date(folder, language) if message.id}, file


@pytest.mark.parametrize(("asked", "given"), [
    ("nl-BE,nl;q=0.9,en;q=0.8", "nl"), ("de", "de"), ("es,fr;q=0.3", "fr"), ("", "en"), ("ja", "en"),
    ("en;q=0.2, fr;q=0.9", "fr"), ("x;q=y", "en"),
])
def test_the_browser_is_asked_for_the_language(asked: str, given: str) -> None:
    assert preferred(asked) == given


def _said(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)
