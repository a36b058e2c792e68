"""The words of letters where this law speaks; all others are those that no law touches."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from services.membership.countries.be.words import letter_words_of as words_of_every_letter

Words = Mapping[str, Mapping[str, str]]


@cache
def letter_words_of(language: str) -> Words:
    """The words in one language: fr, nl, de or en."""
    return words_with(__package__ or "", language)


def words_with(package: str, language: str) -> Words:
    """The words of every letter, with those of one country's law in their place."""
    text = (resources.files(package) / "words" / "letters.toml").read_text(encoding="utf-8")
    return {**words_of_every_letter(language), **tomllib.loads(text)[language]}
