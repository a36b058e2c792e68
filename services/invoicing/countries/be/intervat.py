"""The files of Intervat, version 0.9: periodic return, intra-Community listing, client listing."""

from collections.abc import Sequence

from lxml import etree

from services.invoicing.vat_returns.rules import ListedClient, Period, VatReturn
from shared.money import Money, total
from shared.parameters import Row

NAMESPACE = "http://www.minfin.fgov.be/{}"
COMMON = NAMESPACE.format("InputCommon")
SERVICES = "S"  # the code of services in the intra-Community listing
CURRENCY = "EUR"


def periodic_return(seller: Row, of: VatReturn, *, nothing_to_list: bool) -> bytes:
    """The return of one period; one of grids 71 and 72 stands in it always, 71 with 0.00 where nothing is due."""
    form = _Form("VATConsignment")
    root = form.root(VATDeclarationsNbr="1")
    declaration = form.add(root, "VATDeclaration", SequenceNumber="1")
    _declarant(form, declaration, seller)
    _period(form, declaration, of.period)
    data = form.add(declaration, "Data")
    due = {"72" if of.balance.cents < 0 else "71": abs(of.balance)}
    for grid, amount in sorted({**of.grids, **due}.items()):
        form.add(data, "Amount", _figure(amount), GridNumber=str(int(grid)))
    form.add(declaration, "ClientListingNihil", "YES" if nothing_to_list else "NO")
    form.add(declaration, "Ask", Restitution="YES" if of.refund else "NO", Payment="NO")
    return _written(root)


def intra_community_listing(seller: Row, period: Period, clients: Sequence[ListedClient]) -> bytes:
    """What was sold in services to each client liable in another member state."""
    form = _Form("IntraConsignment")
    root = form.root(IntraListingsNbr="1")
    listing = form.add(root, "IntraListing", SequenceNumber="1", ClientsNbr=str(len(clients)),
                       AmountSum=_figure(total((one.base for one in clients), CURRENCY)))
    _declarant(form, listing, seller)
    _period(form, listing, period)
    for place, one in enumerate(clients, start=1):
        client = form.add(listing, "IntraClient", SequenceNumber=str(place))
        form.add(client, "CompanyVATNumber", one.vat_number[2:], issuedBy=one.vat_number[:2])
        form.add(client, "Code", SERVICES)
        form.add(client, "Amount", _figure(one.base))
    return _written(root)


def client_listing(seller: Row, year: int, clients: Sequence[ListedClient]) -> bytes:
    """Turnover and tax of each Belgian client liable to VAT in a calendar year."""
    form = _Form("ClientListingConsignment")
    root = form.root(ClientListingsNbr="1")
    listing = form.add(
        root, "ClientListing", SequenceNumber="1", ClientsNbr=str(len(clients)),
        TurnOverSum=_figure(total((one.base for one in clients), CURRENCY)),
        VATAmountSum=_figure(total((one.vat for one in clients), CURRENCY)))
    _declarant(form, listing, seller)
    form.add(listing, "Period", str(year))
    for place, one in enumerate(clients, start=1):
        client = form.add(listing, "Client", SequenceNumber=str(place))
        form.add(client, "CompanyVATNumber", one.vat_number[2:], issuedBy=one.vat_number[:2])
        form.add(client, "TurnOver", _figure(one.base))
        form.add(client, "VATAmount", _figure(one.vat))
    return _written(root)


class _Form:
    """One kind of file: its elements stand in a namespace of their own."""

    def __init__(self, name: str) -> None:
        self.name, self.namespace = name, NAMESPACE.format(name)

    def root(self, **attributes: str) -> etree._Element:
        return etree.Element(f"{{{self.namespace}}}{self.name}", attributes, {"form": self.namespace, "common": COMMON})

    def add(
        self, parent: etree._Element, name: str, text: str | None = None, *, namespace: str = "", **attributes: str,
    ) -> etree._Element:
        child = etree.SubElement(parent, f"{{{namespace or self.namespace}}}{name}", attributes)
        child.text = text
        return child


def _declarant(form: _Form, parent: etree._Element, seller: Row) -> None:
    declarant = form.add(parent, "Declarant")
    facts = {"VATNumber": seller["enterprise_number"], "Name": seller["name"], "Street": seller["street"],
             "PostCode": seller["postcode"], "City": seller["city"], "CountryCode": seller["country"]}
    for name, text in facts.items():
        form.add(declarant, name, text, namespace=COMMON)


def _period(form: _Form, parent: etree._Element, period: Period) -> None:
    written, first = form.add(parent, "Period"), period.starts_on.month
    if period.is_month:
        form.add(written, "Month", str(first))
    else:
        form.add(written, "Quarter", str(first // 3 + 1))
    form.add(written, "Year", str(period.starts_on.year))


def _figure(amount: Money) -> str:
    return str(amount.amount)


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
