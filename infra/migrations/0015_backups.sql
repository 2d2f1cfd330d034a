-- Backups: what was made, where it is, whether restoring it was proved, and who is told when one fails.
-- beside: yes

-- Writer: backup. One backup from being asked for until it is cleared away. status: waiting and working until everything
-- that was wanted is done; made; failed, given up without a backup; gone, cleared away or lost. counts, sums and hashes
-- are of the moment of the dump. due_at: when it is tried next. A row that says working while nobody holds the lock of
-- backups belongs to a worker that died.
create table backup (
    id uuid primary key default gen_random_uuid(),
    kind text not null default 'database' check (kind in ('database', 'export')),
    cause text not null check (cause in ('nightly', 'by-hand', 'before-restore', 'before-update', 'found')),
    name text unique,
    status text not null default 'waiting' check (status in ('waiting', 'working', 'made', 'failed', 'gone')),
    asked_at timestamptz not null default now(),
    asked_by uuid references account (id),
    attempts integer not null default 0,
    due_at timestamptz not null default now(),
    made_at timestamptz,
    size bigint check (size >= 0),
    sha256 text,
    encrypted boolean not null default false,
    schema_id text,
    measured jsonb,
    is_local boolean not null default false,
    in_bucket boolean not null default false,
    has_sheet boolean not null default false,
    trouble text,
    proof text not null default 'none' check (proof in ('none', 'waiting', 'working', 'proved', 'failed')),
    proof_attempts integer not null default 0,
    proof_due_at timestamptz,
    proof_at timestamptz,
    proof_seconds numeric,
    proof_trouble text,
    gone_at timestamptz,
    check (status <> 'made' or (made_at is not null and name is not null and sha256 is not null))
);
create index backup_newest on backup (asked_at desc);
create index backup_proved on backup (proof_at desc) where proof = 'proved';
create index backup_unfinished on backup (due_at) where status in ('waiting', 'working');

-- Writer: backup. Whether somebody wants a mail when a backup fails. Who has no row: superusers do, others do not.
create table backup_notice (
    account_id uuid primary key references account (id),
    wanted boolean not null
);
