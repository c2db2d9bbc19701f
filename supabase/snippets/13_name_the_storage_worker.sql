-- The user that the worker signs in as to read attachments. Make it first: Authentication, Users, Add user.
update auth.users set raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || '{"nightmail_role": "worker"}'
where email = 'worker@example.org' returning email, raw_app_meta_data;
