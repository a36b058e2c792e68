"""Letters that remind a client, in their language; the same facts give the same bytes."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.invoicing.clients.rules import Client
from services.invoicing.invoices.rules.invoice import Seller
from services.invoicing.reminders.rules import Asked, StepName
from shared.money import Money, total
from shared.papers import (
    Column,
    Facts,
    Figures,
    Paragraphs,
    Percent,
    PrintedPaper,
    PrintedParty,
    Sums,
    Table,
    print_paper,
    spaced,
)

Words = Mapping[str, str]


def write_letter(
    step: StepName, seller: Seller, client: Client, asked: Sequence[Asked], words: Words, *, on: date, number: str,
) -> bytes:
    """The letter about all invoices of a client for which a step is due on a day."""
    figures, currency = Figures(client.language, seller.party.country), asked[0].whole.currency
    sources = sorted({line.source for one in asked for line in one.lines})
    return print_paper(PrintedPaper(
        language=client.language, country=seller.party.country, title=words[step], number=number, on=on,
        issuer=PrintedParty(name=seller.party.name, lines=(
            seller.party.street, f"{seller.party.postcode} {seller.party.city}", seller.party.vat_number)),
        addressee=PrintedParty(name=client.name, lines=(
            client.address.street, f"{client.country}-{client.address.postcode} {client.address.city}")),
        blocks=(
            Paragraphs((words[f"{step}_text"].format(seller=seller.party.name),)),
            Table(columns=(Column(words["invoice"], wide=True), Column(words["due_on"]), Column(words["still_open"],
                                                                                                figures=True)),
                  rows=[(one.late.number, figures.spell(one.late.due_on), one.late.open) for one in asked]),
            Sums(_sums(asked, words, figures, currency)),
            Facts(((words["account"], spaced(seller.iban)),
                   (words["communication"], ", ".join(one.late.number for one in asked))), boxed=True),
            Paragraphs((words["crossed"], *sources), small=True)),
        footer=(f"{seller.party.name} - {seller.legal_mention}", f"{seller.email} - {seller.website}")))


def _sums(asked: Sequence[Asked], words: Words, figures: Figures, currency: str) -> Sequence[tuple[str, Money]]:
    """What is open, the interest of each rate, the lump sums, and all of it."""
    rows = [(words["still_open"], total((one.late.open for one in asked), currency))]
    for rate in sorted({line.rate for one in asked for line in one.lines}):
        amount = total((line.amount for one in asked for line in one.lines if line.rate == rate), currency)
        rows.append((words["late_interest"].format(rate=figures.spell(Percent(rate))), amount))
    lump = total((one.lump_sum for one in asked), currency)
    rows += [(words["late_lump_sum"], lump)] if lump else []
    return [*rows, (words["total"], total((one.whole for one in asked), currency))]
