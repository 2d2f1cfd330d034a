-- Versions people can compare: what each changed for whom, with how much notice, and who has seen it.

-- run: a run's draft was published; edits: changes made by hand, a repair, a swap or a roll-back. overrides: trainee
-- sessions published without a supervisor, [{date, half, site, reason}].
alter table rota_version add column kind text not null default 'run' check (kind in ('run', 'edits'));
alter table rota_version add column overrides jsonb not null default '[]';

-- Writer: rota. What a version changed for somebody, against the rota people saw until then. notice_days: from the day
-- it was published; window_days: the notice that person is due. Inside it, the version has a reason.
create table version_change (
    version_id uuid not null references rota_version (id),
    person_code text not null,
    date date not null,
    half text not null check (half in ('AM', 'PM')),
    was_activity text,
    was_site text,
    activity text,
    site text,
    notice_days integer not null,
    window_days integer not null,
    primary key (version_id, person_code, date, half)
);
create index version_change_person on version_change (person_code, date);
create index version_change_date on version_change (date);
create trigger version_change_is_final before update or delete or truncate on version_change
    for each statement execute function refuse_change();

-- Writer: rota. Somebody has seen what a version changed for them.
create table version_acknowledgement (
    version_id uuid not null references rota_version (id),
    person_code text not null,
    account_id uuid references account (id),
    at timestamptz not null default now(),
    primary key (version_id, person_code)
);
