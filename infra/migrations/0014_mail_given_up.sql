-- Mail that was given up: somebody is told of it, and may send it again or let it be.
-- beside: yes

-- settled_at: somebody has seen to what was given up, or a later message made it worthless.
-- told_at: administrators were told of it by mail.
alter table mail
    add column settled_at timestamptz,
    add column settled_by uuid references account (id),
    add column told_at timestamptz;

-- What is on its way has its text. What was given up keeps it, so that it can be sent again, unless it ran out by itself
-- (then it held a link) or is settled; nothing else that has ended does.
alter table mail drop constraint mail_check;
alter table mail add constraint mail_written check (
    (text is null) = (html is null) and case
        when status in ('waiting', 'sending') then text is not null
        else text is null or (status in ('failed', 'uncertain') and useful_until is null and settled_at is null)
    end
);

create index mail_given_up on mail (ended_at) where status in ('failed', 'uncertain') and settled_at is null;
