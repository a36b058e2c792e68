"""Whatever happens to clients' money in whatever order: no cent is lost or counted twice, no number is missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.postgres import Database
from tests.integration.invoicing.bank_files import Moved, camt, coda
from tests.integration.invoicing.driver import GERMAN, Host, euro, part

CENTS = st.integers(1, 30_000)
STEPS = st.lists(st.tuples(
    st.sampled_from(("invoice", "invoice_abroad", "pay", "pay_rest", "pay_again", "take_back", "take_back_again",
                     "pay_unknown", "match", "credit", "credit_rest", "write_off", "set_off", "refund", "on_account",
                     "dollars", "wrong_sum", "file_again", "file_as_coda", "wrong_order", "pay_two_at_once",
                     "own", "undo")),
    st.integers(0, 9), CENTS), max_size=18)


def text(cents: int) -> str:
    return str(Decimal(cents) / 100)


@dataclass
class Play:
    """Invoices and a bank account; the model is what a careful bookkeeper would write on paper."""

    host: Host
    clients: dict[str, str]
    activity: str
    invoices: list[dict[str, Any]] = field(default_factory=list)
    came_in: list[Moved] = field(default_factory=list)
    on_the_bank: int = 0
    statements: int = 0
    last_file: tuple[tuple[Moved, ...], str] | None = None
    crash: bool = False

    def step(self, what: str, which: int, cents: int) -> None:
        getattr(self, what)(which, cents)

    def invoice(self, _which: int, cents: int, client: str = "home") -> None:
        order_id = self.host.order(part(text(cents)), client_id=self.clients[client], activity_id=self.activity)
        self.host.employ(order_id)
        done = self.host.ask("complete_work", order_id=order_id, part=1, completed_on="2026-09-11",
                              days=[{"on": "2026-09-10", "hours": "1.00"}], on="2026-09-12")
        if done["error"] is None:
            self.invoices.append(done["result"])

    def invoice_abroad(self, which: int, cents: int) -> None:
        self.invoice(which, cents, client="abroad")

    def _with(self, which: int, act: Callable[[dict[str, Any]], object]) -> None:
        if self.invoices:
            chosen = self.invoices[which % len(self.invoices)]
            act(self.host.call("get_invoice", invoice_id=chosen["invoice_id"]) | chosen)

    def _bank(self, *moved: Moved, **lie: Any) -> str:
        """The error code, or nothing when the statement was taken in."""
        self.statements += 1
        content = camt(*moved, identity=f"{self.activity}/{self.statements}", opening=text(self.on_the_bank), **lie)
        if self.crash:
            self._crash(content)
        reply = self._ingest(content)
        if reply["error"]:
            return str(reply["error"]["exc_type"])
        self.last_file = (moved, content)
        self.on_the_bank += sum(int(Decimal(move.amount) * 100) for move in moved)
        self.came_in += [move for move in moved if Decimal(move.amount) > 0]
        return ""

    def _ingest(self, content: str, file_format: str = "camt053") -> dict[str, Any]:
        return self.host.ask("ingest_bank_statement", file_format=file_format, content=content, on="2026-10-02")

    def _crash(self, content: str) -> None:
        """The process ends at the last moment before its commit; nothing of it may stay."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Database, "flush", lambda *_: (_ for _ in ()).throw(RuntimeError("power cut")))
            assert self._ingest(content)["error"] is not None

    def file_again(self, _which: int, _cents: int) -> None:
        if self.last_file:
            assert self._ingest(self.last_file[1])["result"]["statements"][0]["repeated"]

    def file_as_coda(self, _which: int, _cents: int) -> None:
        """The same day in another format, under another number: nothing of it is new."""
        if self.last_file:
            moved = self.last_file[0]
            came = sum(int(Decimal(one.amount) * 100) for one in moved)
            file = coda(*moved, sequence=self.statements % 999 + 1, opening=text(self.on_the_bank - came),
                        reference=f"R{self.statements:05d}")
            (taken,) = self._ingest(file, "coda")["result"]["statements"]
            assert taken["repeated"] or taken["known"] == len(moved)
            self.last_file = None

    def wrong_order(self, _which: int, cents: int) -> None:
        """Two statements of one day, the second one first."""
        first, second = Moved(amount=text(cents), free="first"), Moved(amount=text(cents + 1), free="second")
        self.statements += 2
        files = [camt(one, identity=f"{self.activity}/{self.statements - place}", opening=text(opening))
                 for place, one, opening in ((1, first, self.on_the_bank), (0, second, self.on_the_bank + cents))]
        for file in reversed(files):
            assert self._ingest(file)["error"] is None
        self.on_the_bank += 2 * cents + 1
        self.last_file = None

    def pay_two_at_once(self, which: int, _cents: int) -> None:
        """One transfer for two invoices, named by their numbers."""
        shown = [self.host.call("get_invoice", invoice_id=one["invoice_id"]) for one in self.invoices]
        still = [one for one in shown if Decimal(one["open"]["amount"])]
        if len(still) > 1:
            first, second = still[which % len(still)], still[(which + 1) % len(still)]
            amount = Decimal(first["open"]["amount"]) + Decimal(second["open"]["amount"])
            assert self._bank(Moved(amount=str(amount), free=f"{first['number']} et {second['number']}")) == ""

    def pay(self, which: int, cents: int) -> None:
        self._with(which, lambda one: self._came(text(cents), one["structured_communication"]))

    def _came(self, amount: str, structured: str) -> None:
        reference = f"{self.activity[-20:]}{self.statements}"
        assert self._bank(Moved(amount=amount, structured=structured, reference=reference)) == ""

    def pay_rest(self, which: int, _cents: int) -> None:
        def settle(one: dict[str, Any]) -> None:
            if Decimal(one["open"]["amount"]):
                self._came(one["open"]["amount"], one["structured_communication"])

        self._with(which, settle)

    def pay_again(self, which: int, _cents: int) -> None:
        """The client paid twice, on one day and with the same reference."""
        if self.came_in:
            again = self.came_in[which % len(self.came_in)]
            assert self._bank(again, again) == ""

    def take_back(self, which: int, _cents: int) -> None:
        if self.came_in:
            taken = self.came_in[which % len(self.came_in)]
            assert self._bank(Moved(amount=f"-{taken.amount}", structured=taken.structured,
                                    reference=taken.reference, returns=True)) == ""

    def take_back_again(self, which: int, cents: int) -> None:
        self.take_back(which, cents)
        self.take_back(which, cents)

    def pay_unknown(self, _which: int, cents: int) -> None:
        self._came(text(cents), "")

    def match(self, which: int, _cents: int) -> None:
        waiting = self.host.call("list_unmatched_movements", limit=50)
        if waiting:
            movement = waiting[which % len(waiting)]["movement_id"]
            self._with(which, lambda one: self.host.ask(
                "match_movement", movement_id=movement, invoice_id=one["invoice_id"]))

    def credit(self, which: int, cents: int) -> None:
        self._with(which, lambda one: self._credit(one["invoice_id"], text(cents)))

    def credit_rest(self, which: int, _cents: int) -> None:
        self._with(which, lambda one: self._credit(one["invoice_id"], one["net"]["amount"]))

    def _credit(self, invoice_id: str, net: str) -> None:
        self.host.ask("issue_credit_note", invoice_id=invoice_id, net=euro(net), reason="mistake", description="x",
                       on="2026-10-02")

    def write_off(self, which: int, _cents: int) -> None:
        self._with(which, lambda one: self.host.ask(
            "write_off_invoice", invoice_id=one["invoice_id"], reason="bankruptcy", on="2026-10-02"))

    def set_off(self, which: int, _cents: int) -> None:
        self._with(which, lambda one: self.host.ask("settle_from_account", invoice_id=one["invoice_id"],
                                                    on="2026-10-02"))

    def refund(self, which: int, _cents: int) -> None:
        accounts = self.host.call("list_client_accounts")
        if accounts:
            chosen = accounts[which % len(accounts)]
            self.host.ask("refund_client", client_id=chosen["client_id"], amount=chosen["balance"],
                          iban="BE71096123456769", on="2026-10-02")

    def on_account(self, which: int, _cents: int) -> None:
        waiting = self.host.call("list_unmatched_movements", limit=50)
        if waiting:
            self.host.ask("credit_movement", movement_id=waiting[which % len(waiting)]["movement_id"],
                          client_id=self.clients["home"])

    def own(self, which: int, _cents: int) -> None:
        waiting = self.host.call("list_unmatched_movements", limit=50)
        if waiting:
            self.host.ask("book_own_movement", movement_id=waiting[which % len(waiting)]["movement_id"],
                          account="interest_received")

    def undo(self, which: int, _cents: int) -> None:
        """What was placed goes back to suspense, whoever had placed it."""
        placed = self.host.call("list_placements")
        if placed:
            self.host.ask("undo_placement", movement_id=placed[which % len(placed)]["movement_id"], because="wrong",
                          on="2026-10-02")

    def dollars(self, which: int, cents: int) -> None:
        moved = Moved(amount=text(cents), reference=f"E{which}")
        assert self._bank(moved, currency="USD") == "currency_not_ours"

    def wrong_sum(self, which: int, cents: int) -> None:
        moved = Moved(amount=text(cents), reference=f"E{which}")
        assert self._bank(moved, closing=text(self.on_the_bank + cents + 1))


def assert_every_cent_is_somewhere(play: Play) -> None:
    host = play.host
    assert host.faults() == []
    assert host.rows("select coalesce(sum(cents), 0)::bigint as cents from ledger_postings") == [{"cents": 0}]
    assert host.balance("550") == play.on_the_bank
    for series, numbers in _numbers(host).items():
        assert numbers == [f"{series}/{n:06d}" for n in range(1, len(numbers) + 1)]
    for invoice in play.invoices:
        shown = host.call("get_invoice", invoice_id=invoice["invoice_id"])
        cents = {name: int(Decimal(shown[name]["amount"]) * 100)
                 for name in ("total", "paid", "credited", "written_off", "recovered", "open")}
        assert cents["total"] == cents["paid"] + cents["credited"] + cents["written_off"] + cents["open"]
        assert 0 <= cents["recovered"] <= cents["written_off"]
        assert min(cents.values()) >= 0


def assert_nothing_is_kept_from_anybody(play: Play) -> None:
    """What came in is on invoices, to a client's credit or in suspense; turnover is fee, budget or taken back."""
    balance = play.host.balance
    sales = balance("400") + balance("550") + balance("642") + balance("4119") + balance("705") + balance("451")
    assert sales + balance("460") + balance("499") + balance("5802") + balance("751") == 0
    assert balance("6190") + balance("4890") + balance("4895") + balance("7400") + balance("49903") == 0


def _numbers(host: Host) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in host.rows("select series, number from invoices order by series, place"):
        found.setdefault(row["series"], []).append(row["number"])
    return found


def begin(host: Host) -> Play:
    """A play on the database as the one before left it: its clients, and what is on the bank."""
    known = {row["country"]: row["client_id"] for row in host.rows("select country, client_id from clients")}
    clients = {"home": known.get("BE") or host.client(), "abroad": known.get("DE") or host.client(**GERMAN)}
    return Play(host, clients, host.activity(), on_the_bank=host.balance("550"),
                statements=host.rows("select count(*) as count from bank_statements")[0]["count"])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, crash=st.booleans())
def test_whatever_happens_to_clients_money_every_cent_is_somewhere(
    host: Host, steps: list[tuple[str, int, int]], crash: bool,
) -> None:
    play = begin(host)
    play.crash = crash
    for what, which, cents in steps:
        play.step(what, which, cents)
    assert_every_cent_is_somewhere(play)
    assert_nothing_is_kept_from_anybody(play)

