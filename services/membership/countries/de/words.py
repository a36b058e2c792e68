"""The words of letters where this law speaks; all others are those that no law touches."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

Words = Mapping[str, Mapping[str, str]]


@cache
def letter_words_of(language: str) -> Words:
    """The words in one language: fr, nl, de or en."""
    return words_in(__package__ or "", language)


def words_in(package: str, language: str) -> Words:
    """The words of one country's law."""
    words: Words = tomllib.loads((resources.files(package) / "words" / "letters.toml").read_text(encoding="utf-8"))[
        language]
    return words
