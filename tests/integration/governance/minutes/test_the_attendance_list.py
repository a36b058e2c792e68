"""The attendance list that is annexed to the minutes: who took part, how, represented by whom, without a vote."""

from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.integration.governance.builders import CONVENED, HELD, Host, refused


def words(host: Host, assembly: dict[str, Any], language: str, called: dict[str, str]) -> str:
    paper = host.call("get_attendance_paper", subject="mbr_1", roles=("member",), language=language,
                      assembly_id=assembly["assembly_id"],
                      called=[{"member_id": member, "called": name} for member, name in called.items()])
    pages = PdfReader(BytesIO(b64decode(paper["content"]))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(("language", "how"), [
    ("fr", ("en personne", "représenté", "par 12 Ada", "sans vote")),
    ("nl", ("persoonlijk", "vertegenwoordigd", "door 12 Ada", "zonder stem")),
    ("en", ("in person", "represented", "by 12 Ada", "no vote")),
    ("de", ("persönlich", "vertreten", "durch 12 Ada", "ohne Stimme")),
])
def test_the_list_says_who_took_part_and_how_and_leaves_out_who_did_not(
    host: Host, language: str, how: tuple[str, ...],
) -> None:
    ada, bob, cy, dee = [host.admit() for _ in range(4)]
    host.hear("standing_changed", member_id=cy, voting=False, suspended_shares=1, effective_on=CONVENED.isoformat())
    assembly = host.convene()
    host.call("give_proxy", assembly_id=assembly["assembly_id"], principal_id=bob, holder_id=ada,
              document_digest="ab" * 32)
    assert refused(host, "get_attendance_paper", assembly_id=assembly["assembly_id"]) == "roll_not_frozen"
    host.freeze(assembly)
    host.on = HELD
    for member in (ada, cy):
        host.call("register_attendance", assembly_id=assembly["assembly_id"], member_id=member, manner="in_person")
    host.call("register_departure", assembly_id=assembly["assembly_id"], member_id=cy)  # who left was there
    minutes = host.call("draw_up_minutes", assembly_id=assembly["assembly_id"], incidents=[])["words"]
    assert "Present or represented: 3 members." in minutes
    text = words(host, assembly, language, {ada: "12 Ada", bob: "34 Bob", cy: "56 Cy", dee: "78 Dee"})
    assert [name in text for name in ("12 Ada", "34 Bob", "56 Cy", "78 Dee")] == [True, True, True, False]
    assert [one for one in how if one not in text] == []
