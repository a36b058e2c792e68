-- name: list_holder_versions
-- Every version of a member's name and domicile, oldest first.
select id, given_name, family_name, street, postcode, town, country, effective_on, recorded_at, actor, reason, erased_at
from holders where member_id = %(member_id)s order by recorded_at, id;

-- name: list_contact_versions
-- Every version of how to reach a member, oldest first.
select id, email, phone, language, recorded_on, recorded_at, actor from contacts where member_id = %(member_id)s
order by recorded_at, id;

-- name: export_member
-- The member.
select to_jsonb(t)::text as row from members t where t.id = %(member_id)s;

-- name: export_registrations
-- Their registration.
select to_jsonb(t)::text as row from registrations t where t.member_id = %(member_id)s order by t.id;

-- name: export_holders
-- Their names and domiciles.
select to_jsonb(t)::text as row from holders t where t.member_id = %(member_id)s order by t.id;

-- name: export_contacts
-- How they could be reached.
select to_jsonb(t)::text as row from contacts t where t.member_id = %(member_id)s order by t.id;

-- name: export_share_calls
-- Shares called.
select to_jsonb(t)::text as row from share_calls t where t.member_id = %(member_id)s order by t.id;

-- name: export_payment_uses
-- What their payments were used for.
select (to_jsonb(p) || to_jsonb(t))::text as row from payment_uses t join share_payments p on p.id = t.payment_id
where t.member_id = %(member_id)s order by t.payment_id, t.line;

-- name: export_share_movements
-- Their shares.
select to_jsonb(t)::text as row from share_movements t where t.member_id = %(member_id)s order by t.id;

-- name: export_standings
-- Their right to vote.
select to_jsonb(t)::text as row from standings t where t.member_id = %(member_id)s order by t.id;

-- name: export_member_orders
-- Orders that were heard of.
select to_jsonb(t)::text as row from member_orders t where t.member_id = %(member_id)s order by t.order_id;

-- name: export_exits
-- How they left.
select to_jsonb(t)::text as row from exits t where t.member_id = %(member_id)s order by t.id;

-- name: export_claims
-- What was owed to them.
select to_jsonb(t)::text as row from claims t where t.member_id = %(member_id)s order by t.id;

-- name: export_payees
-- Where their money went.
select (to_jsonb(t) - 'code_digest')::text as row from payees t where t.member_id = %(member_id)s order by t.id;

-- name: export_exclusions
-- Procedures against them.
select to_jsonb(t)::text as row from exclusions t where t.member_id = %(member_id)s order by t.id;

-- name: export_transfers
-- Shares that passed from or to them.
select to_jsonb(t)::text as row from transfers t where %(member_id)s in (t.giver_id, t.receiver_id) order by t.id;

-- name: export_assignments
-- Who accompanied them.
select to_jsonb(t)::text as row from assignments t where t.member_id = %(member_id)s order by t.id;

-- name: export_questions
-- What they asked.
select to_jsonb(t)::text as row from questions t where t.member_id = %(member_id)s order by t.id;

-- name: export_desk_items
-- What lay on their advisor's desk.
select to_jsonb(t)::text as row from desk_items t where t.member_id = %(member_id)s order by t.kind, t.ref;

-- name: export_seats
-- Their seats in trainings, and in information sessions under their address.
select to_jsonb(t)::text as row from seats t
where t.member_id = %(member_id)s or t.person in (
    select lower(r.email) from registrations r where r.member_id = %(member_id)s and r.email <> '')
order by t.id;

-- name: export_space_bookings
-- Rooms and desks they booked.
select to_jsonb(t)::text as row from space_bookings t where t.member_id = %(member_id)s order by t.id;

-- name: export_appointments
-- To whom they came, about what.
select to_jsonb(t)::text as row from appointments t where t.member_id = %(member_id)s order by t.id;

-- name: export_question_attachments
-- What they sent with their questions.
select (to_jsonb(t) || jsonb_build_object('content', encode(t.content, 'base64')))::text as row
from question_attachments t join questions q on q.id = t.question_id where q.member_id = %(member_id)s order by t.id;

-- name: export_question_referrals
-- Which experts saw their questions.
select to_jsonb(t)::text as row from question_referrals t join questions q on q.id = t.question_id
where q.member_id = %(member_id)s order by t.id;

-- name: erase_appointments
-- What they wanted to speak of.
update appointments set subject = '' where member_id = %(member_id)s and subject <> '';

-- name: erase_question_attachments
-- What they sent with their questions.
delete from question_attachments where question_id in (select id from questions where member_id = %(member_id)s);

-- name: erase_question_referrals
-- What experts were told of their questions.
update question_referrals set note = '', returned_because = ''
where note || returned_because <> '' and question_id in (select id from questions where member_id = %(member_id)s);

-- name: export_person_numbers
-- The numbers by which they were known.
select to_jsonb(t)::text as row from person_number_changes t where t.member_id = %(member_id)s order by t.id;

-- name: erase_person_numbers
-- The numbers by which they were known.
update person_number_changes set number = '', number_before = '', reason = ''
where member_id = %(member_id)s and number || number_before || reason <> '';

-- name: export_erasures
-- What they asked to have removed.
select to_jsonb(t)::text as row from erasures t where t.member_id = %(member_id)s order by t.id;

-- name: export_register_reads
-- Who read their lines of the register.
select to_jsonb(t)::text as row from register_reads t where t.about = %(member_id)s order by t.id;

-- name: erase_contacts
-- Addresses for mail and telephone.
delete from contacts where member_id = %(member_id)s;

-- name: erase_seats
-- Names and addresses in sessions.
update seats set person = id, name = '' where person <> id and (member_id = %(member_id)s or person in (
    select lower(r.email) from registrations r where r.member_id = %(member_id)s and r.email <> ''));

-- name: erase_registration
-- What the registration said of the person.
update registrations set given_name = '', family_name = '', national_number = '', street = '', postcode = '', town = '',
    country = '', email = '', phone = '', session_waiver = '', legal_name = '', enterprise_number = '', erased_at = %(at)s
where member_id = %(member_id)s and erased_at is null;

-- name: export_admission_steps
-- What they did before they were accepted.
select to_jsonb(t)::text as row from admission_steps t join registrations r on r.id = t.registration_id
where r.member_id = %(member_id)s order by t.registration_id, t.step;

-- name: erase_admission_steps
-- What showed that they did it.
update admission_steps set evidence = '' where evidence <> '' and registration_id in (
    select id from registrations where member_id = %(member_id)s);

-- name: erase_old_admission_steps
-- What showed the steps of registrations that came to nothing, once these are forgotten.
update admission_steps set evidence = '' where evidence <> '' and registration_id in (
    select id from registrations where member_id = '' and erased_at is not null);

-- name: erase_national_number
-- The national number.
update members set national_number = '' where id = %(member_id)s and national_number <> '';

-- name: erase_questions
-- What was asked and answered.
update questions set subject = '', text = '', answer = '', erased_at = %(at)s
where member_id = %(member_id)s and erased_at is null;

-- name: erase_handover_notes
-- What advisors told each other.
update assignments set handover_note = '' where member_id = %(member_id)s and handover_note <> '';

-- name: count_holders
-- Names and domiciles in the register.
select count(*)::int as found from holders where member_id = %(member_id)s and erased_at is null;

-- name: count_payees
-- Accounts to which money went.
select count(*)::int as found from payees where member_id = %(member_id)s and iban <> '';

-- name: count_exclusions
-- Procedures.
select count(*)::int as found from exclusions where member_id = %(member_id)s and reasons <> '';

-- name: erase_holders
-- Names and domiciles in the register; their digests stay in the chain.
update holders set given_name = null, family_name = null, street = null, postcode = null, town = null, country = null,
    salt = null, erased_at = %(at)s
where member_id = %(member_id)s and erased_at is null;

-- name: erase_payees
-- Accounts to which money went.
update payees set name = '', iban = '' where member_id = %(member_id)s and iban <> '';

-- name: erase_exclusions
-- What procedures said of the person.
update exclusions set reasons = '', observations = '', grounds = '' where member_id = %(member_id)s and reasons <> '';

-- name: add_erasure
-- A person asks for erasure.
insert into erasures (id, member_id, requested_on, requested_at, actor, kept_until)
values (%(id)s, %(member_id)s, %(on)s, %(at)s, %(actor)s, %(kept_until)s);

-- name: complete_erasure
-- Nothing is left.
update erasures set completed_on = %(on)s where id = %(erasure_id)s;

-- name: add_erasure_line
-- What was done at one place.
insert into erasure_lines (erasure_id, place, done, on_day, rows_found, law, kept_until)
values (%(erasure_id)s, %(place)s, %(done)s, %(on)s, %(rows_found)s, %(law)s, %(kept_until)s);

-- name: erasures_due
-- Requests whose time of keeping is over.
select id, member_id from erasures where completed_on is null and kept_until < %(on)s order by id limit %(limit)s;

-- name: erase_old_registrations
-- Registrations that came to nothing, some time ago.
update registrations set given_name = '', family_name = '', national_number = '', street = '', postcode = '', town = '',
    country = '', email = '', phone = '', session_waiver = '', legal_name = '', enterprise_number = '', erased_at = %(at)s
where erased_at is null and member_id = '' and state in ('draft', 'submitted', 'refused', 'withdrawn')
  and coalesce(decided_on, submitted_on, drafted_on) < %(before)s;

-- name: erase_old_seats
-- Guests of information sessions, some time ago.
update seats set person = id, name = '' where member_id = '' and person <> id and exists (
    select from sessions s where s.id = seats.session_id and s.starts_on < %(before)s);

-- name: get_erasure
-- What a person asked to have removed.
select id, member_id, requested_on, kept_until, completed_on from erasures where member_id = %(member_id)s;

-- name: erasure_lines_of
-- What was done at each place.
select place, done, on_day, rows_found, law, kept_until from erasure_lines
where erasure_id = %(erasure_id)s order by on_day, done, place;

-- name: left_behind
-- Personal data that a completed or partial erasure should have removed and did not.
select e.member_id, 'contacts' as place from erasures e join contacts t on t.member_id = e.member_id
union all
select e.member_id, 'registrations' from erasures e join registrations t on t.member_id = e.member_id
where t.erased_at is null or t.national_number || t.email || t.family_name || t.legal_name || t.enterprise_number <> ''
union all
select e.member_id, 'admission_steps' from erasures e join registrations r on r.member_id = e.member_id
join admission_steps t on t.registration_id = r.id where t.evidence <> ''
union all
select e.member_id, 'member_notes' from erasures e join member_notes t on t.member_id = e.member_id
union all
select e.member_id, 'directory_entries' from erasures e join directory_entries t on t.member_id = e.member_id
union all
select e.member_id, 'outgoing_documents' from erasures e join outgoing_documents t on t.about = e.member_id
where e.completed_on is not null and t.erased_on is null
union all
select e.member_id, 'members' from erasures e join members t on t.id = e.member_id where t.national_number <> ''
union all
select e.member_id, 'questions' from erasures e join questions t on t.member_id = e.member_id
where t.subject || t.text || t.answer <> ''
union all
select e.member_id, 'appointments' from erasures e join appointments t on t.member_id = e.member_id where t.subject <> ''
union all
select e.member_id, 'question_attachments' from erasures e join questions q on q.member_id = e.member_id
join question_attachments t on t.question_id = q.id
union all
select e.member_id, 'question_referrals' from erasures e join questions q on q.member_id = e.member_id
join question_referrals t on t.question_id = q.id where t.note || t.returned_because <> ''
union all
select e.member_id, 'person_number_changes' from erasures e join person_number_changes t on t.member_id = e.member_id
where t.number || t.number_before || t.reason <> ''
union all
select e.member_id, 'holders' from erasures e join holders t on t.member_id = e.member_id
where e.completed_on is not null and t.erased_at is null
union all
select e.member_id, 'payees' from erasures e join payees t on t.member_id = e.member_id
where e.completed_on is not null and t.iban <> '';

-- name: count_open_claims
-- What is still owed to somebody.
select count(*)::int as claims from claims where member_id = %(member_id)s and state not in ('paid', 'withdrawn');

-- name: export_attendances
-- Information sessions that they attended, under their address.
select to_jsonb(t)::text as row from info_session_attendances t
where t.person in (
    select lower(r.email) from registrations r where r.member_id = %(member_id)s and r.email <> '')
order by t.seat_id;

-- name: erase_attendances
-- Addresses in attendances of information sessions.
update info_session_attendances set person = seat_id where person <> seat_id and person in (
    select lower(r.email) from registrations r where r.member_id = %(member_id)s and r.email <> '');

-- name: erase_old_attendances
-- Attendances of information sessions, some time ago.
update info_session_attendances set person = seat_id where person <> seat_id and attended_on < %(before)s;

-- name: export_legal_acts
-- What was done about their membership, and when.
select to_jsonb(t)::text as row from legal_acts t where t.refers_to in (
    select id from exits where member_id = %(member_id)s union all select id from exclusions where member_id = %(member_id)s
    union all select id from transfers where %(member_id)s in (giver_id, receiver_id)
    union all select payment_id from payment_uses where member_id = %(member_id)s)
order by t.id;

-- name: count_legal_acts
-- What the register's acts say of the person.
select count(*)::int as found from legal_acts t where t.reason || t.evidence <> '' and t.refers_to in (
    select id from exits where member_id = %(member_id)s union all select id from exclusions where member_id = %(member_id)s
    union all select id from transfers where %(member_id)s in (giver_id, receiver_id));

-- name: erase_legal_acts
-- What the register's acts say of the person; that and when they happened stays in the chain.
update legal_acts set reason = '', evidence = '' where reason || evidence <> '' and refers_to in (
    select id from exits where member_id = %(member_id)s union all select id from exclusions where member_id = %(member_id)s
    union all select id from transfers where %(member_id)s in (giver_id, receiver_id));

-- name: export_letters
-- The letters that they were sent; a code that waits to be said must come by the other channel, not by this one.
select (to_jsonb(t) || jsonb_build_object('content', case when t.kind = 'payee_code' then '' else encode(d.content, 'base64') end))::text as row
from letters t left join outgoing_documents d on d.id = t.document_id where t.member_id = %(member_id)s order by t.id;

-- name: erase_letters
-- What letters of no procedure said of them, papers sent by post included.
with waiting as (delete from mail_pending p using outgoing_documents w where w.id = p.document_id and w.about = %(member_id)s)
update outgoing_documents d set content = '', erased_on = %(at)s::date
where d.about = %(member_id)s and d.erased_on is null and not exists (
    select from letters l where l.document_id = d.id and l.kind in ('resignation', 'exclusion_proposed', 'exclusion', 'kept'));

-- name: count_letters
-- Letters that prove that a procedure was kept.
select count(*)::int as found from outgoing_documents where about = %(member_id)s and erased_on is null;

-- name: erase_kept_letters
-- What letters of procedures said of them.
with waiting as (delete from mail_pending p using outgoing_documents w where w.id = p.document_id and w.about = %(member_id)s)
update outgoing_documents set content = '', erased_on = %(at)s::date where about = %(member_id)s and erased_on is null;

-- name: erase_old_letters
-- What letters said to guests of information sessions, some time ago.
update outgoing_documents d set content = '', erased_on = %(on)s
from seats t join sessions s on s.id = t.session_id
where d.about = t.id and t.member_id = '' and s.starts_on < %(before)s and d.erased_on is null;

-- name: erase_old_payees
-- To whom money of nobody's share was sent back, when its books need not be kept any more.
update claims set payee_name = '', payee_account = ''
where kind = 'returned' and state in ('paid', 'withdrawn') and payee_account <> '' and coalesce(paid_on, due_on) < %(before)s;

-- name: erase_old_payment_files
-- Files that asked the bank to pay, with names and accounts, when they need not be kept any more.
update outgoing_documents set content = '', erased_on = %(on)s
where channel = 'bank' and erased_on is null and decided_on < %(before)s;

-- name: export_notes
-- What was noted about them.
select to_jsonb(t)::text as row from member_notes t where t.member_id = %(member_id)s order by t.id;

-- name: export_directory
-- What they let other members read.
select to_jsonb(t)::text as row from directory_entries t where t.member_id = %(member_id)s;

-- name: erase_notes
-- What was noted about them.
delete from member_notes where member_id = %(member_id)s;

-- name: erase_directory
-- What they let other members read.
delete from directory_entries where member_id = %(member_id)s;
