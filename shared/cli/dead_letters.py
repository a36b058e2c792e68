"""`dead-letters`: what the broker itself set aside, shown and sent back."""

import json

import click

from shared.bus.dead_letters import list_letters, return_letters
from shared.cli.settings import here
from shared.cli.tables import table

LIMIT = click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="How many at most.")


@click.group("dead-letters")
def dead_letters() -> None:
    """Messages that the broker itself set aside: look at them, or send them back to their queues."""


@dead_letters.command("list")
@LIMIT
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line, for programs.")
def list_dead(limit: int, as_json: bool) -> None:  # noqa: FBT001 - click's own
    """List the oldest: where and why each died, and what it is; no bodies."""
    head = ("queue", "reason", "times", "user", "event", "id")
    rows = [(letter.queue or "-", letter.reason or "-", str(letter.times), letter.user or "nobody",
             letter.properties.type or "-", letter.properties.message_id or "-")
            for letter in list_letters(here().amqp_uri, limit)]
    if as_json:
        for row in rows:
            click.echo(json.dumps(dict(zip(head, row, strict=True))))
        return
    for line in table(head, rows) if rows else ():
        click.echo(line)
    click.echo(f"{len(rows)} dead letters")


@dead_letters.command("return")
@LIMIT
def return_dead(limit: int) -> None:
    """Send the oldest back to the queues in which they died; the consumers know by their ids what they had."""
    settings = here()
    done = return_letters(settings.amqp_uri, settings.broker_uri, limit)
    click.echo(f"{done.returned} returned, {done.left} left")
    if done.left:
        click.echo("next: those left were not published by their source, or nobody has their queue; ask who sent them")
