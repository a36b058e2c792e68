"""The portal as an ASGI application: the route table of its capabilities, and what happens around each page."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from markupsafe import Markup
from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from starlette.applications import Starlette
from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from services.portal.accidents.pages import PAGES as ACCIDENTS
from services.portal.acting.pages import PAGES as ACTING
from services.portal.activities.pages import PAGES as ACTIVITIES
from services.portal.advising.pages import PAGES as ADVISING
from services.portal.assemblies.pages import PAGES as ASSEMBLIES
from services.portal.board.pages import PAGES as BOARD
from services.portal.books.pages import PAGES as BOOKS
from services.portal.decided.pages import PAGES as DECIDED
from services.portal.declarations.pages import PAGES as DECLARATIONS
from services.portal.desk.pages import PAGES as DESK
from services.portal.directory.pages import PAGES as DIRECTORY
from services.portal.dues.pages import PAGES as DUES
from services.portal.employment.pages import PAGES as EMPLOYMENT
from services.portal.expenses.pages import PAGES as EXPENSES
from services.portal.frame.desk import DeskAway, LoginRefused
from services.portal.frame.languages import LANGUAGES, chosen, preferred
from services.portal.frame.pages import Page
from services.portal.frame.portal import Portal
from services.portal.frame.refusals import NotHere, ServiceAway, is_away
from services.portal.frame.security import Guard, KnownHost
from services.portal.frame.visit import LONGEST_FORM_FIELDS, SEE_OTHER, Visit
from services.portal.frame.words import role_name
from services.portal.home.pages import PAGES as HOME
from services.portal.joining.pages import PAGES as JOINING
from services.portal.late.pages import PAGES as LATE
from services.portal.learning.pages import PAGES as LEARNING
from services.portal.live.pages import PAGES as LIVE
from services.portal.membership.pages import PAGES as MEMBERSHIP
from services.portal.operations.pages import PAGES as OPERATIONS
from services.portal.ordering.pages import PAGES as ORDERING
from services.portal.orders.pages import PAGES as ORDERS
from services.portal.pay_data.pages import PAGES as PAY_DATA
from services.portal.pay_run.pages import PAGES as PAY_RUN
from services.portal.proxies.pages import PAGES as PROXIES
from services.portal.quote.pages import PAGES as QUOTE
from services.portal.sessions.pages import PAGES as SESSIONS
from services.portal.signing.pages import PAGES as SIGNING
from services.portal.votes.pages import PAGES as VOTES
from services.portal.wages.pages import PAGES as WAGES
from services.portal.welcoming.pages import PAGES as WELCOMING
from shared.bus.calling import BrokerAway
from shared.errors import Refusal
from shared.identifiers import new_uuid7

log = structlog.get_logger()

PAGES: tuple[Page, ...] = (
    *SIGNING, *HOME, *QUOTE, *ORDERING, *ORDERS, *ACTIVITIES, *WAGES, *EMPLOYMENT, *EXPENSES, *MEMBERSHIP, *PAY_DATA,
    *ADVISING, *JOINING, *DESK, *WELCOMING, *PAY_RUN, *DECLARATIONS, *DUES, *BOOKS, *LATE, *ACCIDENTS, *LEARNING,
    *ASSEMBLIES, *PROXIES, *VOTES, *DECIDED, *BOARD, *DIRECTORY, *OPERATIONS, *LIVE, *ACTING, *SESSIONS)
NAMED = frozenset(page.path for page in PAGES if page.nav)  # where a menu may stand
FORGET_EVERY_S = 600
FORBIDDEN, MISSING, FAILED, AWAY = 403, 404, 500, 503


def portal_app(portal: Portal) -> Starlette:
    """The whole portal."""
    for environment in portal.templates.values():
        environment.globals |= {"menu": menu_of(portal), "role_name": role_name}
    routes = [Route("/", _first(portal)), Route("/live", _live), Route("/ready", _ready(portal)),
              Route("/static/{name}", _static(portal)),
              *(Route(page.address, _endpoint(portal, page), methods=page.methods) for page in PAGES)]
    middleware = [Middleware(Guard, origin=portal.settings.origin),
                  Middleware(KnownHost, allowed_hosts=[portal.settings.host, "127.0.0.1", "localhost"]
                             if portal.settings.development else [portal.settings.host])]
    app = Starlette(routes=routes, middleware=middleware, lifespan=_life(portal),
                    exception_handlers={HTTPException: _unrouted(portal)})
    app.state.end_streams = portal.streams.end
    return app


def menu_of(portal: Portal) -> Callable[[Visit], Markup]:
    """How the menu of a visit is written: made once for all who have the same roles, as each page is a tenth of it."""
    made: dict[tuple[str, frozenset[str] | None, str], Markup] = {}

    def written(visit: Visit) -> Markup:
        roles, path = visit.roles if visit.login else None, visit.request.url.path.removeprefix(f"/{visit.language}")
        key = visit.language, roles, path if path in NAMED else "nowhere"
        if key not in made:
            pages = menu(roles)
            made[key] = Markup(portal.templates[visit.language].get_template("frame/menu.html").render(  # noqa: S704 - ours
                pages=pages, language=visit.language, here=key[2])) if pages else Markup()
        return made[key]

    return written


def menu(roles: frozenset[str] | None) -> list[Page]:
    """The pages that stand in somebody's menu."""
    return [page for page in PAGES if page.nav and page.open_to(roles) and (roles or page.path)
            and not (roles and roles & page.nav_not_for)]


def _endpoint(portal: Portal, page: Page) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        visit = Visit(portal, request, _language_of(request) if page.by_link else request.path_params["language"])
        try:
            response = await _answer(visit, page)
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader gets a page and the log the text
            return _explained(visit, error)
        if request.method == "POST" and visit.login:
            portal.streams.acted(visit.login.subject)
        return response

    return answer


async def _answer(visit: Visit, page: Page) -> Response:
    if visit.language not in LANGUAGES:
        visit.language = _language_of(visit.request)
        raise NotHere
    if not page.by_link:
        await _recognise(visit)
    if not page.open_to(visit.roles if visit.session else None):
        if visit.session:
            raise NotHere
        return RedirectResponse(f"{visit.path('/sign-in')}?next={visit.request.url.path}", SEE_OTHER)
    if visit.request.method == "POST":
        if visit.reads_as and not page.while_reading:
            return visit.render("acting/read_only.html", status=FORBIDDEN)
        await _read_form(visit, page)
    handler = page.act if visit.request.method == "POST" else page.show
    if handler is None:
        raise NotHere
    response = await handler(visit)
    response.headers["Server-Timing"] = f"waves;dur={visit.waves}"
    return response


async def _read_form(visit: Visit, page: Page) -> None:
    async with visit.request.form(max_files=int(page.upload), max_fields=LONGEST_FORM_FIELDS) as form:
        visit.form = ImmutableMultiDict([(name, value) for name, value in form.multi_items()
                                         if isinstance(value, str)])
        for value in form.values():
            visit.file = visit.file if isinstance(value, str) else await value.read()


def _language_of(request: Request) -> str:
    return chosen(request.query_params.get("language", ""), request.headers.get("accept-language", ""))


async def _recognise(visit: Visit) -> None:
    if cookie := visit.request.cookies.get(visit.portal.cookie_name):
        visit.session = await visit.portal.sessions.find(cookie)


def _explained(visit: Visit, error: Exception) -> Response:
    """The page that says what is in the way."""
    if isinstance(error, NotHere):
        return visit.render("frame/missing.html", status=MISSING)
    if isinstance(error, LoginRefused):  # the grant was taken away, or the renewal is over
        visit.session = None
        response = visit.go("/sign-in")
        response.delete_cookie(visit.portal.cookie_name)
        return response
    away = isinstance(error, ServiceAway | BrokerAway | DeskAway | OperationalError | PoolTimeout)
    if away or (isinstance(error, Refusal) and is_away(error)):
        log.warning("portal_away", why=type(error).__name__)
        return visit.render("frame/away.html", status=AWAY)
    reference = new_uuid7().hex[-8:].upper()
    log.error("portal_failed", reference=reference, exc_info=error)
    return visit.render("frame/failed.html", status=FAILED, reference=reference)


def _unrouted(portal: Portal) -> Callable[[Request, Exception], Any]:
    async def answer(request: Request, error: Exception) -> Response:
        language = request.url.path.split("/")[1]
        if language not in LANGUAGES:
            language = _language_of(request)
        visit = Visit(portal, request, language)
        with suppress(OperationalError, PoolTimeout):
            await _recognise(visit)
        status = error.status_code if isinstance(error, HTTPException) else MISSING
        return visit.render("frame/missing.html", status=status)

    return answer


def _first(portal: Portal) -> Callable[[Request], Any]:
    async def go(request: Request) -> Response:
        session = None
        if cookie := request.cookies.get(portal.cookie_name):
            with suppress(OperationalError, PoolTimeout):
                session = await portal.sessions.find(cookie)
        language = session.login.language if session else preferred(request.headers.get("accept-language", ""))
        return RedirectResponse(f"/{language}", SEE_OTHER)

    return go


async def _live(_request: Request) -> Response:
    return JSONResponse({"live": True})


def _ready(portal: Portal) -> Callable[[Request], Any]:
    async def ready(_request: Request) -> Response:
        try:
            await portal.desk.token_of(None)
            async with portal.pool.connection() as conn:
                await conn.execute("select 1")
        except (DeskAway, OperationalError, PoolTimeout):
            return JSONResponse({"ready": False}, AWAY)
        return JSONResponse({"ready": True})

    return ready


def _static(portal: Portal) -> Callable[[Request], Any]:
    async def give(request: Request) -> Response:
        if (found := portal.statics.get(request.path_params["name"])) is None:
            raise HTTPException(MISSING)
        return Response(found[1], media_type=found[0],
                        headers={"Cache-Control": "public, max-age=31536000, immutable"})

    return give


def _life(portal: Portal) -> Callable[[Starlette], Any]:
    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        await portal.pool.open(wait=False)
        forgetting = asyncio.create_task(_forget(portal))
        try:
            yield
        finally:
            forgetting.cancel()
            await portal.bus.close()
            await portal.desk.close()
            await portal.pool.close()

    return life


async def _forget(portal: Portal) -> None:
    """Sessions that are over and drafts that nobody goes on with leave no trace, ten minutes later at the latest."""
    while True:
        with suppress(OperationalError, PoolTimeout):
            await portal.sessions.forget_ended()
            await portal.drafts.forget_old()
            await portal.openings.forget_old()
        await asyncio.sleep(FORGET_EVERY_S)
