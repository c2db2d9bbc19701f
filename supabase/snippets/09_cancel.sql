-- Cancel what was not transmitted yet. Its owner reads the reason.
select ops.cancel('00000000-0000-0000-0000-000000000000', 'Why, in a sentence.');
