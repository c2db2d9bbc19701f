-- Find a message by the beginnings of its words, in subject, people and body. The index keeps no text a second time: it leads to
-- numbers. `nightmail_words` is lent by the program that makes this step.
alter table deliveries add column n integer;
update deliveries set n = rowid;
create unique index deliveries_n on deliveries (n);

create virtual table message_words using fts5 (
    words, content='', columnsize=0, detail=none, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0'
);
insert into message_words (rowid, words)
select deliveries.n, nightmail_words(messages.subject,
    (select group_concat(recipients.name || ' ' || recipients.address, ' ') from recipients
        where recipients.message_id = messages.id),
    substr(messages.text_body, 1, 100000))
from deliveries join messages on messages.id = deliveries.id order by deliveries.n;

-- The two lists that grow long are walked in their order.
create index deliveries_next on deliveries (due_at, id desc) where state = 'scheduled';
create index deliveries_sent on deliveries (-coalesce(sent_at, due_at), id desc) where state = 'sent';
