"""The words of a Belgian invoice in the four languages of its clients."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def words_of(language: str) -> Mapping[str, str]:
    """The words in one language: fr, nl, de or en."""
    text = (resources.files(__package__) / "words" / "invoice.toml").read_text(encoding="utf-8")
    words: Mapping[str, str] = tomllib.loads(text)[language]
    return words
