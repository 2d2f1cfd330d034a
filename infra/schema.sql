-- Generated from infra/migrations by `make schema`. Read it; do not edit it.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception '% is never changed once written; publish a new version', tg_table_name
        using errcode = 'restrict_violation';
end
$$;

CREATE TABLE public.account (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    username text NOT NULL,
    display_name text NOT NULL,
    email text,
    password_hash text NOT NULL,
    roles text[] NOT NULL,
    person_code text,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT account_roles_check CHECK (((roles <@ ARRAY['clinician'::text, 'administrator'::text, 'superuser'::text]) AND (cardinality(roles) > 0))),
    CONSTRAINT account_username_check CHECK (((username = lower(username)) AND (username <> ''::text)))
);

CREATE TABLE public.assignment (
    version_id uuid NOT NULL,
    person_code text NOT NULL,
    date date NOT NULL,
    half text NOT NULL,
    activity text NOT NULL,
    site text NOT NULL,
    CONSTRAINT assignment_half_check CHECK ((half = ANY (ARRAY['AM'::text, 'PM'::text])))
);

CREATE TABLE public.audit (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    account_id uuid,
    action text NOT NULL,
    entity text NOT NULL,
    entity_id text NOT NULL,
    old jsonb,
    new jsonb,
    reason text,
    request_id text
);

ALTER TABLE public.audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.event_seen (
    subscriber text NOT NULL,
    event_id bigint NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.job_run (
    name text NOT NULL,
    slot timestamp with time zone NOT NULL,
    done_at timestamp with time zone
);

CREATE TABLE public.leave_request (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    person_code text NOT NULL,
    kind text NOT NULL,
    start_date date NOT NULL,
    start_half text NOT NULL,
    end_date date NOT NULL,
    end_half text NOT NULL,
    part_minutes integer,
    status text NOT NULL,
    source text NOT NULL,
    minutes integer DEFAULT 0 NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    buddy_code text,
    asked_by uuid,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_by uuid,
    decided_at timestamp with time zone,
    decision_reason text,
    automatic boolean DEFAULT false NOT NULL,
    assessment jsonb DEFAULT '{}'::jsonb NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT leave_request_check CHECK ((ROW(start_date, start_half) <= ROW(end_date, end_half))),
    CONSTRAINT leave_request_check1 CHECK (((part_minutes IS NULL) OR ((start_date = end_date) AND (start_half = end_half)))),
    CONSTRAINT leave_request_end_half_check CHECK ((end_half = ANY (ARRAY['AM'::text, 'PM'::text]))),
    CONSTRAINT leave_request_part_minutes_check CHECK ((part_minutes > 0)),
    CONSTRAINT leave_request_source_check CHECK ((source = ANY (ARRAY['asked'::text, 'on-behalf'::text, 'import'::text, 'round'::text]))),
    CONSTRAINT leave_request_start_half_check CHECK ((start_half = ANY (ARRAY['AM'::text, 'PM'::text]))),
    CONSTRAINT leave_request_status_check CHECK ((status = ANY (ARRAY['requested'::text, 'approved'::text, 'declined'::text, 'cancelled'::text])))
);

CREATE TABLE public.leave_stamp (
    id smallint DEFAULT 1 NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT leave_stamp_id_check CHECK ((id = 1))
);

CREATE TABLE public.ledger_entry (
    id bigint NOT NULL,
    person_code text NOT NULL,
    leave_year date NOT NULL,
    kind text NOT NULL,
    key text DEFAULT ''::text NOT NULL,
    minutes integer NOT NULL,
    session_minutes integer NOT NULL,
    effective date NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    reverses bigint,
    by_account uuid,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ledger_entry_session_minutes_check CHECK ((session_minutes > 0))
);

ALTER TABLE public.ledger_entry ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.outbox (
    id bigint NOT NULL,
    event text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    relayed_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL
);

ALTER TABLE public.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.person (
    code text NOT NULL,
    name text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    email text,
    note text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL
);

CREATE TABLE public.practice (
    id smallint DEFAULT 1 NOT NULL,
    name text NOT NULL,
    nation text NOT NULL,
    settings jsonb NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT practice_id_check CHECK ((id = 1))
);

CREATE TABLE public.rota_change (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    by_account uuid,
    version_number integer NOT NULL,
    person_code text NOT NULL,
    date date NOT NULL,
    half text NOT NULL,
    was_activity text,
    was_site text,
    activity text,
    site text,
    pinned boolean DEFAULT false NOT NULL,
    cause text NOT NULL,
    cause_id text,
    CONSTRAINT rota_change_check CHECK (((activity IS NULL) = (site IS NULL))),
    CONSTRAINT rota_change_half_check CHECK ((half = ANY (ARRAY['AM'::text, 'PM'::text])))
);

ALTER TABLE public.rota_change ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rota_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rota_version (
    id uuid NOT NULL,
    number integer NOT NULL,
    start_date date NOT NULL,
    end_date date NOT NULL,
    weeks integer NOT NULL,
    content_hash text NOT NULL,
    published_at timestamp with time zone DEFAULT now() NOT NULL,
    published_by uuid,
    run_id uuid,
    reason text,
    summary jsonb DEFAULT '{}'::jsonb NOT NULL,
    gaps jsonb DEFAULT '[]'::jsonb NOT NULL,
    breaches jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT rota_version_check CHECK ((end_date >= start_date)),
    CONSTRAINT rota_version_weeks_check CHECK ((weeks > 0))
);

ALTER TABLE public.rota_version ALTER COLUMN number ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rota_version_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.run (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    status text DEFAULT 'queued'::text NOT NULL,
    requested_by uuid,
    requested_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    attempt integer DEFAULT 0 NOT NULL,
    start_date date NOT NULL,
    weeks integer NOT NULL,
    scope jsonb DEFAULT '{}'::jsonb NOT NULL,
    mode text NOT NULL,
    seed integer NOT NULL,
    workers integer NOT NULL,
    seconds numeric,
    stop_requested boolean DEFAULT false NOT NULL,
    problem jsonb NOT NULL,
    progress jsonb,
    draft jsonb,
    summary jsonb,
    error text,
    idempotency_key text,
    CONSTRAINT run_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'stopped'::text, 'failed'::text, 'refused'::text]))),
    CONSTRAINT run_weeks_check CHECK ((weeks > 0))
);

CREATE TABLE public.site (
    code text NOT NULL,
    name text NOT NULL,
    rooms integer NOT NULL,
    CONSTRAINT site_rooms_check CHECK ((rooms >= 0))
);

CREATE TABLE public.working_term (
    id bigint NOT NULL,
    person_code text NOT NULL,
    valid daterange NOT NULL,
    role text NOT NULL,
    site_code text NOT NULL,
    wte numeric NOT NULL,
    pattern text NOT NULL,
    pattern_b text,
    flexible_days_per_week numeric,
    annual_leave_sessions numeric NOT NULL,
    flags text[] DEFAULT '{}'::text[] NOT NULL,
    session_minutes integer DEFAULT 250 NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT working_term_session_minutes_check CHECK (((session_minutes >= 30) AND (session_minutes <= 720))),
    CONSTRAINT working_term_valid_check CHECK ((NOT isempty(valid))),
    CONSTRAINT working_term_wte_check CHECK ((wte >= (0)::numeric))
);

ALTER TABLE public.working_term ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.working_term_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_username_key UNIQUE (username);

ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (version_id, person_code, date, half);

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.event_seen
    ADD CONSTRAINT event_seen_pkey PRIMARY KEY (subscriber, event_id);

ALTER TABLE ONLY public.job_run
    ADD CONSTRAINT job_run_pkey PRIMARY KEY (name, slot);

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_overlap EXCLUDE USING gist (person_code WITH =, int4range((((start_date - '2000-01-03'::date) * 2) + ((start_half = 'PM'::text))::integer), (((end_date - '2000-01-03'::date) * 2) + ((end_half = 'PM'::text))::integer), '[]'::text) WITH &&) WHERE ((status = ANY (ARRAY['requested'::text, 'approved'::text])));

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.leave_stamp
    ADD CONSTRAINT leave_stamp_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.practice
    ADD CONSTRAINT practice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rota_change
    ADD CONSTRAINT rota_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rota_version
    ADD CONSTRAINT rota_version_number_key UNIQUE (number);

ALTER TABLE ONLY public.rota_version
    ADD CONSTRAINT rota_version_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_idempotency_key_key UNIQUE (idempotency_key);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.working_term
    ADD CONSTRAINT working_term_person_code_valid_excl EXCLUDE USING gist (person_code WITH =, valid WITH &&);

ALTER TABLE ONLY public.working_term
    ADD CONSTRAINT working_term_pkey PRIMARY KEY (id);

CREATE INDEX assignment_date ON public.assignment USING btree (date);

CREATE INDEX audit_entity ON public.audit USING btree (entity, entity_id);

CREATE INDEX leave_request_open ON public.leave_request USING btree (asked_at) WHERE (status = 'requested'::text);

CREATE INDEX leave_request_person ON public.leave_request USING btree (person_code, start_date);

CREATE INDEX ledger_entry_person ON public.ledger_entry USING btree (person_code, leave_year);

CREATE UNIQUE INDEX ledger_entry_reversed_once ON public.ledger_entry USING btree (reverses) WHERE (reverses IS NOT NULL);

CREATE INDEX outbox_waiting ON public.outbox USING btree (id) WHERE (relayed_at IS NULL);

CREATE INDEX rota_change_cause ON public.rota_change USING btree (cause, cause_id);

CREATE INDEX rota_change_session ON public.rota_change USING btree (date, half, person_code, id);

CREATE INDEX run_newest ON public.run USING btree (requested_at DESC);

CREATE INDEX run_unfinished ON public.run USING btree (requested_at) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE TRIGGER assignment_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.assignment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_entry_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER rota_change_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.rota_change FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER rota_version_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.rota_version FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.rota_version(id);

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_buddy_code_fkey FOREIGN KEY (buddy_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_by_account_fkey FOREIGN KEY (by_account) REFERENCES public.account(id);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_reverses_fkey FOREIGN KEY (reverses) REFERENCES public.ledger_entry(id);

ALTER TABLE ONLY public.rota_change
    ADD CONSTRAINT rota_change_by_account_fkey FOREIGN KEY (by_account) REFERENCES public.account(id);

ALTER TABLE ONLY public.rota_version
    ADD CONSTRAINT rota_version_published_by_fkey FOREIGN KEY (published_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.working_term
    ADD CONSTRAINT working_term_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.working_term
    ADD CONSTRAINT working_term_site_code_fkey FOREIGN KEY (site_code) REFERENCES public.site(code);
