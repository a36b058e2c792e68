"""A half-written order form: what was typed at each step, what lacks, and what the services are then told.

Days in several months make a part per month, because a wage belongs to one month; each has its own lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from starlette.datastructures import ImmutableMultiDict

from services.portal.frame.acting import CURRENCY
from services.portal.frame.figures import read_amount, read_price
from services.portal.frame.languages import N_
from services.portal.frame.months import weeks_of
from services.portal.frame.words import UNITS
from services.portal.ordering.others import Fellow, OtherShare, faults_of_shares, read_shares, requests, shares_of
from services.portal.ordering.words import SUPPLIES, TRADES
from shared.money import EXACT, Money, total

NEW = "new"
STEPS = {"client": N_("Client"), "task": N_("Work"), "days": N_("Days"), "price": N_("Price"), "others": N_("Others"),
         "check": N_("Check")}
OF_A_CHANGE = ("days", "price", "check")  # who orders what stays as it was agreed
CONTRACT = "white_collar"
FULL_DAY, LONGEST_DAY, SATURDAY = "7.60", Decimal(24), 5
LONGEST_TITLE, LONGEST_REFERENCE, LONGEST_LINE, MOST_LINES = 200, 80, 200, 30

WITHOUT_CLIENT = N_("Choose the client, or register one.")
WITHOUT_TITLE = N_("Write what you do for the client, in a few words.")
WITHOUT_ACTIVITY = N_("Choose the activity to which this work belongs.")
WITHOUT_TRADE = N_("Choose what kind of work it is.")
WITHOUT_DAYS = N_("Choose the days on which you work: without days there is no true figure.")
HOURS_WRONG = N_("Write how many hours you work on such a day, between 0 and 24.")
WITHOUT_LINES = N_("Write at least one line: what, how many, at which price.")
LINE_WITHOUT_WORDS = N_("Write what this line is for.")
QUANTITY_WRONG = N_("Write how many, as a figure above zero: 3 or 1.5.")
PRICE_WRONG = N_("Write the price of one, in euro, without VAT: for example 45 or 0.085.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A line of the price as it was typed, in the month (2026-12) whose part it belongs to."""

    month: str
    description: str = ""
    quantity: str = ""
    unit: str = "hour"
    unit_price: str = ""
    supply: str = "service"
    discount: str = "0"

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written into it."""
        return not (self.description or self.quantity or self.unit_price)

    @property
    def net(self) -> Money:
        """What it comes to, rounded as invoicing rounds: the price once, half up, and then the discount."""
        quantity, price = Decimal(read_amount(self.quantity) or 0), Decimal(read_price(self.unit_price) or 0)
        gross = Money.rounded(EXACT.multiply(quantity, price), CURRENCY)
        return gross - gross.times(Decimal(self.discount))

    @property
    def money(self) -> dict[str, str]:
        """What it comes to, on the wire."""
        return _on_the_wire(self.net)

    @property
    def request(self) -> dict[str, str | None]:
        """The line as invoicing wants it."""
        return {"description": self.description, "quantity": read_amount(self.quantity), "unit": self.unit,
                "unit_price": read_price(self.unit_price), "discount": self.discount, "supply": self.supply}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPart:
    """The days of one month with their price: what one invoice claims and one wage pays."""

    month: date
    days: tuple[date, ...]
    hours: Decimal
    lines: tuple[DraftLine, ...]

    @property
    def amount(self) -> Money:
        """What its lines come to."""
        return total((line.net for line in self.lines), CURRENCY)

    @property
    def money(self) -> dict[str, str]:
        """Its amount on the wire."""
        return _on_the_wire(self.amount)

    @property
    def worked(self) -> list[dict[str, str]]:
        """Its days as a quote of the wage wants them."""
        return [{"on": day.isoformat(), "hours": str(self.hours)} for day in self.days]

    def request(self, title: str, *, alone: bool) -> dict[str, Any]:
        """The part as invoicing wants it; among several its month stands behind the title."""
        return {"description": title if alone else f"{title} ({self.month:%m/%Y})",
                "starts_on": min(self.days).isoformat(), "ends_on": max(self.days).isoformat(), "days": len(self.days),
                "hours": str(self.hours * len(self.days)), "amount": self.money,
                "lines": [line.request for line in self.lines]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that was typed so far, as it was typed. `about` is `new`, or the order whose days and price are changed."""

    about: str = NEW
    client_id: str = ""
    client_name: str = ""
    activity_id: str = ""
    title: str = ""
    trade: str = ""
    place: str = ""
    reference: str = ""
    days: tuple[str, ...] = ()
    hours: str = FULL_DAY
    lines: tuple[DraftLine, ...] = ()
    fellows: tuple[Fellow, ...] = ()
    others: tuple[OtherShare, ...] = ()

    @property
    def answers(self) -> dict[str, Any]:
        """What rests in the database."""
        return {name: value for name, value in asdict(self).items() if name != "about"}

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that this form has."""
        return tuple(step for step in STEPS if self.fellows or step != "others") if self.about == NEW else OF_A_CHANGE

    @property
    def months(self) -> list[date]:
        """The months in which work is done, in their order."""
        return sorted({date.fromisoformat(day).replace(day=1) for day in self.days})

    @property
    def parts(self) -> list[DraftPart]:
        """A part per month, with the lines that were written for it."""
        days, hours = sorted(date.fromisoformat(day) for day in self.days), Decimal(read_amount(self.hours) or 0)
        return [DraftPart(month=month, hours=hours, days=tuple(day for day in days if day.replace(day=1) == month),
                          lines=self.lines_of(month)) for month in self.months]

    @property
    def amount(self) -> dict[str, str]:
        """What is ordered, without VAT, of everybody who works it."""
        return _on_the_wire(total((*(part.amount for part in self.parts), *(one.net for one in self.joined)), CURRENCY))

    @property
    def shares(self) -> list[OtherShare]:
        """What each other works in each month, blank where they work nothing."""
        return shares_of(self.others, self.fellows, self.months)

    @property
    def joined(self) -> list[OtherShare]:
        """What others do work."""
        return [one for one in self.shares if not one.is_blank]

    @property
    def first_gap(self) -> str:
        """The first step at which something lacks; nothing when the form can be sent."""
        return next((step for step in self.steps if faults_of(self, step)), "")

    @property
    def order(self) -> dict[str, Any]:
        """The order form as invoicing wants it."""
        parts = self.parts
        agreed = {"parts": [part.request(self.title, alone=len(parts) == 1) for part in parts]}
        if self.about != NEW:
            return {"order_id": self.about, **agreed}
        periods = {f"{part.month:%Y-%m}": {name: asked[name] for name in ("description", "starts_on", "ends_on")}
                   for part, asked in zip(parts, agreed["parts"], strict=True)}
        others = list(requests(self.joined, periods))
        return {"activity_id": self.activity_id, "client_id": self.client_id, "title": self.title,
                "client_reference": self.reference, "contract": CONTRACT, "trade": self.trade, "place": self.place,
                **agreed, **({"others": others} if others else {})}

    def lines_of(self, month: date) -> tuple[DraftLine, ...]:
        """The lines that were written for a month."""
        return tuple(line for line in self.lines if line.month == f"{month:%Y-%m}")

    def step_after(self, step: str) -> str:
        """The step that follows."""
        return self.steps[self.steps.index(step) + 1]


def draft_from(about: str, answers: Mapping[str, Any]) -> Draft:
    """A draft as it was kept; what a newer portal does not know any more is left out."""
    known = {field.name for field in fields(Draft)} - {"about"}
    kept = {name: value for name, value in answers.items() if name in known}
    lines = tuple(DraftLine(**line) for line in kept.get("lines", ()))
    return Draft(about=about, **{
        **kept, "days": tuple(kept.get("days", ())), "lines": lines,
        "fellows": tuple((member_id, name) for member_id, name in kept.get("fellows", ())),
        "others": tuple(OtherShare(**one) for one in kept.get("others", ()))})


def draft_of(order: Mapping[str, Any]) -> Draft:
    """What is open of an order, to be changed: its lines, and its weekdays where they are as many as was agreed."""
    parts = [part for part in order["parts"] if not part["completed_on"]]
    hours = Decimal(parts[0]["hours"]) / parts[0]["days"] if parts else Decimal(FULL_DAY)
    return Draft(
        about=order["order_id"], title=order["title"], hours=f"{hours:.2f}",
        days=tuple(day.isoformat() for part in parts for day in _weekdays(part)),
        lines=tuple(DraftLine(month=part["starts_on"][:7], **{
            name: line[name] for name in ("description", "quantity", "unit", "unit_price", "supply", "discount")})
                    for part in parts for line in part["lines"]))


def read_task(draft: Draft, form: ImmutableMultiDict[str, str]) -> Draft:
    """What is done, for which activity, where."""
    return replace(draft, title=form.get("title", "").strip(), activity_id=form.get("activity_id", ""),
                   trade=form.get("trade", ""), place=form.get("place", ""),
                   reference=form.get("reference", "").strip())


def read_days(draft: Draft, form: ImmutableMultiDict[str, str], month: date) -> Draft:
    """The days of the month that was shown, as they were ticked; those of other months stay."""
    shown = {day.isoformat() for week in weeks_of(month) for day in week if day}
    kept = {day for day in draft.days if day not in shown}
    return replace(draft, days=tuple(sorted(kept | (shown & set(form.getlist("day"))))),
                   hours=form.get("hours", draft.hours).strip())


def read_lines(draft: Draft, form: ImmutableMultiDict[str, str]) -> Draft:
    """The lines as they were typed; a row that was left empty is none."""
    names = ("month", "description", "quantity", "unit", "unit_price", "supply", "discount")
    rows = zip(*(form.getlist(name) for name in names), strict=False)
    lines = [DraftLine(**dict(zip(names, (text.strip() for text in row), strict=True))) for row in rows]
    return replace(draft, lines=tuple(_in_bounds(line) for line in lines if not line.is_blank)[:MOST_LINES])


def read_others(draft: Draft, form: ImmutableMultiDict[str, str]) -> Draft:
    """What the others work, as it was typed."""
    return replace(draft, others=read_shares(form, draft.fellows))


def faults_of(draft: Draft, step: str) -> dict[str, str]:
    """What lacks at a step, by field."""
    if step == "price":
        return {f"{name}-{place}": sentence for _, rows in rows_of(draft) for place, line in rows
                for name, sentence in _line_faults(line).items()}
    if step == "others":
        return faults_of_shares(draft.shares)
    hours = read_amount(draft.hours)
    lacking = {
        "client": {"name": (not draft.client_id, WITHOUT_CLIENT)},
        "task": {"title": (not draft.title or len(draft.title) > LONGEST_TITLE, WITHOUT_TITLE),
                 "activity": (not draft.activity_id, WITHOUT_ACTIVITY),
                 "trade": (draft.trade not in TRADES, WITHOUT_TRADE)},
        "days": {"days": (not draft.days, WITHOUT_DAYS),
                 "hours": (hours is None or not 0 < Decimal(hours) <= LONGEST_DAY, HOURS_WRONG)},
    }
    return {name: sentence for name, (lacks, sentence) in lacking.get(step, {}).items() if lacks}


def rows_of(draft: Draft, more: str = "") -> list[tuple[date, list[tuple[int, DraftLine]]]]:
    """The rows of the price's form by month, numbered through: a blank one where none is written or `more` is asked."""
    places = count(1)
    rows: list[tuple[date, list[tuple[int, DraftLine]]]] = []
    for month in draft.months:
        lines, name = draft.lines_of(month), f"{month:%Y-%m}"
        shown = lines if lines and name != more else (*lines, DraftLine(month=name))
        rows.append((month, [(next(places), line) for line in shown]))
    return rows


def _on_the_wire(money: Money) -> dict[str, str]:
    return {"amount": str(money.amount), "currency": money.currency}


def _line_faults(line: DraftLine) -> dict[str, str]:
    if line.is_blank:
        return {"description": WITHOUT_LINES}
    quantity, price = read_amount(line.quantity), read_price(line.unit_price)
    wrong = {"description": (not line.description, LINE_WITHOUT_WORDS),
             "quantity": (quantity is None or Decimal(quantity) <= 0, QUANTITY_WRONG),
             "price": (price is None or Decimal(price) <= 0, PRICE_WRONG)}
    return {name: sentence for name, (is_wrong, sentence) in wrong.items() if is_wrong}


def _in_bounds(line: DraftLine) -> DraftLine:
    """A line whose choices are among those that were offered."""
    return replace(line, description=line.description[:LONGEST_LINE],
                   unit=line.unit if line.unit in UNITS else "piece",
                   supply=line.supply if line.supply in SUPPLIES else "service",
                   discount=line.discount if read_amount(line.discount) and Decimal(line.discount) < 1 else "0")


def _weekdays(part: Mapping[str, Any]) -> Sequence[date]:
    first, last = date.fromisoformat(part["starts_on"]), date.fromisoformat(part["ends_on"])
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    weekdays = [day for day in days if day.weekday() < SATURDAY]
    return next((found for found in (weekdays, days) if len(found) == part["days"]), [])
