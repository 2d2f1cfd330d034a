-- Settings have a version of their own, and the audit is searched and stays.

-- Writer: practice. settings_version: how often the settings themselves have changed, by whatever way; `version` goes
-- up with every change of people too. The database counts, so that no writer can forget it.
alter table practice add column settings_version integer not null default 1;
create function count_settings() returns trigger language plpgsql as $$
begin
    new.settings_version := old.settings_version + (new.settings is distinct from old.settings)::int;
    return new;
end
$$;
create trigger practice_settings_counted before update on practice
    for each row execute function count_settings();

create index audit_account on audit (account_id, id);
create index audit_action on audit (action, id);
create index audit_at on audit (at);
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is never changed once written' using errcode = 'restrict_violation';
end
$$;
create trigger audit_is_final before update or delete or truncate on audit
    for each statement execute function refuse_audit_change();
