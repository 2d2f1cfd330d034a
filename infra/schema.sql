-- Generated from infra/migrations by `make schema`. Read it; do not edit it.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE FUNCTION public.count_settings() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    new.settings_version := old.settings_version + (new.settings is distinct from old.settings)::int;
    return new;
end
$$;

CREATE FUNCTION public.names_in(value text, names text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    RETURN (EXISTS (SELECT FROM unnest(names_in.names) name(name) WHERE ((POSITION((name.name) IN (names_in.value)) > 0) OR (POSITION((TRIM(BOTH '"'::text FROM (to_jsonb(name.name))::text)) IN (names_in.value)) > 0))));

CREATE FUNCTION public.refuse_audit_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'the audit is never changed once written' using errcode = 'restrict_violation';
end
$$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception '% is never changed once written; publish a new version', tg_table_name
        using errcode = 'restrict_violation';
end
$$;

CREATE FUNCTION public.refuse_change_but_of_words() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'DELETE' then
        if tg_table_name = 'audit' then
            if old.at < now() - interval '6 years' then
                return old;
            end if;
        end if;
    elsif current_setting('rotacc.making_nameless', true) = 'yes'
            and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
        return new;
    end if;
    raise exception '% is never changed once written', tg_table_name using errcode = 'restrict_violation';
end
$$;

CREATE FUNCTION public.rename_in(value jsonb, names text[], becomes text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
    case jsonb_typeof(value)
        when 'string' then return to_jsonb(rename_in(value #>> '{}', names, becomes));
        when 'array' then return (
            select coalesce(jsonb_agg(rename_in(part, names, becomes) order by place), '[]')
            from jsonb_array_elements(value) with ordinality as parts (part, place));
        when 'object' then return (
            select coalesce(jsonb_object_agg(key, rename_in(part, names, becomes)), '{}')
            from jsonb_each(value) as parts (key, part));
        else return value;
    end case;
end
$$;

CREATE FUNCTION public.rename_in(value text, names text[], becomes text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    AS $_$
declare
    name text;
begin
    foreach name in array names loop
        value := regexp_replace(
            value,
            '(?<!\w)' || regexp_replace(name, '([][\\.+*?^$(){}|])', '\\\1', 'g') || '(?!\w)',
            replace(becomes, '\', '\\'),
            'g'
        );
    end loop;
    return value;
end
$_$;

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
    version integer DEFAULT 1 NOT NULL,
    last_sign_in_at timestamp with time zone,
    password_changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT account_roles_check CHECK (((roles <@ ARRAY['clinician'::text, 'administrator'::text, 'superuser'::text]) AND (cardinality(roles) > 0))),
    CONSTRAINT account_username_check CHECK (((username = lower(username)) AND (username <> ''::text)))
);

CREATE TABLE public.account_link (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text NOT NULL,
    account_id uuid NOT NULL,
    email text NOT NULL,
    token_hash bytea NOT NULL,
    asked_by uuid,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    replaced_at timestamp with time zone,
    CONSTRAINT account_link_kind_check CHECK ((kind = ANY (ARRAY['password-reset'::text, 'email-change'::text])))
);

CREATE TABLE public.alert (
    id bigint NOT NULL,
    layer text NOT NULL,
    key text NOT NULL,
    rule text NOT NULL,
    severity text NOT NULL,
    date date NOT NULL,
    half text,
    person_code text,
    site text,
    need integer,
    have integer,
    because text NOT NULL,
    points integer NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    raised_at timestamp with time zone DEFAULT now() NOT NULL,
    resolved_at timestamp with time zone,
    dismissed_at timestamp with time zone,
    dismissed_by uuid,
    dismissed_reason text,
    dismissed_points integer,
    CONSTRAINT alert_half_check CHECK ((half = ANY (ARRAY['AM'::text, 'PM'::text]))),
    CONSTRAINT alert_layer_check CHECK ((layer = ANY (ARRAY['published'::text, 'edits'::text]))),
    CONSTRAINT alert_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'warning'::text]))),
    CONSTRAINT alert_status_check CHECK ((status = ANY (ARRAY['active'::text, 'resolved'::text, 'dismissed'::text])))
);

CREATE TABLE public.alert_event (
    id bigint NOT NULL,
    alert_id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    what text NOT NULL,
    because text DEFAULT ''::text NOT NULL,
    by_account uuid,
    CONSTRAINT alert_event_what_check CHECK ((what = ANY (ARRAY['raised'::text, 'changed'::text, 'resolved'::text, 'dismissed'::text, 'restored'::text])))
);

ALTER TABLE public.alert_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.alert_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.alert ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.alert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.assignment (
    version_id uuid NOT NULL,
    person_code text NOT NULL,
    date date NOT NULL,
    half text NOT NULL,
    activity text NOT NULL,
    site text NOT NULL,
    pinned boolean DEFAULT false NOT NULL,
    locum jsonb,
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

CREATE TABLE public.backup (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text DEFAULT 'database'::text NOT NULL,
    cause text NOT NULL,
    name text,
    status text DEFAULT 'waiting'::text NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    asked_by uuid,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    made_at timestamp with time zone,
    size bigint,
    sha256 text,
    encrypted boolean DEFAULT false NOT NULL,
    schema_id text,
    measured jsonb,
    is_local boolean DEFAULT false NOT NULL,
    in_bucket boolean DEFAULT false NOT NULL,
    has_sheet boolean DEFAULT false NOT NULL,
    trouble text,
    proof text DEFAULT 'none'::text NOT NULL,
    proof_attempts integer DEFAULT 0 NOT NULL,
    proof_due_at timestamp with time zone,
    proof_at timestamp with time zone,
    proof_seconds numeric,
    proof_trouble text,
    gone_at timestamp with time zone,
    CONSTRAINT backup_cause_check CHECK ((cause = ANY (ARRAY['nightly'::text, 'by-hand'::text, 'before-restore'::text, 'before-update'::text, 'found'::text]))),
    CONSTRAINT backup_check CHECK (((status <> 'made'::text) OR ((made_at IS NOT NULL) AND (name IS NOT NULL) AND (sha256 IS NOT NULL)))),
    CONSTRAINT backup_kind_check CHECK ((kind = ANY (ARRAY['database'::text, 'export'::text]))),
    CONSTRAINT backup_proof_check CHECK ((proof = ANY (ARRAY['none'::text, 'waiting'::text, 'working'::text, 'proved'::text, 'failed'::text]))),
    CONSTRAINT backup_size_check CHECK ((size >= 0)),
    CONSTRAINT backup_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'working'::text, 'made'::text, 'failed'::text, 'gone'::text])))
);

CREATE TABLE public.backup_notice (
    account_id uuid NOT NULL,
    wanted boolean NOT NULL
);

CREATE TABLE public.cleanup_run (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    counts jsonb NOT NULL
);

ALTER TABLE public.cleanup_run ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cleanup_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.clinical_sync (
    person_code text NOT NULL,
    date date NOT NULL,
    half text NOT NULL,
    activity text,
    site text,
    at timestamp with time zone DEFAULT now() NOT NULL,
    by_account uuid,
    CONSTRAINT clinical_sync_half_check CHECK ((half = ANY (ARRAY['AM'::text, 'PM'::text])))
);

CREATE TABLE public.duty_entry (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    person_code text NOT NULL,
    kind text NOT NULL,
    week date,
    about text,
    held integer DEFAULT 0 NOT NULL,
    part integer DEFAULT 0 NOT NULL,
    points integer NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    by_account uuid,
    CONSTRAINT duty_entry_check CHECK (((kind <> 'week'::text) OR (points = (held - part)))),
    CONSTRAINT duty_entry_check1 CHECK (((week IS NULL) = (kind = 'adjustment'::text))),
    CONSTRAINT duty_entry_check2 CHECK (((about IS NULL) = (kind = 'week'::text))),
    CONSTRAINT duty_entry_check3 CHECK (((kind <> 'adjustment'::text) OR (reason <> ''::text))),
    CONSTRAINT duty_entry_kind_check CHECK ((kind = ANY (ARRAY['week'::text, 'opening'::text, 'settlement'::text, 'return'::text, 'adjustment'::text])))
);

ALTER TABLE public.duty_entry ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.duty_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.duty_week (
    week date NOT NULL,
    closed_at timestamp with time zone DEFAULT now() NOT NULL,
    weights jsonb NOT NULL,
    rule jsonb NOT NULL,
    CONSTRAINT duty_week_week_check CHECK ((EXTRACT(isodow FROM week) = (1)::numeric))
);

CREATE TABLE public.edit_stamp (
    id smallint DEFAULT 1 NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT edit_stamp_id_check CHECK ((id = 1))
);

CREATE TABLE public.event_seen (
    subscriber text NOT NULL,
    event_id bigint NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.hand_off (
    id smallint DEFAULT 1 NOT NULL,
    since timestamp with time zone NOT NULL,
    owner uuid,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT hand_off_id_check CHECK ((id = 1))
);

CREATE TABLE public.hand_off_owner (
    person_code text NOT NULL,
    date date NOT NULL,
    half text NOT NULL,
    owner uuid NOT NULL,
    CONSTRAINT hand_off_owner_half_check CHECK ((half = ANY (ARRAY['AM'::text, 'PM'::text])))
);

CREATE TABLE public.invitation (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email text NOT NULL,
    display_name text DEFAULT ''::text NOT NULL,
    roles text[] NOT NULL,
    person_code text,
    token_hash bytea NOT NULL,
    former bytea[] DEFAULT '{}'::bytea[] NOT NULL,
    mail_id uuid,
    invited_by uuid,
    invited_at timestamp with time zone DEFAULT now() NOT NULL,
    sent_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    account_id uuid,
    revoked_at timestamp with time zone,
    revoked_by uuid,
    CONSTRAINT invitation_check CHECK (((accepted_at IS NULL) = (account_id IS NULL))),
    CONSTRAINT invitation_check1 CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL))),
    CONSTRAINT invitation_roles_check CHECK (((roles <@ ARRAY['clinician'::text, 'administrator'::text, 'superuser'::text]) AND (cardinality(roles) > 0)))
);

CREATE TABLE public.job_run (
    name text NOT NULL,
    slot timestamp with time zone NOT NULL,
    done_at timestamp with time zone
);

CREATE TABLE public.leave_bid (
    round_id uuid NOT NULL,
    person_code text NOT NULL,
    choices date[] NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT leave_bid_choices_check CHECK ((cardinality(choices) > 0))
);

CREATE TABLE public.leave_place (
    round_id uuid NOT NULL,
    week date NOT NULL,
    person_code text NOT NULL,
    status text NOT NULL,
    "position" integer NOT NULL,
    turn integer NOT NULL,
    request_id uuid,
    because text,
    CONSTRAINT leave_place_position_check CHECK (("position" > 0)),
    CONSTRAINT leave_place_status_check CHECK ((status = ANY (ARRAY['given'::text, 'waiting'::text, 'refused'::text, 'given-up'::text]))),
    CONSTRAINT leave_place_turn_check CHECK ((turn > 0))
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
    approved_at timestamp with time zone,
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

CREATE TABLE public.leave_round (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    label text NOT NULL,
    closes_on date NOT NULL,
    weeks jsonb NOT NULL,
    places integer NOT NULL,
    groups text[] DEFAULT '{}'::text[] NOT NULL,
    first_flag text,
    most_weeks integer DEFAULT 1 NOT NULL,
    seed integer NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    made_by uuid,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    allocated_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT leave_round_most_weeks_check CHECK ((most_weeks > 0)),
    CONSTRAINT leave_round_places_check CHECK ((places > 0)),
    CONSTRAINT leave_round_status_check CHECK ((status = ANY (ARRAY['open'::text, 'allocated'::text, 'cancelled'::text]))),
    CONSTRAINT leave_round_weeks_check CHECK ((jsonb_array_length(weeks) > 0))
);

CREATE TABLE public.leave_stamp (
    id smallint DEFAULT 1 NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT leave_stamp_id_check CHECK ((id = 1))
);

CREATE SEQUENCE public.leaver_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

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

CREATE TABLE public.mail (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text NOT NULL,
    about text,
    to_address text NOT NULL,
    from_name text DEFAULT ''::text NOT NULL,
    subject text NOT NULL,
    text text,
    html text,
    status text DEFAULT 'waiting'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    posted_at timestamp with time zone DEFAULT now() NOT NULL,
    posted_by uuid,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    useful_until timestamp with time zone,
    claim uuid,
    claimed_at timestamp with time zone,
    handed_at timestamp with time zone,
    ended_at timestamp with time zone,
    said text,
    settled_at timestamp with time zone,
    settled_by uuid,
    told_at timestamp with time zone,
    CONSTRAINT mail_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'uncertain'::text]))),
    CONSTRAINT mail_written CHECK ((((text IS NULL) = (html IS NULL)) AND
CASE
    WHEN (status = ANY (ARRAY['waiting'::text, 'sending'::text])) THEN (text IS NOT NULL)
    ELSE ((text IS NULL) OR ((status = ANY (ARRAY['failed'::text, 'uncertain'::text])) AND (useful_until IS NULL) AND (settled_at IS NULL)))
END))
);

CREATE TABLE public.outbox (
    id bigint NOT NULL,
    event text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    relayed_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    request_id text
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
    version integer DEFAULT 1 NOT NULL,
    nameless_at timestamp with time zone
);

CREATE TABLE public.practice (
    id smallint DEFAULT 1 NOT NULL,
    name text NOT NULL,
    nation text NOT NULL,
    settings jsonb NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    settings_version integer DEFAULT 1 NOT NULL,
    CONSTRAINT practice_id_check CHECK ((id = 1))
);

CREATE TABLE public.question (
    id uuid DEFAULT gen_random_uuid() CONSTRAINT what_if_id_not_null NOT NULL,
    asked_at timestamp with time zone DEFAULT now() CONSTRAINT what_if_asked_at_not_null NOT NULL,
    asked_by uuid,
    person_code text,
    question jsonb CONSTRAINT what_if_question_not_null NOT NULL,
    stamp text CONSTRAINT what_if_stamp_not_null NOT NULL,
    status text DEFAULT 'working'::text CONSTRAINT what_if_status_not_null NOT NULL,
    attempt integer DEFAULT 0 CONSTRAINT what_if_attempt_not_null NOT NULL,
    claimed_at timestamp with time zone,
    finished_at timestamp with time zone,
    answer jsonb DEFAULT '{}'::jsonb CONSTRAINT what_if_answer_not_null NOT NULL,
    kind text NOT NULL,
    CONSTRAINT what_if_status_check CHECK ((status = ANY (ARRAY['working'::text, 'done'::text, 'failed'::text])))
);

CREATE TABLE public.reset_ask (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email text NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.retention (
    what text NOT NULL,
    days integer NOT NULL,
    set_by uuid,
    set_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT retention_days_check CHECK ((days > 0))
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

CREATE TABLE public.rota_edit (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    by_account uuid,
    words text NOT NULL,
    cause text NOT NULL,
    cause_id text,
    undone_at timestamp with time zone,
    undone_by uuid,
    version_id uuid,
    CONSTRAINT rota_edit_cause_check CHECK ((cause = ANY (ARRAY['hand'::text, 'swap'::text, 'repair'::text, 'roll-back'::text])))
);

CREATE TABLE public.rota_edit_cell (
    edit_id bigint NOT NULL,
    person_code text NOT NULL,
    date date NOT NULL,
    half text NOT NULL,
    was jsonb NOT NULL,
    now jsonb NOT NULL,
    CONSTRAINT rota_edit_cell_half_check CHECK ((half = ANY (ARRAY['AM'::text, 'PM'::text])))
);

ALTER TABLE public.rota_edit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rota_edit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rota_off (
    version_id uuid NOT NULL,
    person_code text NOT NULL,
    date date NOT NULL,
    half text NOT NULL,
    CONSTRAINT rota_off_half_check CHECK ((half = ANY (ARRAY['AM'::text, 'PM'::text])))
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
    kind text DEFAULT 'run'::text NOT NULL,
    overrides jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT rota_version_check CHECK ((end_date >= start_date)),
    CONSTRAINT rota_version_kind_check CHECK ((kind = ANY (ARRAY['run'::text, 'edits'::text]))),
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
    repeats uuid,
    set_aside_at timestamp with time zone,
    set_aside_by uuid,
    CONSTRAINT run_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'stopped'::text, 'failed'::text, 'refused'::text]))),
    CONSTRAINT run_weeks_check CHECK ((weeks > 0))
);

CREATE TABLE public.site (
    code text NOT NULL,
    name text NOT NULL,
    rooms integer NOT NULL,
    CONSTRAINT site_rooms_check CHECK ((rooms >= 0))
);

CREATE TABLE public.staff_group (
    code text NOT NULL,
    name text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT staff_group_code_check CHECK (((code <> ''::text) AND (POSITION(('|'::text) IN (code)) = 0))),
    CONSTRAINT staff_group_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.staff_group_member (
    group_code text NOT NULL,
    person_code text NOT NULL
);

CREATE TABLE public.supervision_link (
    id bigint NOT NULL,
    trainee_code text NOT NULL,
    supervisor_code text NOT NULL,
    kind text NOT NULL,
    valid daterange NOT NULL,
    CONSTRAINT supervision_link_check CHECK ((trainee_code <> supervisor_code)),
    CONSTRAINT supervision_link_kind_check CHECK ((kind = ANY (ARRAY['educational'::text, 'clinical'::text]))),
    CONSTRAINT supervision_link_valid_check CHECK ((NOT isempty(valid)))
);

ALTER TABLE public.supervision_link ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.supervision_link_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.version_acknowledgement (
    version_id uuid NOT NULL,
    person_code text NOT NULL,
    account_id uuid,
    at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.version_change (
    version_id uuid NOT NULL,
    person_code text NOT NULL,
    date date NOT NULL,
    half text NOT NULL,
    was_activity text,
    was_site text,
    activity text,
    site text,
    notice_days integer NOT NULL,
    window_days integer NOT NULL,
    CONSTRAINT version_change_half_check CHECK ((half = ANY (ARRAY['AM'::text, 'PM'::text])))
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

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_username_key UNIQUE (username);

ALTER TABLE ONLY public.alert_event
    ADD CONSTRAINT alert_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (version_id, person_code, date, half);

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.backup
    ADD CONSTRAINT backup_name_key UNIQUE (name);

ALTER TABLE ONLY public.backup_notice
    ADD CONSTRAINT backup_notice_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.backup
    ADD CONSTRAINT backup_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cleanup_run
    ADD CONSTRAINT cleanup_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.clinical_sync
    ADD CONSTRAINT clinical_sync_pkey PRIMARY KEY (person_code, date, half);

ALTER TABLE ONLY public.duty_entry
    ADD CONSTRAINT duty_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.duty_week
    ADD CONSTRAINT duty_week_pkey PRIMARY KEY (week);

ALTER TABLE ONLY public.edit_stamp
    ADD CONSTRAINT edit_stamp_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.event_seen
    ADD CONSTRAINT event_seen_pkey PRIMARY KEY (subscriber, event_id);

ALTER TABLE ONLY public.hand_off_owner
    ADD CONSTRAINT hand_off_owner_pkey PRIMARY KEY (person_code, date, half);

ALTER TABLE ONLY public.hand_off
    ADD CONSTRAINT hand_off_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.job_run
    ADD CONSTRAINT job_run_pkey PRIMARY KEY (name, slot);

ALTER TABLE ONLY public.leave_bid
    ADD CONSTRAINT leave_bid_pkey PRIMARY KEY (round_id, person_code);

ALTER TABLE ONLY public.leave_place
    ADD CONSTRAINT leave_place_pkey PRIMARY KEY (round_id, week, person_code);

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_overlap EXCLUDE USING gist (person_code WITH =, int4range((((start_date - '2000-01-03'::date) * 2) + ((start_half = 'PM'::text))::integer), (((end_date - '2000-01-03'::date) * 2) + ((end_half = 'PM'::text))::integer), '[]'::text) WITH &&) WHERE ((status = ANY (ARRAY['requested'::text, 'approved'::text])));

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.leave_round
    ADD CONSTRAINT leave_round_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.leave_stamp
    ADD CONSTRAINT leave_stamp_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.practice
    ADD CONSTRAINT practice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.question
    ADD CONSTRAINT question_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reset_ask
    ADD CONSTRAINT reset_ask_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.retention
    ADD CONSTRAINT retention_pkey PRIMARY KEY (what);

ALTER TABLE ONLY public.rota_change
    ADD CONSTRAINT rota_change_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rota_edit_cell
    ADD CONSTRAINT rota_edit_cell_pkey PRIMARY KEY (edit_id, person_code, date, half);

ALTER TABLE ONLY public.rota_edit
    ADD CONSTRAINT rota_edit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rota_off
    ADD CONSTRAINT rota_off_pkey PRIMARY KEY (version_id, person_code, date, half);

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

ALTER TABLE ONLY public.staff_group_member
    ADD CONSTRAINT staff_group_member_pkey PRIMARY KEY (group_code, person_code);

ALTER TABLE ONLY public.staff_group
    ADD CONSTRAINT staff_group_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.supervision_link
    ADD CONSTRAINT supervision_link_once EXCLUDE USING gist (trainee_code WITH =, supervisor_code WITH =, kind WITH =, valid WITH &&);

ALTER TABLE ONLY public.supervision_link
    ADD CONSTRAINT supervision_link_one_educational EXCLUDE USING gist (trainee_code WITH =, valid WITH &&) WHERE ((kind = 'educational'::text));

ALTER TABLE ONLY public.supervision_link
    ADD CONSTRAINT supervision_link_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.version_acknowledgement
    ADD CONSTRAINT version_acknowledgement_pkey PRIMARY KEY (version_id, person_code);

ALTER TABLE ONLY public.version_change
    ADD CONSTRAINT version_change_pkey PRIMARY KEY (version_id, person_code, date, half);

ALTER TABLE ONLY public.working_term
    ADD CONSTRAINT working_term_overlap EXCLUDE USING gist (person_code WITH =, valid WITH &&) DEFERRABLE;

ALTER TABLE ONLY public.working_term
    ADD CONSTRAINT working_term_pkey PRIMARY KEY (id);

CREATE UNIQUE INDEX account_email ON public.account USING btree (lower(email)) WHERE (active AND (email IS NOT NULL));

CREATE UNIQUE INDEX account_link_open ON public.account_link USING btree (account_id, kind) WHERE ((used_at IS NULL) AND (replaced_at IS NULL));

CREATE UNIQUE INDEX account_person ON public.account USING btree (person_code) WHERE (active AND (person_code IS NOT NULL));

CREATE INDEX alert_day ON public.alert USING btree (layer, date) WHERE (status <> 'resolved'::text);

CREATE INDEX alert_event_alert ON public.alert_event USING btree (alert_id, id);

CREATE INDEX alert_newest ON public.alert USING btree (raised_at DESC);

CREATE UNIQUE INDEX alert_once ON public.alert USING btree (layer, key) WHERE (status <> 'resolved'::text);

CREATE INDEX assignment_date ON public.assignment USING btree (date);

CREATE INDEX audit_account ON public.audit USING btree (account_id, id);

CREATE INDEX audit_action ON public.audit USING btree (action, id);

CREATE INDEX audit_at ON public.audit USING btree (at);

CREATE INDEX audit_entity ON public.audit USING btree (entity, entity_id);

CREATE INDEX backup_newest ON public.backup USING btree (asked_at DESC);

CREATE INDEX backup_proved ON public.backup USING btree (proof_at DESC) WHERE (proof = 'proved'::text);

CREATE INDEX backup_unfinished ON public.backup USING btree (due_at) WHERE (status = ANY (ARRAY['waiting'::text, 'working'::text]));

CREATE INDEX duty_entry_person ON public.duty_entry USING btree (person_code, id);

CREATE INDEX duty_entry_week ON public.duty_entry USING btree (week);

CREATE UNIQUE INDEX invitation_open ON public.invitation USING btree (lower(email)) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));

CREATE INDEX leave_place_person ON public.leave_place USING btree (person_code) WHERE (status = 'given'::text);

CREATE INDEX leave_place_request ON public.leave_place USING btree (request_id) WHERE (request_id IS NOT NULL);

CREATE INDEX leave_request_open ON public.leave_request USING btree (asked_at) WHERE (status = 'requested'::text);

CREATE INDEX leave_request_person ON public.leave_request USING btree (person_code, start_date);

CREATE INDEX leave_round_open ON public.leave_round USING btree (closes_on) WHERE (status = 'open'::text);

CREATE INDEX ledger_entry_key ON public.ledger_entry USING btree (key);

CREATE INDEX ledger_entry_person ON public.ledger_entry USING btree (person_code, leave_year);

CREATE UNIQUE INDEX ledger_entry_reversed_once ON public.ledger_entry USING btree (reverses) WHERE (reverses IS NOT NULL);

CREATE INDEX mail_given_up ON public.mail USING btree (ended_at) WHERE ((status = ANY (ARRAY['failed'::text, 'uncertain'::text])) AND (settled_at IS NULL));

CREATE INDEX mail_newest ON public.mail USING btree (posted_at DESC);

CREATE INDEX mail_unsent ON public.mail USING btree (due_at) WHERE (status = ANY (ARRAY['waiting'::text, 'sending'::text]));

CREATE INDEX outbox_waiting ON public.outbox USING btree (id) WHERE (relayed_at IS NULL);

CREATE INDEX question_old ON public.question USING btree (asked_at);

CREATE UNIQUE INDEX question_once ON public.question USING btree (kind, question, stamp) WHERE (status <> 'failed'::text);

CREATE INDEX question_waiting ON public.question USING btree (asked_by) WHERE (status = 'working'::text);

CREATE INDEX rota_change_cause ON public.rota_change USING btree (cause, cause_id);

CREATE INDEX rota_change_session ON public.rota_change USING btree (date, half, person_code, id);

CREATE INDEX rota_edit_cell_session ON public.rota_edit_cell USING btree (date, half, person_code);

CREATE INDEX rota_edit_waiting ON public.rota_edit USING btree (id) WHERE ((undone_at IS NULL) AND (version_id IS NULL));

CREATE INDEX run_newest ON public.run USING btree (requested_at DESC);

CREATE INDEX run_unfinished ON public.run USING btree (requested_at) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE INDEX staff_group_member_person ON public.staff_group_member USING btree (person_code);

CREATE UNIQUE INDEX staff_group_name ON public.staff_group USING btree (lower(name));

CREATE INDEX supervision_link_supervisor ON public.supervision_link USING btree (supervisor_code);

CREATE INDEX version_change_date ON public.version_change USING btree (date);

CREATE INDEX version_change_person ON public.version_change USING btree (person_code, date);

CREATE INDEX working_term_person ON public.working_term USING btree (person_code);

CREATE TRIGGER assignment_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.assignment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audit_is_final BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION public.refuse_change_but_of_words('old', 'new', 'reason');

CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_audit_change();

CREATE TRIGGER duty_entry_is_final BEFORE DELETE OR UPDATE ON public.duty_entry FOR EACH ROW EXECUTE FUNCTION public.refuse_change_but_of_words('reason', 'detail');

CREATE TRIGGER duty_entry_is_never_emptied BEFORE TRUNCATE ON public.duty_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_entry_is_final BEFORE DELETE OR UPDATE ON public.ledger_entry FOR EACH ROW EXECUTE FUNCTION public.refuse_change_but_of_words('reason', 'detail');

CREATE TRIGGER ledger_entry_is_never_emptied BEFORE TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER practice_settings_counted BEFORE UPDATE ON public.practice FOR EACH ROW EXECUTE FUNCTION public.count_settings();

CREATE TRIGGER rota_change_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.rota_change FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER rota_off_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.rota_off FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER rota_version_is_final BEFORE DELETE OR UPDATE ON public.rota_version FOR EACH ROW EXECUTE FUNCTION public.refuse_change_but_of_words('summary', 'gaps', 'breaches', 'overrides', 'reason');

CREATE TRIGGER rota_version_is_never_emptied BEFORE TRUNCATE ON public.rota_version FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER version_change_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.version_change FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.account_link
    ADD CONSTRAINT account_link_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT alert_dismissed_by_fkey FOREIGN KEY (dismissed_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.alert_event
    ADD CONSTRAINT alert_event_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES public.alert(id);

ALTER TABLE ONLY public.alert_event
    ADD CONSTRAINT alert_event_by_account_fkey FOREIGN KEY (by_account) REFERENCES public.account(id);

ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.rota_version(id);

ALTER TABLE ONLY public.backup
    ADD CONSTRAINT backup_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.backup_notice
    ADD CONSTRAINT backup_notice_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.clinical_sync
    ADD CONSTRAINT clinical_sync_by_account_fkey FOREIGN KEY (by_account) REFERENCES public.account(id);

ALTER TABLE ONLY public.duty_entry
    ADD CONSTRAINT duty_entry_about_fkey FOREIGN KEY (about) REFERENCES public.person(code);

ALTER TABLE ONLY public.duty_entry
    ADD CONSTRAINT duty_entry_by_account_fkey FOREIGN KEY (by_account) REFERENCES public.account(id);

ALTER TABLE ONLY public.duty_entry
    ADD CONSTRAINT duty_entry_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.duty_entry
    ADD CONSTRAINT duty_entry_week_fkey FOREIGN KEY (week) REFERENCES public.duty_week(week);

ALTER TABLE ONLY public.hand_off
    ADD CONSTRAINT hand_off_owner_fkey FOREIGN KEY (owner) REFERENCES public.account(id);

ALTER TABLE ONLY public.hand_off_owner
    ADD CONSTRAINT hand_off_owner_owner_fkey FOREIGN KEY (owner) REFERENCES public.account(id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES public.mail(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT invitation_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.leave_bid
    ADD CONSTRAINT leave_bid_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.leave_bid
    ADD CONSTRAINT leave_bid_round_id_fkey FOREIGN KEY (round_id) REFERENCES public.leave_round(id);

ALTER TABLE ONLY public.leave_place
    ADD CONSTRAINT leave_place_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.leave_place
    ADD CONSTRAINT leave_place_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.leave_request(id);

ALTER TABLE ONLY public.leave_place
    ADD CONSTRAINT leave_place_round_id_fkey FOREIGN KEY (round_id) REFERENCES public.leave_round(id);

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_buddy_code_fkey FOREIGN KEY (buddy_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.leave_request
    ADD CONSTRAINT leave_request_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.leave_round
    ADD CONSTRAINT leave_round_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_by_account_fkey FOREIGN KEY (by_account) REFERENCES public.account(id);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_reverses_fkey FOREIGN KEY (reverses) REFERENCES public.ledger_entry(id);

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_posted_by_fkey FOREIGN KEY (posted_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_settled_by_fkey FOREIGN KEY (settled_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.retention
    ADD CONSTRAINT retention_set_by_fkey FOREIGN KEY (set_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.rota_change
    ADD CONSTRAINT rota_change_by_account_fkey FOREIGN KEY (by_account) REFERENCES public.account(id);

ALTER TABLE ONLY public.rota_edit
    ADD CONSTRAINT rota_edit_by_account_fkey FOREIGN KEY (by_account) REFERENCES public.account(id);

ALTER TABLE ONLY public.rota_edit_cell
    ADD CONSTRAINT rota_edit_cell_edit_id_fkey FOREIGN KEY (edit_id) REFERENCES public.rota_edit(id);

ALTER TABLE ONLY public.rota_edit_cell
    ADD CONSTRAINT rota_edit_cell_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.rota_edit
    ADD CONSTRAINT rota_edit_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.rota_edit
    ADD CONSTRAINT rota_edit_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.rota_version(id);

ALTER TABLE ONLY public.rota_off
    ADD CONSTRAINT rota_off_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.rota_version(id);

ALTER TABLE ONLY public.rota_version
    ADD CONSTRAINT rota_version_published_by_fkey FOREIGN KEY (published_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_repeats_fkey FOREIGN KEY (repeats) REFERENCES public.run(id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.run
    ADD CONSTRAINT run_set_aside_by_fkey FOREIGN KEY (set_aside_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.staff_group_member
    ADD CONSTRAINT staff_group_member_group_code_fkey FOREIGN KEY (group_code) REFERENCES public.staff_group(code) ON DELETE CASCADE;

ALTER TABLE ONLY public.staff_group_member
    ADD CONSTRAINT staff_group_member_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.supervision_link
    ADD CONSTRAINT supervision_link_supervisor_code_fkey FOREIGN KEY (supervisor_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.supervision_link
    ADD CONSTRAINT supervision_link_trainee_code_fkey FOREIGN KEY (trainee_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.version_acknowledgement
    ADD CONSTRAINT version_acknowledgement_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(id);

ALTER TABLE ONLY public.version_acknowledgement
    ADD CONSTRAINT version_acknowledgement_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.rota_version(id);

ALTER TABLE ONLY public.version_change
    ADD CONSTRAINT version_change_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.rota_version(id);

ALTER TABLE ONLY public.question
    ADD CONSTRAINT what_if_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.account(id);

ALTER TABLE ONLY public.working_term
    ADD CONSTRAINT working_term_person_code_fkey FOREIGN KEY (person_code) REFERENCES public.person(code);

ALTER TABLE ONLY public.working_term
    ADD CONSTRAINT working_term_site_code_fkey FOREIGN KEY (site_code) REFERENCES public.site(code);
