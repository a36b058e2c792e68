"""Documents as files."""

from services.invoicing.papers.rules import NamedFile


def test_a_file_crosses_the_wire_in_base64() -> None:
    assert NamedFile(name="a.xml", media_type="application/xml", content=b"<a/>").content_base64 == "PGEvPg=="
