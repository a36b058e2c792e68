"""The statements of the contestants that are not ours."""

NOTE_ALL = """
insert into inbox (source, event_id, type, aggregate, version, outcome, body_hash)
select 'speaker', id, 'word_said', '', 0, 'applied', '' from unnest(%s::text[]) as id
on conflict do nothing returning event_id
"""
NOTE = """
insert into inbox (source, event_id, type, aggregate, version, outcome, body_hash)
values ('speaker', %s, 'word_said', %s, %s, 'applied', '') on conflict do nothing
"""
EFFECT = "insert into effects (event_id, line_id, version, number) values (%s, %s, %s, %s)"
