"""The words of an invoice in the two languages of the house in Germany and Austria."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("de", "en")
OTHERWISE = "en"  # for whoever reads neither


@cache
def words_of(language: str) -> Mapping[str, str]:
    """The words in German, or else in English."""
    text = (resources.files(__package__) / "words" / "invoice.toml").read_text(encoding="utf-8")
    words: Mapping[str, str] = tomllib.loads(text)[language if language in LANGUAGES else OTHERWISE]
    return words
