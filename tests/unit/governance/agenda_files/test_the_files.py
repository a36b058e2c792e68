"""Which file stands for a document of the convening."""

import hashlib

import pytest

from services.governance.agenda_files.errors import FileNotConvened
from services.governance.agenda_files.rules import digest_convened
from services.governance.assemblies.rules import AssemblyDocument


def test_a_file_is_the_document_that_the_convening_named_or_none() -> None:
    digest = hashlib.sha256(b"accounts").hexdigest()
    named = [AssemblyDocument(name="accounts.pdf", digest=digest)]
    assert digest_convened(named, b"accounts", assembly_id="asm_1") == digest
    with pytest.raises(FileNotConvened):
        digest_convened(named, b"other accounts", assembly_id="asm_1")
