"""The documents of an agenda: the ones that the convening named, said where they are missing, changed by nobody."""

from base64 import b64encode
from hashlib import sha256

import psycopg
import pytest

from tests.builders import as_owner
from tests.integration.governance.builders import HELD, QUESTION, RECORD, Host, refused


def test_members_read_what_the_convening_named_and_nothing_in_its_place(host: Host) -> None:
    content = b"%PDF the accounts"
    digest = sha256(content).hexdigest()
    assembly = host.call("convene_assembly", title="Assembly", held_on=HELD.isoformat(), record_on=RECORD.isoformat(),
                         agenda=[{"title": "Accounts", "question": QUESTION, "decision": "ordinary"}],
                         documents=[{"name": "accounts.pdf", "digest": digest},
                                    {"name": "report.pdf", "digest": "ab" * 32}])
    asm = {"assembly_id": assembly["assembly_id"]}
    assert refused(host, "get_agenda_file", digest=digest, roles=("member",), **asm) == "not_found"
    assert refused(host, "attach_file", content=b64encode(b"other accounts").decode(), **asm) == "file_not_convened"
    attached = host.call("attach_file", content=b64encode(content).decode(), roles=("board",), **asm)
    assert (attached["name"], attached["attached_on"]) == ("accounts.pdf", host.on.isoformat())
    assert refused(host, "attach_file", content=b64encode(content).decode(), **asm) == "file_attached"
    files = host.call("list_agenda_files", roles=("member",), **asm)
    missing = [one["name"] for one in files if one["attached_on"] is None]
    assert (len(files), missing) == (2, ["report.pdf"])
    found = host.call("get_agenda_file", digest=digest, roles=("member",), **asm)
    assert (found["name"], found["content"]) == ("accounts.pdf", b64encode(content).decode())
    with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn, pytest.raises(psycopg.errors.Error):
        conn.execute("update agenda_files set content = 'x'")
