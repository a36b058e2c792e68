"""The words of letters where this law speaks; all others are those that no law touches."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def letter_words_of(language: str) -> Mapping[str, Mapping[str, str]]:
    """The words in one language: fr, nl, de or en."""
    text = (resources.files(__package__) / "words" / "letters.toml").read_text(encoding="utf-8")
    words: Mapping[str, Mapping[str, str]] = tomllib.loads(text)[language]
    return words
