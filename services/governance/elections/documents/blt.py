"""Ballot files in the BLT form (OpenSTV, OpaVote): candidates and seats, rankings with their times, names.

    4 2             four candidates, two seats
    -3              candidate 3 withdrew
    12 1 2 4 0      twelve ballots that rank 1, then 2, then 4
    1 2=3 - 1 0     one that puts 2 and 3 first, skips a rank, and puts 1 third
    0
    "Ana" "Bo" "Che" "Dee" "Board"      (each on a line of its own, or not)
"""

import re
from collections import Counter
from dataclasses import replace

from services.governance.elections.errors import BallotFileBroken, TooManyCandidates
from services.governance.elections.rules.election import MOST_CANDIDATES, SKIPPED, TIED, Election

_NAME = re.compile(r'"([^"]*)"|(\S[^\n]*)')
_COMMENT = re.compile(rb'("[^"]*")|#.*')  # what stands between quotes is a name
_BALLOT = re.compile(rb"[0-9][0-9=\- \t]*")
_MARK_OF_UTF8 = b"\xef\xbb\xbf"


def read_blt(content: bytes, *, seed: str = "") -> Election:
    """An election from a file's content. Refuses a line that cannot be read, by its number."""
    lines = [_COMMENT.sub(rb"\1", line).strip() if b"#" in line else line.strip()
             for line in content.removeprefix(_MARK_OF_UTF8).splitlines() or [b""]]
    begin = _next(lines, 0)
    candidates, seats = _two_numbers(lines, begin)
    if candidates > MOST_CANDIDATES:
        raise TooManyCandidates(limit=MOST_CANDIDATES, candidates=candidates)
    end = _end_of_ballots(lines, begin + 1)
    _assert_no_ballots(lines, end + 1)
    names = _names(b"\n".join(lines[end + 1:]).decode("utf-8", "replace"), candidates)
    withdrawn, ballots = set[int](), Counter[bytes]()
    for line, times in Counter(lines[begin + 1:end]).items():
        if line.startswith(b"-"):
            withdrawn |= _withdrawn(line, candidates, lines)
        elif line:
            weight, ranking = _ballot(line, candidates, lines)
            ballots[ranking] += weight * times
    election = Election(names=names[:-1], seats=seats, ballots=ballots, title=names[-1], seed=seed)
    return replace(election, withdrawn=frozenset(withdrawn))


def _next(lines: list[bytes], start: int) -> int:
    for number in range(start, len(lines)):
        if lines[number]:
            return number
    raise BallotFileBroken(line=len(lines), why="the file ends too soon")


def _two_numbers(lines: list[bytes], number: int) -> tuple[int, int]:
    try:
        candidates, seats = map(int, lines[number].split())
    except ValueError:
        raise BallotFileBroken(line=number + 1, why="it should say how many candidates and seats there are") from None
    if candidates < 1 or seats < 1:
        raise BallotFileBroken(line=number + 1, why="there is at least one candidate and one seat")
    return candidates, seats


def _end_of_ballots(lines: list[bytes], start: int) -> int:
    try:
        return lines.index(b"0", start)
    except ValueError:
        raise BallotFileBroken(line=len(lines), why="no line with 0 ends the ballots") from None


def _assert_no_ballots(lines: list[bytes], start: int) -> None:
    """Refuse ballots behind the line that ends them: they would be read as names, and counted by nobody."""
    for number, line in enumerate(lines[start:], start=start + 1):
        if _BALLOT.fullmatch(line) and line.endswith(b"0"):
            raise BallotFileBroken(line=number, why="a ballot stands behind the line with 0 that ends the ballots")


def _withdrawn(line: bytes, candidates: int, lines: list[bytes]) -> set[int]:
    """Who withdrew: each by their number behind a minus, and nobody who does not stand."""
    words = line.split()
    gone = {int(word[1:]) for word in words if word.startswith(b"-") and word[1:].isdigit()}
    if len(gone) < len(set(words)) or not gone <= set(range(1, candidates + 1)):
        raise BallotFileBroken(line=lines.index(line) + 1,
                               why=f"it should say which of the {candidates} candidates withdrew, each with a minus")
    return gone


def _ballot(line: bytes, candidates: int, lines: list[bytes]) -> tuple[int, bytes]:
    """How many such ballots there are, and their ranking."""
    words = line.split()
    try:
        weight, last = int(words[0]), words[-1]
        ranking = bytes(map(int, words[1:-1])) if _is_plain(line) else _with_ties(words[1:-1])
    except ValueError:
        raise BallotFileBroken(line=lines.index(line) + 1, why="a ballot is whole numbers") from None
    if last != b"0" or len(words) < 2 or weight < 0:  # noqa: PLR2004 - a weight and the closing 0
        raise BallotFileBroken(line=lines.index(line) + 1, why="a ballot begins with its times and ends with 0")
    named = ranking.translate(None, bytes([TIED, SKIPPED])) if not _is_plain(line) else ranking
    if named and (max(named) > candidates or min(named) < 1):
        raise BallotFileBroken(line=lines.index(line) + 1, why=f"there are {candidates} candidates")
    return weight, ranking if len(set(named)) == len(named) else _up_to_the_first_repeated(ranking)


def _is_plain(line: bytes) -> bool:
    return b"=" not in line and b"-" not in line


def _with_ties(words: list[bytes]) -> bytes:
    found = bytearray()
    for word in words:
        numbers = [SKIPPED] if word == b"-" else [int(part) for part in word.split(b"=")]
        if word != b"-" and not TIED < min(numbers) <= max(numbers) <= MOST_CANDIDATES:
            raise ValueError(word)
        for place, number in enumerate(numbers):
            found += bytes([TIED, number] if place else [number])
    return bytes(found)


def _up_to_the_first_repeated(ranking: bytes) -> bytes:
    """A ranking until it names somebody again: what comes after that cannot be meant."""
    seen: set[int] = set()
    for place, number in enumerate(ranking):
        if number in seen and number not in {TIED, SKIPPED}:
            return ranking[:place].rstrip(bytes([TIED, SKIPPED]))
        seen.add(number)
    return ranking


def _names(text: str, candidates: int) -> tuple[str, ...]:
    """The names of the candidates, then the title; numbers where names are missing."""
    found = [quoted or plain.strip() for quoted, plain in _NAME.findall(text)]
    known = [*found[:candidates], *(str(number) for number in range(len(found) + 1, candidates + 1))]
    return (*known, found[candidates] if len(found) > candidates else "")
