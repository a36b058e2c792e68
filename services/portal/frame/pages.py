"""A page of the portal: its path behind the language, who may open it, what shows it and what acts on it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import Response

from services.portal.frame.visit import Visit

Handler = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A row of the route table.

    `roles`: who may open it; None: everybody, before login too. `nav`: its name in the menu, if it stands there, and
    `nav_not_for` whose menu it would only lengthen. `act`: what a form sent to the same path does.
    """

    name: str
    path: str
    show: Handler | None = None
    act: Handler | None = None
    roles: frozenset[str] | None = None
    nav: str = ""
    nav_not_for: frozenset[str] = frozenset()

    @property
    def methods(self) -> list[str]:
        """What may be asked of it."""
        return [*(["GET"] if self.show else []), *(["POST"] if self.act else [])]

    def open_to(self, roles: frozenset[str] | None) -> bool:
        """Whether somebody with these roles (None: nobody is signed in) may open it."""
        return self.roles is None or bool(roles and self.roles & roles)
