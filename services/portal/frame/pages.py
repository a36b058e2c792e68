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
    `nav_not_for` whose menu it would only lengthen. `act`: what a form sent to the same path does. `by_link`: its
    address is a secret that came by mail and opens it without login; no language stands in it, and no session counts.
    `upload`: its form brings one file (`frame/security.py` says how large). `while_reading`: its form is taken from who
    reads a member's pages, too.
    """

    name: str
    path: str
    show: Handler | None = None
    act: Handler | None = None
    roles: frozenset[str] | None = None
    nav: str = ""
    nav_not_for: frozenset[str] = frozenset()
    by_link: bool = False
    upload: bool = False
    while_reading: bool = False

    @property
    def address(self) -> str:
        """Its path as it is routed: behind the language, but for a page that is reached by link."""
        return self.path if self.by_link else "/{language}" + self.path

    @property
    def methods(self) -> list[str]:
        """What may be asked of it."""
        return [*(["GET"] if self.show else []), *(["POST"] if self.act else [])]

    def open_to(self, roles: frozenset[str] | None) -> bool:
        """Whether somebody with these roles (None: nobody is signed in) may open it."""
        return self.roles is None or bool(roles and self.roles & roles)
