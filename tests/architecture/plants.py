"""A small house that keeps every rule: a bakery with two capabilities and a country.

`{n}` stands for the name of the planted service, which differs from run to run because it is imported.
"""

import json

SERVICE = '''"""The bakery."""

from services.{n}.breads.handlers import BreadHandlers
from services.{n}.flours.handlers import FlourHandlers


class Bakery(FlourHandlers, BreadHandlers):
    """Bakes and sells bread."""

    name = "{n}"
    requires_schemas = ("shared.bus",)
    capabilities = ("flours", "breads")
'''
EVENTS = '''"""What happens in a bakery."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from shared.fields import Id

BreadId = Annotated[str, Id("brd")]


@dataclass(frozen=True, kw_only=True)
class BreadSold:
    """A bread was sold."""

    AGGREGATE: ClassVar[str] = "bread_id"
    bread_id: BreadId
    pieces: int


PUBLISHED = (BreadSold,)
'''
PROTOCOL = '''"""What a country must be able to do for a bakery."""

from typing import Any, Protocol, cast

from services.{n}.flours.rules import Flour


class BakeryLaw(Protocol):
    """Which breads may be sold."""

    def is_wholemeal(self, flour: Flour) -> bool:
        """Whether a flour is what the law calls wholemeal."""


def law(tx: Any) -> BakeryLaw:
    """The law of the country of this database."""
    return cast("BakeryLaw", tx.law)
'''
COUNTRY = '''"""Belgium."""

from stdnum.be import vat

from services.{n}.flours.rules import Flour


class BelgianBakery:
    """What Belgium calls wholemeal."""

    def is_wholemeal(self, flour: Flour) -> bool:
        """Whether the miller's form (Intervat) says so."""
        return flour.grade == 150 and not vat.is_valid("BE")


LAW = BelgianBakery()
'''
FLOUR_HANDLERS = '''"""What may be asked of the flours."""

from shared.bus import allow, query
from services.{n}.flours import reads, schemas
from services.{n}.flours.rules import Flour


class FlourHandlers:
    """The flours."""

    @query(schemas.GetFlour, response=schemas.FlourDetail, allow=allow("desk"))
    def get_flour(self, tx, *, flour_id: str) -> Flour:
        """The flour with this id."""
        return reads.get_flour(tx, flour_id)
'''
FLOUR_SCHEMAS = '''"""Shapes of the flours."""

from shared.fields import Count, Id, Shape


class GetFlour(Shape):
    """Which flour."""

    flour_id = Id("flr", required=True)


class FlourDetail(GetFlour):
    """A flour."""

    grade = Count(required=True)
'''
FLOUR_RULES = '''"""Flours."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Flour:
    """A flour and how much of the grain is in it."""

    flour_id: str
    grade: int


def is_enough(flour: Flour, *, grade: int) -> bool:
    """Whether a flour holds enough of the grain."""
    return flour.grade >= grade
'''
FLOUR_READS = '''"""Questions about flours."""

from shared.sql import load_queries

from services.{n}.flours.rules import Flour

Q = load_queries(__package__)


def get_flour(tx, flour_id) -> Flour:
    """The flour with this id."""
    return Flour(**tx.single(Q.get_flour, flour_id=flour_id))
'''
FLOUR_QUERIES = """-- name: get_flour
-- The flour with this id.
select * from flours where flour_id = %(flour_id)s;
"""
HANDLERS = '''"""What may be asked of the breads."""

from shared.bus import Event, allow, command, handles
from services.{n}.breads import schemas, use_cases
from services.{n}.breads.rules import Bread, Sale


class BreadHandlers:
    """The breads."""

    @command(schemas.SellBread, response=schemas.BreadDetail, allow=allow("desk"))
    def sell_bread(self, tx, *, bread_id: str) -> Bread:
        """Sell a bread."""
        return use_cases.sell_bread(tx, bread_id=bread_id)

    @handles("{n}.bread_sold", schemas.BreadSoldShape)
    def on_bread_sold(self, tx, event: Event) -> None:
        """A bakery that consumes what it publishes."""
        use_cases.record_sale(tx, Sale(**event.data))
'''
SCHEMAS = '''"""Shapes of the breads."""

from shared.fields import Count, EventShape, Id, Shape


class SellBread(Shape):
    """Which bread."""

    bread_id = Id("brd", required=True)


class BreadDetail(SellBread):
    """A bread."""

    pieces = Count(required=True)


class BreadSoldShape(EventShape):
    """What is relied upon of a sale."""

    bread_id = Id("brd", required=True)
'''
USE_CASES = '''"""Load, decide, save, announce."""

import structlog

from services.{n}.breads import postings, rules, store
from services.{n}.countries.protocol import law
from services.{n}.flours import reads as flours

log = structlog.get_logger()


def sell_bread(tx, *, bread_id: str):
    """Sell a bread."""
    bread = store.get_bread(tx, bread_id)
    wholemeal = law(tx).is_wholemeal(flours.get_flour(tx, bread.flour_id))
    sold, events = rules.sell(bread, wholemeal=wholemeal, on=tx.on)
    store.add_sale(tx, rules.Sale(bread_id=sold.bread_id))
    postings.book(tx, sold)
    tx.announce_all(events)
    log.info("bread_sold", bread_id=bread_id)
    return sold


def record_sale(tx, sale: rules.Sale) -> None:
    """A sale was heard of."""
    store.add_sale(tx, sale)
'''
RULES = '''"""Breads."""

from dataclasses import dataclass, replace
from datetime import date

from services.{n}.breads.errors import OvenCold
from services.{n}.events import BreadSold
from shared.money import Money


@dataclass(frozen=True, kw_only=True)
class Bread:
    """A bread."""

    bread_id: str
    flour_id: str
    pieces: int
    price: Money


@dataclass(frozen=True, kw_only=True)
class Sale:
    """A bread that was sold."""

    bread_id: str


def sell(bread: Bread, *, wholemeal: bool, on: date) -> tuple[Bread, list[BreadSold]]:
    """A bread is sold."""
    if not wholemeal or not bread.pieces:
        raise OvenCold(bread_id=bread.bread_id)
    return replace(bread, pieces=bread.pieces - 1), [BreadSold(bread_id=bread.bread_id, pieces=bread.pieces)]
'''
ERRORS = '''"""The broken rules of selling bread."""

from shared.errors import Refusal


class OvenCold(Refusal):
    """Nothing can be sold."""

    sentence = "There is no more of {bread_id}."


class SoldTwice(Refusal):
    """A bread is sold once."""

    sentence = "The bread was sold before."
'''
STORE = '''"""Rows and values of the breads."""

from services.{n}.breads.errors import SoldTwice
from services.{n}.breads.rules import Bread, Sale
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS = {"sales_once": SoldTwice}


def get_bread(tx, bread_id: str) -> Bread:
    """The bread with this id."""
    return Bread(**tx.single(Q.get_bread, bread_id=bread_id))


def add_sale(tx, sale: Sale) -> None:
    """Keep a sale."""
    tx.run(Q.add_sale, bread_id=sale.bread_id)
'''
POSTINGS = '''"""What a sale books."""

from services.{n}.breads.rules import Bread


def book(tx, bread: Bread) -> None:
    """A sale goes to the turnover."""
    tx.book("turnover", bread.price)
'''
QUERIES = """-- name: get_bread
-- The bread with this id.
select * from breads where bread_id = %(bread_id)s;

-- name: add_sale
-- Keep a sale.
insert into sales (bread_id) values (%(bread_id)s);
"""
SCHEMA = """-- Breads as they are now.
create table breads (bread_id text primary key);
-- Flours as they are now.
create table flours (flour_id text primary key);
-- Sales, never changed.
create table sales (bread_id text not null, constraint sales_once unique (bread_id));
create trigger sales_append_only before update or delete or truncate on sales
    for each statement execute function refuse_change();
"""
ACCOUNTS = """[[account]]
valid_from = 2026-01-01
key = "turnover"
number = "7001"
name = "Turnover"
source = "Act"
"""
UNIT_TEST = '''"""Breads and the law."""

from services.{n}.breads.rules import sell
from services.{n}.countries.be import LAW
from services.{n}.flours import rules


def test_a_cold_oven_sells_nothing() -> None:
    assert True
'''
BREAD_ID = "brd_" + "0" * 32
PLUMBING = '''"""Plumbing."""

import structlog

log = structlog.get_logger()


def fill(pipes):
    """Let the water in, pipe by pipe."""
    filled = 0
    for pipe in pipes:
        if pipe.open:
            filled += 1
    return filled
'''
FIRST = "-- name: turn\n-- Turn the tap.\nselect 1;\n"
TAPS = '"""Taps."""\n\nfrom shared.sql import load_queries\n\nT = load_queries(__package__).turn\n'
PRICE = '[[price]]\nvalid_from = 2026-01-01\nvalue = "2.50"\nsource = "Act"\n'
PUBLISHED = "services/{n}/contracts/published/bread_sold.v1.json"
CONSUMED = "services/{n}/contracts/consumed/{n}.bread_sold.v1.json"
CLEAN = {
    "README.md": "# A bakery\n",
    "shared/plumbing.py": PLUMBING,
    "shared/taps/queries.sql": FIRST,
    "shared/taps/taps.py": TAPS,
    "tests/unit/test_bakery.py": UNIT_TEST,
    "requirements.lock": "click==8.1 --hash=sha256:00\n",
    "services/{n}/__init__.py": "",
    "services/{n}/README.md": "A bakery.\n",
    "services/{n}/service.py": SERVICE,
    "services/{n}/events.py": EVENTS,
    "services/{n}/schema.sql": SCHEMA,
    "services/{n}/migrations/0001_sales.sql": SCHEMA,
    "services/{n}/countries/protocol.py": PROTOCOL,
    "services/{n}/countries/be/__init__.py": COUNTRY,
    "services/{n}/countries/be/bakery.toml": PRICE,
    "services/{n}/countries/be/accounts.toml": ACCOUNTS,
    "services/{n}/flours/__init__.py": "",
    "services/{n}/flours/handlers.py": FLOUR_HANDLERS,
    "services/{n}/flours/schemas.py": FLOUR_SCHEMAS,
    "services/{n}/flours/rules.py": FLOUR_RULES,
    "services/{n}/flours/reads.py": FLOUR_READS,
    "services/{n}/flours/queries.sql": FLOUR_QUERIES,
    "services/{n}/breads/__init__.py": "",
    "services/{n}/breads/handlers.py": HANDLERS,
    "services/{n}/breads/schemas.py": SCHEMAS,
    "services/{n}/breads/use_cases.py": USE_CASES,
    "services/{n}/breads/rules.py": RULES,
    "services/{n}/breads/errors.py": ERRORS,
    "services/{n}/breads/store.py": STORE,
    "services/{n}/breads/postings.py": POSTINGS,
    "services/{n}/breads/queries.sql": QUERIES,
    PUBLISHED: json.dumps({"type": "bread_sold", "example": {"bread_id": BREAD_ID, "pieces": 1}}),
    CONSUMED: json.dumps({"example": {"bread_id": BREAD_ID}}),
}
