"""How the services stand: their checks, what they could not digest, their jobs. Read only: acts are for commands."""

from datetime import datetime
from itertools import groupby
from typing import Any

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.visit import Ask, Visit

OPERATOR = frozenset({"ops"})
SERVICES = ("membership", "invoicing", "payroll", "governance")
RUN_STATES = {"running": N_("running"), "done": N_("done"), "failed": N_("failed")}


async def show_operations(visit: Visit) -> Response:
    """One wave: health and standing of each service; one that is away is said to be."""
    asks: dict[str, Ask] = {f"{what}_{name}": (f"{name}.{what}", {}) for name in SERVICES
                            for what in ("health", "standing")}
    found = await visit.wave(**asks)
    services = [{"name": name, "health": found[f"health_{name}"], "standing": found[f"standing_{name}"]}
                for name in SERVICES]
    parked = [row | {"service": one["name"]} for one in services if one["standing"]
              for row in one["standing"]["parked"]]
    return visit.render("operations/operations.html", services=services, parked=by_event(parked), states=RUN_STATES,
                        now=datetime.now().astimezone().isoformat())


def by_event(parked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parked messages by service and event: how many, under which codes, since when; the oldest first."""
    parked = sorted(parked, key=lambda row: (row["service"], row["event"]))
    groups = [(key, list(rows)) for key, rows in groupby(parked, key=lambda row: (row["service"], row["event"]))]
    found = [{"service": service, "event": event, "count": sum(row["count"] for row in rows),
              "codes": sorted({row["code"] for row in rows}), "first": min(row["first"] for row in rows),
              "last": max(row["last"] for row in rows)} for (service, event), rows in groups]
    return sorted(found, key=lambda row: str(row["first"]))


PAGES = (Page(name="operations", path="/operations", show=show_operations, roles=OPERATOR, nav=N_("Operations")),)
