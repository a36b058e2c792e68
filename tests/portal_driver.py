"""The portal over its real database, with a bus and a desk that answer what a test tells them."""

from collections.abc import Mapping
from typing import Any

from starlette.testclient import TestClient

from services.portal.app import portal_app
from services.portal.frame.desk import LoginRefused
from services.portal.frame.portal import make_portal
from services.portal.sessions.store import Login
from services.portal.settings import PortalSettings
from shared.bus.calling import RemoteRefusal

ORIGIN = "https://portal.test"
HOME = {"sec-fetch-site": "same-origin"}
PEOPLE = {
    role: Login(subject=f"{role}-1", name=f"Person {role}", roles=(role,), language="en", renewal=f"renewal-{role}")
    for role in ("member", "applicant", "payroll_clerk", "accountant", "desk", "advisor", "board", "returning_officer",
                 "ops")
}


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


class StandInBus:
    """Answers by method: a value, a refusal to raise, or a function of the request."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = dict(answers)
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def ask(self, target: str, asked: Mapping[str, Any], *, token: str | None, within: float) -> Any:
        self.asked.append((target, dict(asked)))
        answer = self.answers.get(target, [])
        if isinstance(answer, Exception):
            raise answer
        return answer(**asked) if callable(answer) else answer

    async def close(self) -> None:
        """Nothing is open."""


class StandInDesk:
    """Knows one person per role."""

    async def log_in(self, subject_token: str, kind: str) -> Login:
        if subject_token not in PEOPLE:
            raise LoginRefused
        return PEOPLE[subject_token]

    async def token_of(self, login: Login | None) -> str:
        return login.renewal if login else "visitor"

    async def token_to_read(self, login: Login, member_id: str) -> str:
        return f"{login.renewal} reads {member_id}"

    async def people(self) -> list[dict[str, Any]]:
        return [{"login": role, "name": login.name, "language": "en", "roles": [role]}
                for role, login in PEOPLE.items()]

    def forget(self, login: Login) -> None:
        """Nothing is kept."""

    async def close(self) -> None:
        """Nothing is open."""


def settings_for(url: str, **changed: Any) -> PortalSettings:
    """Settings of a test."""
    return PortalSettings(**({
        "environment": "test", "country": "BE", "zone": "Europe/Brussels", "amqp_uri": "amqp://nowhere",
        "database_url": url, "origin": ORIGIN, "desk_url": "http://desk", "desk_secret": "s" * 32, "provider": None,
        "deadline_s": 2.5} | changed))


def open_portal(url: str, answers: Mapping[str, Any] | None = None, *, bus: Any = None, desk: Any = None,
                **changed: Any) -> tuple[TestClient, Any]:
    """A browser at the portal's door (enter it with `with`), and the bus behind it."""
    bus = bus or StandInBus(answers or {})
    app = portal_app(make_portal(settings_for(url, **changed), bus=bus, desk=desk or StandInDesk()))
    return TestClient(app, base_url=ORIGIN, follow_redirects=False), bus


def sign_in(browser: TestClient, role: str) -> None:
    """Sign in as the person of a role."""
    answer = browser.post("/en/sign-in", data={"person": role}, headers=HOME)
    assert answer.status_code == 303, answer.text


def refusal(code: str) -> RemoteRefusal:
    """A service's no."""
    return RemoteRefusal(code=code, message=code, details={}, retryable=False, correlation="")
