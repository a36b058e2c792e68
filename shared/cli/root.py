"""The root command: what the house brings itself, and what each installed package adds by its entry points."""

# ruff: noqa: PLC0415 - what is imported late here is imported late on purpose: help is there at once

import ast
import os
import sys
import warnings
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

import click

from shared.installed import is_here, source_of

OWN = {  # loaded when asked for, so that `sharedco --help` is there at once
    "acknowledge": "shared.cli.restoring:acknowledge",
    "books": "shared.cli.books:books",
    "call": "shared.cli.calling:call",
    "contracts": "shared.cli.contracts:contracts",
    "country": "shared.cli.country:country",
    "dead-letters": "shared.cli.dead_letters:dead_letters",
    "deploy": "shared.cli.deploying:deploy",
    "explain": "shared.cli.looking:explain",
    "follow": "shared.cli.following:follow",
    "job": "shared.cli.working:job",
    "jobs": "shared.cli.jobs:jobs",
    "keep": "shared.cli.serving:keep",
    "methods": "shared.cli.looking:methods",
    "migrate": "shared.cli.working:migrate",
    "parked": "shared.cli.parked:parked",
    "relay": "shared.cli.serving:relay",
    "replay": "shared.cli.messages:replay",
    "restored": "shared.cli.restoring:restored",
    "serve": "shared.cli.serving:serve",
    "status": "shared.cli.looking:status",
    "tail": "shared.cli.messages:tail",
    "token": "shared.cli.calling:token",
    "topology": "shared.cli.serving:topology",
    "verify": "shared.cli.proving:verify",
}


class Commands(click.Group):
    """Finds its commands by name: the house's own, then the entry points `sharedco.commands` that are installed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command that there is here."""
        return sorted({*super().list_commands(ctx), *OWN, *_added()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, loaded now."""
        if cmd_name in OWN:
            module, _, name = OWN[cmd_name].partition(":")
            found: click.Command = getattr(import_module(module), name)
            return found
        added = _added().get(cmd_name)
        return added.load() if added else super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands with their first sentences, read from the files: nothing is loaded to print it."""
        targets = {**{name: point.value for name, point in _added().items()}, **OWN}
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(targets[name])) for name in self.list_commands(ctx)])


def _first_sentence(target: str) -> str:
    """The first sentence of the docstring of `module:function`."""
    module, _, name = target.partition(":")
    for node in ast.parse(source_of(module)).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            first = " ".join((ast.get_docstring(node) or "").partition("\n\n")[0].split())
            return first.partition(". ")[0].rstrip(".") + "."
    return ""


def _added() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group="sharedco.commands") if is_here(point.module)}


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="sharedco", prog_name="sharedco")
def sharedco() -> None:
    """Run and look after Shared Company: the back-end that a worker cooperative runs its working life on."""


def main(arguments: list[str] | None = None) -> None:
    """Carry out one command; whatever goes wrong is told in a sentence."""
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    try:
        sharedco.main(args=arguments, prog_name="sharedco", standalone_mode=False)
    except click.exceptions.Exit as left:
        sys.exit(left.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except Exception as error:
        if os.environ.get("SHAREDCO_TRACEBACK"):
            raise
        sentence, code = plainly(error)
        click.echo(sentence, err=True)
        sys.exit(code)


def plainly(error: Exception) -> tuple[str, int]:
    """What went wrong in one sentence, and the exit code that says of which kind it is."""
    from psycopg import OperationalError

    from shared.bus.connection import BROKEN_CONNECTION
    from shared.errors import Refusal
    from shared.migrations import MigrationRefused
    from shared.settings import SettingsRefused

    if isinstance(error, SettingsRefused):
        return str(error), 2
    if isinstance(error, Refusal):
        return f"Refused ({error.code}): {error.message}", 1
    if isinstance(error, MigrationRefused):
        return f"Refused: {error}.", 1
    if isinstance(error, OperationalError):
        return f"The database does not answer: {_first_line(error)}", 1
    if isinstance(error, BROKEN_CONNECTION):
        return f"The broker does not answer: {_first_line(error)}", 1
    return (f"Something failed on our side ({type(error).__name__}: {_first_line(error)}). "
            "Set SHAREDCO_TRACEBACK=1 to see where."), 1


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
