-- The hand-off to the clinical system: what it is known to have, and who sees to the rest.

-- Writer: rota. What was last ticked as written into the clinical system for a session. activity null: nothing.
create table clinical_sync (
    person_code text not null,
    date date not null,
    half text not null check (half in ('AM', 'PM')),
    activity text,
    site text,
    at timestamptz not null default now(),
    by_account uuid references account (id),
    primary key (person_code, date, half)
);

-- Writer: rota. Since when the list is kept, and who sees to it.
create table hand_off (
    id smallint primary key default 1 check (id = 1),
    since timestamptz not null,
    owner uuid references account (id),
    updated_at timestamptz not null default now()
);

-- Writer: rota. Who sees to one line, where that is somebody else.
create table hand_off_owner (
    person_code text not null,
    date date not null,
    half text not null check (half in ('AM', 'PM')),
    owner uuid not null references account (id),
    primary key (person_code, date, half)
);
