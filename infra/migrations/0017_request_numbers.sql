-- What is done later carries the number of the request that asked for it, so that one number finds all of it in the logs.
-- beside: yes

-- Writer: shared/outbox.py. request_id: of the request or the job this was announced for; null where there was none.
alter table outbox add column request_id text;
