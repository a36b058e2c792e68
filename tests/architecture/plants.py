"""A small house that keeps every rule, and for each rule the breaches that its check must catch.

`{n}` stands for the name of the planted service, which differs from run to run because it is imported.
"""

import json

SERVICE = '''"""The door of the bakery."""

from shared.bus import allow, command, handles, query
from services.{n} import reads, schemas, use_cases


class Bakery:
    """Bakes and sells bread."""

    name = "{n}"
    requires_schemas = ("shared.bus",)

    @command(schemas.SellBread, response=schemas.Bread, allow=allow("desk"))
    def sell_bread(self, tx, *, bread_id):
        """Sell a bread."""
        return use_cases.sell_bread(tx, bread_id=bread_id)

    @query(schemas.SellBread, response=schemas.Bread, allow=allow("desk"))
    def get_bread(self, tx, *, bread_id):
        """The bread with this id."""
        return reads.get_bread(tx, bread_id)

    @handles("{n}.bread_sold", schemas.HeardBreadSold)
    def on_bread_sold(self, tx, event):
        """A bakery that hears itself."""
'''
SCHEMAS = '''"""Every shape that crosses the door."""

from shared.fields import Count, EventShape, Id, Shape


class SellBread(Shape):
    """Which bread."""

    bread_id = Id("brd", required=True)


class Bread(SellBread):
    """A bread."""

    pieces = Count(required=True)


class HeardBreadSold(EventShape):
    """What is relied upon of a sale."""

    bread_id = Id("brd", required=True)


PUBLISHED = {"bread_sold": Bread}
'''
USE_CASES = '''"""Load, decide, save, announce."""

import structlog

from services.{n} import store
from services.{n}.domain import bread

log = structlog.get_logger()


def sell_bread(tx, *, bread_id):
    """Sell a bread."""
    sold, events = bread.sell(store.get_bread(tx, bread_id), on=tx.on)
    store.add_sale(tx, sold)
    tx.announce_all(events)
    log.info("bread_sold", bread_id=bread_id)
    return sold
'''
BREAD = '''"""Breads."""

from dataclasses import dataclass, replace
from datetime import date

from services.{n}.domain.errors import OvenCold
from services.{n}.domain.events import BreadSold
from shared.money import Money


@dataclass(frozen=True, kw_only=True)
class Bread:
    """A bread."""

    bread_id: str
    pieces: int
    price: Money


def sell(bread, *, on: date):
    """A bread is sold."""
    if not bread.pieces:
        raise OvenCold(bread_id=bread.bread_id)
    return replace(bread, pieces=bread.pieces - 1), [BreadSold(bread_id=bread.bread_id, pieces=bread.pieces)]
'''
EVENTS = '''"""What happens in a bakery."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class BreadSold:
    """A bread was sold."""

    AGGREGATE: ClassVar[str] = "bread_id"
    bread_id: str
    pieces: int
'''
ERRORS = '''"""The bakery's broken rules."""

from shared.errors import Refusal


class OvenCold(Refusal):
    """Nothing can be sold."""

    sentence = "There is no more of {bread_id}."


class SoldTwice(Refusal):
    """A bread is sold once."""

    sentence = "The bread was sold before."
'''
STORE = '''"""Rows and values."""

from services.{n}.domain.errors import SoldTwice
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS = {"sales_once": SoldTwice}


def get_bread(tx, bread_id):
    """The bread with this id."""
    return tx.one(Q.get_bread, bread_id=bread_id)


def add_sale(tx, sold):
    """Keep a sale."""
    tx.run(Q.add_sale, bread_id=sold.bread_id)
'''
READS = '''"""Answers to questions."""

from shared.sql import load_queries

Q = load_queries(__package__)


def get_bread(tx, bread_id):
    """The bread with this id."""
    return tx.one(Q.get_bread, bread_id=bread_id)
'''
QUERIES = """-- name: get_bread
-- The bread with this id.
select * from sales where bread_id = %(bread_id)s;

-- name: add_sale
-- Keep a sale.
insert into sales (bread_id) values (%(bread_id)s);
"""
SCHEMA = """-- Sales, never changed.
create table sales (bread_id text not null, constraint sales_once unique (bread_id));
create trigger sales_append_only before update or delete or truncate on sales
    for each statement execute function refuse_change();
"""
BREAD_ID = "brd_" + "0" * 32
PLUMBING = '"""Plumbing."""\n\nimport structlog\n\nlog = structlog.get_logger()\n'
FIRST = "-- name: turn\n-- Turn the tap.\nselect 1;\n"
CLEAN = {
    "README.md": "# A bakery\n",
    "shared/plumbing.py": PLUMBING,
    "shared/taps/queries.sql": FIRST,
    "shared/taps/taps.py": '"""Taps."""\n\nfrom shared.sql import load_queries\n\nT = load_queries(__package__).turn\n',
    "tests/unit/test_bakery.py": "def test_a_cold_oven_sells_nothing() -> None:\n    assert True\n",
    "requirements.lock": "click==8.1 --hash=sha256:00\n",
    "services/{n}/__init__.py": "",
    "services/{n}/README.md": "Answers sell_bread, get_bread; says bread_sold; hears {n}.bread_sold.\n",
    "services/{n}/service.py": SERVICE,
    "services/{n}/schemas.py": SCHEMAS,
    "services/{n}/use_cases.py": USE_CASES,
    "services/{n}/domain/__init__.py": "",
    "services/{n}/domain/bread.py": BREAD,
    "services/{n}/domain/events.py": EVENTS,
    "services/{n}/domain/errors.py": ERRORS,
    "services/{n}/store.py": STORE,
    "services/{n}/reads.py": READS,
    "services/{n}/commands.py": '"""Commands of the bakery."""\n',
    "services/{n}/queries.sql": QUERIES,
    "services/{n}/schema.sql": SCHEMA,
    "services/{n}/migrations/0001_sales.sql": SCHEMA,
    "services/{n}/countries/be/bakery.toml": '[[price]]\nvalid_from = 2026-01-01\nvalue = "2.50"\nsource = "Act"\n',
    "services/{n}/contracts/published/bread_sold.v1.json": json.dumps(
        {"type": "bread_sold", "example": {"bread_id": BREAD_ID, "pieces": 1}}
    ),
    "services/{n}/contracts/consumed/{n}.bread_sold.v1.json": json.dumps({"example": {"bread_id": BREAD_ID}}),
}
UNDONE = "TO" + "DO"
DOMAIN = "services/{n}/domain/bread.py"
PUBLISHED = "services/{n}/contracts/published/bread_sold.v1.json"
CONSUMED = "services/{n}/contracts/consumed/{n}.bread_sold.v1.json"


def published(example: dict[str, object]) -> str:
    """A published contract with this example."""
    return json.dumps({"type": "bread_sold", "example": example})


BREACHES: dict[str, list[dict[str, str]]] = {
    "services_know_only_themselves": [
        {"services/{n}/reads.py": READS + "\nfrom services.payroll import reads\n"},
        {"services/{n}/use_cases.py": USE_CASES + "\nimport services.invoicing.domain.order\n"},
        {"services/{n}/reads.py": READS + "\nfrom ..membership import store\n"},
    ],
    "shared_knows_no_service": [
        {"shared/plumbing.py": PLUMBING + "\nfrom services.payroll import reads\n"},
        {"shared/plumbing.py": PLUMBING + "\n\ndef lazily():\n    import deploy.local.postgres\n"},
    ],
    "domain_is_pure": [
        {DOMAIN: BREAD + extra}
        for extra in (
            "\nimport random\n",
            "\nfrom services.{n} import store\n",
            "\nfrom shared.postgres import Tx\n",
            "\nimport stdnum\n",
            "\nTODAY = date.today()\n",
            "\nPRICES = open('prices')\n",
            "\nRATE = 0.21\n",
            "\nRATE = float('0.21')\n",
            "\nfrom shared.identifiers import new_id\n",
            "\nimport time\n",
        )
    ],
    "days_come_from_outside": [
        {"services/{n}/use_cases.py": USE_CASES + "\nfrom shared import clock\n\nTODAY = clock.now().date()\n"},
        {"services/{n}/store.py": STORE + "\nfrom datetime import date\n\nTODAY = date.today()\n"},
        {"services/{n}/queries.sql": QUERIES.replace("bread_id = %(", "sold_on = current_date and bread_id = %(")},
    ],
    "domain_values_are_frozen": [
        {DOMAIN: BREAD.replace("@dataclass(frozen=True, kw_only=True)", mark)}
        for mark in ("@dataclass", "@dataclass(frozen=True)", "@dataclass(kw_only=True, frozen=False)")
    ],
    "refusals_live_with_the_errors": [
        {"services/{n}/store.py": STORE + "\nfrom shared.errors import Refusal\n\n\nclass Odd(Refusal):\n    'Odd.'\n"}
    ],
    "only_store_and_reads_touch_the_database": [
        {"services/{n}/use_cases.py": USE_CASES + extra}
        for extra in (
            "\n\ndef peek(tx):\n    'Peek.'\n    return tx.one(QUERY)\n",
            "\nimport psycopg\n",
            "\n\ndef peek(tx):\n    'Peek.'\n    return tx.conn.execute(QUERY)\n",
            "\n\ndef peek(tx):\n    'Peek.'\n    return tx.session.conn.cursor()\n",
        )
    ],
    "only_the_door_knows_the_bus": [
        {"services/{n}/use_cases.py": USE_CASES + extra}
        for extra in (
            "\nfrom nameko.rpc import rpc\n",
            "\nfrom shared.bus import command\n",
            "\nimport kombu\n",
            "\nfrom shared.bus.dispatch import query\n",
        )
    ],
    "sql_stands_in_sql_files": [
        {"services/{n}/store.py": STORE + extra}
        for extra in (
            "\nPEEK = 'select * from sales'\n",
            "\nPEEK = '''\nINSERT INTO sales VALUES (1)'''\n",
            "\nPEEK = f'delete from {TABLE}'\nPEEK = 'delete from sales'\n",
            "\nPEEK = 'update sales set bread_id = 1'\n",
        )
    ],
    "every_query_is_used": [
        {"services/{n}/queries.sql": QUERIES + "\n-- name: forgotten\n-- Nobody asks.\nselect 1;\n"},
        {"services/{n}/reads.py": READS.replace("Q.get_bread", "Q.get_cake")},
    ],
    "shared_queries_are_used": [
        {"shared/taps/queries.sql": FIRST + "-- name: forgotten\n-- Nobody asks.\nselect 1;\n"}
    ],
    "every_room_is_there": [
        {"services/{n}/ledger/__init__.py": ""},
        {"services/{n}/commands.py": "REMOVED"},
        {"services/{n}/schema.sql": "REMOVED"},
        {"services/{n}/managers.py": '"""A room that nobody planned."""\n'},
    ],
    "names_say_something": [
        {"services/{n}/domain/utils.py": '"""Odds and ends."""\n'},
        {"shared/helpers.py": '"""Odds and ends."""\n'},
        {"services/{n}/service.py": SERVICE.replace("def sell_bread", "def process_bread")},
        {"services/{n}/service.py": SERVICE.replace("def get_bread", "def bread")},
        {"services/{n}/service.py": SERVICE.replace("def on_bread_sold", "def bread_was_sold")},
    ],
    "measures_are_kept": [
        {"shared/plumbing.py": PLUMBING + "\nX = 1\n" * 400},
        {"shared/plumbing.py": PLUMBING + "\n\ndef long():\n" + "    x = 1\n" * 71},
        {"shared/plumbing.py": PLUMBING + "".join(f"\n\ndef f{n}():\n" + "    x = 1\n" * 9 for n in range(20))},
        {"shared/plumbing.py": PLUMBING + "".join(f"\n\ndef f{n}():\n" + "    x = 1\n" * 26 for n in range(2))},
    ],
    "nothing_is_left_undone": [
        {"shared/plumbing.py": PLUMBING + f"# {UNDONE}: later\n"},
        {"docs/notes.md": f"{UNDONE} later\n"},
    ],
    "text_belongs_to_no_machine": [
        {"docs/notes.md": "See /" + "work/main.\n"},
        {"Makefile": "run: /" + "home/jo/bin/python\n"},
        {"requirements.lock": "--index-url " + "https" + "://mirror/simple\n"},
        {"requirements.lock": "click @ " + "https" + "://mirror/click.whl\n"},
    ],
    "what_is_public_is_explained": [
        {"shared/plumbing.py": "x = 1\n"},
        {"shared/plumbing.py": PLUMBING + "\n\ndef f():\n    return 1\n"},
        {"shared/plumbing.py": PLUMBING + "\n\nclass C:\n    x = 1\n"},
        {"shared/plumbing.py": PLUMBING + "\n\nclass C:\n    'C.'\n\n    def m(self):\n        return 1\n"},
    ],
    "log_lines_are_constant_and_impersonal": [
        {"shared/plumbing.py": PLUMBING + extra}
        for extra in (
            "log.info(f'bread {1} sold')\n",
            "log.info('Bread sold')\n",
            "log.warning('sold', iban='BE00')\n",
            "log.info('sold', name='Jo')\n",
            "log.info('sold', **{'name': 'Jo'})\n",
            "log.info('sold %s', 1)\n",
            "log.bind(email='jo@example.org')\n",
            "log.error()\n",
        )
    ],
    "parameters_have_sources": [
        {"services/{n}/countries/be/bakery.toml": text}
        for text in (
            '[[price]]\nvalid_from = 2026-01-01\nvalue = "2.50"\n',
            '[[price]]\nvalid_from = 2026-01-01\nvalue = "2.50"\nsource = " "\n',
            '[[price]]\nvalue = "2.50"\nsource = "Act"\n',
            '[[price]]\nvalid_from = 2026-01-01\nvalue = 2.50\nsource = "Act"\n',
            '[[price]]\nvalid_from = 2026-01-01\nsteps = [[1, 0.5]]\nsource = "Act"\n',
        )
    ],
    "advisory_locks_have_their_own_numbers": [
        {
            "shared/plumbing.py": PLUMBING + "\nLOCK = 7_000_001\n",
            "services/{n}/queries.sql": QUERIES + "\n-- name: lone\n-- One.\nselect pg_advisory_xact_lock(7000001);\n",
        }
    ],
    "tests_are_sentences": [
        {"tests/unit/test_bakery.py": "def test_bread():\n    assert True\n"},
        {
            "tests/unit/test_bakery.py": "import pytest\n\n\n"
            "@pytest.mark.skip\ndef test_a_bread_is_never_sold():\n    pass\n"
        },
    ],
    "every_event_has_its_contract": [
        {PUBLISHED: "REMOVED"},
        {"services/{n}/schemas.py": SCHEMAS.replace('PUBLISHED = {"bread_sold": Bread}', "PUBLISHED = {}")},
        {
            "services/{n}/domain/events.py": EVENTS.replace("class BreadSold", "class BreadGiven")
            + "BreadSold = BreadGiven\n"
        },
        {"services/{n}/domain/events.py": EVENTS.replace('= "bread_id"', '= "cake_id"')},
    ],
    "said_examples_load_in_their_shapes": [
        {PUBLISHED: published({"bread_id": BREAD_ID})},
        {PUBLISHED: published({"bread_id": "bread", "pieces": 1})},
        {PUBLISHED: published({"bread_id": BREAD_ID, "pieces": 1, "crust": 1})},
        {PUBLISHED: json.dumps({"type": "cake_sold", "example": {"bread_id": BREAD_ID, "pieces": 1}})},
        {"services/{n}/schemas.py": SCHEMAS.replace("Count(required=True)", "Count()")},
    ],
    "heard_examples_are_part_of_what_is_said": [
        {CONSUMED: "REMOVED"},
        {CONSUMED: json.dumps({"example": {"bread_id": BREAD_ID, "crust": 1}})},
        {CONSUMED: json.dumps({"example": {}})},
        {CONSUMED: json.dumps({"example": {"bread_id": [BREAD_ID]}})},
        {"services/{n}/service.py": SERVICE.replace('"{n}.bread_sold"', '"{n}.cake_sold"')},
        {
            "services/{n}/schemas.py": SCHEMAS.replace(
                'upon of a sale."""\n\n    bread_id = Id("brd", required=True)',
                'upon of a sale."""\n\n    bread_id = Id("brd", required=True)\n    crust = Count(required=True)',
            )
        },
    ],
    "events_hold_ids_and_no_personal_data": [
        {"services/{n}/schemas.py": SCHEMAS.replace("pieces = Count", "iban = Count")},
        {"services/{n}/schemas.py": SCHEMAS.replace("pieces = Count(", "reason = Text(").replace("Count, ", "Text, ")},
    ],
    "shapes_are_strict": [
        {
            "services/{n}/schemas.py": "from marshmallow import fields\n"
            + SCHEMAS.replace("Count(required=True)", "fields.Decimal(required=True)")
        },
        {
            "services/{n}/schemas.py": "from marshmallow import fields\n"
            + SCHEMAS.replace("Count(required=True)", "fields.List(fields.Float())")
        },
        {"services/{n}/schemas.py": SCHEMAS.replace("class HeardBreadSold(EventShape)", "class HeardBreadSold(Shape)")},
    ],
    "readmes_tell_what_the_door_does": [
        {"services/{n}/README.md": "Answers get_bread; says bread_sold; hears {n}.bread_sold.\n"},
        {"services/{n}/README.md": "Answers sell_bread, get_bread; says bread_sold.\n"},
    ],
    "the_schema_is_what_the_migrations_make": [
        {"services/{n}/schema.sql": SCHEMA.replace("text not null", "text")},
        {"services/{n}/schema.sql": SCHEMA + "create index sales_by_bread on sales (bread_id);\n"},
        {"services/{n}/migrations/0002_cakes.sql": "create table cakes (id int);\n"},
    ],
    "every_promise_is_a_constraint": [
        {"services/{n}/store.py": STORE.replace("sales_once", "sales_twice")},
        {"services/{n}/domain/errors.py": ERRORS.replace("The bread was sold", "The bread {bread_id} was sold")},
    ],
    "what_is_append_only_is_guarded": [
        {"services/{n}/migrations/0001_sales.sql": SCHEMA.partition("create trigger")[0]},
        {"services/{n}/migrations/0001_sales.sql": SCHEMA.replace("sales_append_only", "sales_guarded")},
        {"services/{n}/queries.sql": QUERIES + "\n-- name: forget\n-- Forget a sale.\ndelete from sales;\n"},
    ],
}
