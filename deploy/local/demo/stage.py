"""The stage: what every chapter is handed, and what the story has brought forth so far."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from deploy.local.demo.bank import Bank, Movement
from deploy.local.demo.narrator import Narrator
from deploy.local.demo.phone import Phone
from deploy.local.demo.scenario import Scenario
from services.governance.ballots.use_cases.sealing import NewSealingKey
from services.governance.voting.store import Notes, NotesInMemory
from shared.cli.working import find_job
from shared.settings import Settings


@dataclass(slots=True)
class Life:
    """What the services have answered so far, by the scenario's keys."""

    members: dict[str, str] = field(default_factory=dict)
    calls: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, str] = field(default_factory=dict)
    activities: dict[str, str] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, Any] = field(default_factory=dict)
    invoices: dict[str, Any] = field(default_factory=dict)
    wages: dict[str, Any] = field(default_factory=dict)
    claim: dict[str, Any] = field(default_factory=dict)
    assembly: dict[str, Any] = field(default_factory=dict)
    poll: dict[str, Any] = field(default_factory=dict)
    partner_votes: dict[str, str] = field(default_factory=dict)
    sealing: NewSealingKey | None = None
    voters_notes: dict[str, Notes] = field(default_factory=dict)

    def notes_of(self, member_id: str) -> Notes:
        """What a voter keeps on their own device."""
        return self.voters_notes.setdefault(member_id, NotesInMemory())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A phone to the services, a narrator, the scenario, the bank, and the life so far."""

    phone: Phone
    narrator: Narrator
    scenario: Scenario
    settings: Settings
    folder: Path
    bank: Bank
    life: Life = field(default_factory=Life)

    def name(self, member: str) -> str:
        """The given name of one of the people."""
        return str(self.scenario.members[member]["registration"]["given_name"])

    def client_name(self, client: str) -> str:
        """The name of a client."""
        return str(self.scenario.clients[client]["registration"]["name"])

    def run_job(self, name: str, on: date) -> str:
        """Run a service's long work for a day, as the scheduler does; its closing sentence."""
        definition, job = find_job(name)
        database = definition.database(self.settings.database_url(definition.name), self.settings.country).open()
        try:
            return job.run(database, on, lambda _done, _all: None)
        finally:
            database.close()

    def keep(self, room: str, name: str, content: bytes) -> Path:
        """Keep a document that a service handed out beside those that it sent."""
        file = self.folder / room / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    def bring_statement(self, on: date, movements: list[Movement]) -> dict[str, Any]:
        """The bank's file of a day goes to invoicing, which tells the others what is theirs."""
        content = self.bank.statement(on, movements)
        taken: dict[str, Any] = self.phone.tell("invoicing.ingest_bank_statement", on=on, by="bank",
                                                file_format="camt053", content=content)
        return taken


def plain(value: Any) -> Any:
    """A row of the scenario as it goes over the wire: days as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def euro(amount: str) -> dict[str, str]:
    """An amount as it goes over the wire."""
    return {"amount": amount, "currency": "EUR"}
