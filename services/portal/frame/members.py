"""Members by their names on a page, and found by what somebody knows of them: number and family name."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.portal.frame.languages import N_
from services.portal.frame.refusals import PartAway
from services.portal.frame.visit import Visit

NOBODY = N_("Nobody with this number is called so: look at their certificate or ask them.")


async def names_of(visit: Visit, member_ids: Iterable[str]) -> Mapping[str, str]:
    """The names behind ids; without membership there are none."""
    if not (asked := sorted({one for one in member_ids if one})):
        return {}
    found = (await visit.wave(named=("membership.list_member_names", {"member_ids": asked})))["named"]
    return {one["member_id"]: one["name"] for one in found or []}


async def found_by_form(visit: Visit, prefix: str = "") -> tuple[str, str]:
    """The id of the member whose `number` and `family_name` (behind a prefix) a form holds, or why there is none."""
    number, family_name = (visit.form.get(prefix + name, "").strip() for name in ("number", "family_name"))
    if not (number.isdecimal() and len(number) < len("1000000000") and int(number) and family_name):
        return "", visit.words(NOBODY)
    asked = {"number": int(number), "family_name": family_name[:100]}
    found: Any = (await visit.wave({"found": ("membership.find_member", asked)}))["found"]
    if isinstance(found, PartAway):
        return "", visit.words(N_("The members cannot be asked right now; please try again in a few minutes."))
    return (found["member_id"], "") if found else ("", visit.words(NOBODY))
