"""The first page: for visitors the way in, for everybody else what waits for them."""

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import PartAway
from services.portal.frame.visit import Visit
from services.portal.home.tasks import Task, sources_of

LATEST = "9999"


async def show_home(visit: Visit) -> Response:
    """What waits, the most urgent first."""
    if visit.login is None:
        return visit.render("home/welcome.html")
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
    return visit.render("home/waiting.html", tasks=tasks, away=away)


PAGES = (Page(name="home", path="", show=show_home, nav=N_("To do")),)
