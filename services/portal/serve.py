"""`python -m services.portal.serve portal|token-desk|booth`: one of the three processes, until SIGTERM.

`python -m services.portal.serve migrate` brings the database of the sessions up to date, before a new image starts.
At SIGTERM it takes nothing new, finishes what it answers, and ends within the grace period.
"""

import os
import socket
import sys
from collections.abc import Callable, Mapping

import uvicorn
from starlette.applications import Starlette

from shared.logs import configure_logs
from shared.migrations import migrate
from shared.roles import grant_work, role_of
from shared.settings import SettingsRefused, require

GRACE_S = 5
REFUSED = 2
LISTEN = {"portal": "PORTAL_LISTEN", "token-desk": "TOKEN_DESK_LISTEN", "booth": "BOOTH_LISTEN"}


def application(what: str) -> Starlette:
    """The application of a process, from the environment; what the other two are made of is not loaded."""
    if what == "portal":
        from services.portal.app import portal_app  # noqa: PLC0415 - some megabytes that the others do not need
        from services.portal.frame.portal import make_portal  # noqa: PLC0415
        from services.portal.settings import read_portal_settings  # noqa: PLC0415
        return portal_app(make_portal(read_portal_settings(os.environ)))
    if what == "booth":
        from services.portal.booth.app import booth_app  # noqa: PLC0415
        from services.portal.booth.settings import read_booth_settings  # noqa: PLC0415
        return booth_app(read_booth_settings(os.environ))
    from services.portal.token_desk.app import token_desk  # noqa: PLC0415
    return token_desk(os.environ)


class EndingServer(uvicorn.Server):
    """Ends the streams first when it is told to end: an open page would hold it back for the whole grace period."""

    def __init__(self, config: uvicorn.Config, end: Callable[[], None]) -> None:
        super().__init__(config)
        self._end = end

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell the streams to end, then finish what is being answered."""
        self._end()
        await super().shutdown(sockets)


def migrate_sessions(variables: Mapping[str, str]) -> None:
    """As the owner of the tables; the portal's own role may then work with them."""
    owner, worker = require(variables, "MIGRATION_URL_PORTAL"), require(variables, "DATABASE_URL_PORTAL")
    migrate(owner, (__package__ or "",))
    if (role := role_of(worker)) and role != role_of(owner):
        grant_work(owner, role)


def main(what: str) -> int:
    """Serve until told to end."""
    configure_logs(os.environ.get("SHAREDCO_ENV", "production"))
    try:
        if what == "migrate":
            migrate_sessions(os.environ)
            return 0
        host, _, port = require(os.environ, LISTEN[what]).rpartition(":")
        app = application(what)
    except SettingsRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return REFUSED
    config = uvicorn.Config(app, host=host, port=int(port), access_log=False, server_header=False, date_header=True,
                            log_config=None, ws="none", timeout_graceful_shutdown=GRACE_S)
    EndingServer(config, end=getattr(app.state, "end_streams", lambda: None)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
