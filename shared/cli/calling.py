"""Commands that call: `call` asks a service over the bus, `token` signs a token of development."""

import base64
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from shared.auth import sign_token
from shared.bus.calling import new_request_id
from shared.bus.client import BusClient
from shared.bus.dispatch import Method, methods_of
from shared.cli.days import DAY
from shared.cli.ids import with_whole_ids
from shared.cli.settings import here
from shared.definitions import installed_definition, installed_names
from shared.errors import Refusal
from shared.files import write_atomically
from shared.settings import Settings, SettingsRefused, read

PAPERS = ("content_base64", "pdf", "content")  # the fields in which papers cross the bus


class NotJson(Refusal):
    """What was to be sent is not a JSON object."""

    sentence = 'The request must be a JSON object, as \'{{"member_id": "mbr_..."}}\': {why}.'


class MethodNotNamed(Refusal):
    """A method is named as `service.method`."""

    sentence = "{given} names no method: write it as SERVICE.METHOD, as membership.get_member."


class NoPaper(Refusal):
    """There is nothing to write to a file."""

    sentence = "The answer holds no paper: it has none of the fields {fields}."


@click.command()
@click.argument("target", metavar="SERVICE.METHOD")
@click.argument("request", metavar="[JSON]", default="{}")
@click.option("--on", type=DAY, help="Carry it out as of this business day (the token gets the role clock).")
@click.option("--token", "given", help="Use this token instead of signing one of development.")
@click.option("--as", "subject", default="developer", show_default=True, help="Whom the signed token names.")
@click.option("--role", "roles", multiple=True, help="A role of the signed token (else: what the method asks for).")
@click.option("--assurance", default="", help="How strongly the signed token says that he was identified.")
@click.option("--purpose", default="", help="What for: methods that read the register ask for it, and keep it.")
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), metavar="FILE",
              help="Write the paper of the answer there, and print the rest.")
@click.option("--seconds", type=float, default=10, show_default=True, help="How long to wait for the answer.")
def call(  # noqa: PLR0917 - click's own
    target: str, request: str, on: date | None, given: str | None, subject: str, roles: tuple[str, ...],
    assurance: str, purpose: str, out: Path | None, seconds: float,
) -> None:
    """Call SERVICE.METHOD with the fields of JSON (`-` reads them from standard input) and print the answer as JSON.

    In development a token with the roles that the method asks for is signed on the way. A command gets a fresh
    request_id unless JSON brings one. Amounts are {"amount": "30.00", "currency": "EUR"}, days "2026-11-23"; of an id
    its beginning is enough ("mbr_01a2") where it belongs to one thing only.
    """
    settings = here()
    fields = with_whole_ids(_read_request(request), settings)
    method = _method(target)
    if on is not None:
        fields["on"] = on.isoformat()
    if method and method.kind == "command":
        fields.setdefault("request_id", new_request_id())
    token = given or signed(settings, subject, _roles(method, roles, clock=on is not None), assurance=assurance,
                            purpose=purpose)
    with BusClient(settings.amqp_uri, token=token, seconds=seconds, name="sharedco") as client:
        answer = client.call(target, **fields)
    click.echo(json.dumps(written(answer, out) if out else answer, indent=2, ensure_ascii=False))


@click.command()
@click.option("--as", "subject", required=True, help="Whom the token names: a member's id, an employee, a job.")
@click.option("--role", "roles", multiple=True, help="A role, as often as needed; none for a member who is himself.")
@click.option("--seconds", type=click.IntRange(1, 86_400), default=900, show_default=True, help="How long it is valid.")
@click.option("--assurance", default="", help="How strongly he was identified.")
@click.option("--purpose", default="", help="What for: it is logged with every read that asks for a purpose.")
def token(subject: str, roles: tuple[str, ...], seconds: int, assurance: str, purpose: str) -> None:
    """Sign a token for development or for a job, with the private key in TOKEN_PRIVATE_KEY_FILE."""
    click.echo(signed(here(), subject, roles, seconds=seconds, assurance=assurance, purpose=purpose))


def signed(settings: Settings, subject: str, roles: tuple[str, ...], **claims: Any) -> str:
    """A token signed with the private key that the settings name; its key id is the file's name."""
    key = read(settings.variables, "TOKEN_PRIVATE_KEY")
    file = settings.variables.get("TOKEN_PRIVATE_KEY_FILE")
    if not key or not file:
        raise SettingsRefused("TOKEN_PRIVATE_KEY_FILE is missing: give the path of <key id>.pem, or bring a --token.")
    return sign_token(key, key_id=Path(file).stem, subject=subject, roles=roles, country=settings.country, **claims)


def written(answer: Any, out: Path) -> Any:
    """The answer without the bytes of its paper, which went to the file."""
    name = next((name for name in PAPERS if isinstance(answer, dict) and name in answer), None)
    if name is None:
        raise NoPaper(fields=", ".join(PAPERS))
    try:
        content = base64.b64decode(answer[name], validate=True)
    except ValueError:  # a text that crosses as it is
        content = answer[name].encode()
    write_atomically(out, content)
    return {**answer, name: f"written to {out}"}


def _read_request(text: str) -> dict[str, Any]:
    try:
        found = json.loads(sys.stdin.read() if text == "-" else text)
    except ValueError as error:
        raise NotJson(why=str(error)) from None
    if not isinstance(found, dict):
        raise NotJson(why="it is not an object")
    return found


def _method(target: str) -> Method | None:
    """What is known here of the method; nothing when its service is installed elsewhere."""
    service, _, name = target.partition(".")
    if not service or not name or "." in name:
        raise MethodNotNamed(given=target)
    return methods_of(installed_definition(service).service).get(name) if service in installed_names() else None


def _roles(method: Method | None, wanted: tuple[str, ...], *, clock: bool) -> tuple[str, ...]:
    """The roles wanted, or else those that the method asks for; passing a business day takes the role clock, too."""
    roles = set(wanted) or set(method.allow.roles if method else ())
    return tuple(sorted(roles | {"clock"} if clock else roles))
