-- An employment without an end also ends with the death of the worker.
alter table employments drop constraint employments_ended_by_check;
alter table employments add constraint employments_ended_by_check check (ended_by in (
    'member_notice', 'cooperative_notice', 'agreement', 'budget_empty', 'never_began', 'death'));
