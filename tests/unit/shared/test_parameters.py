"""Dated parameters: the value of the day, its source beside it, or a refusal; never a default."""

import sys
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.countries import CountryUnknown, load_tables
from shared.errors import ParameterMissing
from shared.money import Money, NotAnAmount
from shared.parameters import ParameterBroken, Row, Tables

Country = Callable[..., Tables]
CURRENCY = '[[currency]]\nvalid_from = 2000-01-01\nvalue = "EUR"\nsource = "Treaty"\n'
SHARE = """
[[share_nominal]]
valid_from = 2016-01-01
value = "25.00"
source = "Statutes of 2016, art. 8"
[[share_nominal]]
valid_from = 2024-07-01
value = "30.00"
source = "Statutes of 2024, art. 8"
"""


@pytest.fixture
def country(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Country:
    """`country(SHARE)`: the tables of a throw-away service for Belgium."""

    def write(*texts: str) -> Tables:
        package = f"planted_{uuid.uuid4().hex}"
        folder = tmp_path / package / "countries" / "be"
        folder.mkdir(parents=True)
        (tmp_path / package / "__init__.py").touch()
        for number, text in enumerate(texts):
            (folder / f"{number}.toml").write_text(text)
        return load_tables(package, "BE")

    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return write


def test_each_day_has_the_value_that_was_in_force(country: Country) -> None:
    tables = country(CURRENCY, SHARE)
    assert tables.money("share_nominal", date(2016, 1, 1)) == Money.of("25.00")
    assert tables.money("share_nominal", date(2024, 6, 30)) == Money.of("25.00")
    assert tables.money("share_nominal", date(2024, 7, 1)) == Money.of("30.00")
    assert [row.source for row in tables.history("share_nominal")] == [
        "Statutes of 2016, art. 8",
        "Statutes of 2024, art. 8",
    ]


@pytest.mark.parametrize(
    ("name", "day", "key"),
    [
        ("share_nominal", date(2015, 12, 31), ""),
        ("share_price", date(2026, 1, 1), ""),
        ("share_nominal", date(2026, 1, 1), "gold"),
        ("closed", date(2020, 1, 1), ""),
    ],
)
def test_a_value_that_is_not_in_force_is_refused_naming_parameter_and_day(
    country: Country, name: str, day: date, key: str
) -> None:
    closed = '[[closed]]\nvalid_from = 2019-01-01\nvalid_until = 2020-01-01\nvalue = "1"\nsource = "Act"\n'
    with pytest.raises(ParameterMissing) as refused:
        country(CURRENCY, SHARE, closed).row(name, day, key)
    assert refused.value.details == {
        "parameter": f"{name}.{key}" if key else name,
        "day": day.isoformat(),
        "country": "BE",
    }


def test_money_without_a_currency_for_the_day_is_refused(country: Country) -> None:
    with pytest.raises(ParameterMissing, match="currency"):
        country(SHARE).money("share_nominal", date(2026, 1, 1))


def test_kinds_of_one_parameter_do_not_close_each_other(country: Country) -> None:
    rows = "".join(
        f'[[rate]]\nkey = "{k}"\nvalid_from = 20{y}-01-01\nvalue = "{y}"\nsource = "Act"\n'
        for k, y in (("low", 20), ("high", 21), ("low", 22))
    )
    tables = country(rows)
    assert tables.integer("rate", date(2023, 1, 1), "low") == 22
    assert tables.decimal("rate", date(2023, 1, 1), "high") == Decimal(21)
    assert tables.names() == [("rate", "high"), ("rate", "low")]


@pytest.mark.parametrize(
    "text",
    [
        '[[rate]]\nvalue = "1"\nsource = "Act"\n',
        '[[rate]]\nvalid_from = 2020-01-01\nvalue = "1"\n',
        '[[rate]]\nvalid_from = 2020-01-01\nvalue = "1"\nsource = ""\n',
        SHARE + SHARE,
        SHARE.replace("valid_from = 2016-01-01", "valid_from = 2016-01-01\nvalid_until = 2024-07-02"),
        SHARE.replace("valid_from = 2016-01-01", "valid_from = 2016-01-01\nvalid_until = 2015-12-31"),
        SHARE.replace("valid_from = 2016-01-01", "valid_from = 2016-01-01\nvalid_until = 2016-01-01"),
    ],
)
def test_rows_without_validity_or_source_that_overlap_or_never_hold_are_refused(country: Country, text: str) -> None:
    with pytest.raises(ParameterBroken):
        country(text)


def test_a_rate_written_as_a_float_is_refused_when_it_is_asked_for(country: Country) -> None:
    tables = country('[[rate]]\nvalid_from = 2020-01-01\nvalue = 0.065\nsource = "Act"\n')
    with pytest.raises(NotAnAmount):
        tables.decimal("rate", date(2026, 1, 1))


def test_a_country_without_tables_is_refused() -> None:
    with pytest.raises(CountryUnknown):
        load_tables("tests", "SE")


@given(
    st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), min_size=1, max_size=8, unique=True),
    st.dates(date(1999, 1, 1), date(2031, 1, 1)),
)
def test_exactly_one_row_of_a_parameter_holds_on_any_day_since_the_first(starts: list[date], day: date) -> None:
    starts.sort()
    tables = Tables("BE", {("rate", ""): [Row("rate", start, None, "Act", {"value": start}) for start in starts]})
    if day < starts[0]:
        with pytest.raises(ParameterMissing):
            tables.value("rate", day)
    else:
        assert tables.value("rate", day) == max(start for start in starts if start <= day)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 1000))
def test_a_row_holds_from_its_first_day_until_the_day_before_its_end(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    row = Row("rate", start, end, "Act", {})
    assert row.holds_on(start)
    assert row.holds_on(end - timedelta(days=1))
    assert not row.holds_on(end)
    assert not row.holds_on(start - timedelta(days=1))
