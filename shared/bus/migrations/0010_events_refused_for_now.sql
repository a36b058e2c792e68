-- When the broker last refused an event, because a consumer's queue is full, say: it is tried again behind the others.

alter table outbox_pending add column refused_at timestamptz;
create index outbox_refused_for_now on outbox_pending (seq) where refused_at is not null;
