"""The tool that counts a reader's moves counts them right; what it reads tells what a page can be refused."""

import shutil
from pathlib import Path

import pytest

from services.portal.frame.words import BLOCKS
from tests.architecture.refusals_on_pages import (
    NOT_FROM_A_PAGE,
    code_of,
    named_at,
    places_from,
    refusals_of,
    without_sentence,
)
from tests.architecture.walks import CASES, ROOT, Case, EntryNotFound, Walk, baseline, measure, table, walk

BAKERY = {
    "shared/plumbing.py": "class Tx:\n    def on(self): ...\n\n\ndef tap(): ...\n",
    "services/bakery/service.py": """
from services.bakery import schemas
from services.bakery.use_cases import selling
from shared.bus import command


class Bakery:
    @command(schemas.SellBread)
    def sell_bread(self, tx: schemas.Unread):
        return selling.sell(tx)
""",
    "services/bakery/schemas.py": "class SellBread: ...\n\n\nclass Unread: ...\n",
    "services/bakery/use_cases/__init__.py": "",
    "services/bakery/use_cases/selling.py": """
from services.bakery import store
from services.bakery.domain.bread import sell as decide, Bread
from services.bakery.domain.errors import OvenCold
from services.bakery.domain.events import BreadSold
from shared.plumbing import tap


def sell(tx):
    bread = store.get_bread(tx)
    tap()
    if not bread.fresh(tx.on):
        raise OvenCold
    tx.announce(BreadSold())
    return store.save(_sold(bread))


def _sold(bread):
    return decide(store.get_bread(bread))
""",
    "services/bakery/store/__init__.py": "from services.bakery.store.rows import get_bread, save\n",
    "services/bakery/store/rows.py": "def get_bread(tx): ...\n\n\ndef save(bread): ...\n",
    "services/bakery/domain/bread.py": """
class Bread:
    def fresh(self, on): ...

    def on(self): ...


def sell(bread): ...
""",
    "services/bakery/domain/errors.py": "class OvenCold(Exception): ...\n",
    "services/bakery/domain/events.py": "class BreadSold:\n    AGGREGATE: str = 'bread_id'\n",
    "services/bakery/jobs.py": "from services.bakery.use_cases.selling import sell\n\n\ndef sell_all(): sell(1)\n",
}
SELLING = "class Cellar:\n    @command()\n    def sell_bread(s): ...\n"
SELL = Case("sell a bread", "bakery", "method", "sell_bread")


def planted(root: Path, **files: str) -> Path:
    """A small tree; `files` replace or add some, with `__` for the stroke."""
    for name, text in (BAKERY | {name.replace("__", "/") + ".py": text for name, text in files.items()}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_each_place_is_read_once_and_going_there_and_back_are_two_moves(tmp_path: Path) -> None:
    # service - schemas - service - selling - store - selling - bread.fresh - selling (twice itself) - bread.sell
    # - selling - store - selling - service; get_bread is not read again, OvenCold and BreadSold open no file
    assert walk(planted(tmp_path), SELL) == Walk(files=5, folder_moves=12, file_moves=12)


def test_the_same_code_in_one_folder_is_walked_with_fewer_moves_between_folders_and_as_many_between_files(
    tmp_path: Path,
) -> None:
    service = planted(tmp_path) / "services/bakery"
    moved = {path.relative_to(service): path.read_text(encoding="utf-8") for path in service.rglob("*.py")}
    shutil.rmtree(service)
    for name, text in moved.items():
        path = service / "bread" / ("handlers.py" if name.name == "service.py" else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("services.bakery", "services.bakery.bread"), encoding="utf-8")
    assert walk(tmp_path, SELL) == Walk(files=5, folder_moves=0, file_moves=12)


def test_a_job_is_a_function_and_is_found_wherever_it_stands(tmp_path: Path) -> None:
    assert walk(planted(tmp_path), Case("sell all", "bakery", "job", "sell_all")).files == 4


def test_a_service_inside_a_service_is_not_walked(tmp_path: Path) -> None:
    root = planted(tmp_path, services__bakery__cellar__service=SELLING)
    assert walk(root, SELL).files == 5


@pytest.mark.parametrize(("text", "found"), [("", 0), (SELLING + SELLING.replace("Cellar", "Attic"), 2)])
def test_a_use_case_that_is_not_found_or_found_twice_is_said(tmp_path: Path, text: str, found: int) -> None:
    with pytest.raises(EntryNotFound, match=f"sell a bread: bakery has {found} times the method sell_bread"):
        walk(planted(tmp_path, services__bakery__service=text), SELL)


def test_a_reader_of_the_ten_use_cases_moves_between_folders_at_most_two_fifths_as_often_as_before() -> None:
    found, before = measure(ROOT), baseline()
    assert set(found) == set(before) == {case.title for case in CASES} | {"total"}
    assert all(found[case.title]["files"] > 1 for case in CASES), "a walk that opens one file has lost its way"
    assert found["total"]["folder_moves"] <= 0.4 * before["total"]["folder_moves"], table(found, before)


def test_every_refusal_that_a_page_can_meet_has_its_sentence() -> None:
    excepted = {code for codes in NOT_FROM_A_PAGE.values() for code in codes}
    assert without_sentence().keys() == excepted, "give it a sentence in frame/refusals.py, or say why nobody meets it"


def test_the_walk_finds_what_is_raised_far_from_the_method_and_what_a_constraint_or_a_country_refuses() -> None:
    assert "client_blocked" in refusals_of("invoicing", "send_order")
    assert "seat_booked_before" in refusals_of("membership", "book_seat")
    assert "identity_number_wrong" in refusals_of("membership", "draft_registration")


def test_every_rule_that_keeps_a_wage_back_has_its_words() -> None:
    begin = next(place for (_, name), place in code_of("payroll").places.items() if name == "pay_parts")
    codes = named_at(places_from("payroll", begin)).keys()
    assert codes - BLOCKS.keys() == {"strategy_unknown"}, "the country's table names the strategy, nobody else"
