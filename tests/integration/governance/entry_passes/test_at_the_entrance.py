"""Checked in and out by a QR code, and the documents that members read before it."""

from base64 import b64decode
from datetime import timedelta

import pytest

from tests.integration.governance.builders import HELD, Host, Refused, refused


def test_a_pass_checks_its_member_in_and_out_and_the_quorum_follows(host: Host) -> None:
    ada, bob = host.admit(), host.admit()
    assembly = host.convene()
    asm = {"assembly_id": assembly["assembly_id"]}
    host.freeze(assembly)
    lost = host.as_member(ada)("make_entry_pass", member_id=ada, **asm)
    card = host.as_member(ada)("make_entry_pass", member_id=ada, language="de", **asm)
    assert b64decode(card["content"]).startswith(b"%PDF")
    assert card["code"] not in str(host.rows("select t::text from entry_passes t"))
    with pytest.raises(Refused) as caught:
        host.as_member(bob)("make_entry_pass", member_id=ada, **asm)
    assert caught.value.code == "not_allowed"
    assert refused(host, "scan_entry_pass", code=card["code"], **asm) == "pass_not_for_today"
    host.on = HELD
    with pytest.raises(Refused) as caught:
        host.as_member(ada)("scan_entry_pass", code=card["code"], **asm)
    assert caught.value.code == "not_allowed"  # the desk sees who comes
    assert refused(host, "scan_entry_pass", code=lost["code"], **asm) == "pass_unknown"
    assert refused(host, "scan_entry_pass", code="ENTRY1" + "0" * 32, **asm) == "pass_unknown"
    assert refused(host, "scan_entry_pass", code=card["code"], leaves=True, **asm) == "not_present"
    for leaves, there in ((False, 1), (False, 1), (True, 0), (True, 0), (False, 1)):
        found = host.call("scan_entry_pass", code=card["code"], leaves=leaves, **asm)
        assert found == {"member_id": ada, "is_there": not leaves, "members_present": there, "members_entitled": 2}


def test_a_pass_lets_nobody_in_who_is_not_on_the_roll_or_at_another_assembly(host: Host) -> None:
    host.admit()
    assembly, other = host.convene(), host.convene()
    stranger = "mbr_" + "0" * 32
    card = host.call("make_entry_pass", member_id=stranger, assembly_id=assembly["assembly_id"])
    for one in (assembly, other):
        host.freeze(one)
    host.on = HELD
    assert refused(host, "scan_entry_pass", code=card["code"], assembly_id=assembly["assembly_id"]) == "not_on_the_roll"
    assert refused(host, "scan_entry_pass", code=card["code"], assembly_id=other["assembly_id"]) == "pass_unknown"
    host.on = HELD + timedelta(days=1)
    assert refused(host, "scan_entry_pass", code=card["code"], assembly_id=assembly["assembly_id"]) \
        == "pass_not_for_today"
