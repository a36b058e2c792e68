"""The count sheet: every round of a count, as data and as text."""

from fractions import Fraction
from typing import Any

from services.governance.elections.rules.election import Election, ElectionCount, Round


def sheet_of(election: Election, count: ElectionCount, method: str) -> dict[str, Any]:
    """A count as data: candidates by their numbers, votes as decimals or fractions, exactly."""
    return {
        "title": election.title, "method": method, "seats": election.seats, "ballots": election.total,
        "candidates": {str(number): election.names[number - 1] for number in election.candidates},
        "winners": list(count.winners), "vacant": max(0, election.seats - len(count.winners)),
        "lot": {"seed": election.seed, "order": list(election.lot)},
        "rounds": [_round_of(number, one) for number, one in enumerate(count.rounds, start=1)],
    }


def _round_of(number: int, one: Round) -> dict[str, Any]:
    return {
        "round": number, "votes": {str(candidate): spell(votes) for candidate, votes in sorted(one.votes.items())},
        "elected": list(one.elected), "excluded": one.excluded, "non_transferable": spell(one.non_transferable),
        "ties": [{"candidates": list(tie.candidates), "ended_by": tie.ended_by, "taken": tie.taken}
                 for tie in one.ties],
        "note": one.note,
    }


def spell(value: Fraction) -> str:
    """A number exactly: whole, with its decimals, or as a fraction where it has no end."""
    scaled = value * 100_000
    if scaled.denominator != 1:
        return str(value)
    whole, decimals = divmod(int(scaled), 100_000)
    return f"{whole}.{decimals:05d}".rstrip("0").rstrip(".")


def text_of(sheet: dict[str, Any]) -> str:
    """A count for people."""
    names = sheet["candidates"]
    lines = [sheet["title"] or "Election", f"{sheet['ballots']} ballots, {sheet['seats']} seats, {sheet['method']}"]
    for one in sheet["rounds"]:
        votes = ", ".join(f"{names[number]} {figure}" for number, figure in one["votes"].items())
        lines.append(f"Round {one['round']}: " + (f"{votes}; not transferable {one['non_transferable']}" if votes
                                                  else one["note"]))
        lines += [f"  elected: {names[str(number)]}" for number in one["elected"]]
        lines += [f"  excluded: {names[str(one['excluded'])]}"] if one["excluded"] else []
        lines += [f"  tie of {', '.join(names[str(number)] for number in tie['candidates'])}, ended by "
                  f"{tie['ended_by'].replace('_', ' ')}" for tie in one["ties"]]
    lines.append("Elected: " + (", ".join(names[str(number)] for number in sheet["winners"]) or "nobody"))
    return "\n".join(lines)
