-- Invitations, password resets, changes of address, and mail on its way. Of a link only its hash is kept.

-- Writer: auth. email is an address somebody has proved to be theirs (or the operator's word); a new one waits in
-- account_link until then. An address and a person belong to one active account.
alter table account
    add column version integer not null default 1,
    add column last_sign_in_at timestamptz,
    add column password_changed_at timestamptz not null default now();
create unique index account_email on account (lower(email)) where active and email is not null;
create unique index account_person on account (person_code) where active and person_code is not null;

-- Writer: shared/mail.py. text and html hold links, so they are erased once they are no longer needed: they are there
-- exactly while the message may still be sent. claim: the worker that is sending it now. handed_at: from then on nobody
-- can know whether it arrived unless the server says so. about: what it is about, "invitation:<id>".
create table mail (
    id uuid primary key default gen_random_uuid(),
    kind text not null,
    about text,
    to_address text not null,
    from_name text not null default '',
    subject text not null,
    text text,
    html text,
    status text not null default 'waiting' check (status in ('waiting', 'sending', 'sent', 'failed', 'uncertain')),
    attempts integer not null default 0,
    posted_at timestamptz not null default now(),
    posted_by uuid references account (id),
    due_at timestamptz not null default now(),
    useful_until timestamptz,
    claim uuid,
    claimed_at timestamptz,
    handed_at timestamptz,
    ended_at timestamptz,
    said text,
    check ((text is not null and html is not null) = (status in ('waiting', 'sending')))
);
create index mail_unsent on mail (due_at) where status in ('waiting', 'sending');
create index mail_newest on mail (posted_at desc);

-- Writer: auth. token_hash: of the newest link; former: of links a newer one has replaced.
create table invitation (
    id uuid primary key default gen_random_uuid(),
    email text not null,
    display_name text not null default '',
    roles text[] not null check (roles <@ array['clinician', 'administrator', 'superuser'] and cardinality(roles) > 0),
    person_code text,
    token_hash bytea not null unique,
    former bytea[] not null default '{}',
    mail_id uuid references mail (id) on delete set null,
    invited_by uuid references account (id),
    invited_at timestamptz not null default now(),
    sent_at timestamptz not null default now(),
    expires_at timestamptz not null,
    accepted_at timestamptz,
    account_id uuid references account (id),
    revoked_at timestamptz,
    revoked_by uuid references account (id),
    check ((accepted_at is null) = (account_id is null)),
    check (accepted_at is null or revoked_at is null)
);
create unique index invitation_open on invitation (lower(email)) where accepted_at is null and revoked_at is null;

-- Writer: auth. Links that were mailed to somebody who has an account: to choose a new password, or to prove that
-- `email` is theirs. A newer one of the same kind replaces those before it.
create table account_link (
    id uuid primary key default gen_random_uuid(),
    kind text not null check (kind in ('password-reset', 'email-change')),
    account_id uuid not null references account (id),
    email text not null,
    token_hash bytea not null unique,
    asked_by uuid references account (id),
    asked_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    replaced_at timestamptz
);
create unique index account_link_open on account_link (account_id, kind) where used_at is null and replaced_at is null;

-- Writer: auth. Somebody asked for a new password for an address; gone once the worker has seen to it.
create table reset_ask (
    id uuid primary key default gen_random_uuid(),
    email text not null,
    asked_at timestamptz not null default now()
);
