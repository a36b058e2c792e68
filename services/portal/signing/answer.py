"""The client's answer as it was written: to whom it goes, what lacks, what a code came to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.portal.frame.languages import N_
from services.portal.frame.words import DECLINE_REASONS

CODE = re.compile("[0-9]{6}")
_BLANKS = re.compile(r"[\s.-]")
MISSING = {
    "name": N_("Write your name."), "role": N_("Write your role."), "text": N_("Write what should be different."),
    "reason": N_("Choose why you decline."), "code": N_("Write the code from the mail: six digits."),
}
CODE_SHAPE = N_("The code has six digits; it stands in the mail that we sent.")
TICK = N_("Tick this if you may order for your organisation.")
TOO_LONG = N_("This is too long.")
OUTCOMES = {
    "wrong_code": N_("This code is not right. Tries that are left: %(left)s."),
    "code_expired": N_("This code holds no longer: half an hour is over, or a newer one was sent. Have another sent."),
    "locked": N_("This code is not right either: the form is locked now."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfAnswer:
    """A kind of answer: the command that takes it, its fields with the longest text of each, those that may lack."""

    command: str
    fields: Mapping[str, int] = field(default_factory=dict)
    may_lack: frozenset[str] = frozenset()


ACTS = {
    "code": KindOfAnswer(command="invoicing.send_signing_code"),
    "accept": KindOfAnswer(command="invoicing.accept_order_form", fields={"name": 100, "role": 100, "code": 20}),
    "change": KindOfAnswer(command="invoicing.ask_order_change", fields={"name": 100, "text": 1_000}),
    "decline": KindOfAnswer(command="invoicing.decline_order_form", fields={"name": 100, "reason": 20, "note": 1_000},
                   may_lack=frozenset({"note"})),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAnswer:
    """What somebody wrote, and what is wrong with it by field (`accept-name`: two answers may ask for a name)."""

    act: str = ""
    written: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    entitled: bool = False

    def field(self, act: str, name: str) -> str:
        """What stands in a field; nothing in those of another answer."""
        return self.written.get(name, "") if act == self.act else ""

    @property
    def request(self) -> dict[str, Any]:
        """What the command is told."""
        asked: dict[str, Any] = dict(self.written)
        if self.act == "accept":
            return asked | {"code": _BLANKS.sub("", asked["code"]), "entitled": self.entitled}
        return asked


def read_answer(act: str, form: Mapping[str, str]) -> ClientAnswer:
    """The answer as it was sent, looked at before it goes anywhere: a slip of the hand costs no try."""
    written = {name: form.get(name, "").strip() for name in ACTS[act].fields}
    faults = {name: fault for name, text in written.items() if (fault := _fault(act, name, text))}
    entitled = bool(form.get("entitled"))
    if act == "accept" and not entitled:
        faults["entitled"] = TICK
    return ClientAnswer(act=act, written=written, entitled=entitled,
                        errors={f"{act}-{name}": fault for name, fault in faults.items()})


def _fault(act: str, name: str, text: str) -> str:
    if not text:
        return "" if name in ACTS[act].may_lack else MISSING[name]
    if len(text) > ACTS[act].fields[name]:
        return TOO_LONG
    if name == "code" and not CODE.fullmatch(_BLANKS.sub("", text)):
        return CODE_SHAPE
    return MISSING[name] if name == "reason" and text not in DECLINE_REASONS else ""
