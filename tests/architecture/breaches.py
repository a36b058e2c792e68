"""For each rule the breaches that its check must catch: files of the clean house, changed, added or taken away."""

import json

from tests.architecture.plants import (
    ACCOUNTS,
    BREAD_ID,
    CONSUMED,
    COUNTRY,
    ERRORS,
    EVENTS,
    FIRST,
    FLOUR_HANDLERS,
    FLOUR_READS,
    FLOUR_RULES,
    FLOUR_SCHEMAS,
    HANDLERS,
    PLUMBING,
    POSTINGS,
    PRICE,
    PUBLISHED,
    QUERIES,
    RULES,
    SCHEMA,
    SCHEMAS,
    SERVICE,
    STORE,
    UNIT_TEST,
    USE_CASES,
)

REMOVED = "REMOVED"
UNDONE = "TO" + "DO"
BREADS = "services/{n}/breads"
FLOURS = "services/{n}/flours"
BE = "services/{n}/countries/be"
TEST = "tests/unit/test_bakery.py"


def published(example: dict[str, object]) -> str:
    """A published contract with this example."""
    return json.dumps({"type": "bread_sold", "example": example})


def renamed(event: str) -> dict[str, str]:
    """The event class under another name."""
    return {"services/{n}/events.py": EVENTS.replace("BreadSold", event),
            f"{BREADS}/rules.py": RULES.replace("BreadSold", event)}


def added(path: str, text: str, *extras: str) -> list[dict[str, str]]:
    """A file with each of these added at its end."""
    return [{path: f"{text}\n{extra}"} for extra in extras]


ROOMS: dict[str, list[dict[str, str]]] = {
    "every_capability_has_the_same_rooms": [
        {f"{BREADS}/managers.py": '"""A room that nobody planned."""\n'},
        {f"{BREADS}/managers/sales.py": '"""A room that nobody planned."""\n'},
        {f"{BREADS}/notes.md": "Odds and ends.\n"},
        {"services/{n}/cakes/rules.py": '"""No capability of the class."""\n'},
        {"services/{n}/store.py": '"""A layer."""\n'},
        {"services/{n}/schema.sql": REMOVED},
        {"services/{n}/events.py": REMOVED},
        {"services/{n}/service.py": SERVICE.replace('("flours", "breads")', '("flours", "breads", "cakes")')},
        {"services/{n}/service.py": SERVICE.replace('    capabilities = ("flours", "breads")\n', "")},
        {"services/{n}/countries/europe.py": '"""No country."""\n'},
    ],
    "no_capability_is_too_large": [{f"{BREADS}/rules.py": RULES + "\nX = 1\n" * 751}],
    "arrows_go_one_way": [
        {f"{BREADS}/handlers.py": HANDLERS + "\nfrom services.{n}.breads import store\n"},
        {f"{BREADS}/handlers.py": HANDLERS + "\nfrom services.{n}.breads.rules import sell\n"},
        {f"{BREADS}/use_cases.py": USE_CASES + "\nfrom services.{n}.breads import schemas\n"},
        {f"{BREADS}/rules.py": RULES + "\nfrom services.{n}.breads import store\n"},
        {f"{BREADS}/rules.py": RULES + "\nfrom . import reads\n"},
        {f"{BREADS}/errors.py": ERRORS + "\nfrom services.{n}.breads import rules\n"},
        {f"{BREADS}/store.py": STORE + "\nfrom services.{n}.breads import use_cases\n"},
        {f"{BREADS}/store.py": STORE + "\nfrom services.{n}.breads import postings\n"},
        {f"{BREADS}/postings.py": POSTINGS + "\nfrom services.{n}.breads.store import get_bread\n"},
        {f"{BREADS}/schemas.py": SCHEMAS + "\nfrom services.{n}.breads import reads\n"},
        {f"{BREADS}/documents/bill.py": '"""A bill."""\n\nfrom services.{n}.breads import store\n'},
        # between capabilities
        {f"{FLOURS}/rules.py": FLOUR_RULES + "\nfrom services.{n}.breads.rules import Bread\n"},
        {f"{FLOURS}/handlers.py": FLOUR_HANDLERS + "\nfrom services.{n}.breads import use_cases\n"},
        {f"{BREADS}/schemas.py": SCHEMAS + "\nfrom services.{n}.flours.schemas import GetFlour\n"},
        {f"{BREADS}/use_cases.py": USE_CASES + "\nfrom services.{n}.flours import store\n"},
        {f"{BREADS}/rules.py": RULES + "\nfrom services.{n}.flours import reads\n"},
        {"services/{n}/service.py": SERVICE.replace('("flours", "breads")', '("breads", "flours")')},
        # the frame
        {"services/{n}/service.py": SERVICE + "\nfrom services.{n}.breads import use_cases\n"},
        {"services/{n}/events.py": EVENTS + "\nfrom services.{n}.flours.rules import Flour\n"},
        {"services/{n}/jobs.py": '"""Jobs."""\n\nfrom services.{n}.breads import store\n'},
        {f"{BREADS}/use_cases.py": USE_CASES + "\nfrom services.{n}.countries import be\n"},
        {f"{BE}/__init__.py": COUNTRY + "\nfrom services.{n}.flours import reads\n"},
    ],
    "no_circle_of_imports": [
        {"shared/plumbing.py": PLUMBING + "\nfrom shared.taps import taps\n",
         "shared/taps/taps.py": '"""Taps."""\n\nfrom shared.plumbing import log\n'},
        {"services/{n}/events.py": EVENTS + "\nfrom services.{n}.breads.rules import Bread\n"},
        {"shared/plumbing.py": PLUMBING + "\n\ndef later():\n    from shared import valves\n",
         "shared/valves.py": '"""Valves."""\n\nimport shared.plumbing\n'},
    ],
    "services_know_only_themselves": [
        {f"{FLOURS}/reads.py": FLOUR_READS + "\nfrom services.payroll import reads\n"},
        {f"{BREADS}/use_cases.py": USE_CASES + "\nimport services.invoicing.orders.rules\n"},
        {f"{FLOURS}/reads.py": FLOUR_READS + "\nfrom ...membership import store\n"},
    ],
    "shared_knows_no_service": [
        {"shared/plumbing.py": PLUMBING + "\nfrom services.payroll import reads\n"},
        {"shared/plumbing.py": PLUMBING + "\n\ndef lazily():\n    import deploy.local.postgres\n"},
    ],
    "use_cases_help_nobody": added(
        f"{BREADS}/use_cases.py", USE_CASES, "\ndef slice_bread(bread):\n    'A drawer.'\n    return bread\n",
        "\ndef weigh(bread):\n    'A drawer.'\n\n\ndef bake(bread):\n    'Another.'\n    weigh(bread)\n",
    ),
    "refusals_live_with_the_errors": [
        {f"{BREADS}/store.py": STORE + "\nfrom shared.errors import Refusal\n\n\nclass Odd(Refusal):\n    'Odd.'\n"},
        {f"{BE}/__init__.py": COUNTRY + "\nfrom shared.errors import Refusal\n\n\nclass Odd(Refusal):\n    'Odd.'\n"},
    ],
}
PURITY: dict[str, list[dict[str, str]]] = {
    "rules_are_pure": [
        *added(
            f"{BREADS}/rules.py", RULES, "import random\n", "from shared.postgres import Tx\n", "import stdnum\n",
            "TODAY = date.today()\n", "PRICES = open('prices')\n", "RATE = 0.21\n", "RATE = float('0.21')\n",
            "from shared.identifiers import new_id\n", "import time\n", "import os\n\nNAME = os.environ['NAME']\n",
        ),
        {"services/{n}/events.py": EVENTS + "\nfrom shared.clock import now\n"},
        {f"{BREADS}/errors.py": ERRORS + "\nimport structlog\n"},
        {f"{BREADS}/rules.py": REMOVED, f"{BREADS}/rules/__init__.py": RULES,
         f"{BREADS}/rules/oven.py": '"""Heat."""\n\nimport secrets\n'},
    ],
    "rules_see_no_rows": added(
        f"{BREADS}/rules.py", RULES,
        "from typing import Any\n\n\ndef weigh(bread: dict[str, Any]) -> int:\n    'Weight.'\n    return 1\n",
        "from typing import Any\nfrom collections.abc import Mapping\n\n\n"
        "def weigh(*, bread: Mapping[str, Any]) -> int:\n    'Weight.'\n    return 1\n",
        "def weigh(row):\n    'Weight.'\n    return row['weight']\n",
    ),
    "values_are_made_at_the_edge": [
        {f"{BREADS}/handlers.py": HANDLERS.replace("Sale(**event.data)", "dict(event.data)")},
        {f"{BREADS}/handlers.py": HANDLERS.replace("tx, Sale(**event.data)", "tx, **event.data")},
        {f"{BREADS}/handlers.py": HANDLERS.replace("*, bread_id: str", "**fields")},
    ],
    "values_are_frozen": [
        *({f"{BREADS}/rules.py": RULES.replace("@dataclass(frozen=True, kw_only=True)", mark, 1)}
          for mark in ("@dataclass", "@dataclass(frozen=True)", "@dataclass(kw_only=True, frozen=False)")),
        {"services/{n}/events.py": EVENTS.replace("@dataclass(frozen=True, kw_only=True)", "@dataclass")},
    ],
    "days_come_from_outside": [
        {f"{BREADS}/use_cases.py": USE_CASES + "\nfrom shared import clock\n\nTODAY = clock.now().date()\n"},
        {f"{BREADS}/store.py": STORE + "\nfrom datetime import date\n\nTODAY = date.today()\n"},
        {f"{BE}/__init__.py": COUNTRY + "\nfrom datetime import date\n\nTODAY = date.today()\n"},
        {f"{BREADS}/queries.sql": QUERIES.replace("bread_id = %(", "sold_on = current_date and bread_id = %(")},
    ],
    "only_store_and_reads_touch_the_database": [
        *added(
            f"{BREADS}/use_cases.py", USE_CASES,
            "def peek(tx):\n    'Peek.'\n    return tx.one(QUERY)\n",
            "def peek(tx):\n    'Peek.'\n    return tx.single(QUERY)\n",
            "import psycopg\n",
            "def peek(tx):\n    'Peek.'\n    return tx.conn.execute(QUERY)\n",
            "def peek(tx):\n    'Peek.'\n    return tx.session.conn.cursor()\n",
        ),
        {f"{BREADS}/postings.py": POSTINGS.replace("tx.book(", "tx.run(")},
    ],
    "only_handlers_know_the_bus": [
        *added(f"{BREADS}/use_cases.py", USE_CASES, "from nameko.rpc import rpc\n", "from shared.bus import command\n",
               "import kombu\n", "from shared.bus.dispatch import query\n"),
        {"services/{n}/service.py": SERVICE + "\nfrom shared.bus import command\n"},
        {f"{BREADS}/handlers.py": HANDLERS + "\nimport pika\n"},
    ],
    "sql_stands_in_sql_files": added(
        f"{BREADS}/store.py", STORE, "PEEK = 'select * from sales'\n", "PEEK = '''\nINSERT INTO sales VALUES (1)'''\n",
        "PEEK = f'delete from {TABLE}'\nPEEK = 'delete from sales'\n", "PEEK = 'update sales set bread_id = 1'\n",
    ),
    "every_query_is_used": [
        {f"{BREADS}/queries.sql": QUERIES + "\n-- name: forgotten\n-- Nobody asks.\nselect 1;\n"},
        {f"{FLOURS}/reads.py": FLOUR_READS.replace("Q.get_flour", "Q.get_cake")},
        {f"{FLOURS}/reads.py": FLOUR_READS.replace("Q.get_flour", "Q.get_bread")},
    ],
    "shared_queries_are_used": [
        {"shared/taps/queries.sql": FIRST + "-- name: forgotten\n-- Nobody asks.\nselect 1;\n"}
    ],
}
COUNTRIES: dict[str, list[dict[str, str]]] = {
    "only_a_country_knows_its_numbers": [
        {f"{BREADS}/documents/bill.py": '"""A bill."""\n\nfrom stdnum.be import vat\n'},
        {f"{BREADS}/use_cases.py": USE_CASES + "\nimport stdnum.fr.tva\n"},
        {f"{BREADS}/reads.py": '"""Questions."""\n\nfrom services.{n}.countries.be import LAW\n'},
    ],
    "only_a_country_names_itself": [
        {f"{BREADS}/rules.py": RULES + '\nKNOWN = {"BE"}\n'},
        {f"{BREADS}/handlers.py": HANDLERS.replace("bread_id=bread_id", 'bread_id="BE"')},
        {f"{BREADS}/queries.sql": QUERIES.replace("bread_id = %(", "country = 'BE' and bread_id = %(")},
    ],
    "only_a_country_names_its_forms": [
        {f"{BREADS}/use_cases.py": USE_CASES.replace("record_sale", "write_dimona_in")},
        {f"{BREADS}/documents/intervat.py": '"""A form."""\n\nINTERVAT = 1\n'},
        {f"{BREADS}/use_cases.py": USE_CASES.replace('"bread_sold"', '"dmfa_written"')},
    ],
    "accounts_are_named_by_role": [
        {f"{BREADS}/postings.py": POSTINGS.replace('"turnover"', '"7001"')},
        {f"{BREADS}/queries.sql": QUERIES.replace("bread_id = %(", "account = '7001' and bread_id = %(")},
        {f"{BREADS}/queries.sql": QUERIES.replace("bread_id = %(", "account like '70%%' and bread_id = %(")},
    ],
    "an_account_number_has_one_meaning": [
        {"services/{n}_sweets/countries/be/accounts.toml": ACCOUNTS.replace("turnover", "sugar")},
        {f"{BE}/accounts.toml": ACCOUNTS + ACCOUNTS.replace("turnover", "sugar")},
    ],
    "money_is_asked_for_where_it_is_seen": [
        {f"{BE}/bakery.toml": PRICE + '[[till]]\niban = "BE1"\n[[bank_account]]\nkey = "BE2"\n'},
    ],
    "every_service_says_what_a_country_must_do": [
        {"services/{n}/countries/protocol.py": REMOVED},
        {f"{BE}/__init__.py": COUNTRY.replace("LAW = ", "LAWS = ")},
        {f"{BREADS}/use_cases.py": USE_CASES.replace("law(tx).is", "tx.law.is")},
    ],
}
NAMES: dict[str, list[dict[str, str]]] = {
    "names_are_the_fields": [
        *added("shared/plumbing.py", PLUMBING, "PROMISES = {}\n", "door = 1\n", "class HeardShape:\n    'Old.'\n",
               "def f(said):\n    'Old.'\n"),
        {f"{BREADS}/schemas.py": SCHEMAS.replace("SellBread", "WhichBread")},
        {f"{BREADS}/schemas.py": SCHEMAS.replace("BreadDetail", "BreadShown")},
        {f"{BREADS}/handlers.py": HANDLERS.replace("response=", "gives=")},
        {f"{BREADS}/queries.sql": QUERIES.replace("add_sale", "add_heard_sale")},
    ],
    "stores_get_find_lock_save_and_add": [
        {f"{BREADS}/store.py": STORE.replace("add_sale(", f"{verb}_sale(")} for verb in ("note", "put", "take", "mark")
    ],
    "a_class_name_is_there_once": [
        {f"{FLOURS}/rules.py": FLOUR_RULES + "\n\nclass Bread:\n    'Another bread.'\n"},
        {"shared/plumbing.py": PLUMBING + "\n\nclass Sale:\n    'Another sale.'\n"},
    ],
    "names_say_something": [
        {f"{BREADS}/rules/utils.py": '"""Odds and ends."""\n'},
        {"shared/helpers.py": '"""Odds and ends."""\n'},
        {f"{BREADS}/handlers.py": HANDLERS.replace("def sell_bread", "def process_bread")},
        {f"{FLOURS}/handlers.py": FLOUR_HANDLERS.replace("def get_flour", "def flour")},
        {f"{BREADS}/handlers.py": HANDLERS.replace("def on_bread_sold", "def bread_was_sold")},
    ],
}
TEXT: dict[str, list[dict[str, str]]] = {
    "measures_are_kept": [
        {"shared/plumbing.py": PLUMBING + "\nX = 1\n" * 400},
        {"shared/plumbing.py": PLUMBING + "\n\ndef long():\n" + "    x = 1\n" * 71},
        {"shared/plumbing.py": PLUMBING + "".join(f"\n\ndef f{n}():\n" + "    x = 1\n" * 9 for n in range(40))},
        {"shared/plumbing.py": PLUMBING + "".join(f"\n\ndef f{n}():\n    x = 1\n" for n in range(40))},
        {"shared/plumbing.py": PLUMBING + "".join(f"\n\ndef f{n}():\n" + "    x = 1\n" * 26 for n in range(3))},
    ],
    "small_helpers_grow_fewer": [
        {"shared/plumbing.py": PLUMBING + "\n\ndef f():\n    'F.'\n    return _g()\n\n\ndef _g():\n    return 1\n"}
    ],
    "every_rule_has_its_unit_test": [
        {TEST: UNIT_TEST.replace("from services.{n}.breads.rules import sell\n", "")},
        {TEST: UNIT_TEST.replace("from services.{n}.countries.be import LAW\n", "")},
        {f"{FLOURS}/rules.py": REMOVED, f"{FLOURS}/rules/__init__.py": FLOUR_RULES,
         f"{FLOURS}/rules/mill.py": '"""Mills."""\n\n\ndef grind():\n    "Grind."\n'},
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
        {f"{BE}/bakery.toml": text}
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
            f"{BREADS}/queries.sql": QUERIES + "\n-- name: lone\n-- One.\nselect pg_advisory_xact_lock(7000001);\n",
        }
    ],
    "nothing_with_a_life_is_made_at_import": [
        {TEST: UNIT_TEST + "\n\nTOKEN = sign_token(KEY)\n"},
        {TEST: UNIT_TEST + "\n\nUNTIL = time.time() + 60\n"},
        {TEST: UNIT_TEST + "\n\n@pytest.mark.parametrize('given', [token()])\ndef f(given):\n    pass\n"},
        {TEST: UNIT_TEST + "\n\ndef f(until=datetime.now()):\n    pass\n"},
    ],
    "tests_are_sentences": [
        {TEST: UNIT_TEST.replace("test_a_cold_oven_sells_nothing", "test_bread")},
        {TEST: UNIT_TEST.replace("\n\ndef", "\n\nimport pytest\n\n\n@pytest.mark.skip\ndef")},
    ],
}
LANGUAGE: dict[str, list[dict[str, str]]] = {
    "every_event_has_its_contract": [
        {PUBLISHED: REMOVED},
        {"services/{n}/events.py": EVENTS.replace("PUBLISHED = (BreadSold,)", "PUBLISHED = ()")},
        renamed("BreadGiven"),
        {PUBLISHED.replace("bread_sold", "cake_sold"): published({})},
        {"services/{n}/events.py": EVENTS.replace('= "bread_id"', '= "cake_id"')},
    ],
    "published_examples_load_in_their_shapes": [
        {PUBLISHED: published({"bread_id": BREAD_ID})},
        {PUBLISHED: published({"bread_id": "bread", "pieces": 1})},
        {PUBLISHED: published({"bread_id": BREAD_ID, "pieces": 1, "crust": 1})},
        {PUBLISHED: json.dumps({"type": "cake_sold", "example": {"bread_id": BREAD_ID, "pieces": 1}})},
        {"services/{n}/events.py": EVENTS.replace("pieces: int", "pieces: bool")},
    ],
    "consumed_examples_are_part_of_what_is_published": [
        {CONSUMED: REMOVED},
        {CONSUMED: json.dumps({"example": {"bread_id": BREAD_ID, "crust": 1}})},
        {CONSUMED: json.dumps({"example": {}})},
        {CONSUMED: json.dumps({"example": {"bread_id": [BREAD_ID]}})},
        {f"{BREADS}/handlers.py": HANDLERS.replace('"{n}.bread_sold"', '"{n}.cake_sold"')},
        {f"{BREADS}/schemas.py": SCHEMAS + "    crust = Count(required=True)\n"},
    ],
    "events_hold_ids_and_no_personal_data": [
        {"services/{n}/events.py": EVENTS.replace("pieces: int", field)} for field in ("iban: str", "reason: str")
    ],
    "shapes_are_strict": [
        {f"{BREADS}/schemas.py": "from marshmallow import fields\n"
         + SCHEMAS.replace("    pieces = Count(required=True)", "    pieces = fields.Raw(required=True)")},
        {f"{FLOURS}/schemas.py": "from marshmallow import fields\n"
         + FLOUR_SCHEMAS.replace('Id("flr", required=True)', "fields.String(required=True)")},
        {f"{FLOURS}/schemas.py": "from marshmallow import fields\n"
         + FLOUR_SCHEMAS.replace("Count(required=True)", "fields.List(fields.Float())")},
        {f"{BREADS}/schemas.py": SCHEMAS.replace("class BreadSoldShape(EventShape)", "class BreadSoldShape(Shape)")},
    ],
    "events_are_in_snake_case": [
        renamed("Bread__Sold"),
    ],
}
DATABASE: dict[str, list[dict[str, str]]] = {
    "the_schema_is_what_the_migrations_make": [
        {"services/{n}/schema.sql": SCHEMA.replace("text not null", "text")},
        {"services/{n}/schema.sql": SCHEMA + "create index sales_by_bread on sales (bread_id);\n"},
        {"services/{n}/migrations/0002_cakes.sql": "create table cakes (id int);\n"},
    ],
    "every_named_constraint_is_there": [
        {f"{BREADS}/store.py": STORE.replace("sales_once", "sales_twice")},
        {f"{BREADS}/errors.py": ERRORS.replace("The bread was sold", "The bread {bread_id} was sold")},
    ],
    "what_is_append_only_is_guarded": [
        {"services/{n}/migrations/0001_sales.sql": SCHEMA.partition("create trigger")[0]},
        {"services/{n}/migrations/0001_sales.sql": SCHEMA.replace("sales_append_only", "sales_guarded")},
    ],
    "a_service_may_do_what_it_asks": [
        {f"{BREADS}/queries.sql": QUERIES + f"\n-- name: wrong\n-- Not allowed.\n{statement};\n"} for statement in (
            "delete from sales", "select * from sales where bread_id = %(bread_id)s for update",
            "lock table sales in exclusive mode", "truncate sales", "select bread_id from sold")
    ],
}
BREACHES = ROOMS | PURITY | COUNTRIES | NAMES | TEXT | LANGUAGE | DATABASE
