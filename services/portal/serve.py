"""`python -m services.portal.serve portal|token-desk`: one of the two processes, until SIGTERM.

At SIGTERM it takes nothing new, finishes what it answers, and ends within the grace period.
"""

import os
import sys

import uvicorn
from starlette.applications import Starlette

from services.portal.app import portal_app
from services.portal.frame.portal import make_portal
from services.portal.settings import read_portal_settings
from services.portal.token_desk.app import token_desk
from shared.logs import configure_logs
from shared.settings import SettingsRefused, require

GRACE_S = 5
REFUSED = 2
LISTEN = {"portal": "PORTAL_LISTEN", "token-desk": "TOKEN_DESK_LISTEN"}


def application(what: str) -> Starlette:
    """The application of a process, from the environment."""
    if what == "portal":
        return portal_app(make_portal(read_portal_settings(os.environ)))
    return token_desk(os.environ)


def main(what: str) -> int:
    """Serve until told to end."""
    configure_logs(os.environ.get("SHAREDCO_ENV", "production"))
    try:
        host, _, port = require(os.environ, LISTEN[what]).rpartition(":")
        app = application(what)
    except SettingsRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return REFUSED
    uvicorn.run(app, host=host, port=int(port), access_log=False, server_header=False, date_header=True,
                log_config=None, timeout_graceful_shutdown=GRACE_S)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
