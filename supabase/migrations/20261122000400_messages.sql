-- Checked content that is never updated: messages, their files, and the ledger of recipients with each one's own outcome.
-- The checks here are the door for content that clients hand in: nothing can be kept that would break out of a header.

create type public.recipient_kind as enum ('to', 'cc', 'bcc');
create type public.recipient_state as enum ('pending', 'deferred', 'accepted', 'refused', 'in_doubt');

create table public.messages (
    id uuid primary key,
    owner_id uuid not null references auth.users (id) on delete cascade,
    account_id uuid not null references public.accounts (id),
    rfc_message_id text not null check (length(rfc_message_id) <= 900 and rfc_message_id ~ '^<[!-;=?-~]+@[!-;=?-~]+>$'),
    sender_address text not null check (length(sender_address) <= 320 and sender_address !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'
        and sender_address ~ '^("([^"\\]|\\.)+"|[^][<>(),;:@\\"[:space:]\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff]+)@([A-Za-z0-9._-]+|\[[A-Za-z0-9:.-]+\])$'),
    sender_name text not null default '' check (length(sender_name) <= 200 and sender_name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    subject text not null check (length(subject) <= 10000 and subject !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    text_body text not null check (octet_length(text_body) <= 4000000),
    html_body text check (octet_length(html_body) <= 8000000),
    headers jsonb check (private.are_headers(headers) and octet_length(headers::text) <= 2000000),
    metadata jsonb check (private.are_words(metadata) and octet_length(metadata::text) <= 65536),
    tags jsonb check (private.are_texts(tags) and octet_length(tags::text) <= 8192),
    idempotency_key text check (length(idempotency_key) between 1 and 255),
    octets bigint generated always as (octet_length(text_body) + coalesce(octet_length(html_body), 0)) stored,
    attachment_count integer not null default 0 check (attachment_count between 0 and 1000),
    -- Beyond these years a worker can't read an instant.
    created_at timestamptz not null default now() check (created_at between '1900-01-01 00:00+00' and '9000-01-01 00:00+00')
);
comment on table public.messages is 'Checked, immutable content. Rows are never updated.';
comment on column public.messages.id is 'Made by the client, so that repeating a request adds nothing.';
comment on column public.messages.owner_id is 'The user it belongs to.';
comment on column public.messages.account_id is 'The account it leaves from.';
comment on column public.messages.rfc_message_id is 'Message-ID header (RFC 5322 3.6.4), fixed at scheduling.';
comment on column public.messages.sender_address is 'From: address.';
comment on column public.messages.sender_name is 'From: display name.';
comment on column public.messages.subject is 'Subject, unencoded.';
comment on column public.messages.text_body is 'Plain text; lines end in \n.';
comment on column public.messages.html_body is 'HTML alternative, where there is one.';
comment on column public.messages.headers is 'Seldom headers: reply_to, in_reply_to, references; and to, cc, bcc where an address stands twice.';
comment on column public.messages.metadata is 'The caller''s own words; never on the wire.';
comment on column public.messages.tags is 'Labels; never on the wire.';
comment on column public.messages.idempotency_key is 'The same key again answers the same message.';
comment on column public.messages.octets is 'Size of the bodies; a worker holds only so much at a time.';
comment on column public.messages.attachment_count is 'How many files go with it.';
comment on column public.messages.created_at is 'When it was written.';
create index messages_owner on public.messages (owner_id, id);
create index messages_account on public.messages (account_id);
create unique index messages_idempotency on public.messages (owner_id, idempotency_key) where idempotency_key is not null;
alter table public.messages enable row level security;
grant select on public.messages to authenticated, nightmail_worker;
create policy owner_reads on public.messages for select to authenticated using ((select auth.uid()) = owner_id);
create policy worker_reads on public.messages for select to nightmail_worker using (true);

create table public.attachments (
    message_id uuid not null references public.messages (id) on delete cascade,
    n integer not null,
    owner_id uuid not null,
    filename text not null check (filename <> '' and length(filename) <= 500 and filename !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    media_type text not null check (length(media_type) <= 200 and media_type ~ '^[!#$&^_.+A-Za-z0-9-]+/[!#$&^_.+A-Za-z0-9-]+$'),
    size bigint not null check (size >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    content_id text check (content_id ~ '^[!-;=?-~]{1,200}$'),
    primary key (message_id, n)
);
comment on table public.attachments is 'Files of a message; the bytes are the blob named by sha256.';
comment on column public.attachments.message_id is 'The message.';
comment on column public.attachments.n is 'Place among its files, from 0.';
comment on column public.attachments.owner_id is 'The user it belongs to, as in messages.';
comment on column public.attachments.filename is 'Name the recipient sees.';
comment on column public.attachments.media_type is 'Like application/pdf.';
comment on column public.attachments.size is 'Octets.';
comment on column public.attachments.sha256 is 'Hash of the bytes, in hex; in Storage: attachments/<owner>/<sha256>.';
comment on column public.attachments.content_id is 'Inline image of the HTML, where set.';
create index attachments_owner on public.attachments (owner_id, sha256);
alter table public.attachments enable row level security;
grant select on public.attachments to authenticated, nightmail_worker;
create policy owner_reads on public.attachments for select to authenticated using ((select auth.uid()) = owner_id);
create policy worker_reads on public.attachments for select to nightmail_worker using (true);

create table public.recipients (
    message_id uuid not null references public.messages (id) on delete cascade,
    n integer not null,
    owner_id uuid not null,
    kind public.recipient_kind not null,
    name text not null default '' check (length(name) <= 500 and name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'),
    address text not null check (length(address) <= 320 and address !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'
        and address ~ '^("([^"\\]|\\.)+"|[^][<>(),;:@\\"[:space:]\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff]+)@([A-Za-z0-9._-]+|\[[A-Za-z0-9:.-]+\])$'),
    state public.recipient_state not null default 'pending',
    reply text not null default '',
    changed_at timestamptz not null default now(),
    primary key (message_id, n)
) with (fillfactor = 80);
comment on table public.recipients is 'The ledger: every address of every message with its own outcome.';
comment on column public.recipients.message_id is 'The message.';
comment on column public.recipients.n is 'Place in the ledger, from 0.';
comment on column public.recipients.owner_id is 'The user it belongs to, as in messages.';
comment on column public.recipients.kind is 'to, cc or bcc.';
comment on column public.recipients.name is 'Display name.';
comment on column public.recipients.address is 'Address (RFC 5321 Mailbox).';
comment on column public.recipients.state is 'What became of it.';
comment on column public.recipients.reply is 'The server''s own words.';
comment on column public.recipients.changed_at is 'When that was learned.';
create index recipients_owner on public.recipients (owner_id);
alter table public.recipients enable row level security;
grant select on public.recipients to authenticated, nightmail_worker;
grant update (state, reply, changed_at) on public.recipients to nightmail_worker;
create policy owner_reads on public.recipients for select to authenticated using ((select auth.uid()) = owner_id);
create policy worker_reads on public.recipients for select to nightmail_worker using (true);
create policy worker_settles on public.recipients for update to nightmail_worker using (true) with check (true);
