"""Austria: VAT rates of its own UStG; numbers, references and papers as in Germany, with which it shares them."""

from services.invoicing.countries.de import GermanInvoicing


class AustrianInvoicing(GermanInvoicing):
    """Austrian law as invoicing asks for it."""

    code = "AT"


LAW = AustrianInvoicing()
