"""What each persona does by the pages of the real house, from the first step to what came of it."""

from tests.journeys.portal_walk import Person, Walk, until_it_says
from tests.patience import wait_until


def members_find_each_other(walk: Walk) -> None:
    """A member enters the directory, another finds them, and nobody does once they have left it."""
    walk("amina").open("/people")
    walk("amina").press("enter", city="Gent", trade="Illustrator", reached_by="amina@example.org")
    found = walk("tomas").open("/people?text=illustrator")
    assert "Illustrator · Gent" in found
    assert "amina@example.org" in found
    walk("amina").press("leave")
    assert "Nobody is found" in walk("tomas").open("/people?text=illustrator")


def a_training_and_a_room(walk: Walk) -> None:
    """The desk offers, plans and opens; a member takes a seat and some hours, and gives them back."""
    walk.on("2026-11-02")
    desk, amina = walk("desk"), walk("amina")
    desk.open("/trainings")
    desk.press("offer", title="Setting a price", about="What a day is worth.", language="nl")
    desk.press("plan", place="Gent", day="2036-03-04", starts="09:00", ends="12:00", capacity="1")
    desk.press("open", city="Gent", name="Quiet room", kind="room", places="1")
    amina.open("/trainings")
    amina.press("enrol")
    assert "you have a seat" in amina.text
    amina.press("book", day="2026-11-04", starts="09:00", ends="11:00")
    assert "Quiet room 4 November 2026, 09:00" in amina.text
    walk("tomas").open("/trainings")
    assert "It is taken in a part of that time" in walk("tomas").press("book", day="2026-11-04", starts="10:00",
                                                                       ends="11:00")
    amina.press("free")
    amina.press("give_back")
    assert "What is yours" not in amina.text


def an_accident(walk: Walk) -> None:
    """From the member's report to the last day that the insurer paid; nobody else sees it."""
    walk.on("2026-09-16")
    amina, clerk = walk("amina"), walk("clerk")
    amina.open("/accidents")
    amina.press("Report it", order_id=amina.choice("order_id", "01/09/2026"), day="2026-09-15", hour="10:30",
                what="I cut my hand.")
    amina.press("document", name="Certificate", files={"file": ("paper.pdf", b"%PDF-1.4", "application/pdf")})
    there = amina.path
    walk("tomas").open(there)
    assert walk("tomas").status == 404
    assert "An accident waits for your step" in clerk.open("")
    clerk.open(there)
    for act, told in (("send", {}), ("accept", {}), ("incapacity", {"until": "2026-09-18"}),
                      ("payment", {"starts_on": "2026-09-16", "ends_on": "2026-09-18", "amount": "210,00"}),
                      ("settle", {})):
        clerk.press(act, **told)
        assert clerk.status == 200, (act, clerk.text)
    assert "settled" in amina.open(there)
    assert "3 of 3" in amina.text


def late_payers(walk: Walk) -> None:
    """Two clients who do not pay: what the members tell, letters, a plan, a collector, a dispute."""
    amina, tomas, books = walk("amina"), walk("tomas"), walk("accountant")
    for day in ("2026-11-10", "2026-11-18"):  # the reminder; the member is asked
        walk.on(day)
        assert walk.run_job("remind_clients").startswith("2 steps")
    assert "A client of yours is late" in amina.open("")
    amina.open("/late")
    amina.press("answer", answer="wait", wait_until="2026-12-01", note="They pay then.")
    assert "The member asked to wait." in books.open("/late")
    tomas.open("/late")
    tomas.press("answer", answer="go_on")
    tomas_client = next(link for link in books.links()[::-1] if "client=" in link)
    walk.on("2026-11-26")
    assert walk.run_job("remind_clients").startswith("1 steps")  # the formal demand
    books.open(f"/late{tomas_client}")
    assert books.text.count("a formal demand") == 2
    books.open(next(link for link in books.links() if "/letters/" in link))
    assert books.content.startswith(b"%PDF")
    books.open(f"/late{tomas_client}")
    books.press("plan", parts="2", first_on="2026-12-15")
    assert "pays in parts" in books.open(f"/late{tomas_client}")
    books.press("end_plan", reason="They broke it.")
    walk.on("2026-12-30")
    walk.run_job("remind_clients")
    assert "A late payer is ready for a collector" in books.open("")
    books.open(f"/late{tomas_client}")
    books.press("collector", collector="A bailiff")
    assert "A collector asks for it" in books.open(f"/late{tomas_client}")
    walk.on("2026-11-27")
    books.open("/late")
    books.press("dispute", reason="Not as ordered.")
    assert "The client contests it" in amina.open("/late")
    books.open("/late")
    books.press("settle", outcome="It was as ordered.")


def periods_and_dues(walk: Walk) -> None:
    """The month, the quarter and the VAT are closed, and what is owed for them waits for the clerk."""
    walk.on("2026-11-20")
    clerk, books = walk("clerk"), walk("accountant")
    for act in ("close_month", "close_quarter"):
        clerk.open("/dues")
        assert "Done." in clerk.press(act), clerk.text
    walk.run_job("close_social_returns")
    assert "being closed" not in clerk.open("/dues")
    assert "Social security waits to be proposed" in clerk.text
    assert "An authority is to be paid" in clerk.open("")
    clerk.open("/dues")
    assert "The authority's account stands in no table" in clerk.press("propose", reference="123456789")
    books.open("/books/vat")
    assert "sent, not answered yet" in books.press("close")


def from_a_candidacy_to_a_seat(walk: Walk) -> None:
    """Called, stood, convened, voted secretly, declared; and a mandate goes to a group and comes back answered."""
    officer, board, amina, tomas = walk("officer"), walk("board"), walk("amina"), walk("tomas")
    walk.on("2026-10-10")
    officer.open("/board")
    officer.press("call", closes_on="2026-10-30", seed="a secret on paper")
    amina.open("/board")
    amina.press("stand", college="users", statement="I would serve.")
    assert "You stand since 10 October 2026." in amina.text
    walk.on("2026-11-02")
    board.open("/board")
    board.open(next(link for link in board.links() if "call=" in link))
    (item,), (question,) = board.page.xpath("//input[@name='item']/@value"), board.page.xpath("//textarea/text()")
    board.press("convene", title="Autumn", held_on="2026-11-20", record_on="2026-11-19", decision=["ordinary"] * 2,
                item=[item, "Bicycles"],
                question=[question, "Shall a group on bicycles bring us: A plan, until 30 June 2027?"])
    there = board.path
    assembly_id = there.rpartition("/")[2]
    walk.on("2026-11-19")
    officer.open(there)
    officer.press("freeze")
    walk.on("2026-11-20")
    assembly = walk.house.ask("governance.get_assembly", subject="officer", role="returning_officer",
                              assembly_id=assembly_id)
    for _ in assembly["agenda"]:
        officer.open(there)
        officer.press("open")
    wait_until(lambda: officer.open(there).count("Close this poll") == 2, "open poll")
    for one in assembly["agenda"]:
        for who in ("amina", "tomas"):
            walk.vote(who, one["poll_id"], one["paper_digest"], "yes")
    for person in (officer, board, officer, board):
        person.open(there)
        person.press("close")
    until_it_says(officer, there, "2. Bicycles adopted")
    officer.press("minutes", incidents="")
    officer.open("/board")
    officer.press("declare", assembly_id=assembly_id, seed="a secret on paper")
    assert "Seats taken: 1 of 9." in officer.text
    _a_work_group_answers(walk, officer, board, tomas)


def _a_work_group_answers(walk: Walk, officer: Person, board: Person, tomas: Person) -> None:
    officer.open("/decisions")
    officer.press("Call for volunteers", nth=1, deliverable="A plan", ends_on="2027-06-30", seed="another secret",
                  **{"seats-users": "1"})
    there = officer.path
    tomas.open(there)
    tomas.press("volunteer")
    walk.on("2026-12-05")  # the call is closed
    officer.open(there)
    officer.press("draw", seed="another secret")
    officer.press("recommend", theme="Parking", words="Build sheds.")
    board.open(there)
    board.press("answer", status="done", answer="They stand.")
    assert "They stand." in tomas.open(there)
    assert "You were drawn" in tomas.text
    assert "1 recommendations, 1 answered" in tomas.open("/decisions")
    assert "2 yes, 0 no, 0 abstained" in tomas.text


def an_employment(walk: Walk) -> None:
    """Worked out, asked for, approved, read, signed by both; then fewer hours are asked for and an end is agreed."""
    walk.on("2026-11-20")
    tomas, advisor, clerk = walk("tomas"), walk("desk"), walk("clerk")
    tomas.open("/employment?starts_on=2026-12-01&weekly_hours=19&gross=1200")
    tomas.press("ask", work="Writing", when_short="unpaid_leave")
    assert "an advisor decides" in tomas.text, tomas.text
    assert "Somebody asks for an employment" in advisor.open("")
    advisor.open("/employments")
    advisor.open(next(link for link in advisor.links() if "/employments/emp_" in link))
    there = advisor.path
    advisor.press("approve")
    assert "to be signed by both" in advisor.text
    assert walk.run_job("print_contracts").startswith("1 contract")
    assert "waits for your signature" in tomas.open("")
    tomas.open("/employment")
    tomas.open(next(link for link in tomas.links() if link.endswith("/1.pdf")))
    assert tomas.content.startswith(b"%PDF")
    walk("amina").open(tomas.path)
    assert walk("amina").status == 404, "somebody else's contract"
    tomas.open("/employment")
    tomas.press("sign")
    assert "waits for the cooperative" in clerk.open("")
    clerk.open(there)
    clerk.press("countersign")
    assert "agreed, begins later" in tomas.open("/employment")
    tomas.press("leave", from_on="2027-02-01")
    assert "Unpaid leave from 1 February 2027" in tomas.text
    tomas.press("withdraw")
    tomas.press("end", last_on="2027-01-31")
    assert "You proposed it" in tomas.text
    assert "The end of an employment is proposed" in clerk.open("")
    clerk.open(there)
    clerk.press("end")
    assert "Its last day is 31 January 2027. (both agreed)" in tomas.open("/employment")
