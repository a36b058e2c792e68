"""Homes: what plumbing finds in a service's rooms."""

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.bus import hears
from shared.bus.hearing import handlers_of
from shared.fields import HeardShape
from shared.homes import Home, home_of, installed_homes

SERVICE = 'class Bakery:\n    """Bakes."""\n\n    name = "bakery"\n    stands_on = ("shared.bus", "shared.ledger")\n'
STORE = '''from shared.errors import Refusal
class BreadTwice(Refusal):
    """Once is enough."""
    sentence = "{constraint}"
PROMISES = {"breads_once": BreadTwice}
'''


@pytest.fixture
def bakery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    package = f"planted_{uuid.uuid4().hex}"
    (tmp_path / package).mkdir()
    for file, text in {"__init__.py": "", "service.py": SERVICE, "store.py": STORE}.items():
        (tmp_path / package / file).write_text(text)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    service = __import__(f"{package}.service", fromlist=["Bakery"]).Bakery
    yield home_of(service)
    for name in [name for name in sys.modules if name.startswith(package)]:
        del sys.modules[name]


def test_a_home_knows_its_rooms_and_what_it_stands_on(bakery: Home) -> None:
    assert bakery.name == "bakery"
    assert bakery.migrations == ("shared.bus", "shared.ledger", bakery.package)
    assert "breads_once" in bakery.promises


def test_a_room_that_is_not_there_holds_nothing(bakery: Home) -> None:
    assert bakery.room("reads") is None
    assert dict(bakery.said) == {}
    assert dict(bakery.jobs) == {}
    assert bakery.checks == []


def test_a_fault_inside_a_room_is_not_taken_for_its_absence(bakery: Home) -> None:
    assert bakery.service.__module__
    folder = Path(sys.modules[bakery.service.__module__].__file__ or "").parent
    (folder / "reads.py").write_text("import a_module_that_nobody_has\n")
    with pytest.raises(ModuleNotFoundError, match="a_module_that_nobody_has"):
        bakery.room("reads")


def test_every_installed_service_answers_under_the_name_of_its_entry_point() -> None:
    assert all(home.name == name for name, home in installed_homes().items())


def test_one_service_hears_one_event_with_one_method() -> None:
    class Twice:
        @hears("invoicing.order_signed", HeardShape)
        def on_order_signed(self, tx: object, heard: object) -> None: ...

        @hears("invoicing.order_signed", HeardShape)
        def on_order_signed_again(self, tx: object, heard: object) -> None: ...

    with pytest.raises(TypeError, match="twice"):
        handlers_of(Twice)
