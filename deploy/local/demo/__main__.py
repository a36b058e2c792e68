"""`python -m deploy.local.demo story|sandbox memory|rabbitmq`: the demo in a process of its own, green at once."""

import sys
import warnings

from shared.bus.runner import patch_eventlet


def main() -> int:
    """Play; 0 when the story came to its end."""
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    what, broker = sys.argv[1:3]
    if broker == "memory":
        patch_eventlet()
    from deploy.local.demo import play

    return play.main(what, broker)


if __name__ == "__main__":
    sys.exit(main())
