"""What the button of a form does: who may press it, what the form has to hold, which command that becomes.

A page that acts holds a table of `Act` by the button's value and hands it to `carry_out`. `refusals_on_pages` reads the
commands out of these tables, so that each refusal that one can come to has its sentence.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.responses import Response

from services.portal.frame.figures import read_amount
from services.portal.frame.languages import N_
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

CURRENCY = "EUR"
LONGEST_TEXT, LONGEST_COUNT = 200, 6
UNPROCESSABLE = 422
INCOMPLETE = N_("Fill in every field.")

Errors = Mapping[str, str]
Entry = Callable[[Visit], Mapping[str, Any]]  # what a form says for a command; None where it does not say it
Shown = Callable[[Visit, Errors], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A button: `command` is `service.method`, `incomplete` is what is said where an entry is missing.

    `told` says refusals otherwise than everywhere, by their code.
    """

    command: str
    roles: frozenset[str]
    entries: tuple[Entry, ...] = ()
    incomplete: str = INCOMPLETE
    told: Mapping[str, str] = field(default_factory=dict)


async def carry_out(
    visit: Visit, acts: Mapping[str, Act], again: Shown, onward: str | Callable[[Any], str],
) -> Response:
    """Do what the pressed button says, once however often it is sent, and go on; else show the page with the reason.

    A button that there is not, or that is not for the reader's roles, is `NotHere`.
    """
    act = acts.get(visit.form.get("act", ""))
    if act is None or not visit.roles & act.roles:
        raise NotHere
    asked = {name: value for entry in act.entries for name, value in entry(visit).items()}
    if any(value is None for value in asked.values()):
        return await again(visit, {"": visit.words(act.incomplete)})
    try:
        answer = await visit.ask(act.command, request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        own_words = act.told.get(refusal.code, "")
        return await again(visit, {"": visit.words(own_words) if own_words else visit.sentence(refusal)})
    return visit.go(onward if isinstance(onward, str) else onward(answer))


def text(*names: str, longest: int = LONGEST_TEXT, needed: bool = True) -> Entry:
    """Words, without the blanks around them; what need not be there is left out where it is not."""
    def read(visit: Visit) -> Mapping[str, Any]:
        written = {name: visit.form.get(name, "").strip()[:longest] for name in names}
        return {name: words or None for name, words in written.items() if words or needed}

    return read


def day(*names: str) -> Entry:
    """Days."""
    def read(visit: Visit) -> Mapping[str, Any]:
        return {name: read_day(visit.form.get(name, "")) for name in names}

    return read


def count(*names: str, least: int = 0) -> Entry:
    """Whole numbers; one that is less than the least is none."""
    def read(visit: Visit) -> Mapping[str, Any]:
        written = {name: visit.form.get(name, "").strip() for name in names}
        return {name: int(figures) if figures.isdecimal() and len(figures) <= LONGEST_COUNT and int(figures) >= least
                else None for name, figures in written.items()}

    return read


def figure(name: str) -> Entry:
    """A number with up to two decimals, comma or point."""
    return lambda visit: {name: read_amount(visit.form.get(name, ""))}


def money(name: str) -> Entry:
    """An amount, comma or point."""
    def read(visit: Visit) -> Mapping[str, Any]:
        amount = read_amount(visit.form.get(name, ""))
        return {name: {"amount": amount, "currency": CURRENCY} if amount else None}

    return read


def fixed(**values: Any) -> Entry:
    """What the button itself says."""
    return lambda _visit: values


def own(name: str = "member_id") -> Entry:
    """Whoever is signed in."""
    return lambda visit: {name: visit.me}


def in_path(name: str) -> Entry:
    """What the address of the page names."""
    return lambda visit: {name: visit.request.path_params[name]}


def read_day(written: str) -> str | None:
    """A day as the wire wants it; nothing where it is none."""
    try:
        return date.fromisoformat(written.strip()).isoformat()
    except ValueError:
        return None
