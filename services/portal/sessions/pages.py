"""Signing in and out. People log in at the identity provider; in development one of the sandbox's people is played."""

from starlette.responses import RedirectResponse, Response

from services.portal.frame.desk import LoginRefused
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import SEE_OTHER, Visit
from services.portal.sessions.provider import LONGEST_AWAY_S
from services.portal.sessions.store import Login
from services.portal.token_desk.exchange import DEVELOPMENT, ID_TOKEN

UNPROCESSABLE = 422


async def show_sign_in(visit: Visit) -> Response:
    """How to get in."""
    people = await visit.portal.desk.people() if visit.portal.settings.development else []
    return visit.render("sessions/sign_in.html", people=people, refused=False,
                        onward=_onward(visit, visit.request.query_params.get("next", "")))


async def sign_in(visit: Visit) -> Response:
    """Play one of the people of the sandbox: only where this is no production."""
    if not visit.portal.settings.development:
        raise NotHere
    onward = _onward(visit, visit.form.get("next", ""))
    try:
        login = await visit.portal.desk.log_in(visit.form.get("person", ""), DEVELOPMENT)
    except LoginRefused:
        people = await visit.portal.desk.people()
        return visit.render("sessions/sign_in.html", status=UNPROCESSABLE, people=people, refused=True, onward=onward)
    return await _signed_in(visit, login, onward)


async def leave_for_provider(visit: Visit) -> Response:
    """To the identity provider; what must be remembered goes along in a sealed cookie."""
    if visit.portal.provider is None:
        raise NotHere
    onward = _onward(visit, visit.request.query_params.get("next", ""))
    address, attempt = await visit.portal.provider.send_away(onward=onward, language=visit.language)
    response = RedirectResponse(address, SEE_OTHER)
    response.set_cookie(visit.portal.attempt_cookie, attempt, max_age=LONGEST_AWAY_S, httponly=True, samesite="lax",
                        path="/", secure=visit.portal.settings.secure)
    return response


async def come_back(visit: Visit) -> Response:
    """From the identity provider: the desk reads its word, and a session begins."""
    if visit.portal.provider is None:
        raise NotHere
    query = visit.request.query_params
    token, attempt = await visit.portal.provider.take_back(
        sealed=visit.request.cookies.get(visit.portal.attempt_cookie, ""), state=query.get("state", ""),
        code=query.get("code", ""))
    login = await visit.portal.desk.log_in(token, ID_TOKEN)
    visit.language = attempt.language
    response = await _signed_in(visit, login, attempt.onward)
    response.delete_cookie(visit.portal.attempt_cookie, path="/", secure=visit.portal.settings.secure, httponly=True)
    return response


async def sign_out(visit: Visit) -> Response:
    """The session is over, here or everywhere."""
    if visit.session:
        visit.portal.desk.forget(visit.session.login)
        await visit.portal.sessions.end(visit.session)
        if visit.form.get("everywhere"):
            await visit.portal.sessions.end_everywhere(visit.session.login.subject)
    response = visit.go("")
    response.delete_cookie(visit.portal.cookie_name, path="/", secure=visit.portal.settings.secure, httponly=True)
    return response


async def _signed_in(visit: Visit, login: Login, onward: str) -> Response:
    """A new session under a new cookie; the one before it is over."""
    if visit.session:
        await visit.portal.sessions.end(visit.session)
    cookie = await visit.portal.sessions.begin(login)
    response = RedirectResponse(onward or visit.path(), SEE_OTHER)
    response.set_cookie(visit.portal.cookie_name, cookie, httponly=True, samesite="lax", path="/",
                        secure=visit.portal.settings.secure)
    return response


def _onward(visit: Visit, path: str) -> str:
    """Where somebody was going: only ever a page of ours."""
    return path if path.startswith(f"/{visit.language}/") and "//" not in path and "\\" not in path else ""


PAGES = (
    Page(name="sign_in", path="/sign-in", show=show_sign_in, act=sign_in, while_reading=True),
    Page(name="leave_for_provider", path="/sign-in/start", show=leave_for_provider),
    Page(name="come_back", path="/sign-in/back", show=come_back),
    Page(name="sign_out", path="/sign-out", act=sign_out, while_reading=True),
)
