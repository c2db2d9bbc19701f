<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>nightmail</name>
        <message>
            <source>(no recipients)</source>
            <translation>(keine Empfänger)</translation>
        </message>
        <message>
            <source>.</source>
            <translation>,</translation>
        </message>
        <message>
            <source>= {when} {city}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A notification when messages leave while you look elsewhere.</source>
            <translation>Eine Benachrichtigung, wenn Nachrichten hinausgehen, während Sie anderswo hinsehen.</translation>
        </message>
        <message>
            <source>About Nightmail</source>
            <translation>Über Nightmail</translation>
        </message>
        <message>
            <source>Accounts</source>
            <translation>Konten</translation>
        </message>
        <message>
            <source>Actions</source>
            <translation>Aktionen</translation>
        </message>
        <message>
            <source>Add a preset</source>
            <translation>Vorgabe hinzufügen</translation>
        </message>
        <message>
            <source>Add account…</source>
            <translation>Konto hinzufügen …</translation>
        </message>
        <message>
            <source>Address of the page</source>
            <translation>Adresse der Seite</translation>
        </message>
        <message>
            <source>Advanced</source>
            <translation>Erweitert</translation>
        </message>
        <message>
            <source>After that it is not sent any more, and you are told.</source>
            <translation>Danach wird sie nicht mehr gesendet, und Sie erfahren davon.</translation>
        </message>
        <message>
            <source>All sending is paused</source>
            <translation>Der gesamte Versand ist angehalten</translation>
        </message>
        <message>
            <source>All sending is paused. Nothing leaves until you resume it.</source>
            <translation>Der gesamte Versand ist angehalten. Nichts geht hinaus, bis Sie ihn fortsetzen.</translation>
        </message>
        <message>
            <source>Always told: a message failed, a sign-in expired, mail that should have left does not move.</source>
            <translation>Wird immer gemeldet: Eine Nachricht ist gescheitert, eine Anmeldung ist abgelaufen, fällige Post bewegt sich nicht.</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>Erscheinungsbild</translation>
        </message>
        <message>
            <source>Appearance like the system</source>
            <translation>Erscheinungsbild wie das System</translation>
        </message>
        <message>
            <source>Apr</source>
            <translation>Apr.</translation>
        </message>
        <message>
            <source>As it came</source>
            <translation>Wie mitgeliefert</translation>
        </message>
        <message>
            <source>As they came</source>
            <translation>Wie mitgeliefert</translation>
        </message>
        <message>
            <source>Ask me</source>
            <translation>Mich fragen</translation>
        </message>
        <message>
            <source>At what time? For example: {example}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Attach files</source>
            <translation>Dateien anhängen</translation>
        </message>
        <message>
            <source>Aug</source>
            <translation>Aug.</translation>
        </message>
        <message>
            <source>Blue</source>
            <translation>Blau</translation>
        </message>
        <message>
            <source>Bold</source>
            <translation>Fett</translation>
        </message>
        <message>
            <source>Bulleted list</source>
            <translation>Aufzählung</translation>
        </message>
        <message>
            <source>Calendar</source>
            <translation>Kalender</translation>
        </message>
        <message>
            <source>Called home from the cloud</source>
            <translation>Aus der Cloud zurückgerufen</translation>
        </message>
        <message>
            <source>Came back from a recipient's server</source>
            <translation>Kam vom Server eines Empfängers zurück</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Cancel sending</source>
            <translation>Versand abbrechen</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>Abgebrochen</translation>
        </message>
        <message>
            <source>Choose a time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose the mail program your fingers know.</source>
            <translation>Wählen Sie das Mailprogramm, das Ihre Finger kennen.</translation>
        </message>
        <message>
            <source>Choose the sender</source>
            <translation>Absender wählen</translation>
        </message>
        <message>
            <source>Clear formatting</source>
            <translation>Formatierung entfernen</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Close the window</source>
            <translation>Fenster schließen</translation>
        </message>
        <message>
            <source>Closing the window leaves Nightmail running while messages wait for this PC.</source>
            <translation>Nightmail läuft nach dem Schließen des Fensters weiter, solange Nachrichten auf diesen PC warten.</translation>
        </message>
        <message>
            <source>Cloud…</source>
            <translation>Cloud …</translation>
        </message>
        <message>
            <source>Comfortable</source>
            <translation>Komfortabel</translation>
        </message>
        <message>
            <source>Compact</source>
            <translation>Kompakt</translation>
        </message>
        <message>
            <source>Confirmed as arrived</source>
            <translation>Als angekommen bestätigt</translation>
        </message>
        <message>
            <source>Could not be found out: please say whether it arrived</source>
            <translation>Ließ sich nicht klären: Bitte sagen Sie, ob sie angekommen ist</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Dark appearance</source>
            <translation>Dunkles Erscheinungsbild</translation>
        </message>
        <message>
            <source>Day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Day of preset {number}</source>
            <translation>Tag der Vorgabe {number}</translation>
        </message>
        <message>
            <source>Dec</source>
            <translation>Dez.</translation>
        </message>
        <message>
            <source>Density</source>
            <translation>Dichte</translation>
        </message>
        <message>
            <source>Discard draft</source>
            <translation>Entwurf verwerfen</translation>
        </message>
        <message>
            <source>Draft discarded.</source>
            <translation>Entwurf verworfen.</translation>
        </message>
        <message>
            <source>Each account has its own, for new messages and for replies.</source>
            <translation>Jedes Konto hat eigene, für neue Nachrichten und für Antworten.</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>Früher</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>Bearbeiten</translation>
        </message>
        <message>
            <source>Edit signatures…</source>
            <translation>Signaturen bearbeiten …</translation>
        </message>
        <message>
            <source>Edit the presets</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Edit…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the address of a web page, or a mail address.</source>
            <translation>Geben Sie die Adresse einer Webseite oder eine Mailadresse ein.</translation>
        </message>
        <message>
            <source>Export as .eml…</source>
            <translation>Als .eml exportieren …</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Gescheitert</translation>
        </message>
        <message>
            <source>Feb</source>
            <translation>Feb.</translation>
        </message>
        <message>
            <source>Find an action</source>
            <translation>Aktion suchen</translation>
        </message>
        <message>
            <source>Find an action…</source>
            <translation>Aktion suchen …</translation>
        </message>
        <message>
            <source>Found in your mailbox: it was accepted</source>
            <translation>In Ihrem Postfach gefunden: Sie wurde angenommen</translation>
        </message>
        <message>
            <source>Free software under the Apache License 2.0.</source>
            <translation>Freie Software unter der Apache-Lizenz 2.0.</translation>
        </message>
        <message>
            <source>Fri</source>
            <translation>Fr</translation>
        </message>
        <message>
            <source>Friday</source>
            <translation>Freitag</translation>
        </message>
        <message>
            <source>General</source>
            <translation>Allgemein</translation>
        </message>
        <message>
            <source>Getting around</source>
            <translation>Navigation</translation>
        </message>
        <message>
            <source>Go to Cancelled</source>
            <translation>Zu „Abgebrochen“</translation>
        </message>
        <message>
            <source>Go to Drafts</source>
            <translation>Zu „Entwürfe“</translation>
        </message>
        <message>
            <source>Go to Needs attention</source>
            <translation>Zu „Zu klären“</translation>
        </message>
        <message>
            <source>Go to On hold</source>
            <translation>Zu „Angehalten“</translation>
        </message>
        <message>
            <source>Go to Scheduled</source>
            <translation>Zu „Geplant“</translation>
        </message>
        <message>
            <source>Go to Sending</source>
            <translation>Zu „Wird gesendet“</translation>
        </message>
        <message>
            <source>Go to Sent</source>
            <translation>Zu „Gesendet“</translation>
        </message>
        <message>
            <source>Go to the recipients</source>
            <translation>Zu den Empfängern</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>Grün</translation>
        </message>
        <message>
            <source>Grey</source>
            <translation>Grau</translation>
        </message>
        <message>
            <source>Handed to the server, waiting for its word</source>
            <translation>Dem Server übergeben, seine Antwort steht aus</translation>
        </message>
        <message>
            <source>Heading</source>
            <translation>Überschrift</translation>
        </message>
        <message>
            <source>Hold</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Hours from now</source>
            <translation>Stunden ab jetzt</translation>
        </message>
        <message>
            <source>Hours it may be late</source>
            <translation>Erlaubte Verspätung in Stunden</translation>
        </message>
        <message>
            <source>How long a message waits before it leaves, so that you can take it back.</source>
            <translation>Wie lange eine Nachricht wartet, bevor sie hinausgeht, damit Sie sie zurücknehmen können.</translation>
        </message>
        <message>
            <source>How much later it may still be sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How much room each line of the list takes.</source>
            <translation>Wie viel Platz jede Zeile der Liste einnimmt.</translation>
        </message>
        <message>
            <source>If it could not be sent in time</source>
            <translation>Wenn sie nicht rechtzeitig gesendet werden konnte</translation>
        </message>
        <message>
            <source>Import messages…</source>
            <translation>Nachrichten importieren …</translation>
        </message>
        <message>
            <source>Insert a template</source>
            <translation>Vorlage einfügen</translation>
        </message>
        <message>
            <source>It arrived</source>
            <translation>Sie ist angekommen</translation>
        </message>
        <message>
            <source>It could not be sent before its deadline. Nothing more will be sent by itself.</source>
            <translation>Sie konnte nicht innerhalb ihrer Frist gesendet werden. Von selbst wird nichts mehr gesendet.</translation>
        </message>
        <message>
            <source>It could not be sent before its deadline. {why} Nothing more will be sent by itself.</source>
            <translation>Sie konnte nicht innerhalb ihrer Frist gesendet werden. {why} Von selbst wird nichts mehr gesendet.</translation>
        </message>
        <message>
            <source>It could not be sent this time. Nothing was sent; the next try comes by itself.</source>
            <translation>Diesmal konnte sie nicht gesendet werden. Es ging nichts hinaus; der nächste Versuch kommt von selbst.</translation>
        </message>
        <message>
            <source>It could not be sent to everyone. Nothing more will be sent by itself.</source>
            <translation>Sie konnte nicht an alle gesendet werden. Von selbst wird nichts mehr gesendet.</translation>
        </message>
        <message>
            <source>It could not be sent. Nothing more will be sent by itself.</source>
            <translation>Sie konnte nicht gesendet werden. Von selbst wird nichts mehr gesendet.</translation>
        </message>
        <message>
            <source>It goes until {when}. After that it waits for your word.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It waits because the account is paused. Nothing was sent.</source>
            <translation>Sie wartet, weil das Konto pausiert ist. Es ging nichts hinaus.</translation>
        </message>
        <message>
            <source>Italic</source>
            <translation>Kursiv</translation>
        </message>
        <message>
            <source>Its deadline passed before it could be sent</source>
            <translation>Ihre Frist verstrich, bevor sie gesendet werden konnte</translation>
        </message>
        <message>
            <source>Its move was called off</source>
            <translation>Ihr Umzug wurde abgesagt</translation>
        </message>
        <message>
            <source>Jan</source>
            <translation>Jan.</translation>
        </message>
        <message>
            <source>Jul</source>
            <translation>Juli</translation>
        </message>
        <message>
            <source>Jun</source>
            <translation>Juni</translation>
        </message>
        <message>
            <source>Keep running</source>
            <translation>Weiterlaufen lassen</translation>
        </message>
        <message>
            <source>Keep running in the tray</source>
            <translation>Im Infobereich weiterlaufen</translation>
        </message>
        <message>
            <source>Keep them</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Keyboard</source>
            <translation>Tastatur</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>Keys like in</source>
            <translation>Tasten wie in</translation>
        </message>
        <message>
            <source>Keys of your own</source>
            <translation>Eigene Tasten</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Last 7 days</source>
            <translation>Letzte 7 Tage</translation>
        </message>
        <message>
            <source>Lateness</source>
            <translation>Verspätung</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Später</translation>
        </message>
        <message>
            <source>Later today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Light appearance</source>
            <translation>Helles Erscheinungsbild</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Link</source>
            <translation>Link</translation>
        </message>
        <message>
            <source>Look for changes</source>
            <translation>Nach Änderungen sehen</translation>
        </message>
        <message>
            <source>Mar</source>
            <translation>März</translation>
        </message>
        <message>
            <source>May</source>
            <translation>Mai</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>Menü</translation>
        </message>
        <message>
            <source>Message text</source>
            <translation>Nachrichtentext</translation>
        </message>
        <message>
            <source>Messages</source>
            <translation>Nachrichten</translation>
        </message>
        <message>
            <source>Messages were sent</source>
            <translation>Nachrichten wurden gesendet</translation>
        </message>
        <message>
            <source>Messages, accounts and the log of mishaps are kept there.</source>
            <translation>Dort liegen Nachrichten, Konten und das Protokoll von Pannen.</translation>
        </message>
        <message>
            <source>Mon</source>
            <translation>Mo</translation>
        </message>
        <message>
            <source>Monday</source>
            <translation>Montag</translation>
        </message>
        <message>
            <source>More words that mean an attachment</source>
            <translation>Weitere Wörter, die einen Anhang meinen</translation>
        </message>
        <message>
            <source>Move to the cloud</source>
            <translation>In die Cloud verschieben</translation>
        </message>
        <message>
            <source>Move to this PC</source>
            <translation>Auf diesen PC verschieben</translation>
        </message>
        <message>
            <source>Moved here</source>
            <translation>Hierher verschoben</translation>
        </message>
        <message>
            <source>Moved: it is kept and sent elsewhere</source>
            <translation>Verschoben: Sie liegt nun anderswo und wird dort gesendet</translation>
        </message>
        <message>
            <source>Moving to the cloud…</source>
            <translation>Wird in die Cloud verschoben …</translation>
        </message>
        <message>
            <source>Name (made from the time where empty)</source>
            <translation>Name (leer: wird aus der Zeit gebildet)</translation>
        </message>
        <message>
            <source>Name of preset {number}</source>
            <translation>Name der Vorgabe {number}</translation>
        </message>
        <message>
            <source>New message</source>
            <translation>Neue Nachricht</translation>
        </message>
        <message>
            <source>Next 7 days</source>
            <translation>Nächste 7 Tage</translation>
        </message>
        <message>
            <source>Next message</source>
            <translation>Nächste Nachricht</translation>
        </message>
        <message>
            <source>Next pane</source>
            <translation>Nächster Bereich</translation>
        </message>
        <message>
            <source>Next: {line}</source>
            <translation>Als Nächstes: {line}</translation>
        </message>
        <message>
            <source>Nightmail</source>
            <translation>Nightmail</translation>
        </message>
        <message>
            <source>Nightmail asks before it schedules something far outside them.</source>
            <translation>Nightmail fragt nach, bevor es etwas weit außerhalb plant.</translation>
        </message>
        <message>
            <source>Nightmail asks before it schedules something for them.</source>
            <translation>Nightmail fragt nach, bevor es etwas für diese Tage plant.</translation>
        </message>
        <message>
            <source>Nightmail asks when the text has one of them and no file is attached. The usual words count anyway.</source>
            <translation>Nightmail fragt nach, wenn eines davon im Text steht und keine Datei angehängt ist. Die üblichen Wörter zählen ohnehin.</translation>
        </message>
        <message>
            <source>Nightmail keeps running in the tray.</source>
            <translation>Nightmail läuft im Infobereich weiter.</translation>
        </message>
        <message>
            <source>Nightmail starts in the tray when you sign in, so that messages leave from this PC on time.</source>
            <translation>Nightmail startet bei Ihrer Anmeldung im Infobereich, damit Nachrichten von diesem PC pünktlich hinausgehen.</translation>
        </message>
        <message>
            <source>No answer after the last byte: not confirmed</source>
            <translation>Keine Antwort nach dem letzten Byte: nicht bestätigt</translation>
        </message>
        <message>
            <source>No colour</source>
            <translation>Keine Farbe</translation>
        </message>
        <message>
            <source>No keys</source>
            <translation>Keine Tasten</translation>
        </message>
        <message>
            <source>No setting is called like that.</source>
            <translation>Keine Einstellung heißt so.</translation>
        </message>
        <message>
            <source>None: every check before sending speaks up.</source>
            <translation>Keine: Jede Prüfung vor dem Senden meldet sich.</translation>
        </message>
        <message>
            <source>Not accepted this time, will try again</source>
            <translation>Diesmal nicht angenommen, ein neuer Versuch folgt</translation>
        </message>
        <message>
            <source>Not confirmed</source>
            <translation>Nicht bestätigt</translation>
        </message>
        <message>
            <source>Not in your mailbox, so not accepted: to be sent again</source>
            <translation>Nicht in Ihrem Postfach, also nicht angenommen: Sie wird erneut gesendet</translation>
        </message>
        <message>
            <source>Not understood: {words}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is called like that.</source>
            <translation>Nichts heißt so.</translation>
        </message>
        <message>
            <source>Nothing is scheduled</source>
            <translation>Nichts ist geplant</translation>
        </message>
        <message>
            <source>Nothing is sent from it.</source>
            <translation>Von ihm wird nichts gesendet.</translation>
        </message>
        <message>
            <source>Nothing slides or fades; counting down shows numbers only.</source>
            <translation>Nichts gleitet oder blendet; das Herunterzählen zeigt nur Zahlen.</translation>
        </message>
        <message>
            <source>Notifications</source>
            <translation>Benachrichtigungen</translation>
        </message>
        <message>
            <source>Nov</source>
            <translation>Nov.</translation>
        </message>
        <message>
            <source>Numbered list</source>
            <translation>Nummerierte Liste</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>OK</translation>
        </message>
        <message>
            <source>Oct</source>
            <translation>Okt.</translation>
        </message>
        <message>
            <source>Off: it leaves at once</source>
            <translation>Aus: Sie geht sofort hinaus</translation>
        </message>
        <message>
            <source>On hold</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <source>Open Nightmail</source>
            <translation>Nightmail öffnen</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>Or write: friday 9am, in 2 hours…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Orange</source>
            <translation>Orange</translation>
        </message>
        <message>
            <source>Other keys</source>
            <translation>Andere Tasten</translation>
        </message>
        <message>
            <source>Pages of the settings</source>
            <translation>Seiten der Einstellungen</translation>
        </message>
        <message>
            <source>Paste without formatting</source>
            <translation>Ohne Formatierung einfügen</translation>
        </message>
        <message>
            <source>Pause all sending</source>
            <translation>Gesamten Versand anhalten</translation>
        </message>
        <message>
            <source>Picked up for sending</source>
            <translation>Zum Senden aufgenommen</translation>
        </message>
        <message>
            <source>Presets</source>
            <translation>Vorgaben</translation>
        </message>
        <message>
            <source>Presets, keys and everything else on these pages become what Nightmail came with.</source>
            <translation>Vorgaben, Tasten und alles andere auf diesen Seiten werden so, wie Nightmail sie mitbrachte.</translation>
        </message>
        <message>
            <source>Press a line's keys to choose others.</source>
            <translation>Drücken Sie auf die Tasten einer Zeile, um andere zu wählen.</translation>
        </message>
        <message>
            <source>Press the new keys</source>
            <translation>Neue Tasten drücken</translation>
        </message>
        <message>
            <source>Press the new keys, then “Use these keys”.</source>
            <translation>Drücken Sie die neuen Tasten, dann „Diese Tasten verwenden“.</translation>
        </message>
        <message>
            <source>Previous message</source>
            <translation>Vorige Nachricht</translation>
        </message>
        <message>
            <source>Previous pane</source>
            <translation>Voriger Bereich</translation>
        </message>
        <message>
            <source>Print…</source>
            <translation>Drucken …</translation>
        </message>
        <message>
            <source>Profile folder</source>
            <translation>Profilordner</translation>
        </message>
        <message>
            <source>Purple</source>
            <translation>Violett</translation>
        </message>
        <message>
            <source>Put back into the queue</source>
            <translation>Zurück in die Warteschlange gestellt</translation>
        </message>
        <message>
            <source>Put back untouched</source>
            <translation>Unberührt zurückgelegt</translation>
        </message>
        <message>
            <source>Put on hold</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <source>Quiet days</source>
            <translation>Ruhige Tage</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Quit anyway</source>
            <translation>Trotzdem beenden</translation>
        </message>
        <message>
            <source>Quote</source>
            <translation>Zitat</translation>
        </message>
        <message>
            <source>Red</source>
            <translation>Rot</translation>
        </message>
        <message>
            <source>Reduce motion</source>
            <translation>Bewegung verringern</translation>
        </message>
        <message>
            <source>Remove link</source>
            <translation>Link entfernen</translation>
        </message>
        <message>
            <source>Remove preset {number}</source>
            <translation>Vorgabe {number} entfernen</translation>
        </message>
        <message>
            <source>Reschedule</source>
            <translation>Neu planen</translation>
        </message>
        <message>
            <source>Rescheduled</source>
            <translation>Neu geplant</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Resume all sending</source>
            <translation>Gesamten Versand fortsetzen</translation>
        </message>
        <message>
            <source>Resumed</source>
            <translation>Fortgesetzt</translation>
        </message>
        <message>
            <source>Sat</source>
            <translation>Sa</translation>
        </message>
        <message>
            <source>Saturday</source>
            <translation>Samstag</translation>
        </message>
        <message>
            <source>Save the draft</source>
            <translation>Entwurf speichern</translation>
        </message>
        <message>
            <source>Schedule at the first preset</source>
            <translation>Zur ersten Vorgabe planen</translation>
        </message>
        <message>
            <source>Schedule at the second preset</source>
            <translation>Zur zweiten Vorgabe planen</translation>
        </message>
        <message>
            <source>Schedule at the third preset</source>
            <translation>Zur dritten Vorgabe planen</translation>
        </message>
        <message>
            <source>Schedule send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scheduled</source>
            <translation>Geplant</translation>
        </message>
        <message>
            <source>Scheduled: goes now</source>
            <translation>Geplant: Sie geht jetzt hinaus</translation>
        </message>
        <message>
            <source>Scheduled: goes {when}</source>
            <translation>Geplant: Sie geht {when} hinaus</translation>
        </message>
        <message>
            <source>Schedule…</source>
            <translation>Planen …</translation>
        </message>
        <message>
            <source>Scheduling</source>
            <translation>Planung</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Search settings</source>
            <translation>Einstellungen durchsuchen</translation>
        </message>
        <message>
            <source>Send again</source>
            <translation>Erneut senden</translation>
        </message>
        <message>
            <source>Send again to the missing</source>
            <translation>An die Fehlenden erneut senden</translation>
        </message>
        <message>
            <source>Send now</source>
            <translation>Jetzt senden</translation>
        </message>
        <message>
            <source>Send only until…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send only within…</source>
            <translation>Nur senden innerhalb von …</translation>
        </message>
        <message>
            <source>Send when possible</source>
            <translation>Senden, sobald möglich</translation>
        </message>
        <message>
            <source>Send {when}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sending</source>
            <translation>Wird gesendet</translation>
        </message>
        <message>
            <source>Sending soon…</source>
            <translation>Wird gleich gesendet …</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>Gesendet</translation>
        </message>
        <message>
            <source>Sent on its way to the cloud</source>
            <translation>Auf den Weg in die Cloud geschickt</translation>
        </message>
        <message>
            <source>Sent: the server accepted it</source>
            <translation>Gesendet: Der Server hat sie angenommen</translation>
        </message>
        <message>
            <source>Sep</source>
            <translation>Sept.</translation>
        </message>
        <message>
            <source>Set back</source>
            <translation>Zurücksetzen</translation>
        </message>
        <message>
            <source>Set every setting back?</source>
            <translation>Alle Einstellungen zurücksetzen?</translation>
        </message>
        <message>
            <source>Set everything back…</source>
            <translation>Alles zurücksetzen …</translation>
        </message>
        <message>
            <source>Set link</source>
            <translation>Link setzen</translation>
        </message>
        <message>
            <source>Sets back every page here. Accounts, messages and signatures stay as they are.</source>
            <translation>Setzt jede Seite hier zurück. Konten, Nachrichten und Signaturen bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Settings as they came</source>
            <translation>Einstellungen wie mitgeliefert</translation>
        </message>
        <message>
            <source>Settings: {page}</source>
            <translation>Einstellungen: {page}</translation>
        </message>
        <message>
            <source>Show Bcc</source>
            <translation>Bcc zeigen</translation>
        </message>
        <message>
            <source>Show Cc</source>
            <translation>Cc zeigen</translation>
        </message>
        <message>
            <source>Signatures</source>
            <translation>Signaturen</translation>
        </message>
        <message>
            <source>Smaller heading</source>
            <translation>Kleinere Überschrift</translation>
        </message>
        <message>
            <source>Something needs your attention</source>
            <translation>Etwas braucht Ihre Aufmerksamkeit</translation>
        </message>
        <message>
            <source>Something went wrong inside Nightmail. The details are in the log; nothing you wrote is lost.</source>
            <translation>In Nightmail ist etwas schiefgegangen. Einzelheiten stehen im Protokoll; nichts, was Sie geschrieben haben, ist verloren.</translation>
        </message>
        <message>
            <source>Sound</source>
            <translation>Ton</translation>
        </message>
        <message>
            <source>Start with the system</source>
            <translation>Mit dem System starten</translation>
        </message>
        <message>
            <source>Stayed: its move was called off</source>
            <translation>Geblieben: Ihr Umzug wurde abgesagt</translation>
        </message>
        <message>
            <source>Strikethrough</source>
            <translation>Durchgestrichen</translation>
        </message>
        <message>
            <source>Sun</source>
            <translation>So</translation>
        </message>
        <message>
            <source>Sunday</source>
            <translation>Sonntag</translation>
        </message>
        <message>
            <source>Taken back from an agent that stopped</source>
            <translation>Von einem Agenten zurückgenommen, der stehen blieb</translation>
        </message>
        <message>
            <source>Takes effect the next time Nightmail starts.</source>
            <translation>Gilt ab dem nächsten Start von Nightmail.</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Text colour</source>
            <translation>Textfarbe</translation>
        </message>
        <message>
            <source>That is more than ten years away.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That time has passed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That time has passed. Do you mean this one?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>That time has passed. Send now?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file can't be read.</source>
            <translation>Die Datei lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>The file is too large to be a mail.</source>
            <translation>Die Datei ist für eine Mail zu groß.</translation>
        </message>
        <message>
            <source>The server asked to try again later. Nothing was sent; the next try comes by itself.</source>
            <translation>Der Server bat, es später noch einmal zu versuchen. Es ging nichts hinaus; der nächste Versuch kommt von selbst.</translation>
        </message>
        <message>
            <source>The server did not answer. Nothing was sent; the next try comes by itself.</source>
            <translation>Der Server hat nicht geantwortet. Es ging nichts hinaus; der nächste Versuch kommt von selbst.</translation>
        </message>
        <message>
            <source>The server refused the message. Nothing more will be sent by itself.</source>
            <translation>Der Server hat die Nachricht abgelehnt. Von selbst wird nichts mehr gesendet.</translation>
        </message>
        <message>
            <source>The server took it, but it came back from {people}. It is not sent again by itself.</source>
            <translation>Der Server hat sie angenommen, aber von {people} kam sie zurück. Von selbst wird sie nicht erneut gesendet.</translation>
        </message>
        <message>
            <source>The system's short sound when a message was sent.</source>
            <translation>Der kurze Ton des Systems, wenn eine Nachricht gesendet wurde.</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Farbschema</translation>
        </message>
        <message>
            <source>There is no such day.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no such file.</source>
            <translation>Diese Datei gibt es nicht.</translation>
        </message>
        <message>
            <source>These keys belong to “{action}”. Choose others for it first.</source>
            <translation>Diese Tasten gehören zu „{action}“. Wählen Sie dafür zuerst andere.</translation>
        </message>
        <message>
            <source>These words contradict each other: {words}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This afternoon</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This desktop has no tray, so Nightmail can only keep running minimised.</source>
            <translation>Dieser Desktop hat keinen Infobereich; Nightmail kann daher nur minimiert weiterlaufen.</translation>
        </message>
        <message>
            <source>This desktop has no tray.</source>
            <translation>Dieser Desktop hat keinen Infobereich.</translation>
        </message>
        <message>
            <source>This evening</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This link can't be read.</source>
            <translation>Dieser Link lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>This morning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Thu</source>
            <translation>Do</translation>
        </message>
        <message>
            <source>Thursday</source>
            <translation>Donnerstag</translation>
        </message>
        <message>
            <source>Time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Time of preset {number}</source>
            <translation>Uhrzeit der Vorgabe {number}</translation>
        </message>
        <message>
            <source>Time zone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To be sent again</source>
            <translation>Wird erneut gesendet</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <source>Tomorrow</source>
            <translation>Morgen</translation>
        </message>
        <message>
            <source>Tomorrow afternoon</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tomorrow evening</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tomorrow morning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try another word.</source>
            <translation>Versuchen Sie ein anderes Wort.</translation>
        </message>
        <message>
            <source>Tue</source>
            <translation>Di</translation>
        </message>
        <message>
            <source>Tuesday</source>
            <translation>Dienstag</translation>
        </message>
        <message>
            <source>Underline</source>
            <translation>Unterstrichen</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Undo after “Send”</source>
            <translation>Rückgängig nach „Senden“</translation>
        </message>
        <message>
            <source>Use these keys</source>
            <translation>Diese Tasten verwenden</translation>
        </message>
        <message>
            <source>Waiting to retry</source>
            <translation>Neuer Versuch folgt</translation>
        </message>
        <message>
            <source>Warn again</source>
            <translation>Wieder warnen</translation>
        </message>
        <message>
            <source>Warnings you switched off</source>
            <translation>Abgeschaltete Warnungen</translation>
        </message>
        <message>
            <source>We do not know whether the server accepted this message, and could not find it out. Look in your Sent folder or ask a recipient, then choose below.</source>
            <translation>Wir wissen nicht, ob der Server diese Nachricht angenommen hat, und konnten es nicht herausfinden. Sehen Sie im Ordner „Gesendet“ nach oder fragen Sie einen Empfänger, dann wählen Sie unten.</translation>
        </message>
        <message>
            <source>We do not know yet whether the server accepted this message. Where your mailbox can be looked into, that is done by itself within half an hour. If you know already, choose below.</source>
            <translation>Wir wissen noch nicht, ob der Server diese Nachricht angenommen hat. Wo in Ihr Postfach gesehen werden kann, geschieht das von selbst innerhalb einer halben Stunde. Wissen Sie es schon, wählen Sie unten.</translation>
        </message>
        <message>
            <source>Wed</source>
            <translation>Mi</translation>
        </message>
        <message>
            <source>Wednesday</source>
            <translation>Mittwoch</translation>
        </message>
        <message>
            <source>What new messages do. Each can be told otherwise in the schedule window.</source>
            <translation>Was neue Nachrichten tun. Im Planungsfenster lässt es sich für jede anders einstellen.</translation>
        </message>
        <message>
            <source>What the schedule window offers first. Those already past drop out.</source>
            <translation>Was das Planungsfenster zuerst anbietet. Vergangene entfallen.</translation>
        </message>
        <message>
            <source>What would you like to do?</source>
            <translation>Was möchten Sie tun?</translation>
        </message>
        <message>
            <source>When, in words</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which one do you mean?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Working days</source>
            <translation>Arbeitstage</translation>
        </message>
        <message>
            <source>Working hours</source>
            <translation>Arbeitszeit</translation>
        </message>
        <message>
            <source>Working hours begin</source>
            <translation>Beginn der Arbeitszeit</translation>
        </message>
        <message>
            <source>Working hours end</source>
            <translation>Ende der Arbeitszeit</translation>
        </message>
        <message>
            <source>Write an email now; it leaves from your own account at the right moment, and you can prove it.</source>
            <translation>Schreiben Sie jetzt eine E-Mail; sie geht im richtigen Moment von Ihrem eigenen Konto hinaus, und Sie können es belegen.</translation>
        </message>
        <message>
            <source>Write another like it</source>
            <translation>Eine ähnliche schreiben</translation>
        </message>
        <message>
            <source>Write your message</source>
            <translation>Schreiben Sie Ihre Nachricht</translation>
        </message>
        <message>
            <source>Writing</source>
            <translation>Schreiben</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>Gestern</translation>
        </message>
        <message>
            <source>in the main window</source>
            <translation>im Hauptfenster</translation>
        </message>
        <message>
            <source>in {count} h</source>
            <translation>in {count} Std.</translation>
        </message>
        <message>
            <source>in {count} min</source>
            <translation>in {count} Min.</translation>
        </message>
        <message>
            <source>in {count} s</source>
            <translation>in {count} Sek.</translation>
        </message>
        <message>
            <source>now</source>
            <translation>jetzt</translation>
        </message>
        <message>
            <source>one word or phrase a line</source>
            <translation>ein Wort oder eine Wendung je Zeile</translation>
        </message>
        <message>
            <source>today 17:00</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>while writing</source>
            <translation>beim Schreiben</translation>
        </message>
        <message>
            <source>{action}: {keys}</source>
            <translation>{action}: {keys}</translation>
        </message>
        <message>
            <source>{address} stays paused: {reason}</source>
            <translation>{address} bleibt pausiert: {reason}</translation>
        </message>
        <message>
            <source>{address} still sends: {reason}</source>
            <translation>{address} sendet weiter: {reason}</translation>
        </message>
        <message>
            <source>{clock} comes twice that day; it goes at the first ({name}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{clock} comes twice that night; it goes at the first ({name}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{clock} does not exist that day; it goes at {going}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{clock} does not exist that day; it goes on {day} at {going}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{clock} does not exist that night; it goes at {going}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} h</source>
            <translation>{count} Std.</translation>
        </message>
        <message>
            <source>{count} min</source>
            <translation>{count} Min.</translation>
        </message>
        <message>
            <source>{count} s</source>
            <translation>{count} Sek.</translation>
        </message>
        <message>
            <source>{day} afternoon</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{day} evening</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{day} morning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{day} {clock}</source>
            <translation>{day} {clock}</translation>
        </message>
        <message>
            <source>{day} {month}</source>
            <translation>{day}. {month}</translation>
        </message>
        <message>
            <source>{day} {month} {year}</source>
            <translation>{day}. {month} {year}</translation>
        </message>
        <message>
            <source>{day}, {clock} ({city})</source>
            <translation>{day}, {clock} ({city})</translation>
        </message>
        <message>
            <source>{names} and {count} more</source>
            <translation>{names} und {count} weitere</translation>
        </message>
        <message>
            <source>{says} {safe} Nothing more will be sent by itself. {next}</source>
            <translation>{says} {safe} Von selbst wird nichts mehr gesendet. {next}</translation>
        </message>
        <message>
            <source>{size} GB</source>
            <translation>{size} GB</translation>
        </message>
        <message>
            <source>{size} MB</source>
            <translation>{size} MB</translation>
        </message>
        <message>
            <source>{size} bytes</source>
            <translation>{size} Byte</translation>
        </message>
        <message>
            <source>{size} kB</source>
            <translation>{size} kB</translation>
        </message>
        <message>
            <source>{weekday} {day} {month}</source>
            <translation>{weekday} {day}. {month}</translation>
        </message>
        <message>
            <source>{weekday} {day} {month} {year}</source>
            <translation>{weekday} {day}. {month} {year}</translation>
        </message>
        <message>
            <source>{what} by an operator</source>
            <translation>{what} (von einem Betreiber)</translation>
        </message>
        <message>
            <source>{what} by you</source>
            <translation>{what} (von Ihnen)</translation>
        </message>
        <message>
            <source>{what} by {name}</source>
            <translation>{what} (von {name})</translation>
        </message>
        <message>
            <source>{when}, {wait}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>“{name}” was not opened: {reason}</source>
            <translation>„{name}“ wurde nicht geöffnet: {reason}</translation>
        </message>
        <message numerus="yes">
            <source>Another Nightmail on this PC sends them, so they go out on time while that one runs.</source>
            <translation>
                <numerusform>Ein anderes Nightmail auf diesem PC sendet sie; sie geht also pünktlich hinaus, solange jenes läuft.</numerusform>
                <numerusform>Ein anderes Nightmail auf diesem PC sendet sie; sie gehen also pünktlich hinaus, solange jenes läuft.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>If it is more than {count} minutes late, it waits for your word.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>It goes up to {count} days late. After that it waits for your word.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>Move them to the cloud and quit</source>
            <translation>
                <numerusform>In die Cloud verschieben und beenden</numerusform>
                <numerusform>Alle in die Cloud verschieben und beenden</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Nightmail keeps running in the tray so {count} messages can be sent.</source>
            <translation>
                <numerusform>Nightmail läuft im Infobereich weiter, damit {count} Nachricht gesendet werden kann.</numerusform>
                <numerusform>Nightmail läuft im Infobereich weiter, damit {count} Nachrichten gesendet werden können.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Sending from {count} accounts is paused. The others send.</source>
            <translation>
                <numerusform>Der Versand von {count} Konto ist angehalten. Die anderen senden.</numerusform>
                <numerusform>Der Versand von {count} Konten ist angehalten. Die anderen senden.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>While Nightmail is not running, this PC sends nothing. They go out when you start it again, late if need be.</source>
            <translation>
                <numerusform>Während Nightmail nicht läuft, sendet dieser PC nichts. Sie geht hinaus, wenn Sie es wieder starten, notfalls verspätet.</numerusform>
                <numerusform>Während Nightmail nicht läuft, sendet dieser PC nichts. Sie gehen hinaus, wenn Sie es wieder starten, notfalls verspätet.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>in {count} days</source>
            <translation>
                <numerusform>in {count} Tag</numerusform>
                <numerusform>in {count} Tagen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} checks before sending are silent.</source>
            <translation>
                <numerusform>{count} Prüfung vor dem Senden ist stumm.</numerusform>
                <numerusform>{count} Prüfungen vor dem Senden sind stumm.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} days</source>
            <translation>
                <numerusform>{count} Tag</numerusform>
                <numerusform>{count} Tage</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} hours later</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages are still to go.</source>
            <translation>
                <numerusform>{count} Nachricht steht noch aus.</numerusform>
                <numerusform>{count} Nachrichten stehen noch aus.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages need your attention</source>
            <translation>
                <numerusform>{count} Nachricht braucht Ihre Aufmerksamkeit</numerusform>
                <numerusform>{count} Nachrichten brauchen Ihre Aufmerksamkeit</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages need your attention.</source>
            <translation>
                <numerusform>{count} Nachricht braucht Ihre Aufmerksamkeit.</numerusform>
                <numerusform>{count} Nachrichten brauchen Ihre Aufmerksamkeit.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages were sent.</source>
            <translation>
                <numerusform>{count} Nachricht wurde gesendet.</numerusform>
                <numerusform>{count} Nachrichten wurden gesendet.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} seconds</source>
            <translation>
                <numerusform>{count} Sekunde</numerusform>
                <numerusform>{count} Sekunden</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{page} ({count} settings)</source>
            <translation>
                <numerusform>{page} ({count} Einstellung)</numerusform>
                <numerusform>{page} ({count} Einstellungen)</numerusform>
            </translation>
        </message>
    </context>
</TS>
