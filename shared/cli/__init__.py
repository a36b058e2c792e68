"""`sharedco`: one command for everything that is done by hand or by a schedule.

The commands of a package that is not installed are not there; every command explains itself with `--help`. A refusal is
one sentence and exit code 1, a wrong setting one sentence and exit code 2; nobody is shown a traceback.
"""

from shared.cli.root import main, sharedco

__all__ = ["main", "sharedco"]
