"""Calculators: processes of ours that do the long arithmetic of secret votes, so that nobody's call waits for it.

    CALCULATORS.enable(2)                     # once, where a service starts
    CALCULATORS.blind_sign(key, blinded)      # in one of them; here, where none are enabled (tests, jobs)

Each is a process of its own, started when it is first needed and asked over a socket pair; it ends with the process
that asks it. A key goes there and back in memory alone.
"""

import json
import queue
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from services.governance.ballots.errors import BlindedMessageOutOfRange, SigningFailed
from services.governance.ballots.rules import blind_signatures as blind
from services.governance.ballots.rules.ballots import ballot_of
from services.governance.ballots.use_cases.keys import EXPONENT, PollKeys, new_keys, unseal
from services.governance.ballots.use_cases.sealing import Place, open_choices
from shared.signatures import SigningKey, ed25519_verifies, pss_verifies

ROOT = Path(__file__).resolve().parents[4]
REFUSALS = {refusal.__name__: refusal for refusal in (BlindedMessageOutOfRange, SigningFailed)}


class CalculatorGone(Exception):
    """The process ended in the middle of its work."""


def blind_sign(*, p: str, q: str, blinded: str) -> str:
    """A blind signature under the key of these two primes; all in hexadecimal."""
    key = blind.PrivateKey(p=int(p, 16), q=int(q, 16), e=EXPONENT)
    return blind.blind_sign(key, bytes.fromhex(blinded), mask=secrets.randbelow(key.public.n - 1) + 1).hex()


def sign_blinded(sealed: bytes, poll_id: str, blinded: str) -> str:
    """A blind signature under the encrypted keys of a poll, calculated in one of them."""
    return CALCULATORS.blind_sign(unseal(sealed, poll_id).signing, blinded)


def make_keys(*, bits: int) -> dict[str, str]:
    """Fresh keys of one poll."""
    keys = new_keys(bits)
    return {"p": f"{keys.signing.p:x}", "q": f"{keys.signing.q:x}", "control": keys.control.secret}


def check_ballots(*, modulus: str, exponent: int, ballots: Sequence[str]) -> list[list[bool]]:
    """Of each ballot: whether its credential verifies under the poll's key, and whether its own key signed it."""
    return [[pss_verifies(modulus, exponent, ballot.credential_message, ballot.credential),
             ed25519_verifies(ballot.voter_key, ballot.signed_message, ballot.signature)]
            for ballot in map(ballot_of, ballots)]


def open_ballots(*, secret: str, ballots: Sequence[str]) -> list[tuple[str, ...] | None]:
    """Of each sealed ballot: what was chosen, or nothing where it holds nothing that could be read."""
    return [open_choices(secret, ballot.sealed, Place(digest=ballot.digest, ballot_id=ballot.ballot_id,
                                                      voter_key=ballot.voter_key))
            for ballot in map(ballot_of, ballots)]


TASKS = (blind_sign, make_keys, check_ballots, open_ballots)
WORK: dict[str, Callable[..., Any]] = {task.__name__: task for task in TASKS}


class Calculators:
    """A few processes that calculate, or this one where none are enabled."""

    def __init__(self) -> None:
        self._free: queue.LifoQueue[_Process | None] | None = None

    def enable(self, count: int) -> None:
        """Have up to so many processes of their own calculate from now on."""
        if self._free is None:
            self._free = queue.LifoQueue()
            for _ in range(count):
                self._free.put(None)

    def disable(self) -> None:
        """End the processes that are free; from now on this process calculates."""
        free, self._free = self._free, None
        while free is not None and not free.empty():
            if (one := free.get()) is not None:
                one.end()

    def blind_sign(self, key: blind.PrivateKey, blinded: str) -> str:
        """A blind signature under a key."""
        return str(self.run("blind_sign", p=f"{key.p:x}", q=f"{key.q:x}", blinded=blinded))

    def make_keys(self, bits: int) -> PollKeys:
        """Fresh keys of one poll."""
        made = self.run("make_keys", bits=bits)
        return PollKeys(signing=blind.PrivateKey(p=int(made["p"], 16), q=int(made["q"], 16), e=EXPONENT),
                        control=SigningKey(made["control"]))

    def run(self, task: str, **given: Any) -> Any:
        """What a task of `WORK` gives; its refusals are raised here."""
        free = self._free
        if free is None:
            return WORK[task](**given)
        calculator = free.get() or _Process()
        if calculator.is_gone:
            calculator.end()
            calculator = _Process()
        try:
            answer = calculator.ask(task, given)
        except BaseException:  # whatever it was, the next answer on this line may be somebody else's
            calculator.end()
            free.put(None)
            raise
        free.put(calculator)
        if refusal := answer["refused"]:
            raise REFUSALS[refusal]
        return answer["result"]


class _Process:
    """One calculator, and the socket on which it is asked."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._lines = self._socket.makefile("rb")
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", __name__, str(theirs.fileno())], cwd=ROOT, pass_fds=[theirs.fileno()])
        theirs.close()

    @property
    def is_gone(self) -> bool:
        return self._process.poll() is not None

    def ask(self, task: str, given: dict[str, Any]) -> Any:
        self._socket.sendall(json.dumps([task, given]).encode() + b"\n")
        line = self._lines.readline()
        if not line:
            raise CalculatorGone(task)
        return json.loads(line)

    def end(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._lines.close()
        self._socket.close()
        self._process.wait()


def serve(line: socket.socket) -> None:
    """Calculate what is asked on a socket until it is closed."""
    line.settimeout(None)  # blocking: who asks may run under eventlet, which makes its sockets otherwise
    with line, line.makefile("rb") as questions:
        for question in questions:
            task, given = json.loads(question)
            try:
                answer = {"result": WORK[task](**given), "refused": ""}
            except tuple(REFUSALS.values()) as refusal:
                answer = {"result": None, "refused": type(refusal).__name__}
            line.sendall(json.dumps(answer).encode() + b"\n")


CALCULATORS = Calculators()

if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
