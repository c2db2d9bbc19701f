-- What neither waits for its time nor was sent is little beside those: it is listed and searched without a look at them.
drop index if exists deliveries_attention;
create index deliveries_rest on deliveries (state) where state not in ('scheduled', 'sent');
