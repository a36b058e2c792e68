"""The minutes as text, in the language of the records."""

from collections.abc import Sequence

from services.governance.assemblies.rules import SETTLEMENTS, AgendaItem, AssemblyDetail
from services.governance.ballots.rules.papers import CountedPapers
from services.governance.elections.rules.majority import Presence, Rule, Votes
from services.governance.polls.rules.poll import Poll, PollDetail, Result
from services.governance.questions.rules import Question, QuestionState

REASONS = {
    "": "ADOPTED",
    "quorum_not_reached": "NOT ADOPTED: the quorum was not reached",
    "no_votes_cast": "NOT ADOPTED: no vote was cast",
    "majority_not_reached": "NOT ADOPTED: the majority was not reached",
}
ANSWERS = {QuestionState.WAITING: "Left without an answer.", QuestionState.ANSWERED: "Answer: {}",
           QuestionState.REFUSED: "Not answered, because: {}"}


def write_minutes(
    assembly: AssemblyDetail, polls: Sequence[PollDetail], incidents: Sequence[str], questions: Sequence[Question] = (),
) -> str:
    """The minutes. They name no member: the attendance list is a paper of its own (CSA art. 6:76)."""
    lines = [*_head(assembly), ""]
    for item, poll in zip(assembly.agenda, polls, strict=True):
        lines += [*_decision(item, poll), ""]
    if questions:
        lines += ["Questions of members", *(
            line for one in questions for line in (f"- {one.words}", f"  {ANSWERS[one.state].format(one.answer)}")), ""]
    lines += ["Incidents", *(f"- {incident}" for incident in incidents or ["none was reported"]), ""]
    lines += ["Signed by the bureau:", "", "", "Chair                    Secretary                    Teller"]
    return "\n".join(lines)


def _head(assembly: AssemblyDetail) -> list[str]:
    roll = assembly.roll
    call = "first call" if assembly.call == 1 else "second call"
    on_the_roll = [
        f"Roll as of {roll.record_on}: {roll.members} members, of whom {roll.voting_members} may vote.",
        f"Shares: {roll.shares}, of which {roll.voting_shares} count.",
        f"Digest of the roll: {roll.digest}",
    ] if roll else []
    return [
        f"Minutes: {assembly.title}",
        f"Assembly {assembly.assembly_id} ({call}), held on {assembly.held_on}, convened on {assembly.convened_on}.",
        *on_the_roll,
        f"Present or represented: {assembly.present} members.",
        *(f"Document: {document.name} ({document.digest})" for document in assembly.documents),
    ]


def _decision(item: AgendaItem, detail: PollDetail) -> list[str]:
    poll, result = detail.poll, detail.result
    ended = [f"Vote {one.cancelling.poll_id} was cancelled on {one.cancelling.cancelled_on} by two persons: "
             f"{one.cancelling.reason}" for one in detail.cancelled]
    settled = [f"{item.outcome.upper()}: {item.reason}"] if item.outcome in SETTLEMENTS else []
    if result is None:
        undecided = [f"NO RESULT: the vote is {poll.state}", *detail.refusals]
        return [f"{item.place}. {item.title}", item.question, *ended, *(settled or undecided)]
    votes = result.votes
    return [
        f"{item.place}. {item.title}",
        item.question,
        *ended,
        f"Secret vote {poll.poll_id}." if not result.by_hand else "By a show of hands that two tellers counted.",
        f"{votes.votes_for} for, {votes.votes_against} against, {votes.abstentions} abstentions.",
        *explain(poll.paper.rules, result.presence, votes),
        *([] if result.by_hand else _secret(poll, result)),
        REASONS[result.reason],
        *([f"In all colleges together: {item.outcome.upper()}."] if item.college else []),
        *settled,
    ]


def _secret(poll: Poll, result: Result) -> list[str]:
    return [
        f"Credentials issued: {poll.credentials}. Ballots counted: {result.ballots}.",
        *([f"Votes on paper: {_on_paper(result.papers)}."] if result.papers else []),
        f"Digest of the paper: {poll.digest}. Root of the board: {result.root}.",
    ]


def _on_paper(papers: CountedPapers) -> str:
    """What two tellers found in the urn."""
    return (f"{papers.papers} counted ({papers.yes} for, {papers.no} against, {papers.abstain} abstained, "
            f"{papers.blank} blank, {papers.invalid} invalid)")


def explain(rule: Rule, presence: Presence, votes: Votes) -> list[str]:
    """How quorum and majority came out, in whole numbers."""
    needed = "more than" if rule.more_than else "at least"
    quorum = (
        f"at least {rule.quorum_numerator}/{rule.quorum_denominator} of the {presence.entitled} {rule.quorum_base} "
        f"that count; {presence.present} are present or represented"
    )
    majority = (
        f"{needed} {rule.majority_numerator}/{rule.majority_denominator} of the {votes.cast} votes cast, "
        f"abstentions left out; {votes.votes_for} are for"
    )
    return [f"Quorum ({rule.decision}): {quorum if rule.quorum_numerator else 'none is required'}.",
            f"Majority: {majority}."]
