"""Clients: methods."""

from services.invoicing.clients import reads, schemas, use_cases
from services.invoicing.clients.rules import Client
from shared.bus import allow, command, query
from shared.postgres import Tx


class ClientHandlers:
    """Companies that order work."""

    @command(schemas.RegisterClient, response=schemas.ClientDetail, allow=allow("advisor", "accountant", "member"))
    def register_client(
        self, tx: Tx, *, kind: str, name: str, country: str, enterprise_number: str, vat_number: str, street: str,
        postcode: str, city: str, email: str, language: str,
    ) -> Client:
        """Register a company that orders work; its numbers must have right check digits."""
        return use_cases.register_client(
            tx, kind=kind, name=name, country=country, enterprise_number=enterprise_number, vat_number=vat_number,
            street=street, postcode=postcode, city=city, email=email, language=language)

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
