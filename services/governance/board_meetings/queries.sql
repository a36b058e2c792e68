-- name: add_interest
-- A director declares an interest of their own in a matter.
insert into declared_interests (interest_id, mandate_id, matter, declared_on)
values (%(interest_id)s, %(mandate_id)s, %(matter)s, %(on)s);

-- name: end_interest
-- An interest ended.
insert into ended_interests (interest_id, ended_on) values (%(interest_id)s, %(on)s);

-- name: interests
-- Every declared interest, under each mandate of the person who declared it: a second term ends none.
select i.interest_id, own.mandate_id, i.matter, i.declared_on, e.ended_on
from declared_interests i join mandates m using (mandate_id) join mandates own using (member_id)
left join ended_interests e using (interest_id) order by i.declared_on, i.interest_id, own.mandate_id;

-- name: add_meeting
-- Note a meeting of the board.
insert into board_meetings (meeting_id, held_on, noted_on, noted_by, present, observers, decisions)
values (%(meeting_id)s, %(held_on)s, %(noted_on)s, %(noted_by)s, %(present)s, %(observers)s, %(decisions)s);

-- name: approve_meeting
-- Another person approves what was noted of a meeting.
insert into board_meeting_approvals (meeting_id, approved_on, approved_by) values (%(meeting_id)s, %(on)s, %(by)s);

-- name: get_meeting
-- A meeting of the board, or nothing.
select m.meeting_id, m.held_on, m.noted_on, m.noted_by, m.present, m.observers, m.decisions, a.approved_on
from board_meetings m left join board_meeting_approvals a using (meeting_id) where m.meeting_id = %(meeting_id)s;

-- name: list_meetings
-- Meetings of the board, the last noted first, after a cursor.
select m.meeting_id, m.held_on, m.noted_on, m.noted_by, m.present, m.observers, m.decisions, a.approved_on
from board_meetings m left join board_meeting_approvals a using (meeting_id)
where %(after)s = '' or m.meeting_id < %(after)s order by m.meeting_id desc limit %(limit)s;
