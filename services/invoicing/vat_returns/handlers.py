"""VAT returns: methods."""

from datetime import date
from typing import Any

from services.invoicing.vat_returns import reads, schemas, use_cases
from services.invoicing.vat_returns.rules import State, VatReturn
from shared.bus import allow, command, query
from shared.postgres import Tx

BOOKS = allow("accountant", "auditor")


class VatReturnHandlers:
    """What is owed to the State in VAT, period by period."""

    @query(schemas.OfEntity, response=schemas.VatReturnDetail, allow=BOOKS)
    def preview_vat_return(self, tx: Tx, *, entity: str) -> VatReturn:
        """The next return as it would be closed now."""
        return use_cases.preview_vat_return(tx, entity=entity)

    @command(schemas.CloseVatReturn, response=schemas.VatReturnDetail, allow=allow("accountant"))
    def close_vat_return(self, tx: Tx, *, entity: str, refund: bool) -> VatReturn:
        """Close the next period: its documents are declared once for ever, and the return leaves for the State."""
        return use_cases.close_vat_return(tx, entity=entity, refund=refund)

    @command(schemas.RecordVatAnswer, response=schemas.VatReturnState, allow=allow("accountant", "service"))
    def record_vat_answer(
        self, tx: Tx, *, return_id: str, accepted: bool, reference: str, reason: str,
    ) -> dict[str, State]:
        """What the State answered to a return."""
        return {"state": use_cases.record_vat_answer(tx, return_id=return_id, accepted=accepted, reference=reference,
                                                     reason=reason)}

    @command(schemas.GetVatReturn, response=schemas.VatReturnDetail, allow=allow("accountant"))
    def send_vat_return_again(self, tx: Tx, *, return_id: str) -> VatReturn:
        """A refused return leaves once more, with the same figures."""
        return use_cases.send_vat_return_again(tx, return_id=return_id)

    @query(schemas.GetVatReturn, response=schemas.VatReturnDetail, allow=BOOKS)
    def get_vat_return(self, tx: Tx, *, return_id: str) -> VatReturn:
        """One return whole."""
        return reads.get_return(tx, return_id)

    @query(schemas.ListVatReturns, response=schemas.VatReturnDetail, many=True, allow=BOOKS)
    def list_vat_returns(self, tx: Tx, *, entity: str, before: date, limit: int) -> list[VatReturn]:
        """A page of returns, latest period first."""
        return reads.list_returns(tx, entity=entity, before=before, limit=limit)

    @query(schemas.ListGridDocuments, response=schemas.GridDocument, many=True, allow=BOOKS)
    def list_vat_grid_documents(
        self, tx: Tx, *, return_id: str, grid: str, after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """The documents that stand in a grid of a return."""
        return reads.list_grid_documents(tx, return_id=return_id, grid=grid, after=after, limit=limit)

    @command(schemas.FileClientListing, response=schemas.ClientListingFiled, allow=allow("accountant"))
    def file_client_listing(self, tx: Tx, *, entity: str, year: int) -> dict[str, object]:
        """The yearly listing of clients at home liable to VAT leaves for the State."""
        return use_cases.file_client_listing(tx, entity=entity, year=year)
