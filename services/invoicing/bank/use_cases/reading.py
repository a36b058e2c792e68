"""What a bank file says, and whose each reference is, before anything is taken in."""

from functools import partial

from lxml import etree

from services.invoicing.bank.documents.camt import read_camt
from services.invoicing.bank.errors import BankFileNotRead
from services.invoicing.bank.rules import BankStatement
from services.invoicing.countries.protocol import BankFileReader, Law

CAMT = "camt053"


def read_statements(country: Law, file_format: str, content: str) -> list[BankStatement]:
    """Every statement of a file, in its order; or a refusal that quotes nothing of it."""
    readers: dict[str, BankFileReader] = {
        **country.bank_file_readers(), CAMT: partial(read_camt, read_reference=country.read_payment_reference)}
    if file_format not in readers:
        raise BankFileNotRead(file_format=file_format, why="this country has no such format")
    statements = list(readers[file_format](content))
    if not statements:
        raise BankFileNotRead(file_format=file_format, why="it holds no statement")
    return statements


def text_of(content: bytes, *, national: str) -> tuple[str, str]:
    """The text of a bank file and what it looks like: XML in any encoding, else lines in UTF-8 or Latin-1."""
    try:
        safe = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return str(etree.tostring(etree.fromstring(content, safe), encoding="unicode")), CAMT
    except (etree.XMLSyntaxError, ValueError, LookupError):
        pass
    try:
        return content.decode("utf-8-sig"), national
    except UnicodeDecodeError:
        return content.decode("latin-1"), national
