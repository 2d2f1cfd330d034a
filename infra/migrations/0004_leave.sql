-- Leave: requests and decisions, the ledger, and what they change on the rota.

-- Writer: leave. Who is away when, why, and who said so. Halves are AM and PM, both ends included. part_minutes: only
-- so many minutes of the one session named; the person still works it. minutes: the working time it takes, paid for
-- out of the entitlement by the kinds that use it. approved_at: from when it kept them off a rota being made, and stays
-- through a cancellation; decided_at: the last decision, whatever it was.
create table leave_request (
    id uuid primary key default gen_random_uuid(),
    person_code text not null references person (code),
    kind text not null,
    start_date date not null,
    start_half text not null check (start_half in ('AM', 'PM')),
    end_date date not null,
    end_half text not null check (end_half in ('AM', 'PM')),
    part_minutes integer check (part_minutes > 0),
    status text not null check (status in ('requested', 'approved', 'declined', 'cancelled')),
    source text not null check (source in ('asked', 'on-behalf', 'import', 'round')),
    minutes integer not null default 0,
    note text not null default '',
    buddy_code text references person (code),
    asked_by uuid references account (id),
    asked_at timestamptz not null default now(),
    decided_by uuid references account (id),
    decided_at timestamptz,
    approved_at timestamptz,
    decision_reason text,
    automatic boolean not null default false,
    assessment jsonb not null default '{}',
    version integer not null default 1,
    check ((start_date, start_half) <= (end_date, end_half)),
    check (part_minutes is null or (start_date = end_date and start_half = end_half))
);
create index leave_request_person on leave_request (person_code, start_date);
create index leave_request_open on leave_request (asked_at) where status = 'requested';

-- Two spells of one person that count at once never share a half-day. Half-days are numbered from a Monday long ago.
alter table leave_request add constraint leave_request_overlap exclude using gist (
    person_code with =,
    int4range(
        (start_date - date '2000-01-03') * 2 + (start_half = 'PM')::int,
        (end_date - date '2000-01-03') * 2 + (end_half = 'PM')::int, '[]'
    ) with &&
) where (status in ('requested', 'approved'));

insert into leave_request
    (person_code, kind, start_date, start_half, end_date, end_half, status, source, decided_at, approved_at)
select person_code, kind, start_date, start_half, end_date, end_half, status, 'import',
       case when status = 'approved' then now() end, case when status = 'approved' then '-infinity'::timestamptz end
from absence order by id;
drop table absence;

-- Writer: leave. One row, counted up with every change of leave, so that what was read from it can be kept meanwhile.
create table leave_stamp (
    id smallint primary key default 1 check (id = 1),
    number bigint not null
);
insert into leave_stamp (number) values (1);

-- Writer: leave. Every movement of somebody's entitlement, signed, never changed. key: what it is about
-- ("term:2027-01-01", "request:<id>"); detail: the working, as the statement prints it.
create table ledger_entry (
    id bigint generated always as identity primary key,
    person_code text not null references person (code),
    leave_year date not null,
    kind text not null,
    key text not null default '',
    minutes integer not null,
    session_minutes integer not null check (session_minutes > 0),
    effective date not null,
    reason text not null default '',
    detail jsonb not null default '{}',
    reverses bigint references ledger_entry (id),
    by_account uuid references account (id),
    at timestamptz not null default now()
);
create index ledger_entry_person on ledger_entry (person_code, leave_year);
create index ledger_entry_key on ledger_entry (key);
create unique index ledger_entry_reversed_once on ledger_entry (reverses) where reverses is not null;
create trigger ledger_entry_is_final before update or delete or truncate on ledger_entry
    for each statement execute function refuse_change();

-- Writer: shared/rota_changes.py. What changed on the published rota since a version: one session of one person.
-- It holds as long as that version covers the date. activity null: not at work any more.
create table rota_change (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    by_account uuid references account (id),
    version_number integer not null,
    person_code text not null,
    date date not null,
    half text not null check (half in ('AM', 'PM')),
    was_activity text,
    was_site text,
    activity text,
    site text,
    pinned boolean not null default false,
    cause text not null,
    cause_id text,
    check ((activity is null) = (site is null))
);
create index rota_change_session on rota_change (date, half, person_code, id);
create index rota_change_cause on rota_change (cause, cause_id);
create trigger rota_change_is_final before update or delete or truncate on rota_change
    for each statement execute function refuse_change();
