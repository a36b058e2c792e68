-- name: add_question
-- Write what a member asks.
insert into questions (question_id, assembly_id, member_id, words, orally, asked_on)
values (%(question_id)s, %(assembly_id)s, %(member_id)s, %(words)s, %(orally)s, %(asked_on)s);

-- name: add_answer
-- Write the answer to a question, or why it is refused.
insert into answered_questions (question_id, refused, words, answered_on, answered_by)
values (%(question_id)s, %(refused)s, %(words)s, %(on)s, %(by)s);

-- name: questions_of
-- The questions that an assembly was asked, in their order.
select q.question_id, q.assembly_id, q.member_id, q.words, q.orally, q.asked_on, coalesce(a.words, '') as answer,
       a.answered_on, case when a.question_id is null then 'waiting' when a.refused then 'refused' else 'answered' end as state
from questions q left join answered_questions a using (question_id)
where q.assembly_id = %(assembly_id)s order by q.question_id;

-- name: assembly_asked
-- The assembly that was asked a question, or nothing.
select assembly_id from questions where question_id = %(question_id)s;

-- name: count_asked
-- How many questions a member asked an assembly in writing.
select count(*)::int as questions from questions
where assembly_id = %(assembly_id)s and member_id = %(member_id)s and not orally;
