"""Withholding tax by month, and the worker's year (form 281.10): which sums, on which paper."""

from datetime import date

from services.payroll.countries.be.payslip import employer_party, words_in, worker_party
from services.payroll.dues.rules import ReturnPeriod
from services.payroll.tax_returns.errors import YearlyFileNotKnown
from services.payroll.tax_returns.rules import YearlyPaper, YearlyStatement
from shared.money import Money
from shared.papers import Cell, Column, Figures, Paragraphs, PrintedPaper, Table
from shared.parameters import Tables

CODE = "BE"
CODES = ("gross", "onss_employee", "work_bonus_a", "work_bonus_b", "withholding", "special_contribution")
STRONG = ("taxable", "withholding")


class BelgianTaxReturns:
    """The monthly return of withholding tax and the yearly form 281.10."""

    yearly_codes = CODES

    def due_on(self, tables: Tables, period: ReturnPeriod) -> date:
        """The fifteenth of the month after."""
        return period.ends_before.replace(day=tables.integer("withholding_return_day", period.ends_before))

    def yearly_paper(self, paper: YearlyPaper) -> PrintedPaper:
        """The worker's year, as the yearly form has it."""
        return _paper(paper)

    def yearly_file(self, year: int) -> bytes:
        """Refused: the schema of the files of income from 2025 on was not obtained."""
        raise YearlyFileNotKnown(year=str(year))


def form_figures(statement: YearlyStatement) -> dict[str, Money]:
    """What the form asks for, in its order: pay without social security is what is taxed."""
    of = statement.figures
    bonus = of["work_bonus_a"] + of["work_bonus_b"]
    security = of["onss_employee"] - bonus
    return {"gross": of["gross"], "social_security": security, "taxable": of["gross"] - security,
            "withholding": of["withholding"], "special_contribution": of["special_contribution"], "work_bonus": bonus}


def _paper(paper: YearlyPaper) -> PrintedPaper:
    statement, language = paper.statement, paper.worker.language
    words, figures = words_in(language, "yearly"), Figures(language, CODE)
    first, last = figures.short_day(statement.first_on), figures.short_day(statement.last_on)
    paid = f"{first} \N{EN DASH} {last} ({statement.wages} {words['wages']})"
    rows = [("", Cell(words["paid"]), Cell(paid))]
    rows += [(words["boxes"].get(name, ""), Cell(words["items"][name], strong=name in STRONG),
              Cell(amount, strong=name in STRONG)) for name, amount in form_figures(statement).items()]
    title = f"{words['title']} {statement.year}"
    return PrintedPaper(
        language=language, country=CODE, issuer=employer_party(paper.employer, words), title=title,
        number=statement.printed_number, on=statement.closed_on, parties=(worker_party(paper.worker, words),),
        footer=(paper.employer.name,),
        blocks=(Table((Column(words["box"]), Column("", wide=True), Column("", figures=True)), rows),
                Paragraphs([words["note"]], small=True)))
