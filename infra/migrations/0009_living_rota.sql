-- The rota that lives: what is decided by hand, and changes that wait to be published.

-- pinned: stays whatever is generated. locum: {covers, cost_pence, agency} where a locum works the session.
alter table assignment add column pinned boolean not null default false;
alter table assignment add column locum jsonb;

-- Writer: rota. Sessions somebody was taken off by hand, as each version has it: they stay off, whatever is generated.
create table rota_off (
    version_id uuid not null references rota_version (id),
    person_code text not null,
    date date not null,
    half text not null check (half in ('AM', 'PM')),
    primary key (version_id, person_code, date, half)
);
create trigger rota_off_is_final before update or delete or truncate on rota_off
    for each statement execute function refuse_change();

-- Writer: rota. One row, counted up with every edit, undo and publication of edits; whoever changes any holds it.
create table edit_stamp (
    id smallint primary key default 1 check (id = 1),
    number bigint not null
);
insert into edit_stamp (number) values (1);

-- Writer: rota. Something somebody did to the rota that is not published yet: one act, of one or many sessions. words:
-- what was done, for people. cause_id: which repair, which version rolled back to. version_id: published in.
create table rota_edit (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    by_account uuid references account (id),
    words text not null,
    cause text not null check (cause in ('hand', 'swap', 'repair', 'roll-back')),
    cause_id text,
    undone_at timestamptz,
    undone_by uuid references account (id),
    version_id uuid references rota_version (id)
);
create index rota_edit_waiting on rota_edit (id) where undone_at is null and version_id is null;

-- Writer: rota. was and now: {activity, site, pinned, locum}; activity null: not at work, and then pinned: kept off.
create table rota_edit_cell (
    edit_id bigint not null references rota_edit (id),
    person_code text not null references person (code),
    date date not null,
    half text not null check (half in ('AM', 'PM')),
    was jsonb not null,
    now jsonb not null,
    primary key (edit_id, person_code, date, half)
);
create index rota_edit_cell_session on rota_edit_cell (date, half, person_code);
