-- The fairness ledger: who has held how much duty against their fair part, across periods.

-- Writer: rota. A week that is closed. weights: what each kind of duty counted for when it was first closed, in
-- hundredths of a half-day; rule: who could hold duty by the settings of then. Both stay, whatever the settings say later.
create table duty_week (
    week date primary key check (extract(isodow from week) = 1),
    closed_at timestamptz not null default now(),
    weights jsonb not null,
    rule jsonb not null
);

-- Writer: rota. Every movement of somebody's balance, in hundredths of a half-day of duty, never changed. Above
-- nought: held more than their part. about: who joined, left or was adjusted. The entries of one act add up to nought:
-- of a week in all, else of one kind about one person.
create table duty_entry (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    person_code text not null references person (code),
    kind text not null check (kind in ('week', 'opening', 'settlement', 'return', 'adjustment')),
    week date references duty_week (week),
    about text references person (code),
    held integer not null default 0,
    part integer not null default 0,
    points integer not null,
    reason text not null default '',
    detail jsonb not null default '{}',
    by_account uuid references account (id),
    check (kind <> 'week' or points = held - part),
    check ((week is null) = (kind = 'adjustment')),
    check ((about is null) = (kind = 'week')),
    check (kind <> 'adjustment' or reason <> '')
);
create index duty_entry_person on duty_entry (person_code, id);
create index duty_entry_week on duty_entry (week);
create trigger duty_entry_is_final before update or delete or truncate on duty_entry
    for each statement execute function refuse_change();
