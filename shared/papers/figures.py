"""Amounts, numbers, rates and days as a reader writes them: in their language and as in their country (CLDR)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import (
    NumberPattern,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
    parse_pattern,
)

from shared.errors import Refusal
from shared.money import Money

EUROPE = "150"  # English as Europe writes it: the spelling of amounts that its readers know from everywhere
LANGUAGES = ("fr", "nl", "de", "en")


class LanguageUnknown(Refusal):
    """Papers are written in four languages."""

    sentence = "No paper is written in language {language}; there are: {known}."


@dataclass(frozen=True, slots=True)
class Percent:
    """A share, shown per hundred: `Percent(Decimal("0.1307"))` is 13.07 %."""

    share: Decimal


Value = str | int | Decimal | date | Money | Percent


@dataclass(frozen=True, slots=True)
class Figures:
    """How one language of one country spells values."""

    language: str
    country: str = ""

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise LanguageUnknown(language=self.language, known=", ".join(LANGUAGES))

    def spell(self, value: Value) -> str:
        """Any value as a cell shows it; text stays what it is."""
        if isinstance(value, str):
            return value
        if isinstance(value, Money):
            pattern = _pattern_of(self._locale, value.currency)
            return _with_minus(pattern.apply(value.amount, self._locale, currency=value.currency))
        if isinstance(value, Percent):
            return str(format_percent(value.share, format="#,##0.####\N{NO-BREAK SPACE}%", locale=self._locale))
        if isinstance(value, date):
            return str(format_date(value, format="long", locale=self._locale))
        return _with_minus(format_decimal(value, format="#,##0.#######", locale=self._locale))

    def price(self, value: Decimal, currency: str) -> str:
        """A price of one, which may have up to four decimals."""
        pattern = self._locale.currency_formats["standard"].pattern.replace("0.00", "0.00##")
        return _with_minus(format_currency(value, currency, pattern, locale=self._locale, currency_digits=False))

    def short_day(self, value: date) -> str:
        """A day in figures, for narrow columns."""
        return str(format_date(value, format="dd/MM/y" if self.language != "de" else "dd.MM.y", locale=self._locale))

    def month(self, value: date) -> str:
        """A month and its year."""
        return str(format_date(value, format="MMMM y", locale=self._locale))

    @property
    def _locale(self) -> Locale:
        return _locale_of(self.language, self.country)


def _with_minus(figure: str) -> str:
    return figure.replace("-", "\N{MINUS SIGN}")


@cache
def _locale_of(language: str, country: str) -> Locale:
    try:
        return Locale(language, EUROPE if language == "en" else country or None)
    except UnknownLocaleError:  # nobody has written down how this country spells this language
        return Locale(language)


@cache
def _pattern_of(locale: Locale, currency: str) -> NumberPattern:
    """How amounts are written, with the sign of the currency in its place: babel looks up its name for each amount."""
    pattern = locale.currency_formats["standard"].pattern
    return parse_pattern(pattern.replace("\N{CURRENCY SIGN}", f"'{get_currency_symbol(currency, locale)}'"))


def spaced(iban: str) -> str:
    """An account number in groups of four."""
    return " ".join(iban[start:start + 4] for start in range(0, len(iban), 4))
