"""Signing in and out. People log in at the identity provider; in development one of the sandbox's people is played."""

from starlette.responses import Response

from services.portal.frame.desk import LoginRefused
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import SEE_OTHER, Visit
from services.portal.token_desk.exchange import DEVELOPMENT

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
    if visit.session:
        await visit.portal.sessions.end(visit.session)
    cookie = await visit.portal.sessions.begin(login)
    response = visit.go("")
    response.headers["location"] = onward or visit.path()
    response.status_code = SEE_OTHER
    response.set_cookie(visit.portal.cookie_name, cookie, httponly=True, samesite="lax", path="/",
                        secure=visit.portal.settings.secure)
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


def _onward(visit: Visit, path: str) -> str:
    """Where somebody was going: only ever a page of ours."""
    return path if path.startswith(f"/{visit.language}/") and "//" not in path and "\\" not in path else ""


PAGES = (
    Page(name="sign_in", path="/sign-in", show=show_sign_in, act=sign_in),
    Page(name="sign_out", path="/sign-out", act=sign_out),
)
