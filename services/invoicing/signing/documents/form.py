"""The order form as paper: in the client's language, with its digest, from its frozen content alone."""

from collections.abc import Iterator, Mapping

from services.invoicing.signing.rules import FormLine, FormPart, OrderForm
from shared.money import Money
from shared.papers import (
    Block,
    Cell,
    Column,
    Figures,
    Paragraphs,
    Percent,
    PrintedPaper,
    PrintedParty,
    Sums,
    Table,
    print_paper,
)

Words = Mapping[str, str]


def write_form(form: OrderForm, digest: str, words: Words) -> bytes:
    """The PDF of a form. Same content, same bytes."""
    return print_paper(form_as_paper(form, digest, words))


def form_as_paper(form: OrderForm, digest: str, words: Words) -> PrintedPaper:
    """What the paper shows; the digest lets anybody see that it is the form that was signed."""
    seller = form.seller
    return PrintedPaper(
        language=form.language, country=seller.party.country, title=words["order"], number=form.number,
        on=form.sent_on,
        issuer=PrintedParty(name=seller.party.name, lines=(
            seller.party.street, f"{seller.party.postcode} {seller.party.city}", seller.party.vat_number)),
        addressee=PrintedParty(name=form.client.name, lines=(
            form.client.street, f"{form.client.country}-{form.client.postcode} {form.client.city}",
            form.client.vat_number or form.client.enterprise_number)),
        facts=((words["issued_on"], form.sent_on), (words["form_version"], str(form.version)),
               (words["valid_until"], form.valid_until), (words["reference"], form.client_reference),
               (words["form_title"], form.title)),
        blocks=(_parts(form, words), _sums(form, words), _terms(form, digest, words)),
        footer=(f"{seller.party.name} - {seller.legal_mention}", f"{seller.email} - {seller.website}"))


def _parts(form: OrderForm, words: Words) -> Block:
    figures = Figures(form.language, form.seller.party.country)
    return Table(columns=(Column(words["description"], wide=True), Column(words["net"], figures=True)),
                 rows=[row for part in form.parts for row in _rows(part, figures, words)])


def _rows(part: FormPart, figures: Figures, words: Words) -> Iterator[tuple[Cell, Money | str]]:
    days = dict.fromkeys((figures.spell(part.starts_on), figures.spell(part.ends_on)))
    worked = words["days_and_hours"].format(days=part.days, hours=figures.spell(part.hours))
    yield Cell(part.description, detail=f"{' - '.join(days)}: {worked}"), part.amount
    for line in part.lines if not part.is_lump_sum else ():
        yield Cell("", detail=_line(line, figures, words)), ""


def _line(line: FormLine, figures: Figures, words: Words) -> str:
    """`Rehearsal: 3 days at 250.00 EUR less 10 %`, with what it comes to."""
    less = " - " + figures.spell(Percent(line.discount)) if line.discount else ""
    count = f"{figures.spell(line.quantity.normalize())} {words[line.unit]}"
    price = figures.price(line.unit_price, line.net.currency)
    return f"{line.description}: {count} x {price}{less} = {figures.spell(line.net)}"


def _sums(form: OrderForm, words: Words) -> Block:
    figures = Figures(form.language, form.seller.party.country)
    taxes = [(words["vat_of"].format(rate=figures.spell(Percent(tax.case.rate)), base=figures.spell(tax.base)), tax.vat)
             for tax in form.taxes]
    return Sums(((words["total_net"], form.net), *taxes, (words["form_total"], form.total)))


def _terms(form: OrderForm, digest: str, words: Words) -> Block:
    reasons = [tax.case.exemption_reason for tax in form.taxes if tax.case.exemption_reason]
    return Paragraphs((words["form_terms"].format(days=form.payment_term_days), *reasons, *form.mentions,
                       f"SHA-256 {digest}"), small=True)
