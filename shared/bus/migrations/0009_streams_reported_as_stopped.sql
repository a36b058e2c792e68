-- The streams that a consumer reported as stopped: few, and asked about now and then.

create index consumed_stopped on consumed (consumer, reported_at) where stopped;
