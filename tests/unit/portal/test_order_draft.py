"""A half-written order form: what lacks at each step, what its lines come to, and what invoicing is told."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from starlette.datastructures import ImmutableMultiDict

from services.invoicing.clients.rules import ClientKind
from services.invoicing.events import CancelReason
from services.invoicing.orders.rules.prices import PricedLine, Supply, Unit
from services.portal.frame.figures import read_price
from services.portal.ordering.draft import Draft, DraftLine, draft_from, draft_of, faults_of, read_days, read_lines
from services.portal.ordering.words import KINDS, SUPPLIES, TRADES
from services.portal.orders.standing import END_REASONS
from tests.portal_driver import money

TABLE = Path(__file__).parents[3] / "services/invoicing/countries/be/trades.toml"
HOUR = DraftLine(month="2026-12", description="Texts", quantity="24", unit="hour", unit_price="45,50")
ROAD = DraftLine(month="2026-12", description="Travel", quantity="120", unit="kilometre", unit_price="0,4415")
WHOLE = Draft(client_id="cli_1", client_name="Brouwerij", activity_id="act_1", title="A guide", trade="consulting",
              place="BE", days=("2026-12-01", "2026-12-02"), hours="7,6", lines=(HOUR, ROAD))


@pytest.mark.parametrize(("typed", "read"), [
    ("45,50", "45.50"), ("0,085", "0.085"), ("0.4415", "0.4415"), ("1.2345", "1.2345"), ("1.200", "1200.00"),
    ("1.200,50", "1200.50"), ("0,12345", None), ("-1", None), ("x", None),
])
def test_a_price_of_one_is_read_with_up_to_four_decimals(typed: str, read: str | None) -> None:
    assert read_price(typed) == read


@pytest.mark.parametrize("line", [HOUR, ROAD, DraftLine(
    month="2026-12", description="Texts", quantity="3", unit="day", unit_price="33,335", discount="0.05")])
def test_a_line_comes_to_what_invoicing_makes_of_it(line: DraftLine) -> None:
    asked = line.request
    theirs = PricedLine(description="x", quantity=Decimal(asked["quantity"] or 0), unit=Unit(line.unit),
                        unit_price=Decimal(asked["unit_price"] or 0), discount=Decimal(line.discount),
                        supply=Supply.SERVICE, currency="EUR")
    assert line.net == theirs.net


@pytest.mark.parametrize(("changed", "step", "field"), [
    ({"client_id": ""}, "client", "name"), ({"title": ""}, "task", "title"), ({"activity_id": ""}, "task", "activity"),
    ({"trade": "demolition"}, "task", "trade"), ({"days": ()}, "days", "days"), ({"hours": "0"}, "days", "hours"),
    ({"hours": "24,5"}, "days", "hours"), ({"lines": ()}, "price", "description-1"),
])
def test_what_lacks_is_said_at_its_step_and_field(changed: dict[str, object], step: str, field: str) -> None:
    draft = draft_from("new", WHOLE.answers | changed)
    assert (draft.first_gap, set(faults_of(draft, step))) == (step, {field})


def test_nothing_lacks_of_a_whole_form_and_at_most_24_hours_are_a_day() -> None:
    assert WHOLE.first_gap == ""
    assert draft_from("new", WHOLE.answers | {"hours": "24"}).first_gap == ""


@pytest.mark.parametrize(("typed", "field"), [
    ({"description": ""}, "description-2"), ({"quantity": "0"}, "quantity-2"), ({"unit_price": "free"}, "price-2"),
])
def test_a_line_that_is_half_written_is_said_at_its_row(typed: dict[str, str], field: str) -> None:
    first, second = WHOLE.answers["lines"]
    draft = draft_from("new", {**WHOLE.answers, "lines": [first, second | typed]})
    assert set(faults_of(draft, "price")) == {field}


def test_days_of_two_months_are_two_parts_because_a_wage_belongs_to_one_month() -> None:
    january = DraftLine(month="2027-01", description="More texts", quantity="1", unit="lump_sum", unit_price="500")
    asked = draft_from("new", {**WHOLE.answers, "days": [*WHOLE.days, "2027-01-04"],
                               "lines": [*WHOLE.answers["lines"], Draft(lines=(january,)).answers["lines"][0]]}).order
    assert [(part["description"], part["starts_on"], part["ends_on"], part["days"], part["hours"], part["amount"])
            for part in asked["parts"]] == [
        ("A guide (12/2026)", "2026-12-01", "2026-12-02", 2, "15.20", money("1144.98")),
        ("A guide (01/2027)", "2027-01-04", "2027-01-04", 1, "7.60", money("500.00"))]


def test_the_days_of_other_months_stay_when_one_is_shown() -> None:
    month = next(iter(WHOLE.months)).replace(year=2027, month=1)
    form = ImmutableMultiDict([("day", "2027-01-04"), ("day", "2026-11-11"), ("hours", "4")])
    draft = read_days(WHOLE, form, month)
    assert (draft.days, draft.hours) == (("2026-12-01", "2026-12-02", "2027-01-04"), "4")


def test_a_row_that_was_emptied_goes_away_and_a_choice_that_was_not_offered_is_none() -> None:
    rows = [("2026-12", "Texts", "1", "fortnight", "5", "magic", "9"), ("2026-12", "", "", "hour", "", "service", "0")]
    names = ("month", "description", "quantity", "unit", "unit_price", "supply", "discount")
    form = ImmutableMultiDict([(name, text) for row in rows for name, text in zip(names, row, strict=True)])
    (line,) = read_lines(WHOLE, form).lines
    assert (line.unit, line.supply, line.discount) == ("piece", "service", "0")


def test_an_order_that_is_changed_begins_with_what_it_says_and_keeps_what_is_done() -> None:
    line = {"description": "Texts", "quantity": "1", "unit": "lump_sum", "unit_price": "900", "discount": "0.1",
            "supply": "copyright", "line": 1, "net": money("810.00")}
    part = {"part": 2, "starts_on": "2026-12-01", "ends_on": "2026-12-07", "days": 5, "hours": "38.00",
            "completed_on": None, "lines": [line]}
    draft = draft_of({"order_id": "ord_1", "title": "A guide", "parts": [{**part, "completed_on": "2026-11-30"}, part]})
    assert draft.days == ("2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-07")
    assert (draft.steps, draft.first_gap, draft.amount) == (("days", "price", "check"), "", money("810.00"))
    assert set(draft.order) == {"order_id", "parts"}


def test_every_code_that_is_offered_is_one_of_invoicing() -> None:
    with TABLE.open("rb") as file:
        rules = {row["key"]: row["rule"] for row in tomllib.load(file)["trade"]}
    assert set(TRADES) == {key for key, rule in rules.items() if rule != "excluded"}
    assert set(SUPPLIES) == set(Supply)
    assert set(KINDS) == set(ClientKind)
    assert set(END_REASONS) == set(CancelReason)
