"""What is refused about what was withheld for the tax authority."""

from shared.errors import Refusal


class TaxReturnNotKnown(Refusal):
    """The country's form is not known to us: the return is made elsewhere."""

    sentence = "No form of a return of what is withheld is known for {country}."


class MonthClosed(Refusal):
    """Each month is closed once."""

    sentence = "The month was closed already."


class MonthsStillOpen(Refusal):
    """A worker's year is stated when each of its months was closed, so that it adds up to them."""

    sentence = "The months of {year} are closed until {closed_until}: close the others first."


class YearClosed(Refusal):
    """What workers were told of a year stands."""

    sentence = "The year was stated already."


class YearlyPaperNotPrinted(Refusal):
    """The paper is made by the job `print_yearly_papers` after the year was stated, never by a service."""

    sentence = "The year {year} is stated; its papers are being printed. Ask again then."
    named = "paper_not_ready"
    retryable = True


class YearlyFileNotKnown(Refusal):
    """The authority's form of the yearly file is not known to us."""

    sentence = (
        "In which form the authority takes the file of {year} is not known: since income of 2025 its files are of a "
        "new kind whose schema was not obtained. list_yearly_statements has every figure; enter them on its site."
    )
