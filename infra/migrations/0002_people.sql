-- People with dated terms, groups, and who supervises whom.

-- Writer: practice. position: the order of the people file; a person keeps it through changes of term.
alter table person
    add column position integer not null default 0,
    add column email text,
    add column note text not null default '',
    add column version integer not null default 1;

-- Writer: practice. session_minutes: the length of one session, from which leave is counted.
alter table working_term
    add column session_minutes integer not null default 250 check (session_minutes between 30 and 720),
    add column note text not null default '';
