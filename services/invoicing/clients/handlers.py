"""Clients: methods."""

from typing import Any

from services.invoicing.clients import reads, schemas, use_cases
from services.invoicing.clients.rules import Address, Client, ClientKind, Corrections, Numbers
from services.invoicing.events import ClientStanding
from shared.bus import allow, command, query
from shared.postgres import Tx


class ClientHandlers:
    """Who orders work."""

    @command(schemas.RegisterClient, response=schemas.ClientDetail, allow=allow("advisor", "accountant", "member"))
    def register_client(
        self, tx: Tx, *, kind: str, name: str, country: str, enterprise_number: str, vat_number: str, street: str,
        postcode: str, city: str, email: str, language: str,
    ) -> Client:
        """Register who orders work; a company's numbers must have right check digits."""
        return use_cases.register_client(
            tx, kind=ClientKind(kind), name=name, email=email, language=language,
            numbers=Numbers(enterprise_number=enterprise_number, vat_number=vat_number),
            address=Address(street=street, postcode=postcode, city=city, country=country))

    @command(schemas.CorrectClient, response=schemas.ClientDetail, allow=allow("advisor", "accountant"))
    def correct_client(
        self, tx: Tx, *, client_id: str, kind: str | None, name: str | None, country: str | None,
        enterprise_number: str | None, vat_number: str | None, street: str | None, postcode: str | None,
        city: str | None, email: str | None, language: str | None,
    ) -> Client:
        """Put right what is known of a client; issued papers keep what they were issued with."""
        corrections = Corrections(
            kind=ClientKind(kind) if kind else None, name=name, country=country, enterprise_number=enterprise_number,
            vat_number=vat_number, street=street, postcode=postcode, city=city, email=email, language=language)
        return use_cases.correct_client(tx, client_id=client_id, corrections=corrections)

    @query(schemas.ListClientVersions, response=schemas.ClientVersion, many=True,
           allow=allow("advisor", "accountant", "auditor"))
    def list_client_versions(self, tx: Tx, *, client_id: str) -> list[dict[str, Any]]:
        """What was known of a client, version by version."""
        return reads.list_client_versions(tx, client_id=client_id)

    @command(schemas.ChangeClientStanding, response=schemas.ClientDetail, allow=allow("advisor", "accountant"))
    def change_client_standing(self, tx: Tx, *, client_id: str, standing: str, reason: str) -> Client:
        """Trust a client fully, only for what is paid first, or not at all."""
        return use_cases.change_client_standing(tx, client_id=client_id, standing=ClientStanding(standing),
                                                reason=reason)

    @query(schemas.ListStandingChanges, response=schemas.StandingChange, many=True,
           allow=allow("advisor", "accountant", "auditor"))
    def list_standing_changes(self, tx: Tx, *, client_id: str) -> list[dict[str, Any]]:
        """How far a client was trusted, change by change, and why."""
        return reads.list_standing_changes(tx, client_id=client_id)

    @query(schemas.ListSimilarClients, response=schemas.SimilarClient, many=True,
           allow=allow("advisor", "accountant", "member"))
    def list_similar_clients(self, tx: Tx, *, name: str) -> list[Client]:
        """Clients whose name holds what was typed, offered before another is registered."""
        return reads.list_similar_clients(tx, name=name)

    @query(schemas.GetClient, response=schemas.ClientDetail,
           allow=allow("advisor", "accountant", "auditor", self_by=reads.whoever_knows_client))
    def get_client(self, tx: Tx, *, client_id: str) -> Client:
        """One client, for those who work for them."""
        return reads.get_client(tx, client_id=client_id)

    @query(schemas.ListClients, response=schemas.ClientDetail, allow=allow("advisor", "accountant", "auditor"),
           many=True)
    def list_clients(self, tx: Tx, *, after: str, limit: int) -> list[Client]:
        """A page of clients."""
        return reads.list_clients(tx, after=after, limit=limit)
