-- Popular weeks: rounds, bids, allocations, waiting lists.

-- Writer: leave. One offer of popular weeks. weeks: [{"start": Monday, "label"}]; places: people away in each of them;
-- groups: who the places are for, as role groups; first_flag: whoever has this flag comes before the others.
create table leave_round (
    id uuid primary key default gen_random_uuid(),
    label text not null,
    closes_on date not null,
    weeks jsonb not null check (jsonb_array_length(weeks) > 0),
    places integer not null check (places > 0),
    groups text[] not null default '{}',
    first_flag text,
    most_weeks integer not null default 1 check (most_weeks > 0),
    seed integer not null,
    status text not null default 'open' check (status in ('open', 'allocated', 'cancelled')),
    made_by uuid references account (id),
    made_at timestamptz not null default now(),
    allocated_at timestamptz,
    version integer not null default 1
);
create index leave_round_open on leave_round (closes_on) where status = 'open';

-- Writer: leave. What somebody would like, best first: Mondays of the round's weeks.
create table leave_bid (
    round_id uuid not null references leave_round (id),
    person_code text not null references person (code),
    choices date[] not null check (cardinality(choices) > 0),
    at timestamptz not null default now(),
    version integer not null default 1,
    primary key (round_id, person_code)
);

-- Writer: leave. How the round went: a week given, or a position on its waiting list. turn: when somebody chose, from 1.
-- request_id: the leave it became; because: why it did not become any.
create table leave_place (
    round_id uuid not null references leave_round (id),
    week date not null,
    person_code text not null references person (code),
    status text not null check (status in ('given', 'waiting', 'refused', 'given-up')),
    position integer not null check (position > 0),
    turn integer not null check (turn > 0),
    request_id uuid references leave_request (id),
    because text,
    primary key (round_id, week, person_code)
);
create index leave_place_request on leave_place (request_id) where request_id is not null;
create index leave_place_person on leave_place (person_code) where status = 'given';
