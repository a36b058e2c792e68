"""Short ids: the beginning of an id is enough where it belongs to one thing only, `mbr_01a2` for a member."""

import re
from collections.abc import Mapping
from typing import Any

import psycopg

from shared.bus.event_log import Q
from shared.cli.proving import named_services
from shared.errors import Refusal
from shared.settings import Settings, SettingsRefused

SHORT = re.compile(r"[a-z]{2,5}_[0-9a-f]{4,31}")
MOST_TOLD = 5


class IdNotUnique(Refusal):
    """The beginning of an id fits several."""

    sentence = "{given} is the beginning of {count} ids, as {some}: give some letters more."


class IdUnknown(Refusal):
    """No id begins so."""

    sentence = "No id begins with {given}."


def whole_id(given: str, settings: Settings) -> str:
    """The id that begins so in whatever any service has published; what is no short id stays as it is.

    Refuses a beginning that fits several, or none.
    """
    if not SHORT.fullmatch(given):
        return given
    found = sorted(_beginning_with(given, settings))
    if len(found) > 1:
        raise IdNotUnique(given=given, count=len(found), some=", ".join(found[:MOST_TOLD]))
    if not found:
        raise IdUnknown(given=given)
    return found[0]


def with_whole_ids(fields: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """A request with its short ids made whole; without a database to ask, as it is."""
    try:
        return {name: whole_id(value, settings) if isinstance(value, str) else value for name, value in fields.items()}
    except SettingsRefused:
        return dict(fields)


def _beginning_with(given: str, settings: Settings) -> set[str]:
    found: set[str] = set()
    for service in named_services(settings, ()):
        with psycopg.connect(settings.database_url(service), application_name="sharedco-ids") as conn:
            rows = conn.execute(Q.ids_beginning_with, {"from": given, "until": f"{given}g"}).fetchall()
        found |= {row[0] for row in rows}
    return found
