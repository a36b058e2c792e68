"""The board of directors: nine seats in three colleges, a third renewed a year; who sits on which day, and why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.governance.board_meetings import rules
from services.governance.board_meetings.errors import BoardTooFew, MeetingInFuture, VotesTooMany
from services.governance.board_meetings.rules import Decision, Interest, Meeting
from services.governance.directors.errors import (
    CallOutOfTime,
    CandidateNotPut,
    ElectionUndecided,
    NotInOffice,
    ResignedBefore,
    SeatTaken,
    SeedNeeded,
)
from services.governance.directors.rules import co_optation, election, mandates
from services.governance.directors.rules.co_optation import CoOptation
from services.governance.directors.rules.election import BoardCall, Candidacy, Voted
from services.governance.directors.rules.mandates import Deciding, Mandate, Origin, Verdict
from services.governance.directors.rules.motions import LANGUAGES, Motion, Person, questions_of
from services.governance.directors.rules.statute import BoardStatute, College, Seat
from services.governance.events import MandateEndReason

DAY, NEXT = date(2026, 6, 20), date(2027, 6, 19)
SEED = "Lotto of 1 June 2026: 3 11 19 24 38 41"
STATUTE = BoardStatute(
    colleges=[College(name="users", seats=3), College(name="team", seats=3),
              College(name="partners", seats=3, reserved=1, reserved_for="legal_person")],
    term_years=3, first_renewal=2026, least=3, quorum_numerator=1, quorum_denominator=2, call_days=14)
CALL = BoardCall(call_id="bcl_1", called_on=date(2026, 4, 1), closes_on=date(2026, 5, 29),
                 seed_digest=election.digest_of_seed(SEED), after=date(2025, 5, 28))
NOTHING = Deciding(days=[], verdicts={}, elections=())


def person(name: str, representative: str = "") -> Person:
    return Person(member_id=f"mbr_{name}", name=name, representative=representative)


def candidate(name: str, college: str = "users", representative: str = "", on: date = date(2026, 5, 1)) -> Candidacy:
    return Candidacy(candidacy_id=f"cdd_{name}", person=person(name, representative), college=college, traits=(),
                     statements=(("en", "Me."),), stood_on=on)


def voted(one: Candidacy, votes: int, against: int = 0, verdict: Verdict | None = Verdict.YES) -> Voted:
    return Voted(candidacy=one, verdict=verdict, votes_for=votes, votes_against=against, resolution_id="rsl_1")


def mandate(name: str, number: int = 1, *, starts_on: date = DAY, origin: Origin = Origin.ELECTED) -> Mandate:
    seat = Seat(college="users", number=number)
    return Mandate(mandate_id=f"mdt_{name}", seat=seat, person=person(name), starts_on=starts_on, origin=origin,
                   renewed_in=STATUTE.renewed_in(seat, year=starts_on.year + 1))


def verdicts_on(one: Mandate, motion: Motion, *verdicts: tuple[date, Verdict]) -> Deciding:
    """Assemblies that said this, day by day, to the Dutch question."""
    return Deciding(days=[day for day, _ in verdicts], elections=(),
                    verdicts={(day, one.asked(motion)[2]): verdict for day, verdict in verdicts})


def sits(one: Mandate, deciding: Deciding, day: date) -> bool:
    return one in mandates.seated(mandates.board_on(STATUTE, [one], deciding, on=day))


def test_nine_seats_three_colleges_a_third_renewed_each_year_and_a_reserved_seat_that_nobody_may_fill() -> None:
    standing = [voted(candidate(f"{college}{n}", college), 40 - n) for college in ("users", "team", "partners")
                for n in range(4)]
    found = election.elect(STATUTE, CALL, standing, vacant=list(STATUTE.seats), barred=(), seed="", on=DAY)
    who = {(one.seat.college, one.seat.number): one.candidacy and one.candidacy.person.name for one in found}
    assert who["partners", 3] is None  # four stand, none of them is a legal person
    assert [who["users", number] for number in (1, 2, 3)] == ["users0", "users2", "users1"]  # the longest to the first
    assert sorted(one.renewed_in for one in found if one.seat.college == "users") == [2027, 2028, 2029]
    a_company = voted(candidate("company", "partners", representative="Ada"), 1)
    again = election.elect(STATUTE, CALL, [a_company], vacant=[Seat(college="partners", number=3,
                                                                     reserved_for="legal_person")],
                           barred=(), seed="", on=DAY)
    assert again[0].candidacy == a_company.candidacy


def test_who_sits_already_was_not_adopted_or_stands_elsewhere_gets_no_seat_and_nobody_gets_two() -> None:
    ada, bob = candidate("ada"), candidate("bob")
    votes = [voted(ada, 9), voted(replace(ada, candidacy_id="cdd_twice"), 8), voted(bob, 7),
             voted(candidate("no"), 6, verdict=Verdict.NO), voted(candidate("other", "team"), 5)]
    seats = [Seat(college="users", number=1), Seat(college="users", number=2), Seat(college="users", number=3)]
    found = election.elect(STATUTE, CALL, votes, vacant=seats, barred={"mbr_bob"}, seed=SEED, on=DAY)
    assert [one.candidacy and one.candidacy.person.name for one in found] == ["ada", None, None]


def test_equal_candidates_wait_for_the_seed_of_the_call_and_anybody_draws_it_again() -> None:
    votes = [voted(candidate(name), 5) for name in ("ada", "bob", "cy")]
    seats = [Seat(college="users", number=1)]
    for seed in ("", "another"):
        with pytest.raises(SeedNeeded):
            election.elect(STATUTE, CALL, votes, vacant=seats, barred=(), seed=seed, on=DAY)
    for order in (votes, votes[::-1]):
        found = election.elect(STATUTE, CALL, order, vacant=seats, barred=(), seed=SEED, on=DAY)
        assert found[0].candidacy == election.order_of(CALL, [one.candidacy for one in votes], seed=SEED)[0]


def test_a_late_candidacy_is_kept_for_the_next_year_and_one_in_time_cannot_be_left_off_the_agenda() -> None:
    later = replace(CALL, call_id="bcl_2", after=CALL.closes_on, closes_on=date(2027, 5, 28))
    for days, now in ((0, True), (1, False)):
        one = candidate("ada", on=CALL.closes_on + timedelta(days=days))
        assert (CALL.takes(one), later.takes(one)) == (now, not now)
    with pytest.raises(CandidateNotPut):
        election.assert_all_put([voted(candidate("ada"), 0, verdict=None)], assembly_id="asm_1")
    with pytest.raises(ElectionUndecided):
        election.assert_all_put([voted(candidate("ada"), 0, verdict=Verdict.OPEN)], assembly_id="asm_1")


def test_a_call_leaves_time_to_stand_and_none_keeps_the_next_one_waiting_for_ever() -> None:
    for days in (14, 366):
        election.assert_leaves_time(DAY + timedelta(days=days), declared=None, call_days=14, on=DAY)
    for days in (13, 367):
        with pytest.raises(CallOutOfTime):
            election.assert_leaves_time(DAY + timedelta(days=days), declared=None, call_days=14, on=DAY)
    election.assert_leaves_time(NEXT, declared=NEXT - timedelta(days=1), call_days=14, on=DAY)
    with pytest.raises(CallOutOfTime):
        election.assert_leaves_time(NEXT, declared=NEXT, call_days=14, on=DAY)


def test_a_question_names_one_person_and_one_candidacy_in_four_languages() -> None:
    one = questions_of(Motion.ELECT, person("ada"), college="users", about="cdd_1")
    assert len(set(one)) == len(LANGUAGES)
    for other in (questions_of(Motion.ELECT, person("ada"), college="users", about="cdd_2"),
                  questions_of(Motion.CONFIRM, person("ada"), college="users", about="cdd_1"),
                  questions_of(Motion.ELECT, person("bob"), college="users", about="cdd_1")):
        assert not set(one) & set(other)


def test_a_term_ends_with_the_election_of_its_year_or_else_with_that_year() -> None:
    one = mandate("ada")  # seat 1, renewed in 2029
    election_day = replace(NOTHING, elections=frozenset({date(2027, 6, 19), date(2029, 6, 20)}))
    assert mandates.end_of(one, election_day).on == date(2029, 6, 20)
    assert mandates.end_of(one, NOTHING).on == date(2030, 1, 1)
    assert [sits(one, NOTHING, day) for day in (DAY - timedelta(days=1), DAY, date(2029, 12, 31), date(2030, 1, 1))] \
        == [False, True, True, False]


@pytest.mark.parametrize(("verdicts", "last"), [
    ([(NEXT, Verdict.YES)], date(2028, 12, 31)), ([(NEXT, Verdict.NO)], NEXT - timedelta(days=1)),
    ([(NEXT, Verdict.OPEN)], date(2028, 12, 31)),  # while its vote is open
    ([(NEXT, Verdict.OPEN), (date(2028, 6, 1), Verdict.NO)], date(2028, 5, 31)),
    ([(DAY, Verdict.NO), (NEXT, Verdict.YES)], date(2028, 12, 31)),  # an assembly of the day itself is not the next one
])
def test_a_co_optation_holds_until_the_next_assembly_and_beyond_it_where_that_confirmed_it(
    verdicts: list[tuple[date, Verdict]], last: date,
) -> None:
    one = mandate("ada", 3, origin=Origin.CO_OPTED)  # seat 3, renewed in 2028
    deciding = verdicts_on(one, Motion.CONFIRM, *verdicts)
    assert [sits(one, deciding, last), sits(one, deciding, last + timedelta(days=1))] == [True, False]
    forgotten = replace(deciding, verdicts={})  # a secretary who leaves it off the agenda keeps nobody
    assert sits(one, forgotten, NEXT) is False


def test_only_the_motion_that_names_the_mandate_dismisses_and_a_director_resigns_for_the_future() -> None:
    one, other = mandate("ada"), mandate("bob", 2)
    deciding = verdicts_on(one, Motion.DISMISS, (NEXT, Verdict.YES))
    assert mandates.end_of(one, deciding) == mandates.End(on=NEXT, reason=MandateEndReason.DISMISSED)
    assert mandates.end_of(other, deciding).reason == MandateEndReason.TERM
    end = mandates.end_of(one, NOTHING)
    assert mandates.resign(one, end, from_on=NEXT, on=NEXT) == NEXT
    for from_on in (NEXT - timedelta(days=1), end.on):
        with pytest.raises(ResignedBefore):
            mandates.resign(one, end, from_on=from_on, on=NEXT)


BOARD = mandates.board_on(STATUTE, [mandate(name, n) for n, name in enumerate(("ada", "bob", "cy"), start=1)], NOTHING,
                          on=DAY)
PRESENT = ("mdt_ada", "mdt_bob")
HELD = Meeting(meeting_id="bmt_1", held_on=DAY, noted_on=DAY, noted_by="secretary", present=PRESENT)
PLAIN = Decision(title="Lease", words="The lease is signed.", matter="Lease of rue Haute", votes_for=2, votes_against=0,
                 abstentions=0)


def noted(meeting: Meeting, *interests: Interest) -> None:
    rules.assert_may_note(meeting, co_optation.sitting(BOARD, STATUTE, on=DAY), interests)


def test_a_meeting_needs_its_quorum_its_day_and_directors() -> None:
    noted(replace(HELD, decisions=[PLAIN]))
    with pytest.raises(BoardTooFew):
        noted(replace(HELD, present=("mdt_ada",)))
    with pytest.raises(MeetingInFuture):
        noted(replace(HELD, noted_on=DAY - timedelta(days=1)))
    with pytest.raises(NotInOffice):
        noted(replace(HELD, present=(*PRESENT, "mdt_eve")))
    with pytest.raises(VotesTooMany):
        noted(replace(HELD, decisions=[replace(PLAIN, abstentions=1)]))


def test_who_declared_an_interest_in_a_matter_decides_nothing_about_it_until_it_ended() -> None:
    interest = Interest(interest_id="int_1", mandate_id="mdt_ada", matter="lease of Rue Haute ", declared_on=DAY)
    alone = replace(PLAIN, votes_for=1)
    with pytest.raises(VotesTooMany):
        noted(replace(HELD, decisions=[PLAIN]), interest)
    noted(replace(HELD, decisions=[alone]), interest)
    noted(replace(HELD, decisions=[PLAIN]), replace(interest, ended_on=DAY))
    noted(replace(HELD, decisions=[PLAIN]), replace(interest, declared_on=NEXT))
    with pytest.raises(VotesTooMany):  # told at the meeting
        noted(replace(HELD, decisions=[replace(PLAIN, interested=("mdt_bob",))]))
    with pytest.raises(VotesTooMany):  # all have one: it is for the assembly
        noted(replace(HELD, decisions=[replace(PLAIN, votes_for=0, interested=PRESENT)]))


@pytest.mark.parametrize(("seat", "who"), [
    (Seat(college="users", number=1), person("eve")), (Seat(college="users", number=4), person("eve")),
    (Seat(college="team", number=1), person("ada")), (Seat(college="partners", number=3), person("eve")),
])
def test_the_board_takes_in_nobody_on_a_seat_that_is_taken_unknown_reserved_or_beside_another(
    seat: Seat, who: Person,
) -> None:
    with pytest.raises(SeatTaken):
        co_optation.sitting(BOARD, STATUTE, on=DAY).assert_all_free([CoOptation(seat=seat, person=who)])
    of_a_company = CoOptation(seat=Seat(college="partners", number=3), person=person("eve", "Zoe"))
    co_optation.sitting(BOARD, STATUTE, on=DAY).assert_all_free([of_a_company])


def test_one_meeting_takes_nobody_in_twice_and_gives_no_seat_to_two() -> None:
    seats = [Seat(college="team", number=number) for number in (1, 2)]
    sitting = co_optation.sitting(BOARD, STATUTE, on=DAY)
    for taken in ([(seats[0], "new"), (seats[0], "other")], [(seats[0], "new"), (seats[1], "new")]):
        with pytest.raises(SeatTaken):
            sitting.assert_all_free([CoOptation(seat=seat, person=person(name)) for seat, name in taken])
    sitting.assert_all_free([CoOptation(seat=seat, person=person(seat.number * "x")) for seat in seats])


def test_a_mandate_is_in_the_way_of_another_on_the_days_that_both_would_last() -> None:
    before = replace(mandate("ada"), resigned_on=NEXT)
    for starts_on, name, number, in_the_way in (
            (NEXT, "bob", 1, False), (NEXT - timedelta(days=1), "bob", 1, True),
            (NEXT - timedelta(days=1), "ada", 2, True), (NEXT - timedelta(days=1), "bob", 2, False)):
        late = mandate(name, number, starts_on=starts_on)
        assert mandates.is_in_the_way(late, [before], NOTHING) == mandates.is_in_the_way(before, [late], NOTHING) \
            == in_the_way


def test_an_interest_is_in_the_matter_however_it_is_spaced_and_written() -> None:
    one = Interest(interest_id="int_1", mandate_id="mdt_1", matter="Lease of  the Hall ", declared_on=DAY)
    assert one.stands_in_the_way("lease of the hall", on=DAY)
    assert not one.stands_in_the_way("lease of the halls", on=DAY)
