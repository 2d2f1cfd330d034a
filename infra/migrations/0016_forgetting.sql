-- What is kept how long, and people who left long ago made nameless.
-- beside: yes

-- Writer: cleanup. How many days something is kept, where that is not what it is by itself.
create table retention (
    what text primary key,
    days integer not null check (days > 0),
    set_by uuid references account (id),
    set_at timestamptz not null default now()
);

-- Writer: cleanup. What each night's cleanup removed.
create table cleanup_run (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    counts jsonb not null
);

-- Somebody's name, address and notes were taken away; the code stays with what they worked. Never theirs again.
alter table person add column nameless_at timestamptz;
create sequence leaver_number;

-- A text with each of these names replaced, where it stands as words of its own.
create function rename_in(value text, names text[], becomes text) returns text
    language plpgsql immutable
    as $$
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
$$;

-- The same in every text of a document; what the keys are called stays.
create function rename_in(value jsonb, names text[], becomes text) returns jsonb
    language plpgsql immutable
    as $$
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

-- Whether any of these names may stand in a text or a document.
create function names_in(value text, names text[]) returns boolean
    language sql immutable
    return exists (
        select from unnest(names) as name
        where position(name in value) > 0 or position(trim(both '"' from to_jsonb(name)::text) in value) > 0);

-- Rows that are never changed once written, but for words in them while somebody is made nameless. The audit alone is
-- ever removed, after six years at the least, whatever anybody asks for.
create function refuse_change_but_of_words() returns trigger
    language plpgsql
    as $$
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

drop trigger ledger_entry_is_final on ledger_entry;
create trigger ledger_entry_is_final before delete or update on ledger_entry
    for each row execute function refuse_change_but_of_words('reason', 'detail');
create trigger ledger_entry_is_never_emptied before truncate on ledger_entry
    for each statement execute function refuse_change();

drop trigger duty_entry_is_final on duty_entry;
create trigger duty_entry_is_final before delete or update on duty_entry
    for each row execute function refuse_change_but_of_words('reason', 'detail');
create trigger duty_entry_is_never_emptied before truncate on duty_entry
    for each statement execute function refuse_change();

-- What a version says in words of its gaps and breaches names people; its lines, and the hash of them, know codes only.
drop trigger rota_version_is_final on rota_version;
create trigger rota_version_is_final before delete or update on rota_version
    for each row execute function refuse_change_but_of_words('summary', 'gaps', 'breaches', 'overrides', 'reason');
create trigger rota_version_is_never_emptied before truncate on rota_version
    for each statement execute function refuse_change();

drop trigger audit_is_final on audit;
create trigger audit_is_final before delete or update on audit
    for each row execute function refuse_change_but_of_words('old', 'new', 'reason');
create trigger audit_is_never_emptied before truncate on audit
    for each statement execute function refuse_audit_change();
