"""The client's mailbox: what the jobs have sent there, and what it says that nothing else knows."""

import base64
import json
import re
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from tests.integration.invoicing.driver import Host

PORTAL = "https://portal.example"


class Mailbox:
    """Runs the jobs of the service and reads the mails that came."""

    def __init__(self, host: Host, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.host, self.folder = host, folder
        monkeypatch.setenv("MAIL_URL", f"folder://{folder}")
        monkeypatch.setenv("PORTAL_ORIGIN", PORTAL)

    def fetch(self) -> str:
        """Run the jobs; the closing sentence of the last."""
        jobs = self.host.definition.jobs
        jobs["send_order_forms"].run(self.host.database, self.host.on, lambda _done, _all: None)
        return jobs["deliver_mail"].run(self.host.database, self.host.on, lambda _done, _all: None)

    def mails(self, kind: str) -> list[Any]:
        """The mails of a kind, oldest first."""
        return [message_from_bytes(file.read_bytes(), policy=SMTP)
                for file in sorted(self.folder.glob(f"sign-{kind}-*.eml"))]

    def text(self, kind: str) -> str:
        """What the last mail of a kind says."""
        return str(self.mails(kind)[-1].get_body().get_content())

    def link(self) -> str:
        """The token of the last link."""
        self.fetch()
        return re.findall(rf"{PORTAL}/sign/(\S+)", self.text("link"))[-1]

    def code(self, token: str, digest: str) -> str:
        """A code, asked for and read."""
        client(self.host, "send_signing_code", token=token, digest=digest)
        self.fetch()
        return re.findall(r"^\d{6}(?=\r?$)", self.text("code"), re.MULTILINE)[-1]


def client(host: Host, method: str, **asked: Any) -> Any:
    """What the client does, who has no login."""
    return host.call(method, by=("visitor",), subject="visitor", **asked)


def refused(host: Host, method: str, **asked: Any) -> str:
    """Why the client may not."""
    return str(host.refusal(method, by=("visitor",), subject="visitor", **asked)["exc_type"])


def evidence(file: dict[str, str]) -> dict[str, Any]:
    """The evidence in a file as the service gives it."""
    found: dict[str, Any] = json.loads(base64.b64decode(file["content_base64"]))
    return found
