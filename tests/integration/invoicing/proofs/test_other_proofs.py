"""A signed proof that came another way, approved by a second person."""

import base64

from tests.integration.invoicing.driver import MEMBER, Host

PDF = base64.b64encode(b"%PDF-1.7 signed").decode()


def test_another_proof_counts_once_a_second_person_has_approved_it(host: Host) -> None:
    order_id = host.order(signed=False)
    asked = {"order_id": order_id, "signed_by": "A. Lambert", "signed_on": "2026-09-01",
             "media_type": "application/pdf", "content_base64": PDF}
    proof = {"proof_id": host.call("upload_signed_proof", by=("member",), subject=MEMBER, **asked)["proof_id"]}
    assert host.refusal("approve_signed_proof", subject=MEMBER, by=("member", "advisor"), **proof)["exc_type"] == (
        "second_person_decides")
    assert host.call("refuse_signed_proof", reason="Unreadable", **proof)["state"] == "sent"
    assert host.refusal("approve_signed_proof", **proof)["exc_type"] == "proof_not_open"
    second = {"proof_id": host.call("upload_signed_proof", subject="advisor-1", **asked)["proof_id"]}
    assert host.refusal("approve_signed_proof", subject="advisor-1", **second)["exc_type"] == "second_person_decides"
    assert host.call("approve_signed_proof", subject="advisor-2", **second)["state"] == "signed"
    (told,) = host.published("order_signed")
    assert told["signed_how"] == "proof"
    assert [(one["state"], one["reason"]) for one in host.call("list_signed_proofs")] == [
        ("refused", "Unreadable"), ("approved", "")]
    assert host.call("get_signed_proof", **second)["content_base64"] == PDF
    assert host.refusal("upload_signed_proof", **asked)["exc_type"] == "order_not_in_state"


def test_a_proof_is_a_document_that_people_can_look_at(host: Host) -> None:
    asked = {"order_id": host.order(signed=False), "signed_by": "A", "signed_on": "2026-09-01",
             "media_type": "image/png", "content_base64": PDF}
    assert host.refusal("upload_signed_proof", **asked)["exc_type"] == "proof_not_readable"
    assert host.refusal("upload_signed_proof", **{**asked, "content_base64": "!"})["exc_type"] == "shape_not_met"
    assert host.refusal("upload_signed_proof", **{**asked, "media_type": "application/pdf",
                                                  "signed_on": "2026-09-02"})["exc_type"] == "signed_in_the_future"
