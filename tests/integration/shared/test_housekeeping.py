"""Housekeeping does what waits after commit, and nothing twice."""

from datetime import date
from pathlib import Path

import psycopg

from shared.bus.event_log import Q
from shared.countries import Country
from shared.definitions import ServiceDefinition
from shared.housekeeping import tidy
from shared.ledger import Entry, credit, debit, post, seal_all, verify_ledger
from shared.money import Money
from shared.outgoing import Document, send_out
from shared.parameters import Row, Tables
from shared.postgres import Database
from tests.builders import DAY, FreshDatabase


class Bookkeeping:
    name = "bookkeeping"
    requires_schemas = ("shared.bus", "shared.ledger", "shared.outgoing")


def chart(*accounts: str) -> Tables:
    return Tables("BE", {("account", key): [Row("account", date(2020, 1, 1), None, "test", {"key": key, "number": key})]
                         for key in accounts})


def test_what_waits_is_sealed_and_sent_once(fresh_database: FreshDatabase, tmp_path: Path) -> None:
    database = Database(fresh_database(*Bookkeeping.requires_schemas), country=Country(chart("400", "705"))).open()
    definition = ServiceDefinition("bookkeeping", Bookkeeping, "services.none")
    with database.transaction(on=DAY, actor="test") as tx:
        post(tx, Entry(journal="j", document="d", text="t", event_on=DAY,
                       postings=(debit("400", Money(1)), credit("705", Money(1)))))
        send_out(tx, Document(channel="bank", name="a.xml", media_type="application/xml", content=b"a", about="x"))
    assert tidy(definition, database, tmp_path, DAY) == {"sealed": 1, "sent": 1, "forgotten": 0}
    assert tidy(definition, database, tmp_path, DAY) == {"sealed": 0, "sent": 0, "forgotten": 0}
    assert list(verify_ledger(database)) == []
    database.close()


def test_the_ledger_is_sealed_while_the_relay_of_the_same_database_leads(fresh_database: FreshDatabase) -> None:
    url = fresh_database(*Bookkeeping.requires_schemas)
    database = Database(url, country=Country(chart("400", "705"))).open()
    with database.transaction(on=DAY, actor="test") as tx:
        post(tx, Entry(journal="j", document="d", text="t", event_on=DAY,
                       postings=(debit("400", Money(1)), credit("705", Money(1)))))
    with psycopg.connect(url, autocommit=True) as relay:
        assert relay.execute(Q.lead_relay, {"holder": "one", "seconds": 5}).fetchone() == ("one",)
        assert seal_all(database) == 1
    database.close()
