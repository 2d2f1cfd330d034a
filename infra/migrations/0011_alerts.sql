-- Alerts: breaches somebody watches, with a life.

-- Writer: rota. layer: of the rota as published, or of the same with the edits that wait. key: which breach of which
-- rule where; two alerts of a layer that are not over never share one. points: how bad it is, in the points of the rules;
-- dismissed_points: how bad it was when somebody said it may be. Worse than that, it is active again.
create table alert (
    id bigint generated always as identity primary key,
    layer text not null check (layer in ('published', 'edits')),
    key text not null,
    rule text not null,
    severity text not null check (severity in ('critical', 'warning')),
    date date not null,
    half text check (half in ('AM', 'PM')),
    person_code text,
    site text,
    need integer,
    have integer,
    because text not null,
    points integer not null,
    status text not null default 'active' check (status in ('active', 'resolved', 'dismissed')),
    raised_at timestamptz not null default now(),
    resolved_at timestamptz,
    dismissed_at timestamptz,
    dismissed_by uuid references account (id),
    dismissed_reason text,
    dismissed_points integer
);
create unique index alert_once on alert (layer, key) where status <> 'resolved';
create index alert_day on alert (layer, date) where status <> 'resolved';
create index alert_newest on alert (raised_at desc);

-- Writer: rota. Everything that happened to an alert, oldest first.
create table alert_event (
    id bigint generated always as identity primary key,
    alert_id bigint not null references alert (id),
    at timestamptz not null default now(),
    what text not null check (what in ('raised', 'changed', 'resolved', 'dismissed', 'restored')),
    because text not null default '',
    by_account uuid references account (id)
);
create index alert_event_alert on alert_event (alert_id, id);
