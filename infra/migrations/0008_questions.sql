-- Questions about the rota: what a leave would do was the first kind; why, conflicts and repairs come beside it.

-- Writer: rota_generate. One question of one kind and its answer; person_code: whom it is about, where it is anybody.
alter table what_if rename to question;
alter table question add column kind text not null default 'leave';
alter table question alter column kind drop default;
alter table question alter column person_code drop not null;
alter index what_if_pkey rename to question_pkey;
alter index what_if_waiting rename to question_waiting;
alter index what_if_old rename to question_old;
drop index what_if_once;
create unique index question_once on question (kind, question, stamp) where status <> 'failed';

-- repeats: the run whose question is asked again, to the letter. set_aside_at: nobody wants its draft; it is left out of
-- the list and never deleted.
alter table run
    add column repeats uuid references run (id),
    add column set_aside_at timestamptz,
    add column set_aside_by uuid references account (id);
