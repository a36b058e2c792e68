"""The words of letters where this law speaks; all others are those that no law touches."""

from functools import cache

from services.membership.countries.de.words import Words, words_in


@cache
def letter_words_of(language: str) -> Words:
    """The words in one language: fr, nl, de or en."""
    return words_in(__package__ or "", language)
