"""Amounts and days as each language writes them, and amounts read however people type them: comma or point."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from babel.numbers import format_currency, format_decimal, format_percent

_SPACES = re.compile(r"[\s\u00a0\u202f'\u2019]")
_PLAIN = re.compile(r"""
    [0-9]{1,10} ([.,][0-9]{1,2})?                                                 # 1200,50
    | [0-9]{1,3} (?P<group>[.,])[0-9]{3} ((?P=group)[0-9]{3})* ((?!(?P=group))[.,][0-9]{1,2})?   # 1.200,50
    """, re.VERBOSE)
_FINE = re.compile(r"0[.,][0-9]{1,4}|[0-9]{1,7}[.,][0-9]{4}")  # three decimals are read only behind a nought
GROUP = 3


class PageFigures:
    """Writes figures for one language and country."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def money(self, value: dict[str, str] | None) -> str:
        """`{"amount": "1200.00", "currency": "EUR"}` as people write it."""
        if value is None:
            return ""
        return format_currency(Decimal(value["amount"]), value["currency"], locale=self.locale)

    def price(self, value: str, currency: str) -> str:
        """A price of one, which may have up to four decimals."""
        pattern = self.locale.currency_formats["standard"].pattern.replace("0.00", "0.00##")
        return format_currency(Decimal(value), currency, pattern, locale=self.locale, currency_digits=False)

    def amount(self, value: str) -> str:
        """An amount without its currency, as a form shows it."""
        return format_decimal(Decimal(value), format="0.00", locale=self.locale)

    def typed(self, value: str) -> str:
        """An amount that somebody typed: as their language writes it, or as it was where it cannot be read."""
        return value if (amount := read_amount(value)) is None else self.number(amount)

    def day(self, value: str | date | None) -> str:
        """3 December 2026."""
        return "" if not value else format_date(_day(value), "long", locale=self.locale)

    def moment(self, value: str, zone: str) -> str:
        """3 December 2026, 14:05: an instant, in the civil time of a zone."""
        at = datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
        return f"{self.day(at.date())}, {format_time(at, 'HH:mm', locale=self.locale)}"

    def short_day(self, value: str | date | None) -> str:
        """A day in a table."""
        return "" if not value else format_date(_day(value), "dd/MM/yyyy", locale=self.locale)

    def month(self, value: str | date) -> str:
        """December 2026."""
        return format_date(_day(value), "LLLL yyyy", locale=self.locale)

    def weekday(self, value: str | date) -> str:
        """Thursday 3 December."""
        return format_date(_day(value), "EEEE d MMMM", locale=self.locale)

    def weekday_names(self) -> list[str]:
        """Monday to Sunday, short."""
        names = get_day_names("abbreviated", locale=self.locale)
        return [names[index] for index in range(7)]

    def number(self, value: str | Decimal | None) -> str:
        """A rate or a count."""
        return "" if value is None else format_decimal(Decimal(value), format="#,##0.############", locale=self.locale)

    def ogm(self, value: str) -> str:
        """A structured communication as it is printed on a Belgian transfer: +++123/4567/89012+++."""
        return f"+++{value[:3]}/{value[3:7]}/{value[7:]}+++" if value.isdigit() else value

    def rate(self, value: str | Decimal) -> str:
        """A legal rate, with no more figures than it has: 21 %."""
        pattern = self.locale.percent_formats[None].pattern.replace("#,##0", "#,##0.####")
        return format_percent(Decimal(value), format=pattern, locale=self.locale)

    def percent(self, value: str | Decimal) -> str:
        """A share as a percentage."""
        return format_percent(Decimal(value), format="#,##0.0%", locale=self.locale)


def read_amount(text: str) -> str | None:
    """The amount that somebody typed, as the wire wants it; nothing where it cannot be read.

    `1200`, `1200,5`, `1.200,50`, `1,200.50`, `1 200` and `1'200` are read; three figures behind a sign group.
    """
    digits = _SPACES.sub("", text).removeprefix("€").removesuffix("€").removesuffix("EUR")
    if not _PLAIN.fullmatch(digits):
        return None
    whole, cents = _split(digits)
    try:
        return str(Decimal(f"{whole}.{cents or '0'}").quantize(Decimal("0.01")))
    except InvalidOperation:
        return None


def read_price(text: str) -> str | None:
    """A price of one, which may have up to four decimals: `0,085` is one, while `1.200` is a thousand."""
    digits = _SPACES.sub("", text).removeprefix("€").removesuffix("€").removesuffix("EUR")
    if _FINE.fullmatch(digits):
        return digits.replace(",", ".")
    return read_amount(text)


def _split(digits: str) -> tuple[str, str]:
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0 or len(digits) - last - 1 == GROUP:
        return re.sub("[.,]", "", digits), ""
    return re.sub("[.,]", "", digits[:last]), digits[last + 1:]


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
