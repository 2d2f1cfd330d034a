-- What a leave would do to the rota, asked before asking and before approving.

-- Writer: rota_generate. One question and its answer. question: whose leave, of what kind, from when to when; stamp: the
-- practice, its leave, the rota and the day the answer holds for. The same question at the same stamp is answered once.
create table what_if (
    id uuid primary key default gen_random_uuid(),
    asked_at timestamptz not null default now(),
    asked_by uuid references account (id),
    person_code text not null,
    question jsonb not null,
    stamp text not null,
    status text not null default 'working' check (status in ('working', 'done', 'failed')),
    attempt integer not null default 0,
    claimed_at timestamptz,
    finished_at timestamptz,
    answer jsonb not null default '{}'
);
create unique index what_if_once on what_if (question, stamp) where status <> 'failed';
create index what_if_waiting on what_if (asked_by) where status = 'working';
create index what_if_old on what_if (asked_at);
