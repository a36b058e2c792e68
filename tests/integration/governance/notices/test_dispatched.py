"""A convening by e-mail and post through the door: what came back is worked off, and the minutes tell the rest."""

from typing import Any

import pytest

from tests.integration.governance.builders import CONVENED, HELD, Host, Refused


def test_a_convening_is_proven_member_by_member_and_minutes_tell_what_lacked(host: Host) -> None:
    ada, bob, cy = sorted(host.admit() for _ in range(3))
    asm = host.convene()["assembly_id"]

    def send(channel: str, *members: str, sent_on: str = CONVENED.isoformat()) -> Any:
        return host.call("record_dispatches", assembly_id=asm, channel=channel, sent_on=sent_on,
                         sent=[{"member_id": one, "proof": f"<{one}@{channel}>"} for one in members])

    assert send("email", ada, bob)["not_sent"] == 1
    assert send("email", ada, bob)["by_email"] == 2  # told twice it is one
    with pytest.raises(Refused) as caught:
        send("post", cy, sent_on=HELD.isoformat())
    assert caught.value.code == "dispatch_not_in_time"
    bounce = {"assembly_id": asm, "member_id": bob, "channel": "email", "bounced_on": CONVENED.isoformat(),
              "reason": "550 no such user"}
    with pytest.raises(Refused) as caught:
        host.call("record_bounce", proof="<another>", **bounce)
    assert caught.value.code == "not_dispatched"
    for _ in range(2):
        host.call("record_bounce", proof=f"<{bob}@email>", **bounce)
    assert host.call("list_unreached", assembly_id=asm) == [{"member_id": bob, "why": "bounced"},
                                                            {"member_id": cy, "why": "not_sent"}]
    host.on = HELD
    late = send("post", bob, sent_on="2026-06-08")
    assert (late["first_day"], late["late"], late["told_later"], late["not_sent"]) == ("2026-06-23", True, 1, 1)
    minutes = host.call("draw_up_minutes", assembly_id=asm, language="en", incidents=[],
                        bureau=[{"name": "Ada", "role": "chair"}])
    assert "The last convening left on 8 June 2026" in minutes["words"]
    assert "did not reach: 1." in minutes["words"]
