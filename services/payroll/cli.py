"""Payroll's commands: `sharedco payroll rules`, `sharedco wage explain | simulate | why`; the last needs a database."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import click

from services.payroll.countries.protocol import Law
from services.payroll.statements.reads import get_wage
from services.payroll.wages.rules.lines import Line
from services.payroll.wages.rules.occupation import FULL_MONTH, Occupation
from services.payroll.wages.rules.pay import PayFacts, work_out
from services.payroll.workers.rules import Household, HouseholdKind
from shared import clock
from shared.cli.countries import CountryOption
from shared.cli.days import DAY
from shared.cli.settings import here
from shared.countries import load_country, load_tables
from shared.definitions import installed_definition
from shared.money import Money
from shared.parameters import Tables

PACKAGE = "services.payroll"
CONTRACTS: Mapping[str, str] = {"white": "white_collar", "blue": "blue_collar", "artist": "artist"}
HOUSEHOLDS: Mapping[str, HouseholdKind] = {
    "single": HouseholdKind.SINGLE, "lone_parent": HouseholdKind.LONE_PARENT,
    "one_income": HouseholdKind.COUPLE_ONE_INCOME, "two_incomes": HouseholdKind.COUPLE_TWO_INCOMES,
}
SHOWN = ("base", "over", "plus", "less", "least", "limit")
PERIOD = re.compile(r"(\d{4}-\d{2}-)(\d{2})(?:\.\.(\d{2}))?")

COUNTRY = CountryOption(PACKAGE)
country_option = click.option(
    "--country", type=COUNTRY, envvar="COUNTRY", default=COUNTRY.only, required=True,
    help="Whose rules; the only country that is installed need not be named.")
json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")


class Amount(click.ParamType[Money]):
    """An amount as `3000.00`."""

    name = "amount"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Money:
        """Read an amount."""
        if isinstance(value, Money):
            return value
        if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", str(value)):
            self.fail(f"{value!r} is not an amount: write it as 3000.00.", param, ctx)
        return Money.of(str(value))


class Period(click.ParamType[tuple[date, ...]]):
    """Days of one month as `2026-12-01` or `2026-12-01..03`, both ends included."""

    name = "days"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, ...]:
        """Read a period."""
        if isinstance(value, tuple):
            return value
        found = PERIOD.fullmatch(str(value))
        try:
            first, last = ((date.fromisoformat(found[1] + day) for day in (found[2], found[3] or found[2]))
                           if found else (date.max, date.min))
        except ValueError:
            first, last = date.max, date.min
        if first > last:
            self.fail(f"{value!r} is no period: write it as 2026-12-01..03.", param, ctx)
        return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


@click.group("payroll")
def commands() -> None:
    """Payroll's own commands."""


@commands.command("rules")
@country_option
@click.option("--on", type=DAY, required=True, help="The day whose rules are shown.")
def show_rules(country: str, on: date) -> None:
    """Every dated parameter in force on a day, with its confidence and source; needs no database."""
    tables = load_tables(PACKAGE, country)
    for name, key in tables.names():
        for row in tables.history(name, key):
            if row.holds_on(on):
                title = f"{name}.{key}" if key else name
                click.echo(f"{title:40} from {row.valid_from}  {row.fields.get('confidence', '-'):2}  {row.source}")


@click.group("wage")
def wage() -> None:
    """What a wage is made of."""


@wage.command("explain")
@country_option
@click.option("--gross", type=Amount(), help="The gross wage of a full month.")
@click.option("--on", type=DAY, required=True, help="The day on which the work ends and whose rules count.")
@click.option("--status", type=click.Choice(list(CONTRACTS)), default="white", show_default=True)
@click.option("--household", type=click.Choice(list(HOUSEHOLDS)), default="single", show_default=True)
@click.option("--children", type=click.IntRange(0, 30), default=0, show_default=True)
@click.option("--withholding-on-taxable", "taxable", type=Amount(), help="Only the tax on this taxable pay of a month.")
@json_option
def explain(
    *, country: str, gross: Money | None, on: date, status: str, household: str, children: int, taxable: Money | None,
    as_json: bool,
) -> None:
    """From a gross wage to its net, line by line; needs no database."""
    known = load_country(PACKAGE, country)
    law: Law = known.law
    lives = Household(kind=HOUSEHOLDS[household], children=children)
    if taxable is not None:
        lines = law.withholding_on(known.tables, taxable, lives, on)
        _tell({"taxable": taxable, "withholding": lines[-1].amount}, lines, as_json=as_json)
        return
    if gross is None:
        raise click.UsageError("Give --gross, or --withholding-on-taxable.")
    found = law.gross_to_net(known.tables, gross, PayFacts(
        contract=CONTRACTS[status], household=lives, occupation=FULL_MONTH, worked_on=on, paid_on=on))
    _tell({"gross": gross, **law.figures(found), "net": found.net}, found.lines, as_json=as_json)


@wage.command("simulate")
@country_option
@click.option("--price", type=Amount(), required=True, help="What the client pays, without VAT.")
@click.option("--days", type=Period(), required=True, help="The days worked: 2026-12-01..03.")
@click.option("--household", type=click.Choice(list(HOUSEHOLDS)), default="single", show_default=True)
@click.option("--children", type=click.IntRange(0, 30), default=0, show_default=True)
@json_option
def simulate(
    *, country: str, price: Money, days: tuple[date, ...], household: str, children: int, as_json: bool,
) -> None:
    """From a price to a net wage for full days worked, alone in their month; needs no database."""
    known = load_country(PACKAGE, country)
    law: Law = known.law
    contract, on = CONTRACTS["white"], days[-1]
    fee = price.times(known.tables.decimal("fixed_contribution", on))
    facts = PayFacts(contract=contract, household=Household(kind=HOUSEHOLDS[household], children=children),
                     occupation=_full_days(law, known.tables, days), worked_on=on, paid_on=law.due_on(known.tables, on))
    pay = work_out(price - fee, rule=law.budget_rule(known.tables, contract=contract, on=on),
                   to_net=lambda gross: law.gross_to_net(known.tables, gross, facts))
    _tell({"price": price, "fee": fee, "budget": pay.shares.budget, "gross": pay.shares.gross,
           **law.figures(pay.wage), "net": pay.net}, pay.lines, as_json=as_json)


@wage.command("why")
@click.argument("wage_id")
@json_option
def why(*, wage_id: str, as_json: bool) -> None:
    """Every line of a wage that was paid, from the database: base, rate, amount, source."""
    settings, definition = here(), installed_definition("payroll")
    database = definition.database(settings.database_url("payroll"), settings.country).open()
    try:
        with database.reading(on=clock.day_of(clock.now(), settings.zone), actor="command:wage_why") as tx:
            found = get_wage(tx, wage_id)
    finally:
        database.close()
    _tell({name: found[name] for name in ("budget", "gross", "net")}, [placed.line for placed in found["lines"]],
          as_json=as_json)


def _full_days(law: Law, tables: Tables, days: tuple[date, ...]) -> Occupation:
    daily = tables.decimal("full_time_weekly_hours", days[-1]) / 5
    return law.occupation(tables, dict.fromkeys(days, daily), contract=(days[0], days[-1]))


def _tell(figures: Mapping[str, Money], lines: Iterable[Line], *, as_json: bool) -> None:
    if as_json:
        shown: dict[str, Any] = {name: str(amount.amount) for name, amount in figures.items()}
        click.echo(json.dumps({**shown, "lines": [_plain(line) for line in lines]}, ensure_ascii=False))
        return
    for line in lines:
        base = f"{line.base.amount}" if line.base is not None else ""
        rate = f"{line.rate.normalize():f}" if line.rate is not None else ""
        sign = {"adds": "+", "takes": "-"}.get(line.effect, " ")
        click.echo(f"{sign} {line.label:44} {base:>12} {rate:>10} {line.amount.amount:>12}")
    for name, amount in figures.items():
        click.echo(f"  {name:44} {amount.amount:>36}")


def _plain(line: Line) -> dict[str, Any]:
    return {
        "code": line.code, "label": line.label, "amount": str(line.amount.amount), "effect": line.effect,
        "rate": None if line.rate is None else f"{line.rate:f}",
        "rule": line.rule.id, "source": line.rule.source, "provisional": line.rule.provisional,
        "divides": line.divides, **{name: _amount(getattr(line, name)) for name in SHOWN},
    }


def _amount(amount: Money | None) -> str | None:
    return None if amount is None else str(amount.amount)
