"""What was withheld for the tax authority: methods."""

from datetime import date

from services.payroll.tax_returns import reads, schemas, use_cases
from services.payroll.tax_returns.rules import WithholdingReturn, YearlyStatement
from shared.bus import allow, command, query
from shared.postgres import Tx

BOOKS, CLERK = allow("payroll_clerk", "accountant", "auditor"), allow("payroll_clerk")


class TaxReturnHandlers:
    """What was withheld, month by month and per worker of a year."""

    @query(schemas.TaxEntity, response=schemas.WithholdingReturnDetail, allow=BOOKS)
    def preview_withholding_return(self, tx: Tx, *, entity: str) -> WithholdingReturn:
        """The next month as it would be closed now."""
        return use_cases.preview_withholding_return(tx, entity=entity)

    @command(schemas.TaxEntity, response=schemas.WithholdingReturnDetail, allow=CLERK)
    def close_withholding_return(self, tx: Tx, *, entity: str) -> WithholdingReturn:
        """Close the next month: what was paid in it is declared once for ever."""
        return use_cases.close_withholding_return(tx, entity=entity)

    @command(schemas.RecordWithholdingAnswer, response=schemas.WithholdingReturnDetail,
             allow=allow("payroll_clerk", "service"))
    def record_withholding_answer(self, tx: Tx, *, return_id: str, reference: str) -> WithholdingReturn:
        """The reference under which the authority took a month's return."""
        return use_cases.record_withholding_answer(tx, return_id=return_id, reference=reference)

    @query(schemas.WithholdingReturnRequest, response=schemas.WithholdingReturnDetail, allow=BOOKS)
    def get_withholding_return(self, tx: Tx, *, return_id: str) -> WithholdingReturn:
        """One month's return, and whether payslips, ledger and return agree."""
        return reads.get_return(tx, return_id)

    @query(schemas.ListWithholdingReturns, response=schemas.WithholdingReturnDetail, many=True, allow=BOOKS)
    def list_withholding_returns(self, tx: Tx, *, entity: str, before: date, limit: int) -> list[WithholdingReturn]:
        """A page of months, the latest first."""
        return reads.list_returns(tx, entity=entity, before=before, limit=limit)

    @command(schemas.TaxYear, response=schemas.TaxYearStated, allow=CLERK)
    def close_tax_year(self, tx: Tx, *, entity: str, year: int) -> dict[str, int]:
        """State what each worker was paid in a calendar year, from its closed months."""
        return {"workers": use_cases.close_tax_year(tx, entity=entity, year=year)}

    @query(schemas.GetYearlyStatement, response=schemas.YearlyPaperDetail,
           allow=allow("payroll_clerk", self_by="member_id"))
    def get_yearly_statement(self, tx: Tx, *, entity: str, year: int, member_id: str) -> dict[str, str]:
        """The worker's paper of a year as PDF, once the job `print_yearly_papers` has made it."""
        found = reads.get_statement(tx, entity=entity, year=year, member_id=member_id)
        return {"number": found.printed_number, "pdf": reads.get_paper(tx, found)}

    @query(schemas.ListYearlyStatements, response=schemas.YearlyStatementDetail, many=True, allow=BOOKS)
    def list_yearly_statements(
        self, tx: Tx, *, entity: str, year: int, after: int, limit: int,
    ) -> list[YearlyStatement]:
        """What each worker was paid in a calendar year."""
        return reads.list_statements(tx, entity=entity, year=year, after=after, limit=limit)

    @query(schemas.TaxYear, response=schemas.YearlyFile, allow=CLERK)
    def preview_yearly_file(self, tx: Tx, *, entity: str, year: int) -> dict[str, str]:
        """The file of a year for the tax authority; refused where its form is not known to us."""
        return {"content": reads.yearly_file(tx, entity=entity, year=year)}
