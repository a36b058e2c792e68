-- A roll mark may stand for a ballot on paper (handed out in the room, or come by post) or for a vote at the house's own
-- device: one mark a member and poll, whatever way they vote. What is on paper has no blinded message.
alter table credentials add column handed_out text not null default ''
    check (handed_out in ('', 'paper', 'post', 'kiosk'));
alter table credentials add column document_digest text not null default '';
alter table credentials add constraint credentials_on_paper_sign_nothing
    check ((handed_out in ('paper', 'post')) = (blinded_digest = ''));
alter table credentials add constraint credentials_by_post_have_a_letter
    check ((handed_out = 'post') = (document_digest <> ''));
alter table results add column papers text not null default '';

-- What a teller counted of the ballots on paper: the last word of each counts, two alike are the count.
create table paper_counts (
    position  bigint generated always as identity primary key,
    poll_id   text not null references polls,
    sheet     text not null,
    given_by  text not null check (given_by <> ''),
    key       text not null,
    signature text not null check ((key = '') = (signature = ''))
);
create index paper_counts_by_poll on paper_counts (poll_id, position);
create trigger paper_counts_append_only before update or delete or truncate on paper_counts
    for each statement execute function refuse_change();

-- No ballot on paper, and no show of hands (which has no closing), is counted by the word of one, whoever writes the row.
create function refuse_one_teller() returns trigger language plpgsql as $$
declare
    on_paper int := (select count(*) from credentials where poll_id = new.poll_id and handed_out in ('paper', 'post'));
begin
    if (on_paper > 0 or new.closing = '') <> (new.papers <> '') or new.papers <> '' and (
            select least(count(distinct given_by), count(distinct case key when '' then given_by else key end))
            from (select distinct on (given_by) * from paper_counts where poll_id = new.poll_id
                  order by given_by, position desc) as last
            where sheet::jsonb = new.papers::jsonb - 'signed') < 2 then
        raise exception 'two tellers count' using errcode = 'check_violation', constraint = 'papers_counted_by_two';
    end if;
    return new;
end $$;
create trigger papers_counted_by_two before insert on results for each row execute function refuse_one_teller();

-- Two tellers end a vote by a show of hands: it was never open, and its result is here already.
create or replace function refuse_one_person() returns trigger language plpgsql as $$
begin
    if new.state = 'closed' and (select closing = '' from results where poll_id = new.poll_id) then
        return new;
    end if;
    if (select coalesce(max(persons), 0) from (
            select least(count(distinct given_by), count(distinct case key when '' then given_by else key end)) as persons
            from poll_consents c
            where poll_id = new.poll_id and ending = case new.state when 'cancelled' then 'cancel' else 'close' end
              and (select l.given_on from poll_consents l where l.poll_id = new.poll_id
                   order by l.position desc limit 1) between c.given_on and c.lapses_on - 1
              and not exists (select 1 from withdrawn_consents w where w.position = c.position)
            group by reason) as agreed) < 2 then
        raise exception 'two persons end a poll' using errcode = 'check_violation', constraint = 'polls_ended_by_two';
    end if;
    return new;
end $$;

-- An assembly takes note of something without a vote.
alter table settled_items drop constraint settled_items_how_check;
alter table settled_items add constraint settled_items_how_check
    check (how in ('noted', 'withdrawn', 'adjourned', 'annulled'));
