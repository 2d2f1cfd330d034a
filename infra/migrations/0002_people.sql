-- People with dated terms, groups, and who supervises whom.

-- Writer: practice. position: the order of the people file; a person keeps it through changes of term. version: counts
-- every change on somebody's page: their details, terms, groups and links.
alter table person
    add column position integer not null default 0,
    add column email text,
    add column note text not null default '',
    add column version integer not null default 1;

-- People were in the order of their terms until now.
update person p set position = t.place
from (select person_code, row_number() over (order by id) as place from working_term) t
where t.person_code = p.code;

-- Writer: practice. session_minutes: the length of one session, from which leave is counted.
alter table working_term
    add column session_minutes integer not null default 250 check (session_minutes between 30 and 720),
    add column note text not null default '';

-- One person's terms never overlap, whoever writes them at the same moment. Deferrable, because an import moves the
-- border of two terms in two statements.
alter table working_term drop constraint working_term_person_code_valid_excl;
alter table working_term add constraint working_term_overlap
    exclude using gist (person_code with =, valid with &&) deferrable initially immediate;
create index working_term_person on working_term (person_code);

-- Writer: practice. A named set of people. code: what files, rules and `Person.groups` call it, and never changes;
-- name: what pages show.
create table staff_group (
    code text primary key check (code <> '' and position('|' in code) = 0),
    name text not null check (name <> ''),
    version integer not null default 1
);
create unique index staff_group_name on staff_group (lower(name));

-- Writer: practice
create table staff_group_member (
    group_code text not null references staff_group (code) on delete cascade,
    person_code text not null references person (code),
    primary key (group_code, person_code)
);
create index staff_group_member_person on staff_group_member (person_code);

-- Writer: practice. Who looks after which trainee, from when to when. A trainee has one educational supervisor at a
-- time, and nobody is linked twice to the same person in the same way.
create table supervision_link (
    id bigint generated always as identity primary key,
    trainee_code text not null references person (code),
    supervisor_code text not null references person (code),
    kind text not null check (kind in ('educational', 'clinical')),
    valid daterange not null check (not isempty(valid)),
    check (trainee_code <> supervisor_code),
    constraint supervision_link_one_educational
        exclude using gist (trainee_code with =, valid with &&) where (kind = 'educational'),
    constraint supervision_link_once
        exclude using gist (trainee_code with =, supervisor_code with =, kind with =, valid with &&)
);
create index supervision_link_supervisor on supervision_link (supervisor_code);
