"""The first page: for visitors the way in, for everybody else what waits for them."""

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import PartAway
from services.portal.frame.security import HEADERS
from services.portal.frame.visit import Visit
from services.portal.home.tasks import Task, sources_of

LISTENING = f"{HEADERS['Content-Security-Policy']}; script-src 'self'; connect-src 'self'"  # its one script
LATEST = "9999"


async def show_home(visit: Visit) -> Response:
    """What waits, the most urgent first."""
    if visit.login is None:
        return visit.render("home/welcome.html")
    tasks, away = await gather_tasks(visit)
    response = visit.render("home/waiting.html", tasks=tasks, away=away)
    response.headers["Content-Security-Policy"] = LISTENING
    return response


async def gather_tasks(visit: Visit) -> tuple[list[Task], list[str]]:
    """What waits for whoever is signed in, the most urgent first, and what could not be asked for."""
    sources = sources_of(visit.roles)
    answers = await visit.wave(**{key: source.ask(visit.me) for key, source in sources.items()})
    tasks: list[Task] = []
    away: list[str] = []
    for key, source in sources.items():
        if isinstance(answers[key], PartAway):
            away.append(source.what)
        else:
            tasks += source.tasks(answers[key])
    tasks.sort(key=lambda task: task.due_on or LATEST)
    return tasks, away


PAGES = (Page(name="home", path="", show=show_home, nav=N_("To do")),)
