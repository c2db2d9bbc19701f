-- Ring desktops at every change (a row in realtime.messages each), and when another region's worker takes over.
select ops.set_broadcast(true);
select ops.set_takeover('30 seconds');
