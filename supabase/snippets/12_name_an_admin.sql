-- An admin sees counts, failures and workers in the desktop, and no content. It holds from that person's next sign-in on.
update auth.users set raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || '{"nightmail_role": "admin"}'
where email = 'anna@example.org' returning email, raw_app_meta_data;
