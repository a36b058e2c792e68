"""A client of the sandbox is sent an order form today, and finds the link in the mail that they got."""

import os
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

from deploy.local.demo.scenario import weekdays
from deploy.local.demo.stage import Stage, euro
from shared import clock
from shared.errors import Refusal

WHO, CLIENT = "amina", "brewery"
JOB = "import sys; from shared.cli import main; sys.argv = ['sharedco', 'job', {job!r}]; main()"


class NoLinkCame(Refusal):
    """The mail with the link is not in the mailbox."""

    sentence = "No mail with a link came: {words}"


def invite(stage: Stage, ids: dict[str, Any]) -> str:
    """Draft an order of the next weeks, send it, and deliver the mail: the address that its client opens."""
    on = clock.day_of(clock.now(), stage.settings.zone)
    days = weekdays(on + timedelta(days=10), on + timedelta(days=16))[:3]
    member = {"on": on, "by": "member", "who": ids["members"][WHO]}
    drafted = stage.phone.tell(
        "invoicing.draft_order", **member, activity_id=ids["activities"][WHO], client_id=ids["clients"][CLIENT],
        title="Cards for the winter ales", client_reference="VT-CARDS", contract="white_collar", parts=[{
            "description": "Four drawings for a set of cards", "starts_on": days[0].isoformat(),
            "ends_on": days[-1].isoformat(), "days": len(days), "hours": "22.80", "amount": euro("1200.00")}])
    which = {"order_id": drafted["order_id"]}
    if held := stage.phone.tell("invoicing.send_order", **member, **which)["screening"]:
        stage.phone.tell("invoicing.approve_screening", on=on, by="advisor", screening_id=held["screening_id"])
        stage.phone.tell("invoicing.send_order", **member, **which)
    return deliver(stage.settings.variables)


def deliver(variables: Any) -> str:
    """Run the two jobs that print and mail, as the housekeeper does; the address in the last mail of theirs."""
    told = ""
    for job in ("send_order_forms", "deliver_mail"):
        done = subprocess.run([sys.executable, "-c", JOB.format(job=job)], env=os.environ | dict(variables),
                              capture_output=True, text=True, check=False)
        told += done.stdout + done.stderr
    mails = sorted(Path(variables["MAIL_URL"].removeprefix("folder://")).glob("sign-link-*.eml"))
    if not mails:
        raise NoLinkCame(words=told)
    text = message_from_bytes(mails[-1].read_bytes(), policy=SMTP).get_body()
    words = str(text and text.get_content()).split()
    return next(word for word in words if word.startswith(variables["PORTAL_ORIGIN"]))
