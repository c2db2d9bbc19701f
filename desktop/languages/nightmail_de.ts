<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>nightmail</name>
        <message>
            <source> The cloud has this account with other server settings ({host}:{port}); those of this PC take their place there, for your other PCs too.</source>
            <translation> Die Cloud hat dieses Konto mit anderen Servereinstellungen ({host}:{port}); die dieses PCs treten dort an ihre Stelle, auch für Ihre anderen PCs.</translation>
        </message>
        <message>
            <source>(no recipients)</source>
            <translation>(keine Empfänger)</translation>
        </message>
        <message>
            <source>(no subject)</source>
            <translation>(kein Betreff)</translation>
        </message>
        <message>
            <source>.</source>
            <translation>,</translation>
        </message>
        <message>
            <source>12 hours</source>
            <translation>12 Stunden</translation>
        </message>
        <message>
            <source>24 hours</source>
            <translation>24 Stunden</translation>
        </message>
        <message>
            <source>= {when} {city}</source>
            <translation>= {when} {city}</translation>
        </message>
        <message>
            <source>A cancelled message can be scheduled again from here.</source>
            <translation>Eine abgebrochene Nachricht lässt sich von hier erneut planen.</translation>
        </message>
        <message>
            <source>A cloud sends while this PC is off. It is a Supabase project with a Nightmail worker, run by you or somebody you trust. Whoever runs it gives you its address and its publishable key; both can be pasted at once.</source>
            <translation>Eine Cloud sendet, während dieser PC aus ist. Sie ist ein Supabase-Projekt mit einem Nightmail-Worker, betrieben von Ihnen oder jemandem, dem Sie vertrauen. Wer es betreibt, gibt Ihnen seine Adresse und seinen öffentlichen Schlüssel; beides lässt sich zusammen einfügen.</translation>
        </message>
        <message>
            <source>A code is mailed to you, with which you set another password.</source>
            <translation>Ein Code wird Ihnen gemailt, mit dem Sie ein neues Passwort setzen.</translation>
        </message>
        <message>
            <source>A guess: there are hosts of the usual names. Ask your provider if it does not work.</source>
            <translation>Eine Vermutung: Es gibt Server mit den üblichen Namen. Fragen Sie Ihren Anbieter, wenn es nicht klappt.</translation>
        </message>
        <message>
            <source>A mail is on its way. Enter the code from it, or follow its link and then sign in.</source>
            <translation>Eine Mail ist unterwegs. Geben Sie den Code daraus ein, oder folgen Sie ihrem Link und melden Sie sich dann an.</translation>
        </message>
        <message>
            <source>A message with this subject to the same people is scheduled already.</source>
            <translation>Eine Nachricht mit diesem Betreff an dieselben Personen ist schon geplant.</translation>
        </message>
        <message>
            <source>A notification when messages leave while you look elsewhere.</source>
            <translation>Eine Benachrichtigung, wenn Nachrichten hinausgehen, während Sie anderswo hinsehen.</translation>
        </message>
        <message>
            <source>A number from 1 to {most}, or nothing.</source>
            <translation>Eine Zahl von 1 bis {most} oder nichts.</translation>
        </message>
        <message>
            <source>A number from 1 to {most}.</source>
            <translation>Eine Zahl von 1 bis {most}.</translation>
        </message>
        <message>
            <source>A port is a number from 1 to 65535.</source>
            <translation>Ein Port ist eine Zahl von 1 bis 65535.</translation>
        </message>
        <message>
            <source>A server's name has neither spaces nor slashes.</source>
            <translation>Der Name eines Servers hat weder Leerzeichen noch Schrägstriche.</translation>
        </message>
        <message>
            <source>A sign-in's address has to begin with https and name a host.</source>
            <translation>Die Adresse einer Anmeldung muss mit https beginnen und einen Server nennen.</translation>
        </message>
        <message>
            <source>A user of this project, with a password of its own: not the one of your mailbox.</source>
            <translation>Ein Benutzer dieses Projekts mit eigenem Passwort: nicht dem Ihres Postfachs.</translation>
        </message>
        <message>
            <source>ACCOUNTS</source>
            <translation>KONTEN</translation>
        </message>
        <message>
            <source>About Nightmail</source>
            <translation>Über Nightmail</translation>
        </message>
        <message>
            <source>About the Bridge…</source>
            <translation>Über die Bridge …</translation>
        </message>
        <message>
            <source>Accepted</source>
            <translation>Angenommen</translation>
        </message>
        <message>
            <source>Accepted by the server {when}, from {sender}</source>
            <translation>Vom Server angenommen {when}, von {sender}</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>Konto</translation>
        </message>
        <message>
            <source>Account {address}</source>
            <translation>Konto {address}</translation>
        </message>
        <message>
            <source>Account {address}, paused</source>
            <translation>Konto {address}, pausiert</translation>
        </message>
        <message>
            <source>Accounts</source>
            <translation>Konten</translation>
        </message>
        <message>
            <source>Accounts…</source>
            <translation>Konten …</translation>
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
            <source>Add account</source>
            <translation>Konto hinzufügen</translation>
        </message>
        <message>
            <source>Add account…</source>
            <translation>Konto hinzufügen …</translation>
        </message>
        <message>
            <source>Add an account first: a signature belongs to one.</source>
            <translation>Fügen Sie zuerst ein Konto hinzu: Eine Signatur gehört zu einem.</translation>
        </message>
        <message>
            <source>Add an account to send from.</source>
            <translation>Fügen Sie ein Konto hinzu, von dem gesendet wird.</translation>
        </message>
        <message>
            <source>Add it to this PC.</source>
            <translation>Fügen Sie es auf diesem PC hinzu.</translation>
        </message>
        <message>
            <source>Add my account</source>
            <translation>Mein Konto hinzufügen</translation>
        </message>
        <message>
            <source>Add the account again with its mailbox server (IMAP).</source>
            <translation>Fügen Sie das Konto erneut hinzu, mit seinem Postfachserver (IMAP).</translation>
        </message>
        <message>
            <source>Add the account without a password, or keep it on this PC.</source>
            <translation>Fügen Sie das Konto ohne Passwort hinzu oder behalten Sie es auf diesem PC.</translation>
        </message>
        <message>
            <source>Address of the page</source>
            <translation>Adresse der Seite</translation>
        </message>
        <message>
            <source>Address of the project</source>
            <translation>Adresse des Projekts</translation>
        </message>
        <message>
            <source>Addresses, passwords and the words of your mail are taken out. Nothing is sent by itself: read it, then send it.</source>
            <translation>Adressen, Passwörter und die Worte Ihrer Post sind herausgenommen. Von selbst wird nichts gesendet: Lesen Sie es, dann senden Sie es.</translation>
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
            <source>Afterwards you can read what was caught, and see in its timeline everything that happened to it.</source>
            <translation>Danach können Sie lesen, was aufgefangen wurde, und im Verlauf sehen, was damit geschah.</translation>
        </message>
        <message>
            <source>Agree to the new key</source>
            <translation>Dem neuen Schlüssel zustimmen</translation>
        </message>
        <message>
            <source>All files</source>
            <translation>Alle Dateien</translation>
        </message>
        <message>
            <source>All is well</source>
            <translation>Alles in Ordnung</translation>
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
            <source>An account is removed only when nothing waits for it: cancel what is scheduled, or pause the account.</source>
            <translation>Ein Konto wird nur entfernt, wenn nichts darauf wartet: Brechen Sie Geplantes ab oder pausieren Sie das Konto.</translation>
        </message>
        <message>
            <source>Another Nightmail on this PC sends</source>
            <translation>Ein anderes Nightmail auf diesem PC sendet</translation>
        </message>
        <message>
            <source>Another address</source>
            <translation>Eine andere Adresse</translation>
        </message>
        <message>
            <source>Another project</source>
            <translation>Ein anderes Projekt</translation>
        </message>
        <message>
            <source>Another time…</source>
            <translation>Eine andere Zeit …</translation>
        </message>
        <message>
            <source>Answers have a signature of their own</source>
            <translation>Antworten haben eine eigene Signatur</translation>
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
            <source>April</source>
            <translation>April</translation>
        </message>
        <message>
            <source>Arrows walk, Alt with arrows moves a message, Enter opens it.</source>
            <translation>Pfeile wandern, Alt mit Pfeilen verschiebt eine Nachricht, Enter öffnet sie.</translation>
        </message>
        <message>
            <source>As recipients see it</source>
            <translation>So, wie Empfänger es sehen</translation>
        </message>
        <message>
            <source>As your provider gave it</source>
            <translation>Wie Ihr Anbieter ihn gab</translation>
        </message>
        <message>
            <source>As your provider's help pages name them.</source>
            <translation>Wie die Hilfeseiten Ihres Anbieters sie nennen.</translation>
        </message>
        <message>
            <source>Ask for a new one.</source>
            <translation>Fordern Sie einen neuen an.</translation>
        </message>
        <message>
            <source>Ask me</source>
            <translation>Mich fragen</translation>
        </message>
        <message>
            <source>Ask whoever runs the database to bring it up to date.</source>
            <translation>Bitten Sie den Betreiber der Datenbank, sie auf den neuesten Stand zu bringen.</translation>
        </message>
        <message>
            <source>Ask whoever runs the database.</source>
            <translation>Fragen Sie den Betreiber der Datenbank.</translation>
        </message>
        <message>
            <source>Ask whoever runs the mail server.</source>
            <translation>Fragen Sie den Betreiber des Mailservers.</translation>
        </message>
        <message>
            <source>Ask whoever runs the project.</source>
            <translation>Fragen Sie den Betreiber des Projekts.</translation>
        </message>
        <message>
            <source>Ask whoever runs the worker.</source>
            <translation>Fragen Sie den Betreiber des Workers.</translation>
        </message>
        <message>
            <source>Ask whoever set up signing for this account; its mail waits.</source>
            <translation>Fragen Sie, wer die Signierung für dieses Konto eingerichtet hat; seine Post wartet.</translation>
        </message>
        <message>
            <source>Asking the project…</source>
            <translation>Das Projekt wird gefragt …</translation>
        </message>
        <message>
            <source>Asking…</source>
            <translation>Wird gefragt …</translation>
        </message>
        <message>
            <source>At what time? For example: {example}</source>
            <translation>Um wie viel Uhr? Zum Beispiel: {example}</translation>
        </message>
        <message>
            <source>Attach a file…</source>
            <translation>Datei anhängen …</translation>
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
            <source>August</source>
            <translation>August</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <source>Back to sign in</source>
            <translation>Zurück zur Anmeldung</translation>
        </message>
        <message>
            <source>Bcc</source>
            <translation>Bcc</translation>
        </message>
        <message>
            <source>Becomes a draft</source>
            <translation>Wird ein Entwurf</translation>
        </message>
        <message>
            <source>Before it goes</source>
            <translation>Bevor sie hinausgeht</translation>
        </message>
        <message>
            <source>Being edited</source>
            <translation>Wird bearbeitet</translation>
        </message>
        <message>
            <source>Being tried</source>
            <translation>Wird versucht</translation>
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
            <source>Bring your drafts and scheduled messages along</source>
            <translation>Bringen Sie Ihre Entwürfe und geplanten Nachrichten mit</translation>
        </message>
        <message>
            <source>Built into it:</source>
            <translation>Darin enthalten:</translation>
        </message>
        <message>
            <source>Bulleted list</source>
            <translation>Aufzählung</translation>
        </message>
        <message>
            <source>By last change</source>
            <translation>Nach letzter Änderung</translation>
        </message>
        <message>
            <source>By recipient</source>
            <translation>Nach Empfänger</translation>
        </message>
        <message>
            <source>By subject</source>
            <translation>Nach Betreff</translation>
        </message>
        <message>
            <source>By time</source>
            <translation>Nach Zeit</translation>
        </message>
        <message>
            <source>Calendar</source>
            <translation>Kalender</translation>
        </message>
        <message>
            <source>Calendar of what goes out</source>
            <translation>Kalender dessen, was hinausgeht</translation>
        </message>
        <message>
            <source>Called home from the cloud</source>
            <translation>Aus der Cloud zurückgerufen</translation>
        </message>
        <message>
            <source>Came back</source>
            <translation>Kam zurück</translation>
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
            <source>Cancelled. It will not be sent.</source>
            <translation>Abgebrochen. Sie wird nicht gesendet.</translation>
        </message>
        <message>
            <source>Caught in the sandbox</source>
            <translation>In der Testumgebung aufgefangen</translation>
        </message>
        <message>
            <source>Caught messages</source>
            <translation>Aufgefangene Nachrichten</translation>
        </message>
        <message>
            <source>Cc</source>
            <translation>Cc</translation>
        </message>
        <message>
            <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
            <translation>Zertifikate (*.pem *.crt *.cer);;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Change its words and links, then send again.</source>
            <translation>Ändern Sie Wortlaut und Links, dann senden Sie erneut.</translation>
        </message>
        <message>
            <source>Change password</source>
            <translation>Passwort ändern</translation>
        </message>
        <message>
            <source>Change password…</source>
            <translation>Passwort ändern …</translation>
        </message>
        <message>
            <source>Change the limits</source>
            <translation>Limits ändern</translation>
        </message>
        <message>
            <source>Check that you may write there.</source>
            <translation>Prüfen Sie, ob Sie dort schreiben dürfen.</translation>
        </message>
        <message>
            <source>Check the network connection, and the server's name in the account.</source>
            <translation>Prüfen Sie die Netzwerkverbindung und den Namen des Servers im Konto.</translation>
        </message>
        <message>
            <source>Choose TLS or STARTTLS.</source>
            <translation>Wählen Sie TLS oder STARTTLS.</translation>
        </message>
        <message>
            <source>Choose a CA file</source>
            <translation>CA-Datei wählen</translation>
        </message>
        <message>
            <source>Choose a CA file…</source>
            <translation>CA-Datei wählen …</translation>
        </message>
        <message>
            <source>Choose a default browser in your system's settings.</source>
            <translation>Wählen Sie in den Einstellungen Ihres Systems einen Standardbrowser.</translation>
        </message>
        <message>
            <source>Choose a file</source>
            <translation>Datei wählen</translation>
        </message>
        <message>
            <source>Choose a file…</source>
            <translation>Datei wählen …</translation>
        </message>
        <message>
            <source>Choose a folder with mails</source>
            <translation>Ordner mit Mails wählen</translation>
        </message>
        <message>
            <source>Choose a folder…</source>
            <translation>Ordner wählen …</translation>
        </message>
        <message>
            <source>Choose a later time, or send it now.</source>
            <translation>Wählen Sie eine spätere Zeit oder senden Sie sie jetzt.</translation>
        </message>
        <message>
            <source>Choose a message to see where it stands.</source>
            <translation>Wählen Sie eine Nachricht, um zu sehen, wie es um sie steht.</translation>
        </message>
        <message>
            <source>Choose a template</source>
            <translation>Vorlage wählen</translation>
        </message>
        <message>
            <source>Choose a time</source>
            <translation>Zeit wählen</translation>
        </message>
        <message>
            <source>Choose an .eml file, an mbox, a maildir, or the whole folder of a Thunderbird profile. What its Send Later add-on was to send is scheduled for the same time; everything else becomes a draft. You see what will happen before anything does, and nothing comes in twice.</source>
            <translation>Wählen Sie eine .eml-Datei, eine mbox, ein Maildir oder den ganzen Ordner eines Thunderbird-Profils. Was dessen Add-on Send Later senden sollte, wird für dieselbe Zeit geplant; alles andere wird ein Entwurf. Sie sehen vorher, was geschehen wird, und nichts kommt zweimal herein.</translation>
        </message>
        <message>
            <source>Choose another account, or add it from the menu.</source>
            <translation>Wählen Sie ein anderes Konto oder fügen Sie es über das Menü hinzu.</translation>
        </message>
        <message>
            <source>Choose another one from the list.</source>
            <translation>Wählen Sie ein anderes aus der Liste.</translation>
        </message>
        <message>
            <source>Choose another time…</source>
            <translation>Andere Zeit wählen …</translation>
        </message>
        <message>
            <source>Choose at least {SHORTEST} characters; a few words are easy to remember.</source>
            <translation>Wählen Sie mindestens {SHORTEST} Zeichen; ein paar Wörter lassen sich leicht merken.</translation>
        </message>
        <message>
            <source>Choose at least {count} characters.</source>
            <translation>Wählen Sie mindestens {count} Zeichen.</translation>
        </message>
        <message>
            <source>Choose files…</source>
            <translation>Dateien wählen …</translation>
        </message>
        <message>
            <source>Choose mails or a mailbox</source>
            <translation>Mails oder ein Postfach wählen</translation>
        </message>
        <message>
            <source>Choose others…</source>
            <translation>Andere wählen …</translation>
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
            <source>Choose where Nightmail sends and looks.</source>
            <translation>Wählen Sie, wo Nightmail sendet und nachsieht.</translation>
        </message>
        <message>
            <source>Choose “Unlock” above the list and enter the passphrase.</source>
            <translation>Wählen Sie „Entsperren“ über der Liste und geben Sie die Passphrase ein.</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>Leeren</translation>
        </message>
        <message>
            <source>Clear formatting</source>
            <translation>Formatierung entfernen</translation>
        </message>
        <message>
            <source>Clear search</source>
            <translation>Suche leeren</translation>
        </message>
        <message>
            <source>Client id</source>
            <translation>Client-ID</translation>
        </message>
        <message>
            <source>Clock</source>
            <translation>Uhr</translation>
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
            <source>Cloud</source>
            <translation>Cloud</translation>
        </message>
        <message>
            <source>Cloud: connected</source>
            <translation>Cloud: verbunden</translation>
        </message>
        <message>
            <source>Cloud: does not answer</source>
            <translation>Cloud: antwortet nicht</translation>
        </message>
        <message>
            <source>Cloud: does not answer since {when}</source>
            <translation>Cloud: antwortet seit {when} nicht</translation>
        </message>
        <message>
            <source>Cloud: locked</source>
            <translation>Cloud: gesperrt</translation>
        </message>
        <message>
            <source>Cloud: no worker</source>
            <translation>Cloud: kein Worker</translation>
        </message>
        <message>
            <source>Cloud: no worker for {span}</source>
            <translation>Cloud: seit {span} kein Worker</translation>
        </message>
        <message>
            <source>Cloud: no worker is running</source>
            <translation>Cloud: Es läuft kein Worker</translation>
        </message>
        <message>
            <source>Cloud: offline</source>
            <translation>Cloud: offline</translation>
        </message>
        <message>
            <source>Cloud: paused</source>
            <translation>Cloud: pausiert</translation>
        </message>
        <message>
            <source>Cloud: sealed until you give the passphrase</source>
            <translation>Cloud: versiegelt, bis Sie die Passphrase geben</translation>
        </message>
        <message>
            <source>Cloud: sign in</source>
            <translation>Cloud: anmelden</translation>
        </message>
        <message>
            <source>Cloud: the project is paused</source>
            <translation>Cloud: Das Projekt ist pausiert</translation>
        </message>
        <message>
            <source>Cloud: the project refuses</source>
            <translation>Cloud: Das Projekt lehnt ab</translation>
        </message>
        <message>
            <source>Cloud: this PC's clock differs</source>
            <translation>Cloud: Die Uhr dieses PCs weicht ab</translation>
        </message>
        <message>
            <source>Cloud: trouble</source>
            <translation>Cloud: Störung</translation>
        </message>
        <message>
            <source>Cloud: worker alive {span} ago</source>
            <translation>Cloud: Worker meldete sich vor {span}</translation>
        </message>
        <message>
            <source>Cloud: your session has ended</source>
            <translation>Cloud: Ihre Sitzung ist abgelaufen</translation>
        </message>
        <message>
            <source>Cloud: {state}</source>
            <translation>Cloud: {state}</translation>
        </message>
        <message>
            <source>Cloud…</source>
            <translation>Cloud …</translation>
        </message>
        <message>
            <source>Code from the mail</source>
            <translation>Code aus der Mail</translation>
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
            <source>Compare this key with the one that whoever runs the project tells you, by telephone or in person:</source>
            <translation>Vergleichen Sie diesen Schlüssel mit dem, den Ihnen der Betreiber des Projekts am Telefon oder persönlich nennt:</translation>
        </message>
        <message>
            <source>Confirm</source>
            <translation>Bestätigen</translation>
        </message>
        <message>
            <source>Confirm the request that the provider's website shows, then sign in again here.</source>
            <translation>Bestätigen Sie die Anfrage auf der Website des Anbieters, dann melden Sie sich hier erneut an.</translation>
        </message>
        <message>
            <source>Confirm your address</source>
            <translation>Bestätigen Sie Ihre Adresse</translation>
        </message>
        <message>
            <source>Confirmed as arrived</source>
            <translation>Als angekommen bestätigt</translation>
        </message>
        <message>
            <source>Confirming…</source>
            <translation>Wird bestätigt …</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>Verbinden</translation>
        </message>
        <message>
            <source>Connect Supabase</source>
            <translation>Supabase verbinden</translation>
        </message>
        <message>
            <source>Connect a cloud</source>
            <translation>Eine Cloud verbinden</translation>
        </message>
        <message>
            <source>Connect again: “Cloud” in the menu. Nothing else depends on it.</source>
            <translation>Verbinden Sie sich erneut: „Cloud“ im Menü. Sonst hängt nichts davon ab.</translation>
        </message>
        <message>
            <source>Connect one: “Cloud” in the menu.</source>
            <translation>Verbinden Sie eines: „Cloud“ im Menü.</translation>
        </message>
        <message>
            <source>Connection</source>
            <translation>Verbindung</translation>
        </message>
        <message>
            <source>Connections at a time</source>
            <translation>Gleichzeitige Verbindungen</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <source>Copies</source>
            <translation>Kopien</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>Adresse kopieren</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>Einzelheiten kopieren</translation>
        </message>
        <message>
            <source>Copy it from the project's settings, with everything up to .supabase.co.</source>
            <translation>Kopieren Sie sie aus den Einstellungen des Projekts, mit allem bis .supabase.co.</translation>
        </message>
        <message>
            <source>Copy note for the administrator</source>
            <translation>Notiz für den Administrator kopieren</translation>
        </message>
        <message>
            <source>Copy the template</source>
            <translation>Vorlage kopieren</translation>
        </message>
        <message>
            <source>Copy the timeline</source>
            <translation>Verlauf kopieren</translation>
        </message>
        <message>
            <source>Correct and send</source>
            <translation>Korrigieren und senden</translation>
        </message>
        <message>
            <source>Correct it</source>
            <translation>Berichtigen</translation>
        </message>
        <message>
            <source>Correct the first</source>
            <translation>Die erste korrigieren</translation>
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
            <translation>Tag</translation>
        </message>
        <message>
            <source>Day of preset {number}</source>
            <translation>Tag der Vorgabe {number}</translation>
        </message>
        <message>
            <source>Dear Lena,</source>
            <translation>Liebe Lena,</translation>
        </message>
        <message>
            <source>Dec</source>
            <translation>Dez.</translation>
        </message>
        <message>
            <source>December</source>
            <translation>Dezember</translation>
        </message>
        <message>
            <source>Density</source>
            <translation>Dichte</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>Einzelheiten</translation>
        </message>
        <message>
            <source>Details: {title}</source>
            <translation>Einzelheiten: {title}</translation>
        </message>
        <message>
            <source>Did you mean {address}?</source>
            <translation>Meinten Sie {address}?</translation>
        </message>
        <message>
            <source>Did you mean {address}? If not, go on.</source>
            <translation>Meinten Sie {address}? Wenn nicht, fahren Sie fort.</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>Verwerfen</translation>
        </message>
        <message>
            <source>Discard draft</source>
            <translation>Entwurf verwerfen</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Ausblenden</translation>
        </message>
        <message>
            <source>Does not work</source>
            <translation>Funktioniert nicht</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <source>Don’t warn again</source>
            <translation>Nicht mehr warnen</translation>
        </message>
        <message>
            <source>Draft</source>
            <translation>Entwurf</translation>
        </message>
        <message>
            <source>Draft discarded.</source>
            <translation>Entwurf verworfen.</translation>
        </message>
        <message>
            <source>Drafts</source>
            <translation>Entwürfe</translation>
        </message>
        <message>
            <source>Drop a .env or JSON file here, a snippet from the dashboard, or the picture of a QR code.</source>
            <translation>Ziehen Sie eine .env- oder JSON-Datei hierher, einen Ausschnitt aus dem Dashboard oder das Bild eines QR-Codes.</translation>
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
            <source>Earlier (Page Up)</source>
            <translation>Früher (Bild auf)</translation>
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
            <translation>Vorgaben bearbeiten</translation>
        </message>
        <message>
            <source>Edit…</source>
            <translation>Bearbeiten …</translation>
        </message>
        <message>
            <source>Email address</source>
            <translation>E-Mail-Adresse</translation>
        </message>
        <message>
            <source>Encryption</source>
            <translation>Verschlüsselung</translation>
        </message>
        <message>
            <source>Encryption for reading</source>
            <translation>Verschlüsselung beim Lesen</translation>
        </message>
        <message>
            <source>Encryption for sending</source>
            <translation>Verschlüsselung beim Senden</translation>
        </message>
        <message>
            <source>Enter a passphrase.</source>
            <translation>Geben Sie eine Passphrase ein.</translation>
        </message>
        <message>
            <source>Enter a password.</source>
            <translation>Geben Sie ein Passwort ein.</translation>
        </message>
        <message>
            <source>Enter it with “Change password…” first.</source>
            <translation>Geben Sie es zuerst mit „Passwort ändern …“ ein.</translation>
        </message>
        <message>
            <source>Enter it, and what you wanted goes on.</source>
            <translation>Geben Sie sie ein, dann geht es mit dem weiter, was Sie wollten.</translation>
        </message>
        <message>
            <source>Enter its address and its key first.</source>
            <translation>Geben Sie zuerst seine Adresse und seinen Schlüssel ein.</translation>
        </message>
        <message>
            <source>Enter or a double click opens a draft.</source>
            <translation>Enter oder ein Doppelklick öffnet einen Entwurf.</translation>
        </message>
        <message>
            <source>Enter the account's password again.</source>
            <translation>Geben Sie das Passwort des Kontos noch einmal ein.</translation>
        </message>
        <message>
            <source>Enter the address of a web page, or a mail address.</source>
            <translation>Geben Sie die Adresse einer Webseite oder eine Mailadresse ein.</translation>
        </message>
        <message>
            <source>Enter the address you send from.</source>
            <translation>Geben Sie die Adresse ein, von der Sie senden.</translation>
        </message>
        <message>
            <source>Enter the address you sign in with.</source>
            <translation>Geben Sie die Adresse ein, mit der Sie sich anmelden.</translation>
        </message>
        <message>
            <source>Enter the code from the mail.</source>
            <translation>Geben Sie den Code aus der Mail ein.</translation>
        </message>
        <message>
            <source>Enter the new password, or the new app password your provider gave you. It replaces the one that is kept.</source>
            <translation>Geben Sie das neue Passwort ein oder das neue App-Passwort, das Ihr Anbieter Ihnen gab. Es ersetzt das gespeicherte.</translation>
        </message>
        <message>
            <source>Enter the password, or the app password your provider gave you.</source>
            <translation>Geben Sie das Passwort ein oder das App-Passwort, das Ihr Anbieter Ihnen gab.</translation>
        </message>
        <message>
            <source>Enter the password…</source>
            <translation>Passwort eingeben …</translation>
        </message>
        <message>
            <source>Enter the project's address.</source>
            <translation>Geben Sie die Adresse des Projekts ein.</translation>
        </message>
        <message>
            <source>Enter the project's publishable key.</source>
            <translation>Geben Sie den öffentlichen Schlüssel des Projekts ein.</translation>
        </message>
        <message>
            <source>Enter your passphrase.</source>
            <translation>Geben Sie Ihre Passphrase ein.</translation>
        </message>
        <message>
            <source>Enter your password.</source>
            <translation>Geben Sie Ihr Passwort ein.</translation>
        </message>
        <message>
            <source>Enter your provider's outgoing (SMTP) server.</source>
            <translation>Geben Sie den Ausgangsserver (SMTP) Ihres Anbieters ein.</translation>
        </message>
        <message>
            <source>Export as .eml</source>
            <translation>Als .eml exportieren</translation>
        </message>
        <message>
            <source>Export as .eml…</source>
            <translation>Als .eml exportieren …</translation>
        </message>
        <message>
            <source>Export proof</source>
            <translation>Beleg exportieren</translation>
        </message>
        <message>
            <source>Exported to {file}.</source>
            <translation>Nach {file} exportiert.</translation>
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
            <source>February</source>
            <translation>Februar</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>Dateien</translation>
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
            <source>For answers</source>
            <translation>Für Antworten</translation>
        </message>
        <message>
            <source>Forget what the server taught</source>
            <translation>Vergessen, was der Server lehrte</translation>
        </message>
        <message>
            <source>Forgotten password</source>
            <translation>Passwort vergessen</translation>
        </message>
        <message>
            <source>Found in your mailbox: it was accepted</source>
            <translation>In Ihrem Postfach gefunden: Sie wurde angenommen</translation>
        </message>
        <message>
            <source>Found the address and the key.</source>
            <translation>Adresse und Schlüssel gefunden.</translation>
        </message>
        <message>
            <source>Free software under the Apache License 2.0.</source>
            <translation>Freie Software unter der Apache-Lizenz 2.0.</translation>
        </message>
        <message>
            <source>Free some disk space.</source>
            <translation>Schaffen Sie etwas Platz auf der Festplatte.</translation>
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
            <source>From</source>
            <translation>Von</translation>
        </message>
        <message>
            <source>From  {sender}</source>
            <translation>Von  {sender}</translation>
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
            <source>Gmail, Outlook, your company's server: an address is enough to begin. The password stays on this PC.</source>
            <translation>Gmail, Outlook, der Server Ihrer Firma: Eine Adresse genügt für den Anfang. Das Passwort bleibt auf diesem PC.</translation>
        </message>
        <message>
            <source>Go back</source>
            <translation>Zurück</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Weitermachen</translation>
        </message>
        <message>
            <source>Go on trying</source>
            <translation>Weiter versuchen</translation>
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
            <source>Go to the text</source>
            <translation>Zum Text gehen</translation>
        </message>
        <message>
            <source>Goes now from {sender} · by {sends}</source>
            <translation>Geht jetzt von {sender} hinaus · durch {sends}</translation>
        </message>
        <message>
            <source>Goes {when}</source>
            <translation>Geht {when} hinaus</translation>
        </message>
        <message>
            <source>Goes {when} from {sender} · by {sends}</source>
            <translation>Geht {when} von {sender} hinaus · durch {sends}</translation>
        </message>
        <message>
            <source>Goes {when} from {sender}, once it is known who has it</source>
            <translation>Geht {when} von {sender} hinaus, sobald bekannt ist, wer sie hat</translation>
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
            <source>Group by day</source>
            <translation>Nach Tagen gruppieren</translation>
        </message>
        <message>
            <source>Handed over for</source>
            <translation>Übergeben für</translation>
        </message>
        <message>
            <source>Handed to the server {when}, and no answer came</source>
            <translation>Dem Server {when} übergeben, und es kam keine Antwort</translation>
        </message>
        <message>
            <source>Handed to the server, waiting for its word</source>
            <translation>Dem Server übergeben, seine Antwort steht aus</translation>
        </message>
        <message>
            <source>Have the address added at the provider, then let the account send again.</source>
            <translation>Lassen Sie die Adresse beim Anbieter eintragen, dann lassen Sie das Konto wieder senden.</translation>
        </message>
        <message>
            <source>Heading</source>
            <translation>Überschrift</translation>
        </message>
        <message>
            <source>Here, and sealed for my cloud worker</source>
            <translation>Hier, und versiegelt für meinen Cloud-Worker</translation>
        </message>
        <message>
            <source>Hide log</source>
            <translation>Protokoll verbergen</translation>
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
            <translation>Wie viel später sie noch gesendet werden darf</translation>
        </message>
        <message>
            <source>How much room each line of the list takes.</source>
            <translation>Wie viel Platz jede Zeile der Liste einnimmt.</translation>
        </message>
        <message>
            <source>How the list is sorted</source>
            <translation>Wie die Liste sortiert ist</translation>
        </message>
        <message>
            <source>How times are shown and offered. Both ways can always be typed.</source>
            <translation>Wie Uhrzeiten gezeigt und angeboten werden. Eingeben lassen sich immer beide Formen.</translation>
        </message>
        <message>
            <source>How to allow it…</source>
            <translation>So erlauben Sie es …</translation>
        </message>
        <message>
            <source>How to take it back</source>
            <translation>Wie Sie es zurücknehmen</translation>
        </message>
        <message>
            <source>I have a code</source>
            <translation>Ich habe einen Code</translation>
        </message>
        <message>
            <source>I have signed up already</source>
            <translation>Ich bin schon registriert</translation>
        </message>
        <message>
            <source>If it can't be found out whether a message arrived</source>
            <translation>Wenn sich nicht klären lässt, ob eine Nachricht ankam</translation>
        </message>
        <message>
            <source>If it could not be sent in time</source>
            <translation>Wenn sie nicht rechtzeitig gesendet werden konnte</translation>
        </message>
        <message>
            <source>If the server is yours, trust its certificate in the account's servers; else check its name.</source>
            <translation>Gehört der Server Ihnen, vertrauen Sie seinem Zertifikat bei den Servern des Kontos; sonst prüfen Sie seinen Namen.</translation>
        </message>
        <message>
            <source>If this address is known there, a mail with a code is on its way. It may take a minute.</source>
            <translation>Ist diese Adresse dort bekannt, ist eine Mail mit einem Code unterwegs. Es kann eine Minute dauern.</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Importieren</translation>
        </message>
        <message>
            <source>Import messages</source>
            <translation>Nachrichten importieren</translation>
        </message>
        <message>
            <source>Import messages…</source>
            <translation>Nachrichten importieren …</translation>
        </message>
        <message>
            <source>In all folders</source>
            <translation>In allen Ordnern</translation>
        </message>
        <message>
            <source>In the cloud</source>
            <translation>In der Cloud</translation>
        </message>
        <message>
            <source>In the cloud, not on this PC</source>
            <translation>In der Cloud, nicht auf diesem PC</translation>
        </message>
        <message>
            <source>In the cloud, sent by its worker</source>
            <translation>In der Cloud, gesendet von deren Worker</translation>
        </message>
        <message>
            <source>In the cloud: {sentence}</source>
            <translation>In der Cloud: {sentence}</translation>
        </message>
        <message>
            <source>Incoming server (IMAP), to find out what arrived</source>
            <translation>Eingangsserver (IMAP), um zu erfahren, was ankam</translation>
        </message>
        <message>
            <source>Insert</source>
            <translation>Einfügen</translation>
        </message>
        <message>
            <source>Insert a template</source>
            <translation>Vorlage einfügen</translation>
        </message>
        <message>
            <source>Is left out</source>
            <translation>Wird ausgelassen</translation>
        </message>
        <message>
            <source>It arrived</source>
            <translation>Sie ist angekommen</translation>
        </message>
        <message>
            <source>It arrived after {seconds} s. The server files what you send in “{folder}”, so Nightmail can look up there whether a message arrived.</source>
            <translation>Sie kam nach {seconds} s an. Der Server legt Gesendetes in „{folder}“ ab; Nightmail kann dort also nachsehen, ob eine Nachricht ankam.</translation>
        </message>
        <message>
            <source>It arrived after {seconds} s. The server files what you send in “{folder}”, under a number of its own.</source>
            <translation>Sie kam nach {seconds} s an. Der Server legt Gesendetes in „{folder}“ ab, unter einer eigenen Nummer.</translation>
        </message>
        <message>
            <source>It arrived after {seconds} s. The server keeps no copy of what you send; Nightmail can, under “Limits and options”.</source>
            <translation>Sie kam nach {seconds} s an. Der Server behält keine Kopie des Gesendeten; Nightmail kann das, unter „Limits und Optionen“.</translation>
        </message>
        <message>
            <source>It can't be read.</source>
            <translation>Sie lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>It can't be sent as it is.</source>
            <translation>So, wie sie ist, kann sie nicht gesendet werden.</translation>
        </message>
        <message>
            <source>It could not be found out whether there is a newer Nightmail.</source>
            <translation>Es ließ sich nicht herausfinden, ob es ein neueres Nightmail gibt.</translation>
        </message>
        <message>
            <source>It could not be sent before its deadline.</source>
            <translation>Sie konnte nicht innerhalb ihrer Frist gesendet werden.</translation>
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
            <source>It could not be sent.</source>
            <translation>Sie konnte nicht gesendet werden.</translation>
        </message>
        <message>
            <source>It could not be sent. Nothing more will be sent by itself.</source>
            <translation>Sie konnte nicht gesendet werden. Von selbst wird nichts mehr gesendet.</translation>
        </message>
        <message>
            <source>It goes again to those who are missing.</source>
            <translation>Sie geht noch einmal an die, denen sie fehlt.</translation>
        </message>
        <message>
            <source>It goes at night, at {clock}.</source>
            <translation>Sie geht nachts hinaus, um {clock}.</translation>
        </message>
        <message>
            <source>It goes on a Friday, one of your quiet days.</source>
            <translation>Sie geht an einem Freitag hinaus, einem Ihrer ruhigen Tage.</translation>
        </message>
        <message>
            <source>It goes on a Monday, one of your quiet days.</source>
            <translation>Sie geht an einem Montag hinaus, einem Ihrer ruhigen Tage.</translation>
        </message>
        <message>
            <source>It goes on a Saturday.</source>
            <translation>Sie geht an einem Samstag hinaus.</translation>
        </message>
        <message>
            <source>It goes on a Sunday.</source>
            <translation>Sie geht an einem Sonntag hinaus.</translation>
        </message>
        <message>
            <source>It goes on a Thursday, one of your quiet days.</source>
            <translation>Sie geht an einem Donnerstag hinaus, einem Ihrer ruhigen Tage.</translation>
        </message>
        <message>
            <source>It goes on a Tuesday, one of your quiet days.</source>
            <translation>Sie geht an einem Dienstag hinaus, einem Ihrer ruhigen Tage.</translation>
        </message>
        <message>
            <source>It goes on a Wednesday, one of your quiet days.</source>
            <translation>Sie geht an einem Mittwoch hinaus, einem Ihrer ruhigen Tage.</translation>
        </message>
        <message>
            <source>It goes out now.</source>
            <translation>Sie geht jetzt hinaus.</translation>
        </message>
        <message>
            <source>It goes to {address}. Did you mean {meant}?</source>
            <translation>Sie geht an {address}. Meinten Sie {meant}?</translation>
        </message>
        <message>
            <source>It goes until {when}. After that it waits for your word.</source>
            <translation>Sie geht bis {when} hinaus. Danach wartet sie auf Ihr Wort.</translation>
        </message>
        <message>
            <source>It has no plain text; its source shows what it has.</source>
            <translation>Sie hat keinen reinen Text; ihr Quelltext zeigt, was sie hat.</translation>
        </message>
        <message>
            <source>It has not left after {seconds} s. It stands in “Scheduled”; its page says why.</source>
            <translation>Nach {seconds} s ist sie nicht hinausgegangen. Sie steht in „Geplant“; ihre Seite sagt, warum.</translation>
        </message>
        <message>
            <source>It is back where it was.</source>
            <translation>Sie steht wieder, wo sie war.</translation>
        </message>
        <message>
            <source>It is not this PC's connection. Nightmail tries again by itself; what you schedule meanwhile is kept on this PC.</source>
            <translation>Es liegt nicht an der Verbindung dieses PCs. Nightmail versucht es von selbst wieder; was Sie inzwischen planen, bleibt auf diesem PC.</translation>
        </message>
        <message>
            <source>It is still being scheduled. Should that fail, it stays in Drafts.</source>
            <translation>Sie wird noch geplant. Sollte das scheitern, bleibt sie in den Entwürfen.</translation>
        </message>
        <message>
            <source>It is too large to be a mail.</source>
            <translation>Sie ist für eine Mail zu groß.</translation>
        </message>
        <message>
            <source>It names no sender. Choose an account to send it from, then schedule it.</source>
            <translation>Sie nennt keinen Absender. Wählen Sie ein Konto für sie und planen Sie sie dann.</translation>
        </message>
        <message>
            <source>It recurs in the other program. Only the next one is imported.</source>
            <translation>Sie wiederholt sich im anderen Programm. Nur die nächste wird importiert.</translation>
        </message>
        <message>
            <source>It repeats in the other program; only the next one would have been taken. Schedule it anew for its next time.</source>
            <translation>Sie wiederholt sich im anderen Programm; nur die nächste würde übernommen. Planen Sie sie für ihr nächstes Mal neu.</translation>
        </message>
        <message>
            <source>It stands below what you write, and changes with the account a message is sent from.</source>
            <translation>Sie steht unter dem, was Sie schreiben, und wechselt mit dem Konto, von dem eine Nachricht gesendet wird.</translation>
        </message>
        <message>
            <source>It stays back until its draft is sent or discarded.</source>
            <translation>Sie bleibt zurück, bis ihr Entwurf gesendet oder verworfen ist.</translation>
        </message>
        <message>
            <source>It takes messages up to {size}.</source>
            <translation>Er nimmt Nachrichten bis {size}.</translation>
        </message>
        <message>
            <source>It takes {count} messages a connection.</source>
            <translation>Er nimmt {count} Nachrichten je Verbindung.</translation>
        </message>
        <message>
            <source>It waits because the account is paused. Nothing was sent.</source>
            <translation>Sie wartet, weil das Konto pausiert ist. Es ging nichts hinaus.</translation>
        </message>
        <message>
            <source>It waits in “Scheduled”: {reason}</source>
            <translation>Sie wartet in „Geplant“: {reason}</translation>
        </message>
        <message>
            <source>It was deleted in the other program.</source>
            <translation>Sie wurde im anderen Programm gelöscht.</translation>
        </message>
        <message>
            <source>It was from {sender}.</source>
            <translation>Sie war von {sender}.</translation>
        </message>
        <message>
            <source>It was imported before, or stands in the list already.</source>
            <translation>Sie wurde schon importiert oder steht bereits in der Liste.</translation>
        </message>
        <message>
            <source>It was not accepted. {reason}</source>
            <translation>Sie wurde nicht angenommen. {reason}</translation>
        </message>
        <message>
            <source>It was not sent, and nobody gets it twice.</source>
            <translation>Sie wurde nicht gesendet, und niemand bekommt sie zweimal.</translation>
        </message>
        <message>
            <source>It was to go {when}</source>
            <translation>Sie sollte {when} hinausgehen</translation>
        </message>
        <message>
            <source>It was to go {when}; it goes once {sender} is resumed</source>
            <translation>Sie sollte {when} hinausgehen; sie geht, sobald {sender} fortgesetzt ist</translation>
        </message>
        <message>
            <source>It will be sent again.</source>
            <translation>Sie wird erneut gesendet.</translation>
        </message>
        <message>
            <source>Italic</source>
            <translation>Kursiv</translation>
        </message>
        <message>
            <source>Its administrator can switch it on; the note says what and where.</source>
            <translation>Der Administrator kann es einschalten; die Notiz sagt, was und wo.</translation>
        </message>
        <message>
            <source>Its deadline passed before it could be sent</source>
            <translation>Ihre Frist verstrich, bevor sie gesendet werden konnte</translation>
        </message>
        <message>
            <source>Its files come to {size}; many servers take no message above {limit}.</source>
            <translation>Ihre Dateien ergeben {size}; viele Server nehmen keine Nachricht über {limit}.</translation>
        </message>
        <message>
            <source>Its licence is kept at its website.</source>
            <translation>Die Lizenz steht auf seiner Website.</translation>
        </message>
        <message>
            <source>Its mail server is on this very computer. A worker that runs elsewhere can't reach it.</source>
            <translation>Der Mailserver läuft auf diesem Computer. Ein Worker, der anderswo läuft, erreicht ihn nicht.</translation>
        </message>
        <message>
            <source>Its messages wait until you resume it.</source>
            <translation>Seine Nachrichten warten, bis Sie es fortsetzen.</translation>
        </message>
        <message>
            <source>Its move was called off</source>
            <translation>Ihr Umzug wurde abgesagt</translation>
        </message>
        <message>
            <source>Its part of the list is shown as last seen</source>
            <translation>Ihr Teil der Liste ist so zu sehen wie zuletzt</translation>
        </message>
        <message>
            <source>Its part of the list is shown as of {when}</source>
            <translation>Ihr Teil der Liste ist auf dem Stand von {when}</translation>
        </message>
        <message>
            <source>Its password is not kept yet.</source>
            <translation>Sein Passwort ist noch nicht hinterlegt.</translation>
        </message>
        <message>
            <source>Its sealed password is deleted there, and the cloud sends nothing more from it. Messages that still wait there stay until you move them to this PC. To be sure, change the password at your mail provider too.</source>
            <translation>Sein versiegeltes Passwort wird dort gelöscht, und die Cloud sendet nichts mehr davon. Nachrichten, die dort noch warten, bleiben, bis Sie sie auf diesen PC verschieben. Um sicherzugehen, ändern Sie das Passwort auch bei Ihrem Mailanbieter.</translation>
        </message>
        <message>
            <source>Its secret</source>
            <translation>Sein Geheimnis</translation>
        </message>
        <message>
            <source>Its server does that by itself.</source>
            <translation>Der Server tut das von selbst.</translation>
        </message>
        <message>
            <source>Its server's certificate is to be looked at</source>
            <translation>Das Zertifikat des Servers ist anzusehen</translation>
        </message>
        <message>
            <source>Its time can't be read.</source>
            <translation>Ihre Zeit lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>Its time has passed, so it stays on hold. Send it now, move it or cancel it.</source>
            <translation>Die Zeit ist vorbei, darum bleibt die Nachricht angehalten. Senden Sie sie jetzt, verschieben Sie sie oder brechen Sie sie ab.</translation>
        </message>
        <message>
            <source>Its time has passed.</source>
            <translation>Ihre Zeit ist vorbei.</translation>
        </message>
        <message>
            <source>Its time has passed. Choose another, or send it now.</source>
            <translation>Ihre Zeit ist vorbei. Wählen Sie eine andere oder senden Sie sie jetzt.</translation>
        </message>
        <message>
            <source>Its timeline shows what happened.</source>
            <translation>Ihr Verlauf zeigt, was geschah.</translation>
        </message>
        <message>
            <source>Jan</source>
            <translation>Jan.</translation>
        </message>
        <message>
            <source>January</source>
            <translation>Januar</translation>
        </message>
        <message>
            <source>Jul</source>
            <translation>Juli</translation>
        </message>
        <message>
            <source>July</source>
            <translation>Juli</translation>
        </message>
        <message>
            <source>Jun</source>
            <translation>Juni</translation>
        </message>
        <message>
            <source>June</source>
            <translation>Juni</translation>
        </message>
        <message>
            <source>Just a moment…</source>
            <translation>Einen Moment …</translation>
        </message>
        <message>
            <source>Just try it</source>
            <translation>Einfach ausprobieren</translation>
        </message>
        <message>
            <source>Keep a copy in the Sent folder</source>
            <translation>Eine Kopie im Ordner „Gesendet“ ablegen</translation>
        </message>
        <message>
            <source>Keep each once</source>
            <translation>Jede einmal behalten</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Keep on this PC</source>
            <translation>Auf diesem PC behalten</translation>
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
            <source>Keep the formatting</source>
            <translation>Formatierung behalten</translation>
        </message>
        <message>
            <source>Keep them</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <source>Kept for {address}.</source>
            <translation>Für {address} gespeichert.</translation>
        </message>
        <message>
            <source>Kept in Drafts.</source>
            <translation>In den Entwürfen aufbewahrt.</translation>
        </message>
        <message>
            <source>Kept in Drafts. The original stays on hold.</source>
            <translation>In den Entwürfen aufbewahrt. Das Original bleibt angehalten.</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Schlüssel</translation>
        </message>
        <message>
            <source>Key until now</source>
            <translation>Bisheriger Schlüssel</translation>
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
            <source>Known settings of {provider}.</source>
            <translation>Bekannte Einstellungen von {provider}.</translation>
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
            <source>Later (Page Down)</source>
            <translation>Später (Bild ab)</translation>
        </message>
        <message>
            <source>Later today</source>
            <translation>Später heute</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>So lassen</translation>
        </message>
        <message>
            <source>Leave it empty to go on with the password that is kept.</source>
            <translation>Lassen Sie es leer, um mit dem gespeicherten Passwort weiterzumachen.</translation>
        </message>
        <message>
            <source>Left out</source>
            <translation>Ausgelassen</translation>
        </message>
        <message>
            <source>Let it send again</source>
            <translation>Wieder senden lassen</translation>
        </message>
        <message>
            <source>Let its account send</source>
            <translation>Sein Konto senden lassen</translation>
        </message>
        <message>
            <source>Let the cloud send from it: in the account's menu, at the left.</source>
            <translation>Lassen Sie die Cloud davon senden: im Menü des Kontos, links.</translation>
        </message>
        <message>
            <source>Let the cloud send from it…</source>
            <translation>Die Cloud davon senden lassen …</translation>
        </message>
        <message>
            <source>Let the cloud send from this account?</source>
            <translation>Soll die Cloud von diesem Konto senden?</translation>
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
            <source>Like 8, 930, 20:15 or 8:15 pm; the arrows go by a quarter of an hour</source>
            <translation>Etwa 8, 930, 20:15 oder 8:15 pm; die Pfeile gehen in Viertelstunden</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Limits</source>
            <translation>Limits</translation>
        </message>
        <message>
            <source>Limits and options</source>
            <translation>Limits und Optionen</translation>
        </message>
        <message>
            <source>Limits and options…</source>
            <translation>Limits und Optionen …</translation>
        </message>
        <message>
            <source>Limits…</source>
            <translation>Limits …</translation>
        </message>
        <message>
            <source>Link</source>
            <translation>Link</translation>
        </message>
        <message>
            <source>Load remote pictures</source>
            <translation>Entfernte Bilder laden</translation>
        </message>
        <message>
            <source>Loading pictures from {where}…</source>
            <translation>Bilder von {where} werden geladen …</translation>
        </message>
        <message>
            <source>Log of the test</source>
            <translation>Protokoll des Tests</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>Erneut nachsehen</translation>
        </message>
        <message>
            <source>Look at it</source>
            <translation>Ansehen</translation>
        </message>
        <message>
            <source>Look at its servers</source>
            <translation>Server ansehen</translation>
        </message>
        <message>
            <source>Look at the certificate…</source>
            <translation>Zertifikat ansehen …</translation>
        </message>
        <message>
            <source>Look at the new one, then agree again.</source>
            <translation>Sehen Sie sich den neuen an, dann stimmen Sie erneut zu.</translation>
        </message>
        <message>
            <source>Look at the recipients</source>
            <translation>Empfänger ansehen</translation>
        </message>
        <message>
            <source>Look at them one by one</source>
            <translation>Einzeln ansehen</translation>
        </message>
        <message>
            <source>Look at your accounts again.</source>
            <translation>Sehen Sie sich Ihre Konten noch einmal an.</translation>
        </message>
        <message>
            <source>Look for changes</source>
            <translation>Nach Änderungen sehen</translation>
        </message>
        <message>
            <source>Look for updates</source>
            <translation>Nach Updates sehen</translation>
        </message>
        <message>
            <source>Look for updates…</source>
            <translation>Nach Updates sehen …</translation>
        </message>
        <message>
            <source>Look in your Sent folder or ask a recipient, then say whether it arrived.</source>
            <translation>Sehen Sie im Ordner „Gesendet“ nach oder fragen Sie einen Empfänger, dann sagen Sie, ob sie ankam.</translation>
        </message>
        <message>
            <source>Looking for a newer Nightmail…</source>
            <translation>Es wird nach einem neueren Nightmail gesehen …</translation>
        </message>
        <message>
            <source>Looking for the servers…</source>
            <translation>Die Server werden gesucht …</translation>
        </message>
        <message>
            <source>Made out for: {subject}
Vouched for by: {issuer}
Valid until: {until}
SHA-256: {first}
{rest}</source>
            <translation>Ausgestellt für: {subject}
Verbürgt von: {issuer}
Gültig bis: {until}
SHA-256: {first}
{rest}</translation>
        </message>
        <message>
            <source>Mail leaves while this PC is off. Paste what your project shows, or sign in to the one you use.</source>
            <translation>Mail geht hinaus, während dieser PC aus ist. Fügen Sie ein, was Ihr Projekt zeigt, oder melden Sie sich bei dem an, das Sie nutzen.</translation>
        </message>
        <message>
            <source>Mail me a code</source>
            <translation>Code zusenden</translation>
        </message>
        <message>
            <source>Mail me another code</source>
            <translation>Neuen Code zusenden</translation>
        </message>
        <message>
            <source>Mail to {address} came back on {day}: {reason}</source>
            <translation>Post an {address} kam am {day} zurück: {reason}</translation>
        </message>
        <message>
            <source>Mails</source>
            <translation>Mails</translation>
        </message>
        <message>
            <source>Mails and mailboxes</source>
            <translation>Mails und Postfächer</translation>
        </message>
        <message>
            <source>Make a folder named Sent in the mailbox.</source>
            <translation>Legen Sie im Postfach einen Ordner namens Sent an.</translation>
        </message>
        <message>
            <source>Make an app password…</source>
            <translation>App-Passwort erstellen …</translation>
        </message>
        <message>
            <source>Make one at the provider's website, then enter that.</source>
            <translation>Erstellen Sie eines auf der Website des Anbieters und geben Sie es ein.</translation>
        </message>
        <message>
            <source>Make one with the provider and enter it when you sign in.</source>
            <translation>Erstellen Sie eines beim Anbieter und geben Sie es bei der Anmeldung ein.</translation>
        </message>
        <message>
            <source>Make room in it, then let the account send again.</source>
            <translation>Schaffen Sie Platz darin, dann lassen Sie das Konto wieder senden.</translation>
        </message>
        <message>
            <source>Manage templates…</source>
            <translation>Vorlagen verwalten …</translation>
        </message>
        <message>
            <source>Mar</source>
            <translation>März</translation>
        </message>
        <message>
            <source>March</source>
            <translation>März</translation>
        </message>
        <message>
            <source>May</source>
            <translation>Mai</translation>
        </message>
        <message>
            <source>May be left out</source>
            <translation>Kann wegbleiben</translation>
        </message>
        <message>
            <source>May send from</source>
            <translation>Darf senden von</translation>
        </message>
        <message>
            <source>Mend it</source>
            <translation>Beheben</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>Menü</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>Nachricht</translation>
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
            <source>Messages a day</source>
            <translation>Nachrichten am Tag</translation>
        </message>
        <message>
            <source>Messages a minute</source>
            <translation>Nachrichten je Minute</translation>
        </message>
        <message>
            <source>Messages leave while this PC is off, too. Only the cloud worker can open what is sealed; to which key, and what that means, is shown before anything leaves.</source>
            <translation>Nachrichten gehen auch hinaus, während dieser PC aus ist. Nur der Cloud-Worker kann öffnen, was versiegelt ist; mit welchem Schlüssel und was das bedeutet, sehen Sie, bevor etwas hinausgeht.</translation>
        </message>
        <message>
            <source>Messages pass through here for a moment on their way out.</source>
            <translation>Nachrichten kommen hier auf ihrem Weg hinaus kurz vorbei.</translation>
        </message>
        <message>
            <source>Messages that a server accepted stay here with their timeline.</source>
            <translation>Nachrichten, die ein Server angenommen hat, bleiben hier mit ihrem Verlauf.</translation>
        </message>
        <message>
            <source>Messages were sent</source>
            <translation>Nachrichten wurden gesendet</translation>
        </message>
        <message>
            <source>Messages you pause wait here until you resume them.</source>
            <translation>Nachrichten, die Sie anhalten, warten hier, bis Sie sie fortsetzen.</translation>
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
            <source>Month</source>
            <translation>Monat</translation>
        </message>
        <message>
            <source>More</source>
            <translation>Mehr</translation>
        </message>
        <message>
            <source>More ways to send</source>
            <translation>Weitere Wege zu senden</translation>
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
            <source>Move to {field}</source>
            <translation>Nach {field} verschieben</translation>
        </message>
        <message>
            <source>Moved here</source>
            <translation>Hierher verschoben</translation>
        </message>
        <message>
            <source>Moved to the cloud. It goes out even when this PC is off.</source>
            <translation>In die Cloud verschoben. Sie geht auch hinaus, wenn dieser PC aus ist.</translation>
        </message>
        <message>
            <source>Moved: it goes {when}.</source>
            <translation>Verschoben: Sie geht {when} hinaus.</translation>
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
            <source>My first message with Nightmail</source>
            <translation>Meine erste Nachricht mit Nightmail</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Name (optional)</source>
            <translation>Name (optional)</translation>
        </message>
        <message>
            <source>Name of preset {number}</source>
            <translation>Name der Vorgabe {number}</translation>
        </message>
        <message>
            <source>Names or addresses</source>
            <translation>Namen oder Adressen</translation>
        </message>
        <message>
            <source>Needs attention</source>
            <translation>Zu klären</translation>
        </message>
        <message>
            <source>Needs to be signed in again</source>
            <translation>Muss neu angemeldet werden</translation>
        </message>
        <message>
            <source>New here? Sign up</source>
            <translation>Neu hier? Registrieren</translation>
        </message>
        <message>
            <source>New message</source>
            <translation>Neue Nachricht</translation>
        </message>
        <message>
            <source>New template</source>
            <translation>Neue Vorlage</translation>
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
            <source>Nightmail already runs on this profile, but does not answer. End it first, then start it again.</source>
            <translation>Nightmail läuft schon mit diesem Profil, antwortet aber nicht. Beenden Sie es zuerst, dann starten Sie es erneut.</translation>
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
            <source>Nightmail can send from this account</source>
            <translation>Nightmail kann von diesem Konto senden</translation>
        </message>
        <message>
            <source>Nightmail ended unexpectedly last time.</source>
            <translation>Nightmail endete beim letzten Mal unerwartet.</translation>
        </message>
        <message>
            <source>Nightmail forgets this account and its password. The record of what was sent from it stays, and so does your mailbox at the provider.</source>
            <translation>Nightmail vergisst dieses Konto und sein Passwort. Die Aufzeichnung des Gesendeten bleibt, ebenso Ihr Postfach beim Anbieter.</translation>
        </message>
        <message>
            <source>Nightmail keeps running in the tray.</source>
            <translation>Nightmail läuft im Infobereich weiter.</translation>
        </message>
        <message>
            <source>Nightmail puts a copy there itself, unless the server has done so.</source>
            <translation>Nightmail legt selbst eine Kopie dort ab, wenn der Server es nicht getan hat.</translation>
        </message>
        <message>
            <source>Nightmail schedules mail from your own account, sends it on time, and can prove it afterwards.</source>
            <translation>Nightmail plant Mail von Ihrem eigenen Konto, sendet sie pünktlich und kann es danach belegen.</translation>
        </message>
        <message>
            <source>Nightmail sends from your own account. Its address is enough to begin; most servers are known.</source>
            <translation>Nightmail sendet von Ihrem eigenen Konto. Seine Adresse genügt für den Anfang; die meisten Server sind bekannt.</translation>
        </message>
        <message>
            <source>Nightmail sent this message from your account to itself, through the same queue that all your messages take.

There is nothing to do, and you may delete it.</source>
            <translation>Nightmail hat diese Nachricht von Ihrem Konto an sich selbst gesendet, durch dieselbe Warteschlange wie alle Ihre Nachrichten.

Es ist nichts zu tun, und Sie können sie löschen.</translation>
        </message>
        <message>
            <source>Nightmail starts in the tray when you sign in, so that messages leave from this PC on time.</source>
            <translation>Nightmail startet bei Ihrer Anmeldung im Infobereich, damit Nachrichten von diesem PC pünktlich hinausgehen.</translation>
        </message>
        <message>
            <source>Nightmail stopped before the answer: not confirmed</source>
            <translation>Nightmail endete vor der Antwort: nicht bestätigt</translation>
        </message>
        <message>
            <source>Nightmail stopped while handing it to the server, {when}</source>
            <translation>Nightmail endete beim Übergeben an den Server, {when}</translation>
        </message>
        <message>
            <source>Nightmail {version} is there</source>
            <translation>Nightmail {version} ist da</translation>
        </message>
        <message>
            <source>Nightmail {version} is there.</source>
            <translation>Nightmail {version} ist da.</translation>
        </message>
        <message>
            <source>No account yet.</source>
            <translation>Noch kein Konto.</translation>
        </message>
        <message>
            <source>No account yet. Allow it in an account's menu, at the left.</source>
            <translation>Noch kein Konto. Erlauben Sie es im Menü eines Kontos, links.</translation>
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
            <source>No drafts</source>
            <translation>Keine Entwürfe</translation>
        </message>
        <message>
            <source>No keys</source>
            <translation>Keine Tasten</translation>
        </message>
        <message>
            <source>No mail was found there.</source>
            <translation>Dort wurde keine Mail gefunden.</translation>
        </message>
        <message>
            <source>No message here matches “{search}”.</source>
            <translation>Keine Nachricht hier passt zu „{search}“.</translation>
        </message>
        <message>
            <source>No message in any folder matches “{search}”.</source>
            <translation>In keinem Ordner passt eine Nachricht zu „{search}“.</translation>
        </message>
        <message>
            <source>No message needs you.</source>
            <translation>Keine Nachricht braucht Sie.</translation>
        </message>
        <message>
            <source>No password is kept for {address}.</source>
            <translation>Für {address} ist kein Passwort gespeichert.</translation>
        </message>
        <message>
            <source>No project is connected yet.</source>
            <translation>Noch ist kein Projekt verbunden.</translation>
        </message>
        <message>
            <source>No second sign-in was tried, so that the account is not locked.</source>
            <translation>Eine zweite Anmeldung wurde nicht versucht, damit das Konto nicht gesperrt wird.</translation>
        </message>
        <message>
            <source>No setting is called like that.</source>
            <translation>Keine Einstellung heißt so.</translation>
        </message>
        <message>
            <source>No such address.</source>
            <translation>Diese Adresse gibt es nicht.</translation>
        </message>
        <message>
            <source>No templates yet</source>
            <translation>Noch keine Vorlagen</translation>
        </message>
        <message>
            <source>No web browser could be opened.</source>
            <translation>Es ließ sich kein Webbrowser öffnen.</translation>
        </message>
        <message>
            <source>Nobody got it.</source>
            <translation>Niemand hat sie bekommen.</translation>
        </message>
        <message>
            <source>Nobody says where the servers of {domain} are. Your provider's help pages do.</source>
            <translation>Niemand sagt, wo die Server von {domain} sind. Die Hilfeseiten Ihres Anbieters sagen es.</translation>
        </message>
        <message>
            <source>None</source>
            <translation>Keine</translation>
        </message>
        <message>
            <source>None has been heard of for {away}, so the cloud sends nothing.</source>
            <translation>Seit {away} wurde von keinem gehört, die Cloud sendet also nichts.</translation>
        </message>
        <message>
            <source>None is running, so the cloud sends nothing.</source>
            <translation>Keiner läuft, die Cloud sendet also nichts.</translation>
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
            <source>Not accepted, and the account was paused</source>
            <translation>Nicht angenommen, und das Konto wurde pausiert</translation>
        </message>
        <message>
            <source>Not all pictures could be loaded from {where}.</source>
            <translation>Nicht alle Bilder ließen sich von {where} laden.</translation>
        </message>
        <message>
            <source>Not confirmed</source>
            <translation>Nicht bestätigt</translation>
        </message>
        <message>
            <source>Not heard of yet.</source>
            <translation>Noch nichts gehört.</translation>
        </message>
        <message>
            <source>Not imported</source>
            <translation>Nicht importiert</translation>
        </message>
        <message>
            <source>Not in your mailbox, so not accepted: to be sent again</source>
            <translation>Nicht in Ihrem Postfach, also nicht angenommen: Sie wird erneut gesendet</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Nicht jetzt</translation>
        </message>
        <message>
            <source>Not sent to anybody · {people}</source>
            <translation>An niemanden gesendet · {people}</translation>
        </message>
        <message>
            <source>Not sent to everyone · {people}</source>
            <translation>Nicht an alle gesendet · {people}</translation>
        </message>
        <message>
            <source>Not tried yet</source>
            <translation>Noch nicht versucht</translation>
        </message>
        <message>
            <source>Not understood: {words}</source>
            <translation>Nicht verstanden: {words}</translation>
        </message>
        <message>
            <source>Noted: it arrived.</source>
            <translation>Notiert: Sie ist angekommen.</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>Nichts gefunden</translation>
        </message>
        <message>
            <source>Nothing is being sent</source>
            <translation>Es wird nichts gesendet</translation>
        </message>
        <message>
            <source>Nothing is being sent from this PC</source>
            <translation>Von diesem PC wird nichts gesendet</translation>
        </message>
        <message>
            <source>Nothing is being sent: the passwords are sealed</source>
            <translation>Es wird nichts gesendet: Die Passwörter sind versiegelt</translation>
        </message>
        <message>
            <source>Nothing is called like that.</source>
            <translation>Nichts heißt so.</translation>
        </message>
        <message>
            <source>Nothing is lost, but a recipient may get the message twice.</source>
            <translation>Nichts geht verloren, aber ein Empfänger könnte die Nachricht zweimal bekommen.</translation>
        </message>
        <message>
            <source>Nothing is lost: its messages wait.</source>
            <translation>Nichts ist verloren: Die Nachrichten warten.</translation>
        </message>
        <message>
            <source>Nothing is lost; Nightmail tries again by itself.</source>
            <translation>Nichts ist verloren; Nightmail versucht es von selbst wieder.</translation>
        </message>
        <message>
            <source>Nothing is lost; nothing needs to be done.</source>
            <translation>Nichts ist verloren; es ist nichts zu tun.</translation>
        </message>
        <message>
            <source>Nothing is on hold</source>
            <translation>Nichts ist angehalten</translation>
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
            <source>Nothing is sent twice: the message waits under “Needs attention” for your word.</source>
            <translation>Nichts wird zweimal gesendet: Die Nachricht wartet unter „Zu klären“ auf Ihr Wort.</translation>
        </message>
        <message>
            <source>Nothing is sent yet.</source>
            <translation>Noch ist nichts gesendet.</translation>
        </message>
        <message>
            <source>Nothing leaves this PC</source>
            <translation>Nichts verlässt diesen PC</translation>
        </message>
        <message>
            <source>Nothing leaves this PC: a built-in mail server catches all that you send, and you can look at it.</source>
            <translation>Nichts verlässt diesen PC: Ein eingebauter Mailserver fängt alles auf, was Sie senden, und Sie können es ansehen.</translation>
        </message>
        <message>
            <source>Nothing more is sent by itself.</source>
            <translation>Von selbst wird nichts mehr gesendet.</translation>
        </message>
        <message>
            <source>Nothing needs to be done.</source>
            <translation>Es ist nichts zu tun.</translation>
        </message>
        <message>
            <source>Nothing needs you</source>
            <translation>Nichts braucht Sie</translation>
        </message>
        <message>
            <source>Nothing sent yet</source>
            <translation>Noch nichts gesendet</translation>
        </message>
        <message>
            <source>Nothing slides or fades; counting down shows numbers only.</source>
            <translation>Nichts gleitet oder blendet; das Herunterzählen zeigt nur Zahlen.</translation>
        </message>
        <message>
            <source>Nothing was cancelled</source>
            <translation>Nichts wurde abgebrochen</translation>
        </message>
        <message>
            <source>Nothing was caught yet. What you send from the try-out account turns up here.</source>
            <translation>Noch wurde nichts aufgefangen. Was Sie vom Probierkonto senden, erscheint hier.</translation>
        </message>
        <message>
            <source>Nothing was sent, and nobody signs in again by itself.</source>
            <translation>Es ging nichts hinaus, und niemand meldet sich von selbst wieder an.</translation>
        </message>
        <message>
            <source>Nothing was sent, and nothing is lost: its messages wait.</source>
            <translation>Es ging nichts hinaus, und nichts ist verloren: Seine Nachrichten warten.</translation>
        </message>
        <message>
            <source>Nothing was sent: neither mail nor password went to it.</source>
            <translation>Es ging nichts hinaus: weder Mail noch Passwort.</translation>
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
            <source>November</source>
            <translation>November</translation>
        </message>
        <message>
            <source>Now:</source>
            <translation>Jetzt:</translation>
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
            <source>October</source>
            <translation>Oktober</translation>
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
            <source>On hold until you resume it.</source>
            <translation>Angehalten, bis Sie sie fortsetzen.</translation>
        </message>
        <message>
            <source>On its way to the cloud; it is not known yet whether it arrived</source>
            <translation>Auf dem Weg in die Cloud; ob sie angekommen ist, ist noch nicht bekannt</translation>
        </message>
        <message>
            <source>On its way to the cloud; sign in again to learn who has it</source>
            <translation>Auf dem Weg in die Cloud; melden Sie sich wieder an, um zu erfahren, wer sie hat</translation>
        </message>
        <message>
            <source>On its way…</source>
            <translation>Unterwegs …</translation>
        </message>
        <message>
            <source>On this PC</source>
            <translation>Auf diesem PC</translation>
        </message>
        <message>
            <source>On this PC and in the cloud</source>
            <translation>Auf diesem PC und in der Cloud</translation>
        </message>
        <message>
            <source>On this PC now. It goes out from here.</source>
            <translation>Jetzt auf diesem PC. Von hier geht sie hinaus.</translation>
        </message>
        <message>
            <source>On this PC only</source>
            <translation>Nur auf diesem PC</translation>
        </message>
        <message>
            <source>On this PC: {why}</source>
            <translation>Auf diesem PC: {why}</translation>
        </message>
        <message>
            <source>On this PC; goes to the cloud when it can be reached</source>
            <translation>Auf diesem PC; geht in die Cloud, sobald sie erreichbar ist</translation>
        </message>
        <message>
            <source>Once a day Nightmail asks whether there is a newer one. Nothing is said about you, and nothing is installed.</source>
            <translation>Einmal am Tag fragt Nightmail, ob es ein neueres gibt. Über Sie wird nichts gesagt, und nichts wird installiert.</translation>
        </message>
        <message>
            <source>One message tries now; the others follow if it gets through.</source>
            <translation>Eine Nachricht versucht es jetzt; die anderen folgen, wenn sie durchkommt.</translation>
        </message>
        <message>
            <source>One question</source>
            <translation>Eine Frage</translation>
        </message>
        <message>
            <source>Only on this PC</source>
            <translation>Nur auf diesem PC</translation>
        </message>
        <message>
            <source>Only what is scheduled can be moved.</source>
            <translation>Nur Geplantes lässt sich verschieben.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Open Nightmail</source>
            <translation>Nightmail öffnen</translation>
        </message>
        <message>
            <source>Open in browser</source>
            <translation>Im Browser öffnen</translation>
        </message>
        <message>
            <source>Open the download page</source>
            <translation>Download-Seite öffnen</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>Opening…</source>
            <translation>Wird geöffnet …</translation>
        </message>
        <message>
            <source>Opens your browser. Nightmail never sees your password.</source>
            <translation>Öffnet Ihren Browser. Nightmail sieht Ihr Passwort nie.</translation>
        </message>
        <message>
            <source>Or without a password:</source>
            <translation>Oder ohne Passwort:</translation>
        </message>
        <message>
            <source>Or write: friday 9am, in 2 hours…</source>
            <translation>Oder schreiben Sie: Freitag 9 Uhr, in 2 Stunden …</translation>
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
            <source>Other servers</source>
            <translation>Andere Server</translation>
        </message>
        <message>
            <source>Other servers…</source>
            <translation>Andere Server …</translation>
        </message>
        <message>
            <source>Outgoing server (SMTP)</source>
            <translation>Ausgangsserver (SMTP)</translation>
        </message>
        <message>
            <source>Pages of the settings</source>
            <translation>Seiten der Einstellungen</translation>
        </message>
        <message>
            <source>Passphrase</source>
            <translation>Passphrase</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>Passwort</translation>
        </message>
        <message>
            <source>Passwords are sealed on this PC with a passphrase.</source>
            <translation>Passwörter sind auf diesem PC mit einer Passphrase versiegelt.</translation>
        </message>
        <message>
            <source>Paste</source>
            <translation>Einfügen</translation>
        </message>
        <message>
            <source>Paste without formatting</source>
            <translation>Ohne Formatierung einfügen</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Pausieren</translation>
        </message>
        <message>
            <source>Pause all sending</source>
            <translation>Gesamten Versand anhalten</translation>
        </message>
        <message>
            <source>Pause it</source>
            <translation>Es pausieren</translation>
        </message>
        <message>
            <source>Paused by you</source>
            <translation>Von Ihnen pausiert</translation>
        </message>
        <message>
            <source>Paused. Nothing is sent from it until you resume it.</source>
            <translation>Pausiert. Davon wird nichts gesendet, bis Sie es fortsetzen.</translation>
        </message>
        <message>
            <source>Paused: it needs you</source>
            <translation>Pausiert: Es braucht Sie</translation>
        </message>
        <message>
            <source>People you wrote to</source>
            <translation>Personen, denen Sie geschrieben haben</translation>
        </message>
        <message>
            <source>Picked up for sending</source>
            <translation>Zum Senden aufgenommen</translation>
        </message>
        <message>
            <source>Plain text has no bold words, colours, links or pictures. Those in this message are lost.</source>
            <translation>Reiner Text hat weder fette Wörter noch Farben, Links oder Bilder. Die in dieser Nachricht gehen verloren.</translation>
        </message>
        <message>
            <source>Plain text only</source>
            <translation>Nur reiner Text</translation>
        </message>
        <message>
            <source>Please switch on authenticated SMTP (SMTP AUTH, “Authenticated SMTP” under the mailbox's mail apps) for {address}, so that its owner can send scheduled mail through {host}. The server said: {said}</source>
            <translation>Bitte schalten Sie authentifiziertes SMTP (SMTP AUTH, „Authentifiziertes SMTP“ bei den E-Mail-Apps des Postfachs) für {address} ein, damit der Inhaber geplante Mail über {host} senden kann. Der Server sagte: {said}</translation>
        </message>
        <message>
            <source>Port for reading</source>
            <translation>Port zum Lesen</translation>
        </message>
        <message>
            <source>Port for sending</source>
            <translation>Port zum Senden</translation>
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
            <source>Print</source>
            <translation>Drucken</translation>
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
            <source>Provider's limits</source>
            <translation>Limits des Anbieters</translation>
        </message>
        <message>
            <source>Publishable key</source>
            <translation>Öffentlicher Schlüssel</translation>
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
            <source>Queue empty</source>
            <translation>Warteschlange leer</translation>
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
            <source>Reach them in another way, or send again later.</source>
            <translation>Erreichen Sie sie auf anderem Weg oder senden Sie später erneut.</translation>
        </message>
        <message>
            <source>Read the server's words, correct the address and send again.</source>
            <translation>Lesen Sie die Worte des Servers, korrigieren Sie die Adresse und senden Sie erneut.</translation>
        </message>
        <message>
            <source>Reading mail</source>
            <translation>Post lesen</translation>
        </message>
        <message>
            <source>Reading {source}…</source>
            <translation>{source} wird gelesen …</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <source>Recipients a day</source>
            <translation>Empfänger am Tag</translation>
        </message>
        <message>
            <source>Recipients at once</source>
            <translation>Empfänger auf einmal</translation>
        </message>
        <message>
            <source>Recipients that can’t be written to</source>
            <translation>Empfänger, an die nicht geschrieben werden kann</translation>
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
            <source>Refused</source>
            <translation>Abgelehnt</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Remove all of them</source>
            <translation>Alle entfernen</translation>
        </message>
        <message>
            <source>Remove it</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Remove it from this PC and add it again while you are signed in: then both are one. If there are messages of it on this PC, it can't be removed, and goes on sending from this PC alone.</source>
            <translation>Entfernen Sie es von diesem PC und fügen Sie es wieder hinzu, während Sie angemeldet sind: Dann sind beide eins. Gibt es auf diesem PC Nachrichten davon, lässt es sich nicht entfernen und sendet weiter allein von diesem PC.</translation>
        </message>
        <message>
            <source>Remove link</source>
            <translation>Link entfernen</translation>
        </message>
        <message>
            <source>Remove or shrink attachments, or share them by a link.</source>
            <translation>Entfernen oder verkleinern Sie Anhänge oder teilen Sie sie per Link.</translation>
        </message>
        <message>
            <source>Remove preset {number}</source>
            <translation>Vorgabe {number} entfernen</translation>
        </message>
        <message>
            <source>Remove the template</source>
            <translation>Vorlage entfernen</translation>
        </message>
        <message>
            <source>Remove the try-out account?</source>
            <translation>Das Probierkonto entfernen?</translation>
        </message>
        <message>
            <source>Remove the try-out account…</source>
            <translation>Probierkonto entfernen …</translation>
        </message>
        <message>
            <source>Remove {address}?</source>
            <translation>{address} entfernen?</translation>
        </message>
        <message>
            <source>Remove {file}</source>
            <translation>{file} entfernen</translation>
        </message>
        <message>
            <source>Remove…</source>
            <translation>Entfernen …</translation>
        </message>
        <message>
            <source>Replace it</source>
            <translation>Ersetzen</translation>
        </message>
        <message>
            <source>Report a problem</source>
            <translation>Ein Problem melden</translation>
        </message>
        <message>
            <source>Report a problem…</source>
            <translation>Ein Problem melden …</translation>
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
            <source>Rescheduled.</source>
            <translation>Neu geplant.</translation>
        </message>
        <message>
            <source>Reset to default</source>
            <translation>Auf Standard zurücksetzen</translation>
        </message>
        <message>
            <source>Reset to defaults</source>
            <translation>Auf Standard zurücksetzen</translation>
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
            <source>Resumed.</source>
            <translation>Fortgesetzt.</translation>
        </message>
        <message>
            <source>Running; heard of {away} ago.</source>
            <translation>Läuft; vor {away} gehört.</translation>
        </message>
        <message>
            <source>STARTTLS</source>
            <translation>STARTTLS</translation>
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
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <source>Save a copy</source>
            <translation>Eine Kopie speichern</translation>
        </message>
        <message>
            <source>Save a copy…</source>
            <translation>Eine Kopie speichern …</translation>
        </message>
        <message>
            <source>Save account</source>
            <translation>Konto speichern</translation>
        </message>
        <message>
            <source>Save all the same</source>
            <translation>Trotzdem speichern</translation>
        </message>
        <message>
            <source>Save as template</source>
            <translation>Als Vorlage speichern</translation>
        </message>
        <message>
            <source>Save as template…</source>
            <translation>Als Vorlage speichern …</translation>
        </message>
        <message>
            <source>Save servers</source>
            <translation>Server speichern</translation>
        </message>
        <message>
            <source>Save the draft</source>
            <translation>Entwurf speichern</translation>
        </message>
        <message>
            <source>Save the record with its hashes, for anybody to check</source>
            <translation>Die Aufzeichnung mit ihren Prüfsummen speichern, damit jeder sie prüfen kann</translation>
        </message>
        <message>
            <source>Save what you write again and again, and insert it with a few keys.</source>
            <translation>Speichern Sie, was Sie immer wieder schreiben, und fügen Sie es mit ein paar Tasten ein.</translation>
        </message>
        <message>
            <source>Saved as {file}.</source>
            <translation>Als {file} gespeichert.</translation>
        </message>
        <message>
            <source>Saved {clock}</source>
            <translation>Gespeichert {clock}</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>Wird gespeichert …</translation>
        </message>
        <message>
            <source>Say it under “Needs attention”.</source>
            <translation>Sagen Sie es unter „Zu klären“.</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>Planen</translation>
        </message>
        <message>
            <source>Schedule again</source>
            <translation>Erneut planen</translation>
        </message>
        <message>
            <source>Schedule anyway</source>
            <translation>Trotzdem planen</translation>
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
            <translation>Senden planen</translation>
        </message>
        <message>
            <source>Scheduled</source>
            <translation>Geplant</translation>
        </message>
        <message>
            <source>Scheduled as it was when you pressed. What you changed since is kept in Drafts.</source>
            <translation>Geplant, wie sie beim Drücken war. Was Sie seither änderten, steht in den Entwürfen.</translation>
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
            <source>Scheduling…</source>
            <translation>Wird geplant …</translation>
        </message>
        <message>
            <source>Seal</source>
            <translation>Versiegeln</translation>
        </message>
        <message>
            <source>Seal and allow</source>
            <translation>Versiegeln und erlauben</translation>
        </message>
        <message>
            <source>Seal your passwords</source>
            <translation>Versiegeln Sie Ihre Passwörter</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Search licences</source>
            <translation>Lizenzen durchsuchen</translation>
        </message>
        <message>
            <source>Search settings</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Search subject, recipients and text</source>
            <translation>Betreff, Empfänger und Text durchsuchen</translation>
        </message>
        <message>
            <source>See what was caught</source>
            <translation>Sehen, was aufgefangen wurde</translation>
        </message>
        <message>
            <source>See what was caught…</source>
            <translation>Sehen, was aufgefangen wurde …</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>Senden</translation>
        </message>
        <message>
            <source>Send a test message</source>
            <translation>Testnachricht senden</translation>
        </message>
        <message>
            <source>Send a test message from the account to itself: it takes the way that all your mail will take.</source>
            <translation>Senden Sie eine Testnachricht vom Konto an sich selbst: Sie nimmt den Weg, den all Ihre Mail nehmen wird.</translation>
        </message>
        <message>
            <source>Send again</source>
            <translation>Erneut senden</translation>
        </message>
        <message>
            <source>Send again after 30 minutes</source>
            <translation>Nach 30 Minuten erneut senden</translation>
        </message>
        <message>
            <source>Send again to the missing</source>
            <translation>An die Fehlenden erneut senden</translation>
        </message>
        <message>
            <source>Send anyway</source>
            <translation>Trotzdem senden</translation>
        </message>
        <message>
            <source>Send it again, or let it be.</source>
            <translation>Senden Sie sie erneut oder lassen Sie es.</translation>
        </message>
        <message>
            <source>Send it to fewer people at a time.</source>
            <translation>Senden Sie sie an weniger Personen auf einmal.</translation>
        </message>
        <message>
            <source>Send now</source>
            <translation>Jetzt senden</translation>
        </message>
        <message>
            <source>Send only until…</source>
            <translation>Nur senden bis …</translation>
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
            <translation>Senden: {when}</translation>
        </message>
        <message>
            <source>Sending</source>
            <translation>Wird gesendet</translation>
        </message>
        <message>
            <source>Sending mail</source>
            <translation>Post senden</translation>
        </message>
        <message>
            <source>Sending now from {sender} · by {sends}</source>
            <translation>Wird gerade von {sender} gesendet · durch {sends}</translation>
        </message>
        <message>
            <source>Sending soon…</source>
            <translation>Wird gleich gesendet …</translation>
        </message>
        <message>
            <source>Sending…</source>
            <translation>Wird gesendet …</translation>
        </message>
        <message>
            <source>Sends</source>
            <translation>Sendet</translation>
        </message>
        <message>
            <source>Sends by {smtp}</source>
            <translation>Sendet über {smtp}</translation>
        </message>
        <message>
            <source>Sends by {smtp}, reads at {imap}</source>
            <translation>Sendet über {smtp}, liest bei {imap}</translation>
        </message>
        <message>
            <source>Sends by {smtp}.</source>
            <translation>Sendet über {smtp}.</translation>
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
            <source>September</source>
            <translation>September</translation>
        </message>
        <message>
            <source>Server for reading</source>
            <translation>Server zum Lesen</translation>
        </message>
        <message>
            <source>Server for sending</source>
            <translation>Server zum Senden</translation>
        </message>
        <message>
            <source>Servers of {address}</source>
            <translation>Server von {address}</translation>
        </message>
        <message>
            <source>Servers…</source>
            <translation>Server …</translation>
        </message>
        <message>
            <source>Set another password</source>
            <translation>Neues Passwort setzen</translation>
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
            <source>Set the password</source>
            <translation>Passwort setzen</translation>
        </message>
        <message>
            <source>Sets back every page here. Accounts, messages and signatures stay as they are.</source>
            <translation>Setzt jede Seite hier zurück. Konten, Nachrichten und Signaturen bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>Setting it…</source>
            <translation>Wird gesetzt …</translation>
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
            <source>Share of what the account takes</source>
            <translation>Anteil dessen, was das Konto nimmt</translation>
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
            <source>Show the draft</source>
            <translation>Entwurf zeigen</translation>
        </message>
        <message>
            <source>Show the file</source>
            <translation>Datei zeigen</translation>
        </message>
        <message>
            <source>Show the source</source>
            <translation>Quelltext zeigen</translation>
        </message>
        <message>
            <source>Show the text</source>
            <translation>Text zeigen</translation>
        </message>
        <message>
            <source>Show what to add</source>
            <translation>Zeigen, was einzutragen ist</translation>
        </message>
        <message>
            <source>Sign in</source>
            <translation>Anmelden</translation>
        </message>
        <message>
            <source>Sign in again</source>
            <translation>Erneut anmelden</translation>
        </message>
        <message>
            <source>Sign in again: “Cloud” in the menu. What is on this PC stays as it is.</source>
            <translation>Melden Sie sich wieder an: „Cloud“ im Menü. Was auf diesem PC ist, bleibt, wie es ist.</translation>
        </message>
        <message>
            <source>Sign in again; many providers want an app password made at their website.</source>
            <translation>Melden Sie sich erneut an; viele Anbieter verlangen ein App-Passwort von ihrer Website.</translation>
        </message>
        <message>
            <source>Sign in again…</source>
            <translation>Erneut anmelden …</translation>
        </message>
        <message>
            <source>Sign in anew</source>
            <translation>Neu anmelden</translation>
        </message>
        <message>
            <source>Sign in as {address}</source>
            <translation>Als {address} anmelden</translation>
        </message>
        <message>
            <source>Sign in at the provider's website and do what it asks, then let the account send again.</source>
            <translation>Melden Sie sich auf der Website des Anbieters an und tun Sie, was sie verlangt; dann lassen Sie das Konto wieder senden.</translation>
        </message>
        <message>
            <source>Sign in from the menu, under “Cloud”.</source>
            <translation>Melden Sie sich im Menü unter „Cloud“ an.</translation>
        </message>
        <message>
            <source>Sign in once more.</source>
            <translation>Melden Sie sich noch einmal an.</translation>
        </message>
        <message>
            <source>Sign in to see how it stands.</source>
            <translation>Melden Sie sich an, um zu sehen, wie es steht.</translation>
        </message>
        <message>
            <source>Sign in to the cloud to change it there, or move it here first.</source>
            <translation>Melden Sie sich in der Cloud an, um es dort zu ändern, oder verschieben Sie es zuerst hierher.</translation>
        </message>
        <message>
            <source>Sign in with the provider</source>
            <translation>Beim Anbieter anmelden</translation>
        </message>
        <message>
            <source>Sign in with the provider in your browser; the password is not needed any more.</source>
            <translation>Melden Sie sich im Browser beim Anbieter an; das Passwort wird nicht mehr gebraucht.</translation>
        </message>
        <message>
            <source>Sign in with the provider once more, in your browser.</source>
            <translation>Melden Sie sich noch einmal im Browser beim Anbieter an.</translation>
        </message>
        <message>
            <source>Sign in with your provider in the browser window that opens.</source>
            <translation>Melden Sie sich im Browserfenster, das sich öffnet, bei Ihrem Anbieter an.</translation>
        </message>
        <message>
            <source>Sign in with {provider} in your browser.</source>
            <translation>Melden Sie sich im Browser bei {provider} an.</translation>
        </message>
        <message>
            <source>Sign in with {provider}…</source>
            <translation>Bei {provider} anmelden …</translation>
        </message>
        <message>
            <source>Sign out</source>
            <translation>Abmelden</translation>
        </message>
        <message>
            <source>Sign out on this PC</source>
            <translation>Auf diesem PC abmelden</translation>
        </message>
        <message>
            <source>Sign out on this PC?</source>
            <translation>Auf diesem PC abmelden?</translation>
        </message>
        <message>
            <source>Sign up</source>
            <translation>Registrieren</translation>
        </message>
        <message>
            <source>Sign-in to {address} expired. Nothing was sent.</source>
            <translation>Die Anmeldung bei {address} ist abgelaufen. Es ging nichts hinaus.</translation>
        </message>
        <message>
            <source>Signature</source>
            <translation>Signatur</translation>
        </message>
        <message>
            <source>Signature for answers</source>
            <translation>Signatur für Antworten</translation>
        </message>
        <message>
            <source>Signature for new messages</source>
            <translation>Signatur für neue Nachrichten</translation>
        </message>
        <message>
            <source>Signature of {address}</source>
            <translation>Signatur von {address}</translation>
        </message>
        <message>
            <source>Signatures</source>
            <translation>Signaturen</translation>
        </message>
        <message>
            <source>Signatures…</source>
            <translation>Signaturen …</translation>
        </message>
        <message>
            <source>Signature…</source>
            <translation>Signatur …</translation>
        </message>
        <message>
            <source>Signed in as</source>
            <translation>Angemeldet als</translation>
        </message>
        <message>
            <source>Signed in to the cloud as {email}.</source>
            <translation>In der Cloud angemeldet als {email}.</translation>
        </message>
        <message>
            <source>Signed in with {provider}. No password is needed.</source>
            <translation>Bei {provider} angemeldet. Ein Passwort ist nicht nötig.</translation>
        </message>
        <message>
            <source>Signing in…</source>
            <translation>Anmeldung läuft …</translation>
        </message>
        <message>
            <source>Signing up…</source>
            <translation>Registrierung läuft …</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Skip this version</source>
            <translation>Diese Version überspringen</translation>
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
            <source>Something went wrong inside Nightmail.</source>
            <translation>In Nightmail ist etwas schiefgegangen.</translation>
        </message>
        <message>
            <source>Something went wrong inside Nightmail. The details are in the log; nothing you wrote is lost.</source>
            <translation>In Nightmail ist etwas schiefgegangen. Einzelheiten stehen im Protokoll; nichts, was Sie geschrieben haben, ist verloren.</translation>
        </message>
        <message>
            <source>Sorted: {order}</source>
            <translation>Sortiert: {order}</translation>
        </message>
        <message>
            <source>Sound</source>
            <translation>Ton</translation>
        </message>
        <message>
            <source>Start it again.</source>
            <translation>Starten Sie es erneut.</translation>
        </message>
        <message>
            <source>Start with the system</source>
            <translation>Mit dem System starten</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>Startet …</translation>
        </message>
        <message>
            <source>Stay signed in</source>
            <translation>Angemeldet bleiben</translation>
        </message>
        <message>
            <source>Stayed: its move was called off</source>
            <translation>Geblieben: Ihr Umzug wurde abgesagt</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Stopp</translation>
        </message>
        <message>
            <source>Stop waiting</source>
            <translation>Nicht länger warten</translation>
        </message>
        <message>
            <source>Stopped before it.</source>
            <translation>Vorher angehalten.</translation>
        </message>
        <message>
            <source>Stopped. Nothing was scheduled.</source>
            <translation>Gestoppt. Es wurde nichts geplant.</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Wird gestoppt …</translation>
        </message>
        <message>
            <source>Strikethrough</source>
            <translation>Durchgestrichen</translation>
        </message>
        <message>
            <source>Subject</source>
            <translation>Betreff</translation>
        </message>
        <message>
            <source>Subject and text are kept, without recipients, files and pictures.</source>
            <translation>Betreff und Text werden aufbewahrt, ohne Empfänger, Dateien und Bilder.</translation>
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
            <source>TLS</source>
            <translation>TLS</translation>
        </message>
        <message>
            <source>Take back from the cloud…</source>
            <translation>Aus der Cloud zurücknehmen …</translation>
        </message>
        <message>
            <source>Take it back</source>
            <translation>Zurücknehmen</translation>
        </message>
        <message>
            <source>Take it back at any time in the account's menu. The sealed password is deleted there, and the cloud sends nothing more from this account. To be sure, change the password at your mail provider too.</source>
            <translation>Nehmen Sie es jederzeit im Menü des Kontos zurück. Das versiegelte Passwort wird dort gelöscht, und die Cloud sendet nichts mehr von diesem Konto. Um sicherzugehen, ändern Sie das Passwort auch bei Ihrem Mailanbieter.</translation>
        </message>
        <message>
            <source>Take the addresses from what your provider says about OAuth.</source>
            <translation>Nehmen Sie die Adressen aus dem, was Ihr Anbieter über OAuth sagt.</translation>
        </message>
        <message>
            <source>Take {address} back from the cloud?</source>
            <translation>{address} aus der Cloud zurücknehmen?</translation>
        </message>
        <message>
            <source>Taken back from an agent that stopped</source>
            <translation>Von einem Agenten zurückgenommen, der stehen blieb</translation>
        </message>
        <message>
            <source>Taken back. The cloud sends nothing more from it.</source>
            <translation>Zurückgenommen. Die Cloud sendet nichts mehr davon.</translation>
        </message>
        <message>
            <source>Takes effect at once, in every window.</source>
            <translation>Gilt sofort, in jedem Fenster.</translation>
        </message>
        <message>
            <source>Takes the address and the key from the clipboard</source>
            <translation>Nimmt Adresse und Schlüssel aus der Zwischenablage</translation>
        </message>
        <message>
            <source>Taking the files along: {done} of {total}</source>
            <translation>Dateien werden übernommen: {done} von {total}</translation>
        </message>
        <message>
            <source>Tell whoever runs the project.</source>
            <translation>Sagen Sie es dem Betreiber des Projekts.</translation>
        </message>
        <message>
            <source>Templates</source>
            <translation>Vorlagen</translation>
        </message>
        <message>
            <source>Test again</source>
            <translation>Erneut testen</translation>
        </message>
        <message>
            <source>Testing…</source>
            <translation>Wird getestet …</translation>
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
            <source>Text of the template</source>
            <translation>Text der Vorlage</translation>
        </message>
        <message>
            <source>That is more than ten years away.</source>
            <translation>Das ist mehr als zehn Jahre hin.</translation>
        </message>
        <message>
            <source>That time has passed.</source>
            <translation>Diese Zeit ist vorbei.</translation>
        </message>
        <message>
            <source>That time has passed. Do you mean this one?</source>
            <translation>Diese Zeit ist vorbei. Meinen Sie diese?</translation>
        </message>
        <message>
            <source>That time has passed. Send now?</source>
            <translation>Diese Zeit ist vorbei. Jetzt senden?</translation>
        </message>
        <message>
            <source>The DNS of {domain} names them.</source>
            <translation>Das DNS von {domain} nennt sie.</translation>
        </message>
        <message>
            <source>The account is removed.</source>
            <translation>Das Konto ist entfernt.</translation>
        </message>
        <message>
            <source>The account sends again.</source>
            <translation>Das Konto sendet wieder.</translation>
        </message>
        <message>
            <source>The address of the database can't be read.</source>
            <translation>Die Adresse der Datenbank lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>The built-in mail server on this PC, which catches everything</source>
            <translation>Der eingebaute Mailserver auf diesem PC, der alles auffängt</translation>
        </message>
        <message>
            <source>The built-in mail server took these messages and delivered none of them. They are on this PC only.</source>
            <translation>Der eingebaute Mailserver hat diese Nachrichten genommen und keine davon zugestellt. Sie sind nur auf diesem PC.</translation>
        </message>
        <message>
            <source>The certificate</source>
            <translation>Das Zertifikat</translation>
        </message>
        <message>
            <source>The certificate is made out for another server than this one. Trusting it would not help.</source>
            <translation>Das Zertifikat ist für einen anderen Server ausgestellt. Ihm zu vertrauen würde nicht helfen.</translation>
        </message>
        <message>
            <source>The cloud has {address} already, as another account than the one of this PC.</source>
            <translation>Die Cloud hat {address} schon, als ein anderes Konto als das dieses PCs.</translation>
        </message>
        <message>
            <source>The cloud may not send from it until you agree anew</source>
            <translation>Die Cloud darf davon nicht senden, bis Sie erneut zustimmen</translation>
        </message>
        <message>
            <source>The cloud may send from {address}.</source>
            <translation>Die Cloud darf von {address} senden.</translation>
        </message>
        <message>
            <source>The details are in desktop.log in the profile folder. What you wrote is kept as a draft.</source>
            <translation>Einzelheiten stehen in desktop.log im Profilordner. Was Sie geschrieben haben, ist als Entwurf aufbewahrt.</translation>
        </message>
        <message>
            <source>The domain of {address} is not set up for bulk mail (DMARC).</source>
            <translation>Die Domain von {address} ist nicht für Massenmail eingerichtet (DMARC).</translation>
        </message>
        <message>
            <source>The draft could not be saved: {reason}.</source>
            <translation>Der Entwurf konnte nicht gespeichert werden: {reason}.</translation>
        </message>
        <message>
            <source>The draft is back.</source>
            <translation>Der Entwurf ist wieder da.</translation>
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
            <source>The mail server of {address} could not prove who it is.</source>
            <translation>Der Mailserver von {address} konnte nicht beweisen, wer er ist.</translation>
        </message>
        <message>
            <source>The mailbox of {address} is full or switched off, so it may not send.</source>
            <translation>Das Postfach von {address} ist voll oder abgeschaltet, daher darf es nicht senden.</translation>
        </message>
        <message>
            <source>The message has no text.</source>
            <translation>Die Nachricht hat keinen Text.</translation>
        </message>
        <message>
            <source>The message stays on this PC and goes to the cloud when it can be reached.</source>
            <translation>Die Nachricht bleibt auf diesem PC und geht in die Cloud, sobald sie erreichbar ist.</translation>
        </message>
        <message>
            <source>The message you edited was changed or sent elsewhere meanwhile. Your draft is kept. Sending it now makes a second message of it.</source>
            <translation>Die Nachricht, die Sie bearbeitet haben, wurde inzwischen anderswo geändert oder gesendet. Ihr Entwurf ist aufbewahrt. Senden Sie ihn jetzt, wird daraus eine zweite Nachricht.</translation>
        </message>
        <message>
            <source>The new password is kept.</source>
            <translation>Das neue Passwort ist gespeichert.</translation>
        </message>
        <message>
            <source>The original stays on hold until you send this.</source>
            <translation>Das Original bleibt angehalten, bis Sie dies senden.</translation>
        </message>
        <message>
            <source>The original waits on hold while you edit. Discard this before its time, and it goes as planned.</source>
            <translation>Das Original ist angehalten, während Sie bearbeiten. Verwerfen Sie dies vor seiner Zeit, geht es wie geplant hinaus.</translation>
        </message>
        <message>
            <source>The other recipients have it.</source>
            <translation>Die anderen Empfänger haben sie.</translation>
        </message>
        <message>
            <source>The outbox can't be read</source>
            <translation>Der Postausgang lässt sich nicht lesen</translation>
        </message>
        <message>
            <source>The password is kept in this computer's keyring and never leaves it.</source>
            <translation>Das Passwort liegt im Schlüsselbund dieses Computers und verlässt ihn nie.</translation>
        </message>
        <message>
            <source>The password is kept on this PC only, in a file sealed with a passphrase you choose when you save.</source>
            <translation>Das Passwort liegt nur auf diesem PC, in einer Datei, versiegelt mit einer Passphrase, die Sie beim Speichern wählen.</translation>
        </message>
        <message>
            <source>The password is kept on this PC only, in a sealed file in the profile folder.</source>
            <translation>Das Passwort liegt nur auf diesem PC, in einer versiegelten Datei im Profilordner.</translation>
        </message>
        <message>
            <source>The password is sealed on this PC; only the cloud worker can open it.</source>
            <translation>Das Passwort wird auf diesem PC versiegelt; nur der Cloud-Worker kann es öffnen.</translation>
        </message>
        <message>
            <source>The password of this account is not on this PC.</source>
            <translation>Das Passwort dieses Kontos ist nicht auf diesem PC.</translation>
        </message>
        <message>
            <source>The password of your mailbox, or an app password if your provider gives one.</source>
            <translation>Das Passwort Ihres Postfachs oder ein App-Passwort, wenn Ihr Anbieter eines gibt.</translation>
        </message>
        <message>
            <source>The password of your mailbox. {provider} lets programs in only once you have allowed it in its settings.</source>
            <translation>Das Passwort Ihres Postfachs. {provider} lässt Programme erst ein, wenn Sie es in dessen Einstellungen erlaubt haben.</translation>
        </message>
        <message>
            <source>The password of your {provider} mailbox.</source>
            <translation>Das Passwort Ihres Postfachs bei {provider}.</translation>
        </message>
        <message>
            <source>The passwords of your accounts are sealed on this PC. Give the passphrase you chose for them. Until then, nothing is sent; what is scheduled waits.</source>
            <translation>Die Passwörter Ihrer Konten sind auf diesem PC versiegelt. Geben Sie die Passphrase ein, die Sie dafür gewählt haben. Bis dahin wird nichts gesendet; Geplantes wartet.</translation>
        </message>
        <message>
            <source>The passwords of your accounts are sealed. This PC sends nothing until you give the passphrase.</source>
            <translation>Die Passwörter Ihrer Konten sind versiegelt. Dieser PC sendet nichts, bis Sie die Passphrase geben.</translation>
        </message>
        <message>
            <source>The passwords on this PC are sealed.</source>
            <translation>Die Passwörter auf diesem PC sind versiegelt.</translation>
        </message>
        <message>
            <source>The project answers.</source>
            <translation>Das Projekt antwortet.</translation>
        </message>
        <message>
            <source>The provider has blocked sending from {address}.</source>
            <translation>Der Anbieter hat das Senden von {address} gesperrt.</translation>
        </message>
        <message>
            <source>The provider has locked signing in to {address} after too many tries.</source>
            <translation>Der Anbieter hat die Anmeldung bei {address} nach zu vielen Versuchen gesperrt.</translation>
        </message>
        <message>
            <source>The provider of {address} no longer accepts a password here.</source>
            <translation>Der Anbieter von {address} nimmt hier kein Passwort mehr an.</translation>
        </message>
        <message>
            <source>The provider of {address} wants an app password.</source>
            <translation>Der Anbieter von {address} verlangt ein App-Passwort.</translation>
        </message>
        <message>
            <source>The provider of {address} wants you to sign in with a browser first.</source>
            <translation>Der Anbieter von {address} verlangt, dass Sie sich zuerst mit einem Browser anmelden.</translation>
        </message>
        <message>
            <source>The recipient's mailbox is full or switched off.</source>
            <translation>Das Postfach des Empfängers ist voll oder abgeschaltet.</translation>
        </message>
        <message>
            <source>The report</source>
            <translation>Der Bericht</translation>
        </message>
        <message>
            <source>The same again</source>
            <translation>Noch einmal dasselbe</translation>
        </message>
        <message>
            <source>The same as above</source>
            <translation>Wie oben</translation>
        </message>
        <message>
            <source>The sandbox runs on a PC, and the cloud can't reach it.</source>
            <translation>Die Testumgebung läuft auf einem PC, und die Cloud erreicht sie nicht.</translation>
        </message>
        <message>
            <source>The server accepted it, but it did not turn up in the mailbox within a minute. Look for it yourself.</source>
            <translation>Der Server hat sie angenommen, aber sie tauchte nicht binnen einer Minute im Postfach auf. Sehen Sie selbst nach.</translation>
        </message>
        <message>
            <source>The server accepted it. Look into your mailbox: it should be there.</source>
            <translation>Der Server hat sie angenommen. Sehen Sie in Ihr Postfach: Dort sollte sie sein.</translation>
        </message>
        <message>
            <source>The server allows {count}</source>
            <translation>Der Server erlaubt {count}</translation>
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
            <source>The server does not let this account send as {address}.</source>
            <translation>Der Server lässt dieses Konto nicht als {address} senden.</translation>
        </message>
        <message>
            <source>The server does not take mail for this recipient.</source>
            <translation>Der Server nimmt für diesen Empfänger keine Mail an.</translation>
        </message>
        <message>
            <source>The server refused the message. Nothing more will be sent by itself.</source>
            <translation>Der Server hat die Nachricht abgelehnt. Von selbst wird nichts mehr gesendet.</translation>
        </message>
        <message>
            <source>The server refused the user name or password of {address}. Nothing was sent.</source>
            <translation>Der Server hat Benutzername oder Passwort von {address} abgelehnt. Es ging nichts hinaus.</translation>
        </message>
        <message>
            <source>The server refused what the message contains.</source>
            <translation>Der Server hat den Inhalt der Nachricht abgelehnt.</translation>
        </message>
        <message>
            <source>The server said: {reply}</source>
            <translation>Der Server antwortete: {reply}</translation>
        </message>
        <message>
            <source>The server said: {words}</source>
            <translation>Der Server sagte: {words}</translation>
        </message>
        <message>
            <source>The server shows a certificate that nobody vouches for. If it is your own server, compare the certificate with what whoever runs it tells you; if it is a provider's, somebody may be in between.</source>
            <translation>Der Server zeigt ein Zertifikat, für das niemand bürgt. Ist es Ihr eigener Server, vergleichen Sie das Zertifikat mit dem, was Ihnen der Betreiber nennt; gehört er einem Anbieter, könnte jemand dazwischen sein.</translation>
        </message>
        <message>
            <source>The server took it, but it came back from {people}. It is not sent again by itself.</source>
            <translation>Der Server hat sie angenommen, aber von {people} kam sie zurück. Von selbst wird sie nicht erneut gesendet.</translation>
        </message>
        <message>
            <source>The server took the message for unwanted mail.</source>
            <translation>Der Server hielt die Nachricht für unerwünscht.</translation>
        </message>
        <message>
            <source>The servers of {domain} could not be looked up: the network did not answer. Try again later, or enter them from your provider's help pages.</source>
            <translation>Die Server von {domain} konnten nicht nachgeschlagen werden: Das Netz hat nicht geantwortet. Versuchen Sie es später noch einmal, oder tragen Sie sie von den Hilfeseiten Ihres Anbieters ein.</translation>
        </message>
        <message>
            <source>The sign-in is kept in this computer's keyring and never leaves it.</source>
            <translation>Die Anmeldung liegt im Schlüsselbund dieses Computers und verlässt ihn nie.</translation>
        </message>
        <message>
            <source>The sign-in is kept on this PC only, in a file sealed with a passphrase you choose when you save.</source>
            <translation>Die Anmeldung liegt nur auf diesem PC, in einer Datei, versiegelt mit einer Passphrase, die Sie beim Speichern wählen.</translation>
        </message>
        <message>
            <source>The sign-in is kept on this PC only, in a sealed file in the profile folder.</source>
            <translation>Die Anmeldung liegt nur auf diesem PC, in einer versiegelten Datei im Profilordner.</translation>
        </message>
        <message>
            <source>The signature could not be saved: {reason}.</source>
            <translation>Die Signatur konnte nicht gespeichert werden: {reason}.</translation>
        </message>
        <message>
            <source>The status bar says whether this PC sends.</source>
            <translation>Die Statusleiste sagt, ob dieser PC sendet.</translation>
        </message>
        <message>
            <source>The subject is empty.</source>
            <translation>Der Betreff ist leer.</translation>
        </message>
        <message>
            <source>The system can't be told to start Nightmail: {reason}.</source>
            <translation>Dem System lässt sich nicht sagen, dass es Nightmail starten soll: {reason}.</translation>
        </message>
        <message>
            <source>The system's short sound when a message was sent.</source>
            <translation>Der kurze Ton des Systems, wenn eine Nachricht gesendet wurde.</translation>
        </message>
        <message>
            <source>The template could not be saved: {reason}.</source>
            <translation>Die Vorlage konnte nicht gespeichert werden: {reason}.</translation>
        </message>
        <message>
            <source>The text greets {name}, and no recipient is called so.</source>
            <translation>Der Text grüßt {name}, und kein Empfänger heißt so.</translation>
        </message>
        <message>
            <source>The text speaks of an attachment, but no file is attached.</source>
            <translation>Der Text spricht von einem Anhang, aber es ist keine Datei angehängt.</translation>
        </message>
        <message>
            <source>The time of the original has passed. Discarding this keeps it on hold.</source>
            <translation>Die Zeit des Originals ist vorbei. Nach dem Verwerfen bleibt es angehalten.</translation>
        </message>
        <message>
            <source>The try-out account is removed. Your drafts are kept.</source>
            <translation>Das Probierkonto ist entfernt. Ihre Entwürfe sind noch da.</translation>
        </message>
        <message>
            <source>The two differ.</source>
            <translation>Die beiden unterscheiden sich.</translation>
        </message>
        <message>
            <source>The worker's key changed</source>
            <translation>Der Schlüssel des Workers hat sich geändert</translation>
        </message>
        <message>
            <source>The worker's key has changed, or the servers of {address} have, since you let the cloud send from it. Look at the key, then agree again.</source>
            <translation>Der Schlüssel des Workers oder die Server von {address} haben sich geändert, seit Sie die Cloud davon senden lassen. Sehen Sie sich den Schlüssel an, dann stimmen Sie erneut zu.</translation>
        </message>
        <message>
            <source>The worker's key has changed.</source>
            <translation>Der Schlüssel des Workers hat sich geändert.</translation>
        </message>
        <message>
            <source>The worker's key or the account's servers changed. The cloud can't send from {address} until you agree again.</source>
            <translation>Der Schlüssel des Workers oder die Server des Kontos haben sich geändert. Die Cloud kann von {address} nicht senden, bis Sie erneut zustimmen.</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Farbschema</translation>
        </message>
        <message>
            <source>There is more than the calendar can show. The list has all of it.</source>
            <translation>Es gibt mehr, als der Kalender zeigen kann. Die Liste hat alles.</translation>
        </message>
        <message>
            <source>There is no account to send it from yet.</source>
            <translation>Es gibt noch kein Konto, von dem sie gesendet werden kann.</translation>
        </message>
        <message>
            <source>There is no project in it. It should hold an address like https://abcdefgh.supabase.co and a key.</source>
            <translation>Darin ist kein Projekt. Es sollte eine Adresse wie https://abcdefgh.supabase.co und einen Schlüssel enthalten.</translation>
        </message>
        <message>
            <source>There is no such day.</source>
            <translation>Diesen Tag gibt es nicht.</translation>
        </message>
        <message>
            <source>There is no such file.</source>
            <translation>Diese Datei gibt es nicht.</translation>
        </message>
        <message>
            <source>These TXT records prove that mail of {domain} is its own. Its provider ({host}) names the exact values:

{domain}  TXT  v=spf1 include:(the provider's SPF name) -all
(selector)._domainkey.{domain}  TXT  (the DKIM key that the provider shows)
_dmarc.{domain}  TXT  v=DMARC1; p=none; rua=mailto:postmaster@{domain}

The server said: {said}</source>
            <translation>Diese TXT-Einträge beweisen, dass Mail von {domain} echt ist. Der Anbieter ({host}) nennt die genauen Werte:

{domain}  TXT  v=spf1 include:(SPF-Name des Anbieters) -all
(Selektor)._domainkey.{domain}  TXT  (DKIM-Schlüssel, den der Anbieter zeigt)
_dmarc.{domain}  TXT  v=DMARC1; p=none; rua=mailto:postmaster@{domain}

Der Server sagte: {said}</translation>
        </message>
        <message>
            <source>These keys belong to “{action}”. Choose others for it first.</source>
            <translation>Diese Tasten gehören zu „{action}“. Wählen Sie dafür zuerst andere.</translation>
        </message>
        <message>
            <source>These words contradict each other: {words}</source>
            <translation>Diese Wörter widersprechen sich: {words}</translation>
        </message>
        <message>
            <source>They belong to another domain than your address: use them only if they are your provider's.</source>
            <translation>Sie gehören zu einer anderen Domain als Ihre Adresse: Verwenden Sie sie nur, wenn es die Ihres Anbieters sind.</translation>
        </message>
        <message>
            <source>This PC</source>
            <translation>Dieser PC</translation>
        </message>
        <message>
            <source>This PC sends</source>
            <translation>Dieser PC sendet</translation>
        </message>
        <message>
            <source>This PC sends nothing. {why}</source>
            <translation>Dieser PC sendet nichts. {why}</translation>
        </message>
        <message>
            <source>This PC's clock is {span} ahead of the project's.</source>
            <translation>Die Uhr dieses PCs geht {span} gegenüber der des Projekts vor.</translation>
        </message>
        <message>
            <source>This PC's clock is {span} behind the project's.</source>
            <translation>Die Uhr dieses PCs geht {span} gegenüber der des Projekts nach.</translation>
        </message>
        <message>
            <source>This account has no password. Messages can be read by whoever runs the project.</source>
            <translation>Dieses Konto hat kein Passwort. Nachrichten kann lesen, wer das Projekt betreibt.</translation>
        </message>
        <message>
            <source>This account is no longer there.</source>
            <translation>Dieses Konto ist nicht mehr da.</translation>
        </message>
        <message>
            <source>This account is not on this PC.</source>
            <translation>Dieses Konto ist nicht auf diesem PC.</translation>
        </message>
        <message>
            <source>This account is paused. Resume it.</source>
            <translation>Dieses Konto ist pausiert. Setzen Sie es fort.</translation>
        </message>
        <message>
            <source>This account is paused: {reason}</source>
            <translation>Dieses Konto ist pausiert: {reason}</translation>
        </message>
        <message>
            <source>This afternoon</source>
            <translation>Heute Nachmittag</translation>
        </message>
        <message>
            <source>This build does not look for updates.</source>
            <translation>Diese Ausgabe sieht nicht nach Updates.</translation>
        </message>
        <message>
            <source>This computer has no keyring. Nightmail keeps passwords in a file on this PC, sealed with a passphrase of yours.

You give it again at each start, since Nightmail never stores it. If it is lost, the passwords have to be entered anew.</source>
            <translation>Dieser Computer hat keinen Schlüsselbund. Nightmail bewahrt Passwörter in einer Datei auf diesem PC auf, versiegelt mit einer Passphrase von Ihnen.

Sie geben sie bei jedem Start erneut ein, da Nightmail sie nie speichert. Geht sie verloren, müssen die Passwörter neu eingegeben werden.</translation>
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
            <translation>Heute Abend</translation>
        </message>
        <message>
            <source>This is the beginning of a very long message; the whole of it is sent.</source>
            <translation>Das ist der Anfang einer sehr langen Nachricht; gesendet wird sie ganz.</translation>
        </message>
        <message>
            <source>This link can't be read.</source>
            <translation>Dieser Link lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>This link leads to {where}.</source>
            <translation>Dieser Link führt zu {where}.</translation>
        </message>
        <message>
            <source>This message does not leave this PC: a mail server inside Nightmail catches it. Send it now, or press the arrow beside “Send” and choose when it is to go.</source>
            <translation>diese Nachricht verlässt diesen PC nicht: Ein Mailserver in Nightmail fängt sie auf. Senden Sie sie jetzt, oder drücken Sie auf den Pfeil neben „Senden“ und wählen Sie, wann sie hinausgehen soll.</translation>
        </message>
        <message>
            <source>This message is in the cloud, and you are not signed in there.</source>
            <translation>Diese Nachricht ist in der Cloud, und dort sind Sie nicht angemeldet.</translation>
        </message>
        <message>
            <source>This message is no longer there.</source>
            <translation>Diese Nachricht ist nicht mehr da.</translation>
        </message>
        <message>
            <source>This message was sent, cancelled or edited elsewhere while you were editing it.</source>
            <translation>Diese Nachricht wurde anderswo gesendet, abgebrochen oder bearbeitet, während Sie sie bearbeitet haben.</translation>
        </message>
        <message>
            <source>This morning</source>
            <translation>Heute Morgen</translation>
        </message>
        <message>
            <source>This needs the account's incoming server (IMAP): name it under “Servers…”.</source>
            <translation>Das braucht den Eingangsserver (IMAP) des Kontos: Nennen Sie ihn unter „Server …“.</translation>
        </message>
        <message>
            <source>This passphrase does not open the sealed passwords.</source>
            <translation>Diese Passphrase öffnet die versiegelten Passwörter nicht.</translation>
        </message>
        <message>
            <source>This recipient is here twice. One mail is sent.</source>
            <translation>Dieser Empfänger steht zweimal da. Gesendet wird eine Mail.</translation>
        </message>
        <message>
            <source>This reply goes to your own address, {address}.</source>
            <translation>Diese Antwort geht an Ihre eigene Adresse {address}.</translation>
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
            <translation>Uhrzeit</translation>
        </message>
        <message>
            <source>Time of preset {number}</source>
            <translation>Uhrzeit der Vorgabe {number}</translation>
        </message>
        <message>
            <source>Time zone</source>
            <translation>Zeitzone</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>To</source>
            <translation>An</translation>
        </message>
        <message>
            <source>To  (nobody)</source>
            <translation>An  (niemanden)</translation>
        </message>
        <message>
            <source>To  {people}</source>
            <translation>An  {people}</translation>
        </message>
        <message>
            <source>To be sent again</source>
            <translation>Wird erneut gesendet</translation>
        </message>
        <message>
            <source>To {host} go the account {address} with its servers ({host2}). Messages that you schedule there go with their text, recipients and attachments.</source>
            <translation>An {host} geht das Konto {address} mit seinen Servern ({host2}). Nachrichten, die Sie dort planen, gehen mit Text, Empfängern und Anhängen hin.</translation>
        </message>
        <message>
            <source>To {people}</source>
            <translation>An {people}</translation>
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
            <translation>Morgen Nachmittag</translation>
        </message>
        <message>
            <source>Tomorrow evening</source>
            <translation>Morgen Abend</translation>
        </message>
        <message>
            <source>Tomorrow morning</source>
            <translation>Morgen früh</translation>
        </message>
        <message>
            <source>Too large ({size}; limit {limit}).</source>
            <translation>Zu groß ({size}; Grenze {limit}).</translation>
        </message>
        <message>
            <source>Too large for the server.</source>
            <translation>Für den Server zu groß.</translation>
        </message>
        <message>
            <source>Too many recipients for one message.</source>
            <translation>Zu viele Empfänger für eine Nachricht.</translation>
        </message>
        <message>
            <source>Tries again {when} ({wait}), try {number}, from {sender}</source>
            <translation>Neuer Versuch {when} ({wait}), Versuch {number}, von {sender}</translation>
        </message>
        <message>
            <source>Trust this certificate</source>
            <translation>Diesem Zertifikat vertrauen</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Try again in a moment.</source>
            <translation>Versuchen Sie es gleich noch einmal.</translation>
        </message>
        <message>
            <source>Try again later, or test the account's sign-in.</source>
            <translation>Versuchen Sie es später noch einmal oder testen Sie die Anmeldung des Kontos.</translation>
        </message>
        <message>
            <source>Try again, or enter the one you chose when it was made.</source>
            <translation>Versuchen Sie es noch einmal oder geben Sie die ein, die Sie beim Anlegen gewählt haben.</translation>
        </message>
        <message>
            <source>Try again: you will be asked for a passphrase that seals the passwords on this PC.</source>
            <translation>Versuchen Sie es noch einmal: Sie werden nach einer Passphrase gefragt, die die Passwörter auf diesem PC versiegelt.</translation>
        </message>
        <message>
            <source>Try another word.</source>
            <translation>Versuchen Sie ein anderes Wort.</translation>
        </message>
        <message>
            <source>Try it now</source>
            <translation>Jetzt versuchen</translation>
        </message>
        <message>
            <source>Try now</source>
            <translation>Jetzt versuchen</translation>
        </message>
        <message>
            <source>Trying it…</source>
            <translation>Wird versucht …</translation>
        </message>
        <message>
            <source>Trying the servers</source>
            <translation>Die Server werden versucht</translation>
        </message>
        <message>
            <source>Trying…</source>
            <translation>Wird versucht …</translation>
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
            <source>Unlock</source>
            <translation>Entsperren</translation>
        </message>
        <message>
            <source>Unlock the keyring and try again.</source>
            <translation>Entsperren Sie den Schlüsselbund und versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>Unlock your passwords</source>
            <translation>Passwörter entsperren</translation>
        </message>
        <message>
            <source>Until now:</source>
            <translation>Bisher:</translation>
        </message>
        <message>
            <source>Updates come with this Python environment.</source>
            <translation>Updates kommen mit dieser Python-Umgebung.</translation>
        </message>
        <message>
            <source>Updates come with those of your system.</source>
            <translation>Updates kommen mit denen Ihres Systems.</translation>
        </message>
        <message>
            <source>Upload</source>
            <translation>Hochladen</translation>
        </message>
        <message>
            <source>Use Bcc instead</source>
            <translation>Stattdessen Bcc verwenden</translation>
        </message>
        <message>
            <source>Use a server on the Internet, or send from this PC.</source>
            <translation>Nehmen Sie einen Server im Internet oder senden Sie von diesem PC.</translation>
        </message>
        <message>
            <source>Use plain text</source>
            <translation>Reinen Text verwenden</translation>
        </message>
        <message>
            <source>Use these keys</source>
            <translation>Diese Tasten verwenden</translation>
        </message>
        <message>
            <source>Use {address}</source>
            <translation>{address} verwenden</translation>
        </message>
        <message>
            <source>User name for reading</source>
            <translation>Benutzername zum Lesen</translation>
        </message>
        <message>
            <source>User name for sending</source>
            <translation>Benutzername zum Senden</translation>
        </message>
        <message>
            <source>Usually an attachment or a link is to blame.</source>
            <translation>Meist liegt es an einem Anhang oder einem Link.</translation>
        </message>
        <message>
            <source>Usually your address; empty: no sign-in</source>
            <translation>Meist Ihre Adresse; leer: keine Anmeldung</translation>
        </message>
        <message>
            <source>Version {version}</source>
            <translation>Version {version}</translation>
        </message>
        <message>
            <source>View log</source>
            <translation>Protokoll zeigen</translation>
        </message>
        <message>
            <source>Wait an hour, then sign in again.</source>
            <translation>Warten Sie eine Stunde, dann melden Sie sich erneut an.</translation>
        </message>
        <message>
            <source>Waiting for {provider} in your browser…</source>
            <translation>Es wird auf {provider} in Ihrem Browser gewartet …</translation>
        </message>
        <message>
            <source>Waiting to retry</source>
            <translation>Neuer Versuch folgt</translation>
        </message>
        <message>
            <source>Waits: account paused</source>
            <translation>Wartet: Konto pausiert</translation>
        </message>
        <message>
            <source>Waits: asked to slow down</source>
            <translation>Wartet: um Geduld gebeten</translation>
        </message>
        <message>
            <source>Waits: no answer</source>
            <translation>Wartet: keine Antwort</translation>
        </message>
        <message>
            <source>Waits: provider's limit</source>
            <translation>Wartet: Grenze des Anbieters</translation>
        </message>
        <message>
            <source>Waits: sending limit</source>
            <translation>Wartet: Sendegrenze</translation>
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
            <source>Ways to send</source>
            <translation>Wege zu senden</translation>
        </message>
        <message>
            <source>We do not know whether the server accepted this message, and could not find it out. Look in your Sent folder or ask a recipient, then choose below.</source>
            <translation>Wir wissen nicht, ob der Server diese Nachricht angenommen hat, und konnten es nicht herausfinden. Sehen Sie im Ordner „Gesendet“ nach oder fragen Sie einen Empfänger, dann wählen Sie unten.</translation>
        </message>
        <message>
            <source>We do not know whether the server accepted this message, and its account has no mailbox (IMAP) here that could be looked into. Look in your Sent folder or ask a recipient, then choose below.</source>
            <translation>Wir wissen nicht, ob der Server diese Nachricht angenommen hat, und ihr Konto hat hier kein Postfach (IMAP), in das gesehen werden könnte. Sehen Sie im Ordner „Gesendet“ nach oder fragen Sie einen Empfänger, und wählen Sie dann unten.</translation>
        </message>
        <message>
            <source>We do not know yet whether the server accepted this message. It will not be sent twice.</source>
            <translation>Wir wissen noch nicht, ob der Server diese Nachricht angenommen hat. Sie wird nicht zweimal gesendet.</translation>
        </message>
        <message>
            <source>We do not know yet whether the server accepted this message. Where your mailbox can be looked into, that is done by itself within half an hour. If you know already, choose below.</source>
            <translation>Wir wissen noch nicht, ob der Server diese Nachricht angenommen hat. Wo in Ihr Postfach gesehen werden kann, geschieht das von selbst innerhalb einer halben Stunde. Wissen Sie es schon, wählen Sie unten.</translation>
        </message>
        <message>
            <source>Website</source>
            <translation>Website</translation>
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
            <source>Week</source>
            <translation>Woche</translation>
        </message>
        <message>
            <source>What happens</source>
            <translation>Was geschieht</translation>
        </message>
        <message>
            <source>What is new</source>
            <translation>Was neu ist</translation>
        </message>
        <message>
            <source>What is over a limit waits; nothing is refused. Empty: no limit.</source>
            <translation>Was über einem Limit liegt, wartet; nichts wird abgelehnt. Leer: kein Limit.</translation>
        </message>
        <message>
            <source>What leaves this PC</source>
            <translation>Was diesen PC verlässt</translation>
        </message>
        <message>
            <source>What needs you</source>
            <translation>Was Sie braucht</translation>
        </message>
        <message>
            <source>What new messages do. Each can be told otherwise in the schedule window.</source>
            <translation>Was neue Nachrichten tun. Im Planungsfenster lässt es sich für jede anders einstellen.</translation>
        </message>
        <message>
            <source>What the sandbox caught is deleted. What you sent stays in “Sent” as a record, and your drafts stay drafts.</source>
            <translation>Was die Testumgebung aufgefangen hat, wird gelöscht. Was Sie gesendet haben, bleibt als Aufzeichnung in „Gesendet“, und Ihre Entwürfe bleiben Entwürfe.</translation>
        </message>
        <message>
            <source>What the schedule window offers first. Those already past drop out.</source>
            <translation>Was das Planungsfenster zuerst anbietet. Vergangene entfallen.</translation>
        </message>
        <message>
            <source>What to do with {address}</source>
            <translation>Was mit {address} zu tun ist</translation>
        </message>
        <message>
            <source>What will become of the mails in {source}</source>
            <translation>Was aus den Mails in {source} wird</translation>
        </message>
        <message>
            <source>What would you like to do?</source>
            <translation>Was möchten Sie tun?</translation>
        </message>
        <message>
            <source>What you choose here is done to each of them; afterwards you read what came of it.</source>
            <translation>Was Sie hier wählen, geschieht mit jeder davon; danach lesen Sie, was daraus wurde.</translation>
        </message>
        <message>
            <source>What you schedule stays on this PC until you let it go to the cloud.</source>
            <translation>Was Sie planen, bleibt auf diesem PC, bis Sie es in die Cloud lassen.</translation>
        </message>
        <message>
            <source>What you scheduled and wrote is still there.</source>
            <translation>Was Sie geplant und geschrieben haben, ist noch da.</translation>
        </message>
        <message>
            <source>What you write is kept here until you send or schedule it.</source>
            <translation>Was Sie schreiben, bleibt hier, bis Sie es senden oder planen.</translation>
        </message>
        <message>
            <source>What you wrote is kept as a draft: compare, then send it as a new message.</source>
            <translation>Was Sie geschrieben haben, ist als Entwurf aufbewahrt: Vergleichen Sie, dann senden Sie es als neue Nachricht.</translation>
        </message>
        <message>
            <source>When, in words</source>
            <translation>Wann, in Worten</translation>
        </message>
        <message>
            <source>Where may this password live?</source>
            <translation>Wo darf dieses Passwort liegen?</translation>
        </message>
        <message>
            <source>Where may this sign-in live?</source>
            <translation>Wo darf diese Anmeldung liegen?</translation>
        </message>
        <message>
            <source>Which one do you mean?</source>
            <translation>Welche meinen Sie?</translation>
        </message>
        <message>
            <source>Who can open it</source>
            <translation>Wer es öffnen kann</translation>
        </message>
        <message>
            <source>Whoever runs the domain adds three records; then let the account send again.</source>
            <translation>Wer die Domain betreut, trägt drei Einträge ein; dann lassen Sie das Konto wieder senden.</translation>
        </message>
        <message>
            <source>Whoever runs the project has put another key in the place of the one you agreed to. Usually that is routine. Ask before you agree: if somebody else did it, they could open what you seal now.</source>
            <translation>Der Betreiber des Projekts hat einen anderen Schlüssel an die Stelle dessen gesetzt, dem Sie zugestimmt haben. Meist ist das Routine. Fragen Sie nach, bevor Sie zustimmen: Hat es jemand anders getan, könnte er öffnen, was Sie jetzt versiegeln.</translation>
        </message>
        <message>
            <source>Whoever runs the project has to publish one; until then the account stays on this PC.</source>
            <translation>Der Betreiber des Projekts muss einen veröffentlichen; bis dahin bleibt das Konto auf diesem PC.</translation>
        </message>
        <message>
            <source>Why</source>
            <translation>Warum</translation>
        </message>
        <message>
            <source>With a cloud worker</source>
            <translation>Mit einem Cloud-Worker</translation>
        </message>
        <message>
            <source>With my own account</source>
            <translation>Mit meinem eigenen Konto</translation>
        </message>
        <message>
            <source>Without encryption everybody on the way could read the mail. Choose TLS or STARTTLS.</source>
            <translation>Ohne Verschlüsselung könnte jeder unterwegs die Mail lesen. Wählen Sie TLS oder STARTTLS.</translation>
        </message>
        <message>
            <source>Without it Nightmail sends, but can't look up whether a message arrived when its connection broke.</source>
            <translation>Ohne ihn sendet Nightmail, kann aber nicht nachsehen, ob eine Nachricht ankam, wenn die Verbindung abriss.</translation>
        </message>
        <message>
            <source>Words in double braces, like {example}, stay visible until you fill them in.</source>
            <translation>Wörter in doppelten Klammern wie {example} bleiben sichtbar, bis Sie sie ausfüllen.</translation>
        </message>
        <message>
            <source>Words of the licence</source>
            <translation>Wortlaut der Lizenz</translation>
        </message>
        <message>
            <source>Worker</source>
            <translation>Worker</translation>
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
            <source>Works</source>
            <translation>Funktioniert</translation>
        </message>
        <message>
            <source>Works that Nightmail stands on</source>
            <translation>Werke, auf denen Nightmail steht</translation>
        </message>
        <message>
            <source>Write a subject</source>
            <translation>Betreff schreiben</translation>
        </message>
        <message>
            <source>Write another like it</source>
            <translation>Eine ähnliche schreiben</translation>
        </message>
        <message>
            <source>Write another one like it where it came back.</source>
            <translation>Schreiben Sie dort, wo sie zurückkam, eine ähnliche.</translation>
        </message>
        <message>
            <source>Write now. It leaves at the right moment.</source>
            <translation>Jetzt schreiben. Im richtigen Moment geht es hinaus.</translation>
        </message>
        <message>
            <source>Write now; it leaves at the moment you choose.</source>
            <translation>Schreiben Sie jetzt; im gewählten Moment geht es hinaus.</translation>
        </message>
        <message>
            <source>Write the text. Fields stand in double braces.</source>
            <translation>Schreiben Sie den Text. Felder stehen in doppelten Klammern.</translation>
        </message>
        <message>
            <source>Write your message</source>
            <translation>Schreiben Sie Ihre Nachricht</translation>
        </message>
        <message>
            <source>Write: {subject}</source>
            <translation>Verfassen: {subject}</translation>
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
            <source>You are not signed in to the cloud.</source>
            <translation>Sie sind nicht in der Cloud angemeldet.</translation>
        </message>
        <message>
            <source>You are signed in. The account sends again.</source>
            <translation>Sie sind angemeldet. Das Konto sendet wieder.</translation>
        </message>
        <message>
            <source>You are signed out on this PC. Your other PCs stay signed in. {words}</source>
            <translation>Sie sind auf diesem PC abgemeldet. Ihre anderen PCs bleiben angemeldet. {words}</translation>
        </message>
        <message>
            <source>You are trying Nightmail out: nothing leaves this PC.</source>
            <translation>Sie probieren Nightmail aus: Nichts verlässt diesen PC.</translation>
        </message>
        <message>
            <source>You changed the signature in this message. Replace it with the one of this account?</source>
            <translation>Sie haben die Signatur in dieser Nachricht geändert. Durch die dieses Kontos ersetzen?</translation>
        </message>
        <message>
            <source>You have Nightmail {version}.</source>
            <translation>Sie haben Nightmail {version}.</translation>
        </message>
        <message>
            <source>You have the newest Nightmail.</source>
            <translation>Sie haben das neueste Nightmail.</translation>
        </message>
        <message>
            <source>You have {version}. The new one was published on {day}.</source>
            <translation>Sie haben {version}. Das neue wurde am {day} veröffentlicht.</translation>
        </message>
        <message>
            <source>You paused it.</source>
            <translation>Sie haben es pausiert.</translation>
        </message>
        <message>
            <source>You paused {address}.</source>
            <translation>Sie haben {address} pausiert.</translation>
        </message>
        <message>
            <source>You removed it.</source>
            <translation>Sie haben es entfernt.</translation>
        </message>
        <message>
            <source>You took back the cloud's leave to send from it.</source>
            <translation>Sie haben der Cloud die Erlaubnis entzogen, von hier zu senden.</translation>
        </message>
        <message>
            <source>Your accounts</source>
            <translation>Ihre Konten</translation>
        </message>
        <message>
            <source>Your mailbox is looked into by itself within half an hour.</source>
            <translation>In Ihr Postfach wird innerhalb einer halben Stunde von selbst gesehen.</translation>
        </message>
        <message>
            <source>Your name</source>
            <translation>Ihr Name</translation>
        </message>
        <message>
            <source>Your name and how to reach you</source>
            <translation>Ihr Name und wie Sie erreichbar sind</translation>
        </message>
        <message>
            <source>Your organisation has switched off SMTP sending for {address}.</source>
            <translation>Ihre Organisation hat das Senden per SMTP für {address} abgeschaltet.</translation>
        </message>
        <message>
            <source>also sent from by the cloud</source>
            <translation>auch die Cloud sendet davon</translation>
        </message>
        <message>
            <source>in the cloud only</source>
            <translation>nur in der Cloud</translation>
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
            <source>is not there any more</source>
            <translation>ist nicht mehr da</translation>
        </message>
        <message>
            <source>itself</source>
            <translation>es selbst</translation>
        </message>
        <message>
            <source>next try {when}</source>
            <translation>nächster Versuch {when}</translation>
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
            <source>only in the desktop app</source>
            <translation>nur in der Desktop-App</translation>
        </message>
        <message>
            <source>only in the hosted worker</source>
            <translation>nur im gehosteten Worker</translation>
        </message>
        <message>
            <source>the cloud worker</source>
            <translation>den Cloud-Worker</translation>
        </message>
        <message>
            <source>the worker's key or the servers changed</source>
            <translation>der Schlüssel des Workers oder die Server haben sich geändert</translation>
        </message>
        <message>
            <source>this PC</source>
            <translation>diesen PC</translation>
        </message>
        <message>
            <source>this PC, once it is unlocked</source>
            <translation>diesen PC, sobald er entsperrt ist</translation>
        </message>
        <message>
            <source>this PC, once it sends again</source>
            <translation>diesen PC, sobald er wieder sendet</translation>
        </message>
        <message>
            <source>to {people}</source>
            <translation>an {people}</translation>
        </message>
        <message>
            <source>today 17:00</source>
            <translation>heute 17 Uhr</translation>
        </message>
        <message>
            <source>while writing</source>
            <translation>beim Schreiben</translation>
        </message>
        <message>
            <source>with attachments</source>
            <translation>mit Anhängen</translation>
        </message>
        <message>
            <source>{accepted} · {span} after its time</source>
            <translation>{accepted} · {span} nach ihrer Zeit</translation>
        </message>
        <message>
            <source>{action}: {keys}</source>
            <translation>{action}: {keys}</translation>
        </message>
        <message>
            <source>{address} has no mailbox (IMAP) here that could be looked into: only you can find out.</source>
            <translation>{address} hat hier kein Postfach (IMAP), in das gesehen werden könnte: Nur Sie können es herausfinden.</translation>
        </message>
        <message>
            <source>{address} is paused in the cloud: {reason}</source>
            <translation>{address} ist in der Cloud pausiert: {reason}</translation>
        </message>
        <message>
            <source>{address} is paused.</source>
            <translation>{address} ist pausiert.</translation>
        </message>
        <message>
            <source>{address} is ready to send</source>
            <translation>{address} ist bereit zu senden</translation>
        </message>
        <message>
            <source>{address} sends by {host} from now on.</source>
            <translation>{address} sendet ab jetzt über {host}.</translation>
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
            <source>{address} was removed. The message is sent from another account now.</source>
            <translation>{address} wurde entfernt. Die Nachricht wird nun von einem anderen Konto gesendet.</translation>
        </message>
        <message>
            <source>{clock} comes twice that day; it goes at the first ({name}).</source>
            <translation>{clock} gibt es an diesem Tag zweimal; sie geht beim ersten Mal hinaus ({name}).</translation>
        </message>
        <message>
            <source>{clock} comes twice that night; it goes at the first ({name}).</source>
            <translation>{clock} gibt es in dieser Nacht zweimal; sie geht beim ersten Mal hinaus ({name}).</translation>
        </message>
        <message>
            <source>{clock} does not exist that day; it goes at {going}.</source>
            <translation>{clock} gibt es an diesem Tag nicht; sie geht um {going} hinaus.</translation>
        </message>
        <message>
            <source>{clock} does not exist that day; it goes on {day} at {going}.</source>
            <translation>{clock} gibt es an diesem Tag nicht; sie geht am {day} um {going} hinaus.</translation>
        </message>
        <message>
            <source>{clock} does not exist that night; it goes at {going}.</source>
            <translation>{clock} gibt es in dieser Nacht nicht; sie geht um {going} hinaus.</translation>
        </message>
        <message>
            <source>{count} h</source>
            <translation>{count} Std.</translation>
        </message>
        <message>
            <source>{count} in the last 24 hours</source>
            <translation>{count} in den letzten 24 Stunden</translation>
        </message>
        <message>
            <source>{count} min</source>
            <translation>{count} Min.</translation>
        </message>
        <message>
            <source>{count} of the {limit} messages that {address} may send a day</source>
            <translation>{count} der {limit} Nachrichten, die {address} am Tag senden darf</translation>
        </message>
        <message>
            <source>{count} s</source>
            <translation>{count} Sek.</translation>
        </message>
        <message>
            <source>{day} afternoon</source>
            <translation>{day} Nachmittag</translation>
        </message>
        <message>
            <source>{day} evening</source>
            <translation>{day} Abend</translation>
        </message>
        <message>
            <source>{day} morning</source>
            <translation>{day} Morgen</translation>
        </message>
        <message>
            <source>{day} {clock}</source>
            <translation>{day}, {clock}</translation>
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
            <source>{day}, {clock}</source>
            <translation>{day}, {clock}</translation>
        </message>
        <message>
            <source>{day}, {clock} ({city})</source>
            <translation>{day}, {clock} ({city})</translation>
        </message>
        <message>
            <source>{done} of {all} cancelled</source>
            <translation>{done} von {all} abgebrochen</translation>
        </message>
        <message>
            <source>{done} of {all} done</source>
            <translation>{done} von {all} erledigt</translation>
        </message>
        <message>
            <source>{done} of {all} go out now</source>
            <translation>{done} von {all} gehen jetzt hinaus</translation>
        </message>
        <message>
            <source>{done} of {all} moved to the cloud</source>
            <translation>{done} von {all} in die Cloud verschoben</translation>
        </message>
        <message>
            <source>{done} of {all} moved to this PC</source>
            <translation>{done} von {all} auf diesen PC verschoben</translation>
        </message>
        <message>
            <source>{done} of {all} noted as arrived</source>
            <translation>{done} von {all} als angekommen notiert</translation>
        </message>
        <message>
            <source>{done} of {all} put on hold</source>
            <translation>{done} von {all} angehalten</translation>
        </message>
        <message>
            <source>{done} of {all} rescheduled</source>
            <translation>{done} von {all} neu geplant</translation>
        </message>
        <message>
            <source>{done} of {all} resumed</source>
            <translation>{done} von {all} fortgesetzt</translation>
        </message>
        <message>
            <source>{done} of {all} will be sent again</source>
            <translation>{done} von {all} werden erneut gesendet</translation>
        </message>
        <message>
            <source>{done}; {left}</source>
            <translation>{done}; {left}</translation>
        </message>
        <message>
            <source>{field} {number} of {total}</source>
            <translation>{field} {number} von {total}</translation>
        </message>
        <message>
            <source>{file} can't be written: {why}. Choose another place.</source>
            <translation>{file} lässt sich nicht schreiben: {why}. Wählen Sie einen anderen Ort.</translation>
        </message>
        <message>
            <source>{file} could not be written: {why}</source>
            <translation>{file} ließ sich nicht schreiben: {why}</translation>
        </message>
        <message>
            <source>{first} – {last}</source>
            <translation>{first} – {last}</translation>
        </message>
        <message>
            <source>{hosts} and {count} more</source>
            <translation>{hosts} und {count} weitere</translation>
        </message>
        <message>
            <source>{host} answers, encrypted.</source>
            <translation>{host} antwortet, verschlüsselt.</translation>
        </message>
        <message>
            <source>{host} answers. The connection is not encrypted, which is fine on this computer.</source>
            <translation>{host} antwortet. Die Verbindung ist nicht verschlüsselt, was auf diesem Computer in Ordnung ist.</translation>
        </message>
        <message>
            <source>{host} lets you in as {user} and takes messages up to {size}.</source>
            <translation>{host} lässt Sie als {user} ein und nimmt Nachrichten bis {size}.</translation>
        </message>
        <message>
            <source>{host} lets you in as {user}.</source>
            <translation>{host} lässt Sie als {user} ein.</translation>
        </message>
        <message>
            <source>{host} lets you in, but has no folder of sent mail.</source>
            <translation>{host} lässt Sie ein, hat aber keinen Ordner für Gesendetes.</translation>
        </message>
        <message>
            <source>{host} lets you in. Sent mail is in “{folder}”.</source>
            <translation>{host} lässt Sie ein. Gesendetes liegt in „{folder}“.</translation>
        </message>
        <message>
            <source>{host} says so itself, over an encrypted connection.</source>
            <translation>{host} sagt es selbst, über eine verschlüsselte Verbindung.</translation>
        </message>
        <message>
            <source>{message} Look at the newest mail.</source>
            <translation>{message} Sehen Sie in die neueste Mail.</translation>
        </message>
        <message>
            <source>{month} {day}</source>
            <translation>{day}. {month}</translation>
        </message>
        <message>
            <source>{month} {day}, {year}</source>
            <translation>{day}. {month} {year}</translation>
        </message>
        <message>
            <source>{month} {year}</source>
            <translation>{month} {year}</translation>
        </message>
        <message>
            <source>{names} and {count} more</source>
            <translation>{names} und {count} weitere</translation>
        </message>
        <message>
            <source>{name} (copy)</source>
            <translation>{name} (Kopie)</translation>
        </message>
        <message>
            <source>{name}, {place}: press Enter to edit, Delete to remove</source>
            <translation>{name}, {place}: Enter zum Bearbeiten, Entf zum Entfernen</translation>
        </message>
        <message>
            <source>{place} has used up what its provider lets it send.</source>
            <translation>{place} hat aufgebraucht, was der Anbieter zu senden erlaubt.</translation>
        </message>
        <message>
            <source>{provider} is reached through its Bridge, a program of theirs on this computer. Start it, then enter the user name and the password that it shows.</source>
            <translation>{provider} wird über seine Bridge erreicht, ein Programm des Anbieters auf diesem Computer. Starten Sie es, dann geben Sie Benutzernamen und Passwort ein, die es zeigt.</translation>
        </message>
        <message>
            <source>{provider} takes no passwords from programs. Sign in with your browser.</source>
            <translation>{provider} nimmt von Programmen keine Passwörter. Melden Sie sich mit Ihrem Browser an.</translation>
        </message>
        <message>
            <source>{provider} takes the mail of your domain ({host}).</source>
            <translation>{provider} nimmt die Mail Ihrer Domain an ({host}).</translation>
        </message>
        <message>
            <source>{provider} wants an app password: one that is made for a single program. Make it there, then paste it here.</source>
            <translation>{provider} verlangt ein App-Passwort: eines, das für ein einzelnes Programm gemacht ist. Erstellen Sie es dort, dann fügen Sie es hier ein.</translation>
        </message>
        <message>
            <source>{reason} Last heard of {when}.</source>
            <translation>{reason} Zuletzt gehört {when}.</translation>
        </message>
        <message>
            <source>{says} {safe} Nothing more will be sent by itself. {next}</source>
            <translation>{says} {safe} Von selbst wird nichts mehr gesendet. {next}</translation>
        </message>
        <message>
            <source>{sender} is none of your accounts. Choose one to send it from, then schedule it.</source>
            <translation>{sender} ist keines Ihrer Konten. Wählen Sie eines für sie und planen Sie sie dann.</translation>
        </message>
        <message>
            <source>{sends} · next: {line}</source>
            <translation>{sends} · als Nächstes: {line}</translation>
        </message>
        <message>
            <source>{sends} · nothing waits</source>
            <translation>{sends} · nichts wartet</translation>
        </message>
        <message>
            <source>{shown}.</source>
            <translation>{shown}.</translation>
        </message>
        <message>
            <source>{shown}; its worker was running at {when}.</source>
            <translation>{shown}; ihr Worker lief um {when}.</translation>
        </message>
        <message>
            <source>{shown}; no worker was running there.</source>
            <translation>{shown}; dort lief kein Worker.</translation>
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
            <source>{subjects} and {count} more: {why}</source>
            <translation>{subjects} und {count} weitere: {why}</translation>
        </message>
        <message>
            <source>{subjects}: {why}</source>
            <translation>{subjects}: {why}</translation>
        </message>
        <message>
            <source>{there} = {here} {city}</source>
            <translation>{there} = {here} {city}</translation>
        </message>
        <message>
            <source>{weekday}</source>
            <translation>{weekday}.</translation>
        </message>
        <message>
            <source>{weekday} {day}</source>
            <translation>{weekday}., {day}.</translation>
        </message>
        <message>
            <source>{weekday} {day} {month}</source>
            <translation>{weekday}., {day}. {month}</translation>
        </message>
        <message>
            <source>{weekday} {day} {month} {year}</source>
            <translation>{weekday}., {day}. {month} {year}</translation>
        </message>
        <message>
            <source>{weekday}, {month} {day}</source>
            <translation>{weekday}., {day}. {month}</translation>
        </message>
        <message>
            <source>{weekday}, {month} {day}, {year}</source>
            <translation>{weekday}., {day}. {month} {year}</translation>
        </message>
        <message>
            <source>{what} Make one at {where}; then enter its id and secret.</source>
            <translation>{what} Erstellen Sie eine unter {where}; dann geben Sie ihre ID und ihr Geheimnis ein.</translation>
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
            <source>{when}, {subject}</source>
            <translation>{when}, {subject}</translation>
        </message>
        <message>
            <source>{when}, {wait}</source>
            <translation>{when}, {wait}</translation>
        </message>
        <message>
            <source>{when}: {subject}, to {people}. {state}</source>
            <translation>{when}: {subject}, an {people}. {state}</translation>
        </message>
        <message>
            <source>{where} Messages leave while this PC is on.</source>
            <translation>{where} Nachrichten gehen hinaus, während dieser PC an ist.</translation>
        </message>
        <message>
            <source>{why}

Enter the new password, or leave it empty to try again with the one that is kept.</source>
            <translation>{why}

Geben Sie das neue Passwort ein, oder lassen Sie es leer, um es mit dem gespeicherten noch einmal zu versuchen.</translation>
        </message>
        <message>
            <source>{why} What is on this PC goes on as planned.</source>
            <translation>{why} Was auf diesem PC ist, geht weiter wie geplant.</translation>
        </message>
        <message>
            <source>“{name}” is a template now.</source>
            <translation>„{name}“ ist nun eine Vorlage.</translation>
        </message>
        <message>
            <source>“{name}” was not opened: {reason}</source>
            <translation>„{name}“ wurde nicht geöffnet: {reason}</translation>
        </message>
        <message>
            <source>“{name}” was removed.</source>
            <translation>„{name}“ wurde entfernt.</translation>
        </message>
        <message>
            <source>“{subject}” to {people}</source>
            <translation>„{subject}“ an {people}</translation>
        </message>
        <message numerus="yes">
            <source>Another Nightmail on this PC sends them, so they go out on time while that one runs.</source>
            <translation>
                <numerusform>Ein anderes Nightmail auf diesem PC sendet sie; sie geht also pünktlich hinaus, solange jenes läuft.</numerusform>
                <numerusform>Ein anderes Nightmail auf diesem PC sendet sie; sie gehen also pünktlich hinaus, solange jenes läuft.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Correct or remove the {count} recipients that can’t be written to.</source>
            <translation>
                <numerusform>Berichtigen oder entfernen Sie den Empfänger, an den nicht geschrieben werden kann.</numerusform>
                <numerusform>Berichtigen oder entfernen Sie die {count} Empfänger, an die nicht geschrieben werden kann.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Correct the addresses and send again.</source>
            <translation>
                <numerusform>Korrigieren Sie die Adresse und senden Sie erneut.</numerusform>
                <numerusform>Korrigieren Sie die Adressen und senden Sie erneut.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Daily limit reached; {count} messages wait and continue {until}.</source>
            <translation>
                <numerusform>Tageslimit erreicht; {count} Nachricht wartet und geht {until} weiter.</numerusform>
                <numerusform>Tageslimit erreicht; {count} Nachrichten warten und gehen {until} weiter.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Fields like {names} are not filled in.</source>
            <translation>
                <numerusform>Das Feld {names} ist nicht ausgefüllt.</numerusform>
                <numerusform>Felder wie {names} sind nicht ausgefüllt.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>If it is more than {count} minutes late, it waits for your word.</source>
            <translation>
                <numerusform>Ist sie mehr als {count} Minute zu spät, wartet sie auf Ihr Wort.</numerusform>
                <numerusform>Ist sie mehr als {count} Minuten zu spät, wartet sie auf Ihr Wort.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Import {count} mails</source>
            <translation>
                <numerusform>{count} Mail importieren</numerusform>
                <numerusform>{count} Mails importieren</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>It goes up to {count} days late. After that it waits for your word.</source>
            <translation>
                <numerusform>Sie geht bis zu {count} Tag verspätet hinaus. Danach wartet sie auf Ihr Wort.</numerusform>
                <numerusform>Sie geht bis zu {count} Tage verspätet hinaus. Danach wartet sie auf Ihr Wort.</numerusform>
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
            <source>No cloud worker is running, and {count} messages wait there. Ask whoever runs the project, or move them to this PC.</source>
            <translation>
                <numerusform>Es läuft kein Cloud-Worker, und dort wartet {count} Nachricht. Fragen Sie den Betreiber des Projekts oder verschieben Sie sie auf diesen PC.</numerusform>
                <numerusform>Es läuft kein Cloud-Worker, und dort warten {count} Nachrichten. Fragen Sie den Betreiber des Projekts oder verschieben Sie sie auf diesen PC.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>No such addresses: {people}.</source>
            <translation>
                <numerusform>Diese Adresse gibt es nicht: {people}.</numerusform>
                <numerusform>Diese Adressen gibt es nicht: {people}.</numerusform>
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
            <source>Show {count} found elsewhere</source>
            <translation>
                <numerusform>{count} anderswo gefundene zeigen</numerusform>
                <numerusform>{count} anderswo gefundene zeigen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The server says that these addresses do not exist: {people}.</source>
            <translation>
                <numerusform>Der Server sagt, dass es diese Adresse nicht gibt: {people}.</numerusform>
                <numerusform>Der Server sagt, dass es diese Adressen nicht gibt: {people}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The {count} recipients in To and Cc can see the address of each other.</source>
            <translation>
                <numerusform>Der {count} Empfänger in An und Cc sieht die Adresse.</numerusform>
                <numerusform>Die {count} Empfänger in An und Cc sehen gegenseitig ihre Adressen.</numerusform>
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
            <source>{count} accounts of yours.</source>
            <translation>
                <numerusform>{count} Ihrer Konten.</numerusform>
                <numerusform>{count} Ihrer Konten.</numerusform>
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
            <source>{count} drafts</source>
            <translation>
                <numerusform>{count} Entwurf</numerusform>
                <numerusform>{count} Entwürfe</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} drafts made</source>
            <translation>
                <numerusform>{count} Entwurf angelegt</numerusform>
                <numerusform>{count} Entwürfe angelegt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} drafts were open when Nightmail ended. They are open again.</source>
            <translation>
                <numerusform>{count} Entwurf war offen, als Nightmail endete. Er ist wieder offen.</numerusform>
                <numerusform>{count} Entwürfe waren offen, als Nightmail endete. Sie sind wieder offen.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} fields to fill in: {names}</source>
            <translation>
                <numerusform>{count} Feld auszufüllen: {names}</numerusform>
                <numerusform>{count} Felder auszufüllen: {names}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} files</source>
            <translation>
                <numerusform>{count} Datei</numerusform>
                <numerusform>{count} Dateien</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} files, {size} as mail</source>
            <translation>
                <numerusform>{count} Datei, als Mail {size}</numerusform>
                <numerusform>{count} Dateien, als Mail {size}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} files, {size} as mail of at most {limit}</source>
            <translation>
                <numerusform>{count} Datei, als Mail {size} von höchstens {limit}</numerusform>
                <numerusform>{count} Dateien, als Mail {size} von höchstens {limit}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} had already left</source>
            <translation>
                <numerusform>{count} war schon hinausgegangen</numerusform>
                <numerusform>{count} waren schon hinausgegangen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} hours later</source>
            <translation>
                <numerusform>{count} Stunde später</numerusform>
                <numerusform>{count} Stunden später</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} left out</source>
            <translation>
                <numerusform>{count} ausgelassen</numerusform>
                <numerusform>{count} ausgelassen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages</source>
            <translation>
                <numerusform>{count} Nachricht</numerusform>
                <numerusform>{count} Nachrichten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages are being edited</source>
            <translation>
                <numerusform>{count} Nachricht wird bearbeitet</numerusform>
                <numerusform>{count} Nachrichten werden bearbeitet</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages are still to go from {address}.</source>
            <translation>
                <numerusform>{count} Nachricht steht von {address} noch aus.</numerusform>
                <numerusform>{count} Nachrichten stehen von {address} noch aus.</numerusform>
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
            <source>{count} messages chosen</source>
            <translation>
                <numerusform>{count} Nachricht gewählt</numerusform>
                <numerusform>{count} Nachrichten gewählt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages in all</source>
            <translation>
                <numerusform>{count} Nachricht insgesamt</numerusform>
                <numerusform>{count} Nachrichten insgesamt</numerusform>
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
            <source>{count} messages need your attention – Nightmail</source>
            <translation>
                <numerusform>{count} Nachricht braucht Sie – Nightmail</numerusform>
                <numerusform>{count} Nachrichten brauchen Sie – Nightmail</numerusform>
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
            <source>{count} messages scheduled</source>
            <translation>
                <numerusform>{count} Nachricht geplant</numerusform>
                <numerusform>{count} Nachrichten geplant</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages stay in the cloud and go out on time; sign in to see or change them.</source>
            <translation>
                <numerusform>{count} Nachricht bleibt in der Cloud und geht pünktlich hinaus; melden Sie sich an, um sie zu sehen oder zu ändern.</numerusform>
                <numerusform>{count} Nachrichten bleiben in der Cloud und gehen pünktlich hinaus; melden Sie sich an, um sie zu sehen oder zu ändern.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages stay in the cloud, where no worker is running; sign in to see or change them.</source>
            <translation>
                <numerusform>{count} Nachricht bleibt in der Cloud, wo kein Worker läuft; melden Sie sich an, um sie zu sehen oder zu ändern.</numerusform>
                <numerusform>{count} Nachrichten bleiben in der Cloud, wo kein Worker läuft; melden Sie sich an, um sie zu sehen oder zu ändern.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages that are still to go become drafts.</source>
            <translation>
                <numerusform>{count} ausstehende Nachricht wird zum Entwurf.</numerusform>
                <numerusform>{count} ausstehende Nachrichten werden zu Entwürfen.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages there will not be sent until it is resumed.</source>
            <translation>
                <numerusform>{count} Nachricht dort wird nicht gesendet, bis es fortgesetzt wird.</numerusform>
                <numerusform>{count} Nachrichten dort werden nicht gesendet, bis es fortgesetzt wird.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages to go</source>
            <translation>
                <numerusform>{count} Nachricht steht aus</numerusform>
                <numerusform>{count} Nachrichten stehen aus</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages to schedule</source>
            <translation>
                <numerusform>{count} Nachricht zu planen</numerusform>
                <numerusform>{count} Nachrichten zu planen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages wait</source>
            <translation>
                <numerusform>{count} Nachricht wartet</numerusform>
                <numerusform>{count} Nachrichten warten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages wait.</source>
            <translation>
                <numerusform>{count} Nachricht wartet.</numerusform>
                <numerusform>{count} Nachrichten warten.</numerusform>
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
            <source>{count} minutes later</source>
            <translation>
                <numerusform>{count} Minute später</numerusform>
                <numerusform>{count} Minuten später</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} more</source>
            <translation>
                <numerusform>{count} weitere</numerusform>
                <numerusform>{count} weitere</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} more causes under “Needs attention”.</source>
            <translation>
                <numerusform>{count} weiterer Grund unter „Zu klären“.</numerusform>
                <numerusform>{count} weitere Gründe unter „Zu klären“.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} not imported</source>
            <translation>
                <numerusform>{count} nicht importiert</numerusform>
                <numerusform>{count} nicht importiert</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} pictures are on other servers ({where}). They are not loaded, as that would tell them that you looked.</source>
            <translation>
                <numerusform>{count} Bild liegt auf einem anderen Server ({where}). Es wird nicht geladen, da er sonst erführe, dass Sie hingesehen haben.</numerusform>
                <numerusform>{count} Bilder liegen auf anderen Servern ({where}). Sie werden nicht geladen, da diese sonst erführen, dass Sie hingesehen haben.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} recipients can’t be written to</source>
            <translation>
                <numerusform>An {count} Empfänger kann nicht geschrieben werden</numerusform>
                <numerusform>An {count} Empfänger kann nicht geschrieben werden</numerusform>
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
            <source>{count} things need you</source>
            <translation>
                <numerusform>{count} Punkt zu klären</numerusform>
                <numerusform>{count} Punkte zu klären</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} things wait by themselves</source>
            <translation>
                <numerusform>{count} Sache geht von selbst weiter</numerusform>
                <numerusform>{count} Sachen gehen von selbst weiter</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} works and their licences</source>
            <translation>
                <numerusform>{count} Werk und seine Lizenz</numerusform>
                <numerusform>{count} Werke und ihre Lizenzen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{moved} of {whole} moved; {count} messages stay on this PC.</source>
            <translation>
                <numerusform>{moved} von {whole} verschoben; {count} Nachricht bleibt auf diesem PC.</numerusform>
                <numerusform>{moved} von {whole} verschoben; {count} Nachrichten bleiben auf diesem PC.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{names} are named twice.</source>
            <translation>
                <numerusform>{names} ist zweimal genannt.</numerusform>
                <numerusform>{names} sind zweimal genannt.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{page} ({count} settings)</source>
            <translation>
                <numerusform>{page} ({count} Einstellung)</numerusform>
                <numerusform>{page} ({count} Einstellungen)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{place} asked to slow down; {count} messages wait, next try {until}.</source>
            <translation>
                <numerusform>{place} bat um langsameres Senden; {count} Nachricht wartet, nächster Versuch {until}.</numerusform>
                <numerusform>{place} bat um langsameres Senden; {count} Nachrichten warten, nächster Versuch {until}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{place} is not answering; {count} messages wait, next try {until}.</source>
            <translation>
                <numerusform>{place} antwortet nicht; {count} Nachricht wartet, nächster Versuch {until}.</numerusform>
                <numerusform>{place} antwortet nicht; {count} Nachrichten warten, nächster Versuch {until}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{place} keeps within its sending limit; {count} messages continue {until}.</source>
            <translation>
                <numerusform>{place} hält sein Sendelimit ein; {count} Nachricht geht {until} weiter.</numerusform>
                <numerusform>{place} hält sein Sendelimit ein; {count} Nachrichten gehen {until} weiter.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>core</name>
        <message>
            <source>"{a1}" can't be read.</source>
            <translation>„{a1}“ lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>"{a1}" can't be read: {a2}.</source>
            <translation>„{a1}“ lässt sich nicht lesen: {a2}.</translation>
        </message>
        <message>
            <source>"{a1}" contains a line break or another control character.</source>
            <translation>„{a1}“ enthält einen Zeilenumbruch oder ein anderes Steuerzeichen.</translation>
        </message>
        <message>
            <source>"{a1}" holds too many files.</source>
            <translation>„{a1}“ enthält zu viele Dateien.</translation>
        </message>
        <message>
            <source>"{a1}" is a folder.</source>
            <translation>„{a1}“ ist ein Ordner.</translation>
        </message>
        <message>
            <source>"{a1}" is more than ten years.</source>
            <translation>„{a1}“ ist mehr als zehn Jahre.</translation>
        </message>
        <message>
            <source>"{a1}" is not a length of time.</source>
            <translation>„{a1}“ ist keine Zeitspanne.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: "{part}" is not a complete domain.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: „{part}“ ist keine vollständige Domain.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: "{part}" is not an IP address.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: „{part}“ ist keine IP-Adresse.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: a character before the @ is not allowed.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Ein Zeichen vor dem @ ist nicht erlaubt.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: a dot stands in the wrong place before the @.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Ein Punkt vor dem @ steht an der falschen Stelle.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: it has a space after the @.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Nach dem @ steht ein Leerzeichen.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: it has a space before the @.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Vor dem @ steht ein Leerzeichen.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: it has more than one @.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Sie hat mehr als ein @.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: it has no @.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Es fehlt das @.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: it holds more than one.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Es sind mehrere.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: it is empty.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Sie ist leer.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: it is longer than 254 characters.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Sie ist länger als 254 Zeichen.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: its quotation marks or angle brackets don't pair up.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Anführungszeichen oder spitze Klammern sind nicht geschlossen.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: nothing stands after the @.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Nach dem @ steht nichts.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: nothing stands before the @.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Vor dem @ steht nichts.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: the part after the @ is longer than 255 characters.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Der Teil nach dem @ ist länger als 255 Zeichen.</translation>
        </message>
        <message>
            <source>"{typed}" is not an email address: the part before the @ is longer than 64 characters.</source>
            <translation>„{typed}“ ist keine E-Mail-Adresse: Der Teil vor dem @ ist länger als 64 Zeichen.</translation>
        </message>
        <message>
            <source>A deadline lies between 1 second and {a1} hours after the sending time.</source>
            <translation>Eine Frist liegt zwischen 1 Sekunde und {a1} Stunden nach der Sendezeit.</translation>
        </message>
        <message>
            <source>A file of {a1} MB is more than the cloud takes: at most {a2} MB each.</source>
            <translation>Eine Datei von {a1} MB ist mehr, als die Cloud nimmt: höchstens {a2} MB je Datei.</translation>
        </message>
        <message>
            <source>A mail this one answers to is named by an unusable id.</source>
            <translation>Eine Mail, auf die diese antwortet, hat eine unbrauchbare Kennung.</translation>
        </message>
        <message>
            <source>A mail's date needs a zone.</source>
            <translation>Das Datum einer Mail braucht eine Zeitzone.</translation>
        </message>
        <message>
            <source>A password can't be part of a server's address: addresses are shown and logged.</source>
            <translation>Ein Passwort kann nicht Teil der Adresse eines Servers sein: Adressen werden gezeigt und protokolliert.</translation>
        </message>
        <message>
            <source>A sign-in's address starts with https:// and names a host.</source>
            <translation>Die Adresse einer Anmeldung beginnt mit https:// und nennt einen Server.</translation>
        </message>
        <message>
            <source>A signature of {a1} proves nothing about {a2}: receivers compare it with the sender's domain.</source>
            <translation>Eine Signatur von {a1} beweist nichts über {a2}: Empfänger vergleichen sie mit der Domain des Absenders.</translation>
        </message>
        <message>
            <source>Add at least one recipient.</source>
            <translation>Fügen Sie mindestens einen Empfänger hinzu.</translation>
        </message>
        <message>
            <source>Add it first.</source>
            <translation>Fügen Sie es zuerst hinzu.</translation>
        </message>
        <message>
            <source>Add it here first, under the same sign-in, or leave the message in the cloud.</source>
            <translation>Fügen Sie es zuerst hier hinzu, mit derselben Anmeldung, oder lassen Sie die Nachricht in der Cloud.</translation>
        </message>
        <message>
            <source>Add the account's user name and password.</source>
            <translation>Tragen Sie Benutzername und Passwort des Kontos ein.</translation>
        </message>
        <message>
            <source>Allow offline access to the client at the provider, then sign in again.</source>
            <translation>Erlauben Sie dem Client beim Anbieter den Offline-Zugriff, dann melden Sie sich erneut an.</translation>
        </message>
        <message>
            <source>An address or id of this message can't be written into a header.</source>
            <translation>Eine Adresse oder Kennung dieser Nachricht lässt sich nicht in einen Kopf schreiben.</translation>
        </message>
        <message>
            <source>An attachment of this message is no longer in Nightmail's folder.</source>
            <translation>Ein Anhang dieser Nachricht ist nicht mehr im Ordner von Nightmail.</translation>
        </message>
        <message>
            <source>An attachment of this message is no longer in the cloud's Storage.</source>
            <translation>Ein Anhang dieser Nachricht ist nicht mehr im Speicher der Cloud.</translation>
        </message>
        <message>
            <source>An attachment of this message was changed or damaged in the cloud's Storage.</source>
            <translation>Ein Anhang dieser Nachricht wurde im Speicher der Cloud geändert oder beschädigt.</translation>
        </message>
        <message>
            <source>An attachment of this message was changed or damaged on disk.</source>
            <translation>Ein Anhang dieser Nachricht wurde auf der Festplatte geändert oder beschädigt.</translation>
        </message>
        <message>
            <source>Another Nightmail on this PC has been holding the cloud's session for too long.</source>
            <translation>Ein anderes Nightmail auf diesem PC hält die Sitzung der Cloud zu lange.</translation>
        </message>
        <message>
            <source>Another agent already sends for this profile (process {a1}).</source>
            <translation>Ein anderer Agent sendet schon für dieses Profil (Prozess {a1}).</translation>
        </message>
        <message>
            <source>Another program is renewing the sign-in.</source>
            <translation>Ein anderes Programm erneuert gerade die Anmeldung.</translation>
        </message>
        <message>
            <source>Another worker is renewing the sign-in.</source>
            <translation>Ein anderer Worker erneuert gerade die Anmeldung.</translation>
        </message>
        <message>
            <source>Ask for another address of this person.</source>
            <translation>Fragen Sie nach einer anderen Adresse dieser Person.</translation>
        </message>
        <message>
            <source>Ask the administrator of the recipient's server; sending it again leads into the same circle.</source>
            <translation>Fragen Sie die Verwaltung des Servers des Empfängers; erneutes Senden führt in denselben Kreis.</translation>
        </message>
        <message>
            <source>Ask the organisation's administrator to switch on authenticated SMTP for it, then let the account send again.</source>
            <translation>Bitten Sie die Verwaltung der Organisation, authentifiziertes SMTP dafür einzuschalten; lassen Sie das Konto dann wieder senden.</translation>
        </message>
        <message>
            <source>Ask the recipient for another address, or send through a server that can (SMTPUTF8).</source>
            <translation>Bitten Sie den Empfänger um eine andere Adresse, oder senden Sie über einen Server, der es kann (SMTPUTF8).</translation>
        </message>
        <message>
            <source>Attach it again, or remove it from the message.</source>
            <translation>Hängen Sie ihn erneut an oder entfernen Sie ihn aus der Nachricht.</translation>
        </message>
        <message>
            <source>Attach it again.</source>
            <translation>Hängen Sie ihn erneut an.</translation>
        </message>
        <message>
            <source>Attach its files, or pack it into a .zip first.</source>
            <translation>Hängen Sie seine Dateien an oder packen Sie ihn zuerst in eine .zip-Datei.</translation>
        </message>
        <message>
            <source>Attach the file again in a new message.</source>
            <translation>Hängen Sie die Datei in einer neuen Nachricht erneut an.</translation>
        </message>
        <message>
            <source>Bring it back from a copy, or delete it and enter the passwords again.</source>
            <translation>Holen Sie sie aus einer Kopie zurück, oder löschen Sie sie und geben Sie die Passwörter erneut ein.</translation>
        </message>
        <message>
            <source>Cancel them or wait until they are sent.</source>
            <translation>Brechen Sie sie ab oder warten Sie, bis sie gesendet sind.</translation>
        </message>
        <message>
            <source>Cancelled by you.</source>
            <translation>Von Ihnen abgesagt.</translation>
        </message>
        <message>
            <source>Change its words and links before you send it again; if harmless messages are refused as well, ask the provider.</source>
            <translation>Ändern Sie Worte und Links, bevor Sie sie erneut senden; werden auch harmlose Nachrichten abgelehnt, fragen Sie den Anbieter.</translation>
        </message>
        <message>
            <source>Change the account's mailbox server to TLS or STARTTLS.</source>
            <translation>Stellen Sie den Postfachserver des Kontos auf TLS oder STARTTLS um.</translation>
        </message>
        <message>
            <source>Check both at the provider, then sign in again.</source>
            <translation>Prüfen Sie beides beim Anbieter, dann melden Sie sich erneut an.</translation>
        </message>
        <message>
            <source>Check its permissions.</source>
            <translation>Prüfen Sie die Berechtigungen.</translation>
        </message>
        <message>
            <source>Check its permissions; nothing was scheduled.</source>
            <translation>Prüfen Sie die Berechtigungen; es wurde nichts geplant.</translation>
        </message>
        <message>
            <source>Check that the server's name and port are those for sending mail; some networks block them.</source>
            <translation>Prüfen Sie, ob Name und Port des Servers die zum Senden sind; manche Netze sperren sie.</translation>
        </message>
        <message>
            <source>Check that you may open it, or attach a copy of it.</source>
            <translation>Prüfen Sie, ob Sie sie öffnen dürfen, oder hängen Sie eine Kopie an.</translation>
        </message>
        <message>
            <source>Check that you may open it.</source>
            <translation>Prüfen Sie, ob Sie sie öffnen dürfen.</translation>
        </message>
        <message>
            <source>Check the IMAP user name and the password, and that the provider allows IMAP.</source>
            <translation>Prüfen Sie IMAP-Benutzername und Passwort und ob der Anbieter IMAP erlaubt.</translation>
        </message>
        <message>
            <source>Check the account's servers, then enter its password again.</source>
            <translation>Prüfen Sie die Server des Kontos, dann geben Sie sein Passwort erneut ein.</translation>
        </message>
        <message>
            <source>Check the address.</source>
            <translation>Prüfen Sie die Adresse.</translation>
        </message>
        <message>
            <source>Check the connection; what you schedule meanwhile is kept on this PC.</source>
            <translation>Prüfen Sie die Verbindung; was Sie inzwischen planen, bleibt auf diesem PC.</translation>
        </message>
        <message>
            <source>Check the file.</source>
            <translation>Prüfen Sie die Datei.</translation>
        </message>
        <message>
            <source>Check the folder's permissions.</source>
            <translation>Prüfen Sie die Berechtigungen des Ordners.</translation>
        </message>
        <message>
            <source>Check the port: 993 is for TLS from the start, 143 for STARTTLS.</source>
            <translation>Prüfen Sie den Port: 993 ist für TLS von Anfang an, 143 für STARTTLS.</translation>
        </message>
        <message>
            <source>Check the server's name and port and the network connection; the next try comes by itself.</source>
            <translation>Prüfen Sie Name und Port des Servers und die Netzverbindung; der nächste Versuch kommt von selbst.</translation>
        </message>
        <message>
            <source>Check the server's name and port; the next try comes by itself.</source>
            <translation>Prüfen Sie Name und Port des Servers; der nächste Versuch kommt von selbst.</translation>
        </message>
        <message>
            <source>Check the server's name and the network connection; the next try comes by itself.</source>
            <translation>Prüfen Sie den Namen des Servers und die Netzverbindung; der nächste Versuch kommt von selbst.</translation>
        </message>
        <message>
            <source>Check the server's name, and ask its administrator to renew its certificate.</source>
            <translation>Prüfen Sie den Namen des Servers, und bitten Sie seine Verwaltung, das Zertifikat zu erneuern.</translation>
        </message>
        <message>
            <source>Check the server's name, its port and its kind of encryption.</source>
            <translation>Prüfen Sie Name, Port und Art der Verschlüsselung des Servers.</translation>
        </message>
        <message>
            <source>Check the server's name, port and kind of encryption.</source>
            <translation>Prüfen Sie Name, Port und Verschlüsselung des Servers.</translation>
        </message>
        <message>
            <source>Check the server's name.</source>
            <translation>Prüfen Sie den Namen des Servers.</translation>
        </message>
        <message>
            <source>Check the server's name; never sign in to a server that can't prove who it is.</source>
            <translation>Prüfen Sie den Namen des Servers; melden Sie sich nie bei einem Server an, der nicht beweisen kann, wer er ist.</translation>
        </message>
        <message>
            <source>Check the server's port and kind of encryption, or remove the user name if none is needed.</source>
            <translation>Prüfen Sie Port und Verschlüsselung des Servers, oder entfernen Sie den Benutzernamen, wenn keiner nötig ist.</translation>
        </message>
        <message>
            <source>Check this computer's clock; else look at the project's own page.</source>
            <translation>Prüfen Sie die Uhr dieses Computers; sonst sehen Sie auf die Seite des Projekts.</translation>
        </message>
        <message>
            <source>Check what was pasted.</source>
            <translation>Prüfen Sie, was eingefügt wurde.</translation>
        </message>
        <message>
            <source>Choose a file or folder that is there.</source>
            <translation>Wählen Sie eine Datei oder einen Ordner, den es gibt.</translation>
        </message>
        <message>
            <source>Choose a longer one.</source>
            <translation>Wählen Sie ein längeres.</translation>
        </message>
        <message>
            <source>Choose a shorter wait.</source>
            <translation>Wählen Sie eine kürzere Wartezeit.</translation>
        </message>
        <message>
            <source>Choose an earlier one.</source>
            <translation>Wählen Sie eine frühere.</translation>
        </message>
        <message>
            <source>Choose the file again, or remove it.</source>
            <translation>Wählen Sie die Datei erneut oder entfernen Sie sie.</translation>
        </message>
        <message>
            <source>Choose the folder of the drafts itself.</source>
            <translation>Wählen Sie den Ordner der Entwürfe selbst.</translation>
        </message>
        <message>
            <source>Close the other one, then try again.</source>
            <translation>Schließen Sie das andere, dann versuchen Sie es erneut.</translation>
        </message>
        <message>
            <source>Confirmed by you.</source>
            <translation>Von Ihnen bestätigt.</translation>
        </message>
        <message>
            <source>Copy it from the project's settings; it looks like https://abcdefgh.supabase.co.</source>
            <translation>Kopieren Sie sie aus den Einstellungen des Projekts; sie sieht aus wie https://abcdefgh.supabase.co.</translation>
        </message>
        <message>
            <source>Copy the publishable key (sb_publishable_…) again.</source>
            <translation>Kopieren Sie den öffentlichen Schlüssel (sb_publishable_…) erneut.</translation>
        </message>
        <message>
            <source>Copy the publishable key; it looks like sb_publishable_….</source>
            <translation>Kopieren Sie den öffentlichen Schlüssel; er sieht aus wie sb_publishable_….</translation>
        </message>
        <message>
            <source>Correct the address, and send to it again.</source>
            <translation>Korrigieren Sie die Adresse, und senden Sie erneut an sie.</translation>
        </message>
        <message>
            <source>Enter each address by itself.</source>
            <translation>Geben Sie jede Adresse einzeln ein.</translation>
        </message>
        <message>
            <source>Enter the account's password again.</source>
            <translation>Geben Sie das Passwort des Kontos noch einmal ein.</translation>
        </message>
        <message>
            <source>Enter the account's password.</source>
            <translation>Geben Sie das Passwort des Kontos ein.</translation>
        </message>
        <message>
            <source>Enter the password again; many providers want an app password made at their website.</source>
            <translation>Geben Sie das Passwort erneut ein; viele Anbieter verlangen ein App-Passwort von ihrer Website.</translation>
        </message>
        <message>
            <source>Found in the mailbox: the server has accepted it.</source>
            <translation>Im Postfach gefunden: der Server hat sie angenommen.</translation>
        </message>
        <message>
            <source>Free disk space on the database server.</source>
            <translation>Schaffen Sie Platz auf dem Datenbankserver.</translation>
        </message>
        <message>
            <source>Free some disk space.</source>
            <translation>Schaffen Sie etwas Platz auf der Festplatte.</translation>
        </message>
        <message>
            <source>Free some disk space; nothing was changed.</source>
            <translation>Schaffen Sie etwas Platz auf der Festplatte; es wurde nichts geändert.</translation>
        </message>
        <message>
            <source>Free some disk space; nothing was scheduled.</source>
            <translation>Schaffen Sie etwas Platz auf der Festplatte; es wurde nichts geplant.</translation>
        </message>
        <message>
            <source>Free some disk space; the profile is untouched.</source>
            <translation>Schaffen Sie etwas Platz auf der Festplatte; das Profil ist unberührt.</translation>
        </message>
        <message>
            <source>Give it some text or an image.</source>
            <translation>Geben Sie ihr etwas Text oder ein Bild.</translation>
        </message>
        <message>
            <source>Have whoever runs the domain add the records that the provider names, then let the account send again.</source>
            <translation>Lassen Sie die Einträge, die der Anbieter nennt, von der Verwaltung der Domain anlegen; lassen Sie das Konto dann wieder senden.</translation>
        </message>
        <message>
            <source>If the server is yours, trust its certificate in the account's servers; else check the server's name.</source>
            <translation>Ist es Ihr Server, vertrauen Sie seinem Zertifikat bei den Servern des Kontos; sonst prüfen Sie den Namen des Servers.</translation>
        </message>
        <message>
            <source>Insert the image again.</source>
            <translation>Fügen Sie das Bild erneut ein.</translation>
        </message>
        <message>
            <source>It is kept for them, and nobody gets it twice.</source>
            <translation>Sie wird dafür aufgehoben, und niemand bekommt sie doppelt.</translation>
        </message>
        <message>
            <source>It is not sent again by itself, so nobody gets it twice.</source>
            <translation>Sie wird nicht von selbst erneut gesendet, damit niemand sie doppelt bekommt.</translation>
        </message>
        <message>
            <source>It is nothing on this PC. Try again in a few minutes; if it stays, tell whoever runs the project.</source>
            <translation>Es liegt nicht an diesem PC. Versuchen Sie es in ein paar Minuten erneut; bleibt es, sagen Sie es dem Betreiber des Projekts.</translation>
        </message>
        <message>
            <source>It is tried again as it is now.</source>
            <translation>Es wird so, wie es jetzt ist, erneut versucht.</translation>
        </message>
        <message>
            <source>Keep the first and the latest ones.</source>
            <translation>Behalten Sie die ersten und die letzten.</translation>
        </message>
        <message>
            <source>Leave it out; the password is asked for separately.</source>
            <translation>Lassen Sie es weg; nach dem Passwort wird gesondert gefragt.</translation>
        </message>
        <message>
            <source>Leave it there, or cancel it.</source>
            <translation>Lassen Sie sie dort oder brechen Sie sie ab.</translation>
        </message>
        <message>
            <source>Leave it to that one, or stop it first.</source>
            <translation>Überlassen Sie es jenem oder beenden Sie ihn zuerst.</translation>
        </message>
        <message>
            <source>Leave the message in the cloud. Or remove the account from this PC, as long as there are no messages of it here, and add it again in the desktop app while you are signed in.</source>
            <translation>Lassen Sie die Nachricht in der Cloud. Oder entfernen Sie das Konto von diesem PC, solange es hier keine Nachrichten davon gibt, und fügen Sie es in der Desktop-App wieder hinzu, während Sie angemeldet sind.</translation>
        </message>
        <message>
            <source>Leave this one in the cloud.</source>
            <translation>Lassen Sie diese in der Cloud.</translation>
        </message>
        <message>
            <source>Look at its servers again, then enter the password.</source>
            <translation>Sehen Sie sich die Server noch einmal an, dann geben Sie das Passwort ein.</translation>
        </message>
        <message>
            <source>Look in the Sent folder or ask a recipient, then say whether it arrived.</source>
            <translation>Sehen Sie im Ordner „Gesendet“ nach oder fragen Sie einen Empfänger, und sagen Sie dann, ob sie angekommen ist.</translation>
        </message>
        <message>
            <source>Make an app password at the provider's website and enter that.</source>
            <translation>Erstellen Sie auf der Website des Anbieters ein App-Passwort, und geben Sie dieses ein.</translation>
        </message>
        <message>
            <source>Make room in the mailbox or ask its administrator, then let the account send again.</source>
            <translation>Schaffen Sie Platz im Postfach oder fragen Sie seine Verwaltung; lassen Sie das Konto dann wieder senden.</translation>
        </message>
        <message>
            <source>Message {a1} is gone from this profile.</source>
            <translation>Die Nachricht {a1} ist nicht mehr in diesem Profil.</translation>
        </message>
        <message>
            <source>Move it again if you still want to.</source>
            <translation>Verschieben Sie sie erneut, wenn Sie das noch wollen.</translation>
        </message>
        <message>
            <source>Move it to the cloud from there.</source>
            <translation>Verschieben Sie sie von dort in die Cloud.</translation>
        </message>
        <message>
            <source>Nightmail is not registered with {a1}: it needs a client id of your own to sign in there.</source>
            <translation>Nightmail ist bei {a1} nicht registriert: Zum Anmelden braucht es dort eine eigene Client-ID.</translation>
        </message>
        <message>
            <source>Nightmail stopped while the server was taking the message; it is not known whether it was accepted.</source>
            <translation>Nightmail endete, während der Server die Nachricht annahm; ob er sie hat, ist nicht bekannt.</translation>
        </message>
        <message>
            <source>No key {a1} is published.</source>
            <translation>Es ist kein Schlüssel {a1} veröffentlicht.</translation>
        </message>
        <message>
            <source>No mailbox server (IMAP) is known for {a1}.</source>
            <translation>Für {a1} ist kein Postfachserver (IMAP) bekannt.</translation>
        </message>
        <message>
            <source>No password is stored for this account.</source>
            <translation>Für dieses Konto ist kein Passwort gespeichert.</translation>
        </message>
        <message>
            <source>No password is stored for {a1} at {a2}.</source>
            <translation>Für {a1} ist bei {a2} kein Passwort gespeichert.</translation>
        </message>
        <message>
            <source>No secure connection to the server could be agreed on.</source>
            <translation>Mit dem Server kam keine sichere Verbindung zustande.</translation>
        </message>
        <message>
            <source>No secure connection to {a1} could be made ({a2}).</source>
            <translation>Zu {a1} ließ sich keine sichere Verbindung herstellen ({a2}).</translation>
        </message>
        <message>
            <source>No worker has published a key yet, and a password is never kept in plain text.</source>
            <translation>Noch hat kein Worker einen Schlüssel veröffentlicht, und ein Passwort wird nie im Klartext aufbewahrt.</translation>
        </message>
        <message>
            <source>No worker of this project has published a key yet, and a password is never sent in plain text.</source>
            <translation>Noch hat kein Worker dieses Projekts einen Schlüssel veröffentlicht, und ein Passwort wird nie im Klartext gesendet.</translation>
        </message>
        <message>
            <source>Nobody came back from {a1} within {a2} minutes.</source>
            <translation>Niemand kam binnen {a2} Minuten von {a1} zurück.</translation>
        </message>
        <message>
            <source>Nobody is left to send it to: everyone has it, or is known to return mail.</source>
            <translation>Es bleibt niemand, an den sie zu senden wäre: Alle haben sie, oder ihre Post kommt bekanntlich zurück.</translation>
        </message>
        <message>
            <source>Nobody is to receive this mail.</source>
            <translation>Niemand soll diese Mail bekommen.</translation>
        </message>
        <message>
            <source>Nobody whom this computer trusts vouches for the certificate of {a1}.</source>
            <translation>Niemand, dem dieser Computer vertraut, bürgt für das Zertifikat von {a1}.</translation>
        </message>
        <message>
            <source>Nobody whom this computer trusts vouches for the server's certificate.</source>
            <translation>Niemand, dem dieser Computer vertraut, bürgt für das Zertifikat des Servers.</translation>
        </message>
        <message>
            <source>Nothing is lost, and nobody signs in again before the pause is over.</source>
            <translation>Nichts ist verloren, und niemand meldet sich an, bevor die Pause vorbei ist.</translation>
        </message>
        <message>
            <source>Nothing is lost; the messages wait their turn.</source>
            <translation>Nichts ist verloren; die Nachrichten warten, bis sie dran sind.</translation>
        </message>
        <message>
            <source>Nothing is lost; the messages wait.</source>
            <translation>Nichts ist verloren; die Nachrichten warten.</translation>
        </message>
        <message>
            <source>Nothing needs to be done; fewer connections are used from now on.</source>
            <translation>Es ist nichts zu tun; ab jetzt werden weniger Verbindungen benutzt.</translation>
        </message>
        <message>
            <source>Nothing needs to be done; it is tried again in a few minutes.</source>
            <translation>Es ist nichts zu tun; in wenigen Minuten wird es erneut versucht.</translation>
        </message>
        <message>
            <source>Nothing needs to be done; it is tried again.</source>
            <translation>Es ist nichts zu tun; es wird erneut versucht.</translation>
        </message>
        <message>
            <source>Nothing needs to be done; sending goes on when the provider allows it, usually within 24 hours.</source>
            <translation>Es ist nichts zu tun; es geht weiter, sobald der Anbieter es erlaubt, meist innerhalb von 24 Stunden.</translation>
        </message>
        <message>
            <source>Nothing needs to be done; the next try comes by itself.</source>
            <translation>Es ist nichts zu tun; der nächste Versuch kommt von selbst.</translation>
        </message>
        <message>
            <source>Nothing needs to be done; the others follow at once.</source>
            <translation>Es ist nichts zu tun; die anderen folgen sofort.</translation>
        </message>
        <message>
            <source>Nothing needs to be done; they leave at the pace the provider allows.</source>
            <translation>Es ist nichts zu tun; sie gehen so schnell hinaus, wie der Anbieter es erlaubt.</translation>
        </message>
        <message>
            <source>Nothing of the HTML can be shown in a mail.</source>
            <translation>Nichts von dem HTML lässt sich in einer Mail zeigen.</translation>
        </message>
        <message>
            <source>Nothing to do: it is tried again.</source>
            <translation>Es ist nichts zu tun: Es wird erneut versucht.</translation>
        </message>
        <message>
            <source>Nothing was changed.</source>
            <translation>Es wurde nichts geändert.</translation>
        </message>
        <message>
            <source>Nothing was changed. If this stays so, look at the project's own page.</source>
            <translation>Es wurde nichts geändert. Bleibt es so, sehen Sie auf die Seite des Projekts.</translation>
        </message>
        <message>
            <source>Nothing was changed; it is asked again tomorrow.</source>
            <translation>Es wurde nichts geändert; morgen wird wieder gefragt.</translation>
        </message>
        <message>
            <source>Nothing was changed; it is asked for again tomorrow.</source>
            <translation>Es wurde nichts geändert; morgen wird wieder danach gefragt.</translation>
        </message>
        <message>
            <source>Nothing was sent this time, and the message is kept.</source>
            <translation>Diesmal ging nichts hinaus, und die Nachricht ist aufgehoben.</translation>
        </message>
        <message>
            <source>Nothing was sent this time.</source>
            <translation>Diesmal ging nichts hinaus.</translation>
        </message>
        <message>
            <source>Nothing was sent this time; the account's messages wait.</source>
            <translation>Diesmal ging nichts hinaus; die Nachrichten des Kontos warten.</translation>
        </message>
        <message>
            <source>Nothing was sent to this address.</source>
            <translation>An diese Adresse ging nichts hinaus.</translation>
        </message>
        <message>
            <source>Nothing was sent, and everything is kept.</source>
            <translation>Es ging nichts hinaus, und alles ist aufgehoben.</translation>
        </message>
        <message>
            <source>Nothing was sent, and no second sign-in was tried, so that the account is not locked.</source>
            <translation>Es ging nichts hinaus, und es wurde keine zweite Anmeldung versucht, damit das Konto nicht gesperrt wird.</translation>
        </message>
        <message>
            <source>Nothing was sent, and nobody signs in again by itself.</source>
            <translation>Es ging nichts hinaus, und niemand meldet sich von selbst wieder an.</translation>
        </message>
        <message>
            <source>Nothing was sent; a server that may be another one gets neither mail nor password.</source>
            <translation>Es ging nichts hinaus; ein Server, der ein anderer sein kann, bekommt weder Mail noch Passwort.</translation>
        </message>
        <message>
            <source>Nothing was sent; neither mail nor password ever goes unencrypted.</source>
            <translation>Es ging nichts hinaus; weder Mail noch Passwort gehen je unverschlüsselt.</translation>
        </message>
        <message>
            <source>On hold until you release it.</source>
            <translation>Angehalten, bis Sie sie fortsetzen.</translation>
        </message>
        <message>
            <source>On its way to the cloud.</source>
            <translation>Unterwegs in die Cloud.</translation>
        </message>
        <message>
            <source>Pause the account instead; a paused account sends nothing.</source>
            <translation>Pausieren Sie stattdessen das Konto; ein pausiertes Konto sendet nichts.</translation>
        </message>
        <message>
            <source>Reach the recipient in another way, and send again once the mailbox is open.</source>
            <translation>Erreichen Sie den Empfänger auf anderem Weg, und senden Sie erneut, sobald das Postfach wieder offen ist.</translation>
        </message>
        <message>
            <source>Read the server's words, and ask the recipient or the server's administrator.</source>
            <translation>Lesen Sie die Worte des Servers, und fragen Sie den Empfänger oder die Verwaltung des Servers.</translation>
        </message>
        <message>
            <source>Read the server's words, correct the address, and send to it again.</source>
            <translation>Lesen Sie die Worte des Servers, korrigieren Sie die Adresse, und senden Sie erneut an sie.</translation>
        </message>
        <message>
            <source>Read the server's words, mend the cause, then send it again.</source>
            <translation>Lesen Sie die Worte des Servers, beheben Sie die Ursache, und senden Sie sie erneut.</translation>
        </message>
        <message>
            <source>Read the server's words: usually an attachment or a link is to blame. Take it out, then send the message again.</source>
            <translation>Lesen Sie die Worte des Servers: Meist liegt es an einem Anhang oder einem Link. Nehmen Sie ihn heraus, und senden Sie die Nachricht erneut.</translation>
        </message>
        <message>
            <source>Remove "{a1}" ({a2}), or share it by a link.</source>
            <translation>Entfernen Sie „{a1}“ ({a2}), oder teilen Sie es über einen Link.</translation>
        </message>
        <message>
            <source>Remove or shrink attachments or share them by a link, then send it again.</source>
            <translation>Entfernen oder verkleinern Sie Anhänge oder teilen Sie sie per Link, und senden Sie sie erneut.</translation>
        </message>
        <message>
            <source>Rename the file, then attach it again.</source>
            <translation>Benennen Sie die Datei um, dann hängen Sie sie erneut an.</translation>
        </message>
        <message>
            <source>Report this with the server's words: Nightmail should have written it another way.</source>
            <translation>Melden Sie das mit den Worten des Servers: Nightmail hätte sie anders schreiben müssen.</translation>
        </message>
        <message>
            <source>Report this with the server's words; another server or port may work meanwhile.</source>
            <translation>Melden Sie das mit den Worten des Servers; ein anderer Server oder Port geht inzwischen vielleicht.</translation>
        </message>
        <message>
            <source>Restore a backup.</source>
            <translation>Spielen Sie eine Sicherung zurück.</translation>
        </message>
        <message>
            <source>Restore it from the copy beside it, or from a backup.</source>
            <translation>Holen Sie es aus der Kopie daneben oder aus einer Sicherung zurück.</translation>
        </message>
        <message>
            <source>Save it as UTF-8 text and try again.</source>
            <translation>Speichern Sie sie als UTF-8-Text und versuchen Sie es erneut.</translation>
        </message>
        <message>
            <source>Save the mail as .eml again, in its original form.</source>
            <translation>Speichern Sie die Mail erneut als .eml, in ihrer ursprünglichen Form.</translation>
        </message>
        <message>
            <source>Seal nothing to it, and tell whoever runs the project.</source>
            <translation>Versiegeln Sie nichts damit und sagen Sie es dem Betreiber des Projekts.</translation>
        </message>
        <message>
            <source>Send it from this PC, or share it by a link.</source>
            <translation>Senden Sie sie von diesem PC oder teilen Sie sie per Link.</translation>
        </message>
        <message>
            <source>Send it to fewer recipients at a time.</source>
            <translation>Senden Sie sie an weniger Empfänger auf einmal.</translation>
        </message>
        <message>
            <source>Send this one as a new message.</source>
            <translation>Senden Sie diese als neue Nachricht.</translation>
        </message>
        <message>
            <source>Sending by SMTP is switched off for this mailbox.</source>
            <translation>Das Senden über SMTP ist für dieses Postfach abgeschaltet.</translation>
        </message>
        <message>
            <source>Shorten the text, or attach it as a compressed file.</source>
            <translation>Kürzen Sie den Text, oder hängen Sie ihn komprimiert als Datei an.</translation>
        </message>
        <message>
            <source>Sign in again and allow it, or use another account.</source>
            <translation>Melden Sie sich erneut an und erlauben Sie es, oder nehmen Sie ein anderes Konto.</translation>
        </message>
        <message>
            <source>Sign in again.</source>
            <translation>Melden Sie sich erneut an.</translation>
        </message>
        <message>
            <source>Sign in as the person it belongs to.</source>
            <translation>Melden Sie sich als die Person an, der es gehört.</translation>
        </message>
        <message>
            <source>Sign in as {a1}, with a mailbox that may send by SMTP.</source>
            <translation>Melden Sie sich als {a1} an, mit einem Postfach, das per SMTP senden darf.</translation>
        </message>
        <message>
            <source>Sign in at the provider's website and do what it asks, then let the account send again.</source>
            <translation>Melden Sie sich auf der Website des Anbieters an und tun Sie, was sie verlangt; lassen Sie das Konto dann wieder senden.</translation>
        </message>
        <message>
            <source>Sign in at the provider's website, confirm the request it shows, then enter the password again.</source>
            <translation>Melden Sie sich auf der Website des Anbieters an, bestätigen Sie die Anfrage dort, und geben Sie dann das Passwort erneut ein.</translation>
        </message>
        <message>
            <source>Sign in there again, so that it can be asked who has the message.</source>
            <translation>Melden Sie sich dort wieder an, damit gefragt werden kann, wer die Nachricht hat.</translation>
        </message>
        <message>
            <source>Sign in with a provider on the Internet, or send from this PC.</source>
            <translation>Melden Sie sich bei einem Anbieter im Internet an oder senden Sie von diesem PC.</translation>
        </message>
        <message>
            <source>Sign in with the provider's own sign-in (OAuth).</source>
            <translation>Melden Sie sich über die Anmeldung des Anbieters an (OAuth).</translation>
        </message>
        <message>
            <source>Somebody spoke in the server's place just before encryption began.</source>
            <translation>Kurz bevor die Verschlüsselung begann, sprach jemand an der Stelle des Servers.</translation>
        </message>
        <message>
            <source>Start the sign-in again and finish it in the browser.</source>
            <translation>Beginnen Sie die Anmeldung erneut und schließen Sie sie im Browser ab.</translation>
        </message>
        <message>
            <source>Take the addresses from what your provider says about OAuth.</source>
            <translation>Nehmen Sie die Adressen aus dem, was Ihr Anbieter über OAuth sagt.</translation>
        </message>
        <message>
            <source>That is no project's key.</source>
            <translation>Das ist kein Schlüssel eines Projekts.</translation>
        </message>
        <message>
            <source>That is the project's secret key: whoever holds it reads and writes everything. It does not belong on a PC.</source>
            <translation>Das ist der geheime Schlüssel des Projekts: Wer ihn hat, liest und schreibt alles. Er gehört nicht auf einen PC.</translation>
        </message>
        <message>
            <source>That time has passed: {a1}. Send it now?</source>
            <translation>Diese Zeit ist vorbei: {a1}. Jetzt senden?</translation>
        </message>
        <message>
            <source>That time is too far away.</source>
            <translation>Diese Zeit ist zu weit weg.</translation>
        </message>
        <message>
            <source>The HTML contains control characters; is it really HTML?</source>
            <translation>Das HTML enthält Steuerzeichen; ist es wirklich HTML?</translation>
        </message>
        <message>
            <source>The account was changed in the meantime.</source>
            <translation>Das Konto wurde inzwischen geändert.</translation>
        </message>
        <message>
            <source>The account's own mailbox is full or switched off, so the provider does not let it send.</source>
            <translation>Das eigene Postfach des Kontos ist voll oder abgeschaltet, darum lässt der Anbieter es nicht senden.</translation>
        </message>
        <message>
            <source>The certificate of {a1} can't be trusted: {a2}.</source>
            <translation>Dem Zertifikat von {a1} ist nicht zu trauen: {a2}.</translation>
        </message>
        <message>
            <source>The cloud at {a1} does not answer{a2}.</source>
            <translation>Die Cloud bei {a1} antwortet nicht{a2}.</translation>
        </message>
        <message>
            <source>The cloud at {a1} took too long.</source>
            <translation>Die Cloud bei {a1} brauchte zu lange.</translation>
        </message>
        <message>
            <source>The cloud can't send from {a1}: it does not know the account, has no password for it, or paused it.</source>
            <translation>Die Cloud kann von {a1} nicht senden: Sie kennt das Konto nicht, hat kein Passwort dafür oder hat es pausiert.</translation>
        </message>
        <message>
            <source>The cloud has other content for this message.</source>
            <translation>Die Cloud hat zu dieser Nachricht anderen Inhalt.</translation>
        </message>
        <message>
            <source>The connection ended before the message was handed over.</source>
            <translation>Die Verbindung endete, bevor die Nachricht übergeben war.</translation>
        </message>
        <message>
            <source>The copy {a1} that is made before an update could not be written.</source>
            <translation>Die Kopie {a1}, die vor einem Update gemacht wird, ließ sich nicht schreiben.</translation>
        </message>
        <message>
            <source>The database did not tell its time.</source>
            <translation>Die Datenbank nannte ihre Zeit nicht.</translation>
        </message>
        <message>
            <source>The database does not answer: {a1}</source>
            <translation>Die Datenbank antwortet nicht: {a1}</translation>
        </message>
        <message>
            <source>The database does not have this version's tables yet.</source>
            <translation>Die Datenbank hat die Tabellen dieser Version noch nicht.</translation>
        </message>
        <message>
            <source>The database has no room left.</source>
            <translation>Die Datenbank hat keinen Platz mehr.</translation>
        </message>
        <message>
            <source>The database refused the user name or password.</source>
            <translation>Die Datenbank hat Benutzername oder Passwort abgelehnt.</translation>
        </message>
        <message>
            <source>The database took too long to answer.</source>
            <translation>Die Datenbank brauchte zu lange für eine Antwort.</translation>
        </message>
        <message>
            <source>The database was migrated by a newer Nightmail ({a1}).</source>
            <translation>Die Datenbank wurde von einem neueren Nightmail umgestellt ({a1}).</translation>
        </message>
        <message>
            <source>The file {a1} can't be read.</source>
            <translation>Die Datei {a1} lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>The file {a1} is no longer there.</source>
            <translation>Die Datei {a1} ist nicht mehr da.</translation>
        </message>
        <message>
            <source>The file {a1} was changed while it was being copied.</source>
            <translation>Die Datei {a1} wurde geändert, während sie kopiert wurde.</translation>
        </message>
        <message>
            <source>The key does not open the sealed password file {a1}.</source>
            <translation>Der Schlüssel öffnet die versiegelte Passwortdatei {a1} nicht.</translation>
        </message>
        <message>
            <source>The key {a1} was retired, and a retired key does not come back.</source>
            <translation>Der Schlüssel {a1} ist abgelöst, und ein abgelöster Schlüssel kommt nicht wieder.</translation>
        </message>
        <message>
            <source>The keyring did not answer: {a1}</source>
            <translation>Der Schlüsselbund hat nicht geantwortet: {a1}</translation>
        </message>
        <message>
            <source>The mailbox of {a1} has no folder for sent mail.</source>
            <translation>Das Postfach von {a1} hat keinen Ordner für Gesendetes.</translation>
        </message>
        <message>
            <source>The mailbox on {a1} refused what it was asked. (It said: {a2})</source>
            <translation>Das Postfach bei {a1} lehnte die Anfrage ab. (Es sagte: {a2})</translation>
        </message>
        <message>
            <source>The message is larger than the server accepts.</source>
            <translation>Die Nachricht ist größer, als der Server annimmt.</translation>
        </message>
        <message>
            <source>The message that was edited is gone.</source>
            <translation>Die Nachricht, die bearbeitet wurde, ist nicht mehr da.</translation>
        </message>
        <message>
            <source>The message was handed over, but the server did not confirm it.</source>
            <translation>Die Nachricht wurde übergeben, aber der Server hat sie nicht bestätigt.</translation>
        </message>
        <message>
            <source>The move was called off meanwhile.</source>
            <translation>Der Umzug wurde inzwischen abgesagt.</translation>
        </message>
        <message>
            <source>The name contains a line break or another control character.</source>
            <translation>Der Name enthält einen Zeilenumbruch oder ein anderes Steuerzeichen.</translation>
        </message>
        <message>
            <source>The name of "{a1}" contains a control character.</source>
            <translation>Der Name von „{a1}“ enthält ein Steuerzeichen.</translation>
        </message>
        <message>
            <source>The name {a1} could not be looked up (DNS).</source>
            <translation>Der Name {a1} ließ sich nicht nachschlagen (DNS).</translation>
        </message>
        <message>
            <source>The news of updates can't be read.</source>
            <translation>Die Nachricht über Updates lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>The news of updates is out of date: it was good until {a1}.</source>
            <translation>Die Nachricht über Updates ist veraltet: Sie galt bis {a1}.</translation>
        </message>
        <message>
            <source>The other recipients are not affected.</source>
            <translation>Die anderen Empfänger sind nicht betroffen.</translation>
        </message>
        <message>
            <source>The password is too long to be sealed.</source>
            <translation>Das Passwort ist zu lang, um versiegelt zu werden.</translation>
        </message>
        <message>
            <source>The password is too weak: {a1}</source>
            <translation>Das Passwort ist zu schwach: {a1}</translation>
        </message>
        <message>
            <source>The profile folder {a1} can't be made: {a2}.</source>
            <translation>Der Profilordner {a1} lässt sich nicht anlegen: {a2}.</translation>
        </message>
        <message>
            <source>The project at {a1} is restricted: {a2}.</source>
            <translation>Das Projekt bei {a1} ist eingeschränkt: {a2}.</translation>
        </message>
        <message>
            <source>The project does not allow this to you.</source>
            <translation>Das Projekt erlaubt Ihnen das nicht.</translation>
        </message>
        <message>
            <source>The project does not know this key.</source>
            <translation>Das Projekt kennt diesen Schlüssel nicht.</translation>
        </message>
        <message>
            <source>The project gave out no session.</source>
            <translation>Das Projekt gab keine Sitzung aus.</translation>
        </message>
        <message>
            <source>The project was asked too often.</source>
            <translation>Das Projekt wurde zu oft gefragt.</translation>
        </message>
        <message>
            <source>The project's own clocks differ by {a1}, so it refuses the session it has just given out.</source>
            <translation>Die Uhren des Projekts weichen um {a1} voneinander ab, daher lehnt es die Sitzung ab, die es gerade ausgegeben hat.</translation>
        </message>
        <message>
            <source>The project's tables are older or newer than this Nightmail.</source>
            <translation>Die Tabellen des Projekts sind älter oder neuer als dieses Nightmail.</translation>
        </message>
        <message>
            <source>The provider asks this account to send more slowly.</source>
            <translation>Der Anbieter bittet dieses Konto, langsamer zu senden.</translation>
        </message>
        <message>
            <source>The provider has blocked sending from this account.</source>
            <translation>Der Anbieter hat das Senden von diesem Konto gesperrt.</translation>
        </message>
        <message>
            <source>The provider has locked signing in after too many tries.</source>
            <translation>Der Anbieter hat die Anmeldung nach zu vielen Versuchen gesperrt.</translation>
        </message>
        <message>
            <source>The provider no longer accepts passwords for sending.</source>
            <translation>Der Anbieter nimmt zum Senden keine Passwörter mehr an.</translation>
        </message>
        <message>
            <source>The provider saw too many sign-ins and wants a pause.</source>
            <translation>Der Anbieter sah zu viele Anmeldungen und will eine Pause.</translation>
        </message>
        <message>
            <source>The provider wants a sign-in by web browser first.</source>
            <translation>Der Anbieter verlangt zuerst eine Anmeldung im Browser.</translation>
        </message>
        <message>
            <source>The provider wants an app password instead of the usual one.</source>
            <translation>Der Anbieter verlangt ein App-Passwort statt des üblichen.</translation>
        </message>
        <message>
            <source>The provider's sending limit for this account is used up.</source>
            <translation>Das Sendelimit des Anbieters für dieses Konto ist aufgebraucht.</translation>
        </message>
        <message>
            <source>The record of what was sent from this account would go with it.</source>
            <translation>Die Aufzeichnung dessen, was von diesem Konto gesendet wurde, ginge mit ihm verloren.</translation>
        </message>
        <message>
            <source>The sealed password file needs its key.</source>
            <translation>Die versiegelte Passwortdatei braucht ihren Schlüssel.</translation>
        </message>
        <message>
            <source>The sealed password file {a1} can't be read.</source>
            <translation>Die versiegelte Passwortdatei {a1} lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>The sender's domain does not prove that this mail is its own (SPF, DKIM or DMARC).</source>
            <translation>Die Domain des Absenders weist nicht nach, dass diese Mail von ihr ist (SPF, DKIM oder DMARC).</translation>
        </message>
        <message>
            <source>The server answers, but not as a mail server does.</source>
            <translation>Der Server antwortet, aber nicht wie ein Mailserver.</translation>
        </message>
        <message>
            <source>The server can't carry addresses with letters like ä or ж before the @.</source>
            <translation>Der Server kann Adressen mit Buchstaben wie ä oder ж vor dem @ nicht befördern.</translation>
        </message>
        <message>
            <source>The server can't take mail for a recipient right now.</source>
            <translation>Der Server kann gerade keine Mail für einen Empfänger annehmen.</translation>
        </message>
        <message>
            <source>The server can't take this message right now.</source>
            <translation>Der Server kann diese Nachricht gerade nicht annehmen.</translation>
        </message>
        <message>
            <source>The server closed the connection before the sign-in was done.</source>
            <translation>Der Server hat die Verbindung geschlossen, bevor die Anmeldung fertig war.</translation>
        </message>
        <message>
            <source>The server could not prove who it is.</source>
            <translation>Der Server konnte nicht nachweisen, wer er ist.</translation>
        </message>
        <message>
            <source>The server did not understand how the mail was handed over.</source>
            <translation>Der Server hat nicht verstanden, wie die Mail übergeben wurde.</translation>
        </message>
        <message>
            <source>The server does not accept this recipient.</source>
            <translation>Der Server nimmt diesen Empfänger nicht an.</translation>
        </message>
        <message>
            <source>The server does not answer.</source>
            <translation>Der Server antwortet nicht.</translation>
        </message>
        <message>
            <source>The server does not let this account send from this address.</source>
            <translation>Der Server lässt dieses Konto nicht von dieser Adresse senden.</translation>
        </message>
        <message>
            <source>The server does not let this account send to this recipient.</source>
            <translation>Der Server lässt dieses Konto nicht an diesen Empfänger senden.</translation>
        </message>
        <message>
            <source>The server does not take a message for this many recipients.</source>
            <translation>Der Server nimmt keine Nachricht an so viele Empfänger an.</translation>
        </message>
        <message>
            <source>The server does not take connections from here.</source>
            <translation>Der Server nimmt von hier keine Verbindungen an.</translation>
        </message>
        <message>
            <source>The server found fault with how the message is written.</source>
            <translation>Der Server hat etwas daran auszusetzen, wie die Nachricht geschrieben ist.</translation>
        </message>
        <message>
            <source>The server has no copy of it, and it is kept.</source>
            <translation>Der Server hat keine Kopie, und sie ist aufgehoben.</translation>
        </message>
        <message>
            <source>The server has too many connections open.</source>
            <translation>Der Server hat zu viele offene Verbindungen.</translation>
        </message>
        <message>
            <source>The server has trouble of its own.</source>
            <translation>Der Server hat selbst eine Störung.</translation>
        </message>
        <message>
            <source>The server lets mail from senders it does not know wait a little.</source>
            <translation>Der Server lässt Mail von unbekannten Absendern ein wenig warten.</translation>
        </message>
        <message>
            <source>The server offers no encryption (STARTTLS).</source>
            <translation>Der Server bietet keine Verschlüsselung an (STARTTLS).</translation>
        </message>
        <message>
            <source>The server offers no sign-in by password.</source>
            <translation>Der Server bietet keine Anmeldung mit Passwort an.</translation>
        </message>
        <message>
            <source>The server refused the message for good.</source>
            <translation>Der Server hat die Nachricht endgültig abgelehnt.</translation>
        </message>
        <message>
            <source>The server refused the user name or password.</source>
            <translation>Der Server hat Benutzername oder Passwort abgelehnt.</translation>
        </message>
        <message>
            <source>The server refused what the message contains.</source>
            <translation>Der Server hat den Inhalt der Nachricht abgelehnt.</translation>
        </message>
        <message>
            <source>The server says that this address does not exist.</source>
            <translation>Der Server sagt, dass es diese Adresse nicht gibt.</translation>
        </message>
        <message>
            <source>The server takes connections, but does not answer in time.</source>
            <translation>Der Server nimmt Verbindungen an, antwortet aber nicht rechtzeitig.</translation>
        </message>
        <message>
            <source>The server takes fewer recipients at a time.</source>
            <translation>Der Server nimmt weniger Empfänger auf einmal.</translation>
        </message>
        <message>
            <source>The server took the message for unwanted mail.</source>
            <translation>Der Server hielt die Nachricht für unerwünschte Werbung.</translation>
        </message>
        <message>
            <source>The server wants a sign-in before it takes mail.</source>
            <translation>Der Server verlangt eine Anmeldung, bevor er Mail annimmt.</translation>
        </message>
        <message>
            <source>The server's name could not be looked up (DNS).</source>
            <translation>Der Name des Servers ließ sich nicht nachschlagen (DNS).</translation>
        </message>
        <message>
            <source>The servers pass this message round in a circle.</source>
            <translation>Die Server reichen diese Nachricht im Kreis herum.</translation>
        </message>
        <message>
            <source>The sign-in with {a1} has expired or was withdrawn ({a2}).</source>
            <translation>Die Anmeldung bei {a1} ist abgelaufen oder wurde zurückgezogen ({a2}).</translation>
        </message>
        <message>
            <source>The subject contains a line break or another control character.</source>
            <translation>Der Betreff enthält einen Zeilenumbruch oder ein anderes Steuerzeichen.</translation>
        </message>
        <message>
            <source>The text contains characters that are damaged.</source>
            <translation>Der Text enthält beschädigte Zeichen.</translation>
        </message>
        <message>
            <source>The update address does not answer.</source>
            <translation>Die Update-Adresse antwortet nicht.</translation>
        </message>
        <message>
            <source>The user {a1} is not named as a worker of this project, and may not read attachments.</source>
            <translation>Der Benutzer {a1} ist nicht als Worker dieses Projekts eingetragen und darf keine Anhänge lesen.</translation>
        </message>
        <message>
            <source>The worker can't open this account's password: it was sealed to a key that has been retired.</source>
            <translation>Der Worker kann das Passwort dieses Kontos nicht öffnen: Es wurde mit einem abgelösten Schlüssel versiegelt.</translation>
        </message>
        <message>
            <source>The worker key {a1} is not what its fingerprint says.</source>
            <translation>Der Worker-Schlüssel {a1} ist nicht, was sein Fingerabdruck sagt.</translation>
        </message>
        <message>
            <source>There is already an account for {a1}.</source>
            <translation>Für {a1} gibt es schon ein Konto.</translation>
        </message>
        <message>
            <source>There is no "{a1}".</source>
            <translation>„{a1}“ gibt es nicht.</translation>
        </message>
        <message>
            <source>There is no account {a1}. {a2}</source>
            <translation>Es gibt kein Konto {a1}. {a2}</translation>
        </message>
        <message>
            <source>There is no file "{a1}".</source>
            <translation>Es gibt keine Datei „{a1}“.</translation>
        </message>
        <message>
            <source>There is no message {a1}.</source>
            <translation>Es gibt keine Nachricht {a1}.</translation>
        </message>
        <message>
            <source>There is no provider “{a1}”.</source>
            <translation>Es gibt keinen Anbieter „{a1}“.</translation>
        </message>
        <message>
            <source>There is no room left in {a1}.</source>
            <translation>In {a1} ist kein Platz mehr.</translation>
        </message>
        <message>
            <source>There is no room left to write {a1}.</source>
            <translation>Es ist kein Platz mehr, um {a1} zu schreiben.</translation>
        </message>
        <message>
            <source>There is no such account to keep a password for.</source>
            <translation>Es gibt kein solches Konto, für das ein Passwort aufzubewahren wäre.</translation>
        </message>
        <message>
            <source>There is no such database on that server.</source>
            <translation>Diese Datenbank gibt es auf dem Server nicht.</translation>
        </message>
        <message>
            <source>There is no time zone "{a1}".</source>
            <translation>Es gibt keine Zeitzone „{a1}“.</translation>
        </message>
        <message>
            <source>This PC does not have the account {a1}.</source>
            <translation>Dieser PC hat das Konto {a1} nicht.</translation>
        </message>
        <message>
            <source>This PC has {a1} as another account than the cloud.</source>
            <translation>Dieser PC hat {a1} als ein anderes Konto als die Cloud.</translation>
        </message>
        <message>
            <source>This account's password can't be opened here: it was sealed to another key.</source>
            <translation>Das Passwort dieses Kontos lässt sich hier nicht öffnen: Es wurde mit einem anderen Schlüssel versiegelt.</translation>
        </message>
        <message>
            <source>This account's servers were changed since its password was sealed, or what is kept of it is damaged.</source>
            <translation>Die Server dieses Kontos wurden geändert, seit sein Passwort versiegelt wurde, oder was davon aufbewahrt ist, ist beschädigt.</translation>
        </message>
        <message>
            <source>This computer has no keyring that could keep the password.</source>
            <translation>Dieser Computer hat keinen Schlüsselbund, der das Passwort aufbewahren könnte.</translation>
        </message>
        <message>
            <source>This database lacks Supabase's roles and auth schema.</source>
            <translation>Dieser Datenbank fehlen die Rollen und das auth-Schema von Supabase.</translation>
        </message>
        <message>
            <source>This database user may not do that: {a1}</source>
            <translation>Dieser Datenbankbenutzer darf das nicht: {a1}</translation>
        </message>
        <message>
            <source>This database user may not do that: {a1}.</source>
            <translation>Dieser Datenbankbenutzer darf das nicht: {a1}.</translation>
        </message>
        <message>
            <source>This is not an email file that can be read: {a1}.</source>
            <translation>Das ist keine lesbare Maildatei: {a1}.</translation>
        </message>
        <message>
            <source>This mail refers to {a1} others; {a2} are the most.</source>
            <translation>Diese Mail verweist auf {a1} andere; {a2} sind das Höchste.</translation>
        </message>
        <message>
            <source>This message can't be moved any more: it is being sent, or was sent or cancelled.</source>
            <translation>Diese Nachricht lässt sich nicht mehr verschieben: Sie wird gerade gesendet oder wurde gesendet oder abgebrochen.</translation>
        </message>
        <message>
            <source>This message is in the cloud now.</source>
            <translation>Diese Nachricht ist jetzt in der Cloud.</translation>
        </message>
        <message>
            <source>This message is on its way to {a1}.</source>
            <translation>Diese Nachricht ist auf dem Weg nach {a1}.</translation>
        </message>
        <message>
            <source>This message was moved to {a1}.</source>
            <translation>Diese Nachricht wurde nach {a1} verschoben.</translation>
        </message>
        <message>
            <source>This message was on its way to or from another cloud, or another person's part of it, when it was left.</source>
            <translation>Diese Nachricht war auf dem Weg zu oder von einer anderen Cloud oder dem Teil einer anderen Person darin, als diese verlassen wurde.</translation>
        </message>
        <message>
            <source>This message was sent, cancelled or edited elsewhere while you were editing it.</source>
            <translation>Diese Nachricht wurde anderswo gesendet, abgebrochen oder bearbeitet, während Sie sie bearbeitet haben.</translation>
        </message>
        <message>
            <source>This profile is not connected to a cloud.</source>
            <translation>Dieses Profil ist mit keiner Cloud verbunden.</translation>
        </message>
        <message>
            <source>This profile was made by a newer Nightmail (its version is {a1}, this one knows {a2}).</source>
            <translation>Dieses Profil wurde von einem neueren Nightmail angelegt (dessen Version ist {a1}, dieses kennt {a2}).</translation>
        </message>
        <message>
            <source>This recipient's mailbox is full or switched off.</source>
            <translation>Das Postfach dieses Empfängers ist voll oder abgeschaltet.</translation>
        </message>
        <message>
            <source>Those it took are done, and nobody gets the message twice.</source>
            <translation>Die er nahm, sind erledigt, und niemand bekommt die Nachricht doppelt.</translation>
        </message>
        <message>
            <source>Too large: {a1} when encoded for mail; this account takes {a2}.</source>
            <translation>Zu groß: {a1} als E-Mail kodiert; dieses Konto nimmt {a2}.</translation>
        </message>
        <message>
            <source>Too large: {a1}; this account takes {a2}.</source>
            <translation>Zu groß: {a1}; dieses Konto nimmt {a2}.</translation>
        </message>
        <message>
            <source>Try again in a few minutes.</source>
            <translation>Versuchen Sie es in ein paar Minuten erneut.</translation>
        </message>
        <message>
            <source>Try again in a moment.</source>
            <translation>Versuchen Sie es gleich noch einmal.</translation>
        </message>
        <message>
            <source>Try again in {a1} seconds.</source>
            <translation>Versuchen Sie es in {a1} Sekunden erneut.</translation>
        </message>
        <message>
            <source>Try again later.</source>
            <translation>Versuchen Sie es später noch einmal.</translation>
        </message>
        <message>
            <source>Try again later; if it stays, tell whoever runs the project.</source>
            <translation>Versuchen Sie es später noch einmal; bleibt es, sagen Sie es dem Betreiber des Projekts.</translation>
        </message>
        <message>
            <source>Try again.</source>
            <translation>Versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <source>Try to sign in again.</source>
            <translation>Versuchen Sie, sich erneut anzumelden.</translation>
        </message>
        <message>
            <source>Turn signing off for this account, or ask the operator to add it.</source>
            <translation>Schalten Sie die Signierung für dieses Konto ab oder bitten Sie den Betreiber, sie einzutragen.</translation>
        </message>
        <message>
            <source>Type or paste the text again.</source>
            <translation>Tippen Sie den Text erneut oder fügen Sie ihn erneut ein.</translation>
        </message>
        <message>
            <source>Type the address again, on one line.</source>
            <translation>Tippen Sie die Adresse erneut, in einer Zeile.</translation>
        </message>
        <message>
            <source>Update Nightmail; the database is untouched.</source>
            <translation>Aktualisieren Sie Nightmail; die Datenbank ist unberührt.</translation>
        </message>
        <message>
            <source>Update Nightmail; the profile is untouched.</source>
            <translation>Aktualisieren Sie Nightmail; das Profil ist unberührt.</translation>
        </message>
        <message>
            <source>Use another network, or the server's TLS port, usually 465.</source>
            <translation>Nehmen Sie ein anderes Netz oder den TLS-Port des Servers, meist 465.</translation>
        </message>
        <message>
            <source>Use its domain or id, or leave it out.</source>
            <translation>Verwenden Sie seine Domain oder Kennung oder lassen Sie es weg.</translation>
        </message>
        <message>
            <source>Use something short and unique, like an order number.</source>
            <translation>Verwenden Sie etwas Kurzes und Eindeutiges wie eine Bestellnummer.</translation>
        </message>
        <message>
            <source>Use that one, or remove it first.</source>
            <translation>Verwenden Sie jenes oder entfernen Sie es zuerst.</translation>
        </message>
        <message>
            <source>Use the account's own address or have this one added at the provider, then let the account send again.</source>
            <translation>Nehmen Sie die eigene Adresse des Kontos oder lassen Sie diese beim Anbieter eintragen; lassen Sie das Konto dann wieder senden.</translation>
        </message>
        <message>
            <source>Use the publishable one (sb_publishable_…), and have the secret key replaced if others may have seen it.</source>
            <translation>Verwenden Sie den öffentlichen (sb_publishable_…) und lassen Sie den geheimen Schlüssel ersetzen, falls andere ihn gesehen haben könnten.</translation>
        </message>
        <message>
            <source>Use the server's TLS port (usually 993), or ask its administrator.</source>
            <translation>Verwenden Sie den TLS-Port des Servers (meist 993) oder fragen Sie seinen Administrator.</translation>
        </message>
        <message>
            <source>Use the server's TLS port, usually 465, or ask its administrator.</source>
            <translation>Nehmen Sie den TLS-Port des Servers, meist 465, oder fragen Sie seine Verwaltung.</translation>
        </message>
        <message>
            <source>Use {a1} or {a2}.</source>
            <translation>Verwenden Sie {a1} oder {a2}.</translation>
        </message>
        <message>
            <source>Wait an hour, make sure that the password works at the provider's website, then enter it again.</source>
            <translation>Warten Sie eine Stunde, prüfen Sie, ob das Passwort auf der Website des Anbieters gilt, und geben Sie es dann erneut ein.</translation>
        </message>
        <message>
            <source>Wait until it is finished, then try again.</source>
            <translation>Warten Sie, bis sie fertig ist, und versuchen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <source>What is kept for {a1} is a sign-in with its provider, not a password.</source>
            <translation>Was für {a1} aufbewahrt ist, ist eine Anmeldung beim Anbieter, kein Passwort.</translation>
        </message>
        <message>
            <source>What is kept of this account's sign-in can't be read.</source>
            <translation>Was von der Anmeldung dieses Kontos aufbewahrt ist, lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>What the update address answered is not signed by Nightmail's makers, so it was not believed.</source>
            <translation>Die Antwort der Update-Adresse ist nicht von den Herstellern von Nightmail unterschrieben und wurde daher nicht geglaubt.</translation>
        </message>
        <message>
            <source>What was imported could not be noted down: {a1}.</source>
            <translation>Was importiert wurde, ließ sich nicht vermerken: {a1}.</translation>
        </message>
        <message>
            <source>What you wrote is kept as a draft: compare, then send it as a new message.</source>
            <translation>Was Sie geschrieben haben, ist als Entwurf aufbewahrt: Vergleichen Sie, dann senden Sie es als neue Nachricht.</translation>
        </message>
        <message>
            <source>Whoever runs it can mend that in the Supabase dashboard.</source>
            <translation>Der Betreiber kann das im Supabase-Dashboard beheben.</translation>
        </message>
        <message>
            <source>Whoever runs it can resume it in the Supabase dashboard; nothing in it is lost. This PC goes on sending its own.</source>
            <translation>Der Betreiber kann es im Supabase-Dashboard fortsetzen; nichts darin ist verloren. Dieser PC sendet das Seine weiter.</translation>
        </message>
        <message>
            <source>Whoever runs the project applies the migrations (supabase db push), or update Nightmail.</source>
            <translation>Der Betreiber des Projekts spielt die Migrationen ein (supabase db push), oder Sie aktualisieren Nightmail.</translation>
        </message>
        <message>
            <source>Without encryption everybody on the way to {a1} could read the mail and the password.</source>
            <translation>Ohne Verschlüsselung könnte jeder auf dem Weg zu {a1} die Mail und das Passwort lesen.</translation>
        </message>
        <message>
            <source>Write ids like &lt;id@example.org&gt;.</source>
            <translation>Schreiben Sie Kennungen wie &lt;id@example.org&gt;.</translation>
        </message>
        <message>
            <source>Write it like "Doe, J" &lt;j@example.org&gt;.</source>
            <translation>Schreiben Sie sie so: "Doe, J" &lt;j@example.org&gt;.</translation>
        </message>
        <message>
            <source>Write it on one line.</source>
            <translation>Schreiben Sie es in eine Zeile.</translation>
        </message>
        <message>
            <source>Write the subject on one line.</source>
            <translation>Schreiben Sie den Betreff in eine Zeile.</translation>
        </message>
        <message>
            <source>You paused it.</source>
            <translation>Sie haben es pausiert.</translation>
        </message>
        <message>
            <source>{a1} answers, but not as a mailbox server does.</source>
            <translation>{a1} antwortet, aber nicht wie ein Postfachserver.</translation>
        </message>
        <message>
            <source>{a1} can't be opened for writing.</source>
            <translation>{a1} lässt sich nicht zum Schreiben öffnen.</translation>
        </message>
        <message>
            <source>{a1} can't be read.</source>
            <translation>{a1} lässt sich nicht lesen.</translation>
        </message>
        <message>
            <source>{a1} can't be written.</source>
            <translation>{a1} lässt sich nicht schreiben.</translation>
        </message>
        <message>
            <source>{a1} can't be written: {a2}.</source>
            <translation>{a1} lässt sich nicht schreiben: {a2}.</translation>
        </message>
        <message>
            <source>{a1} can't renew the sign-in right now ({a2}).</source>
            <translation>{a1} kann die Anmeldung gerade nicht erneuern ({a2}).</translation>
        </message>
        <message>
            <source>{a1} closed the connection.</source>
            <translation>{a1} hat die Verbindung geschlossen.</translation>
        </message>
        <message>
            <source>{a1} did not allow Nightmail to send ({a2}).</source>
            <translation>{a1} erlaubte Nightmail nicht zu senden ({a2}).</translation>
        </message>
        <message>
            <source>{a1} did not answer in time.</source>
            <translation>{a1} hat nicht rechtzeitig geantwortet.</translation>
        </message>
        <message>
            <source>{a1} did not take a message from {a2} to itself: {a3}</source>
            <translation>{a1} nahm keine Nachricht von {a2} an sich selbst an: {a3}</translation>
        </message>
        <message>
            <source>{a1} does not accept Nightmail's client id or its secret ({a2}).</source>
            <translation>{a1} nimmt die Client-ID von Nightmail oder ihr Geheimnis nicht an ({a2}).</translation>
        </message>
        <message>
            <source>{a1} does not answer (connection refused).</source>
            <translation>{a1} antwortet nicht (Verbindung abgelehnt).</translation>
        </message>
        <message>
            <source>{a1} does not let whoever signed in send as {a2}.</source>
            <translation>{a1} lässt, wer sich angemeldet hat, nicht als {a2} senden.</translation>
        </message>
        <message>
            <source>{a1} has a special letter before the @, which this account's server can't send to.</source>
            <translation>{a1} hat einen besonderen Buchstaben vor dem @, an den der Server dieses Kontos nicht senden kann.</translation>
        </message>
        <message>
            <source>{a1} has no organisation “{a2}”.</source>
            <translation>{a1} hat keine Organisation „{a2}“.</translation>
        </message>
        <message>
            <source>{a1} holds another key.</source>
            <translation>{a1} enthält einen anderen Schlüssel.</translation>
        </message>
        <message>
            <source>{a1} is a file, not a folder.</source>
            <translation>{a1} ist eine Datei, kein Ordner.</translation>
        </message>
        <message>
            <source>{a1} is damaged.</source>
            <translation>{a1} ist beschädigt.</translation>
        </message>
        <message>
            <source>{a1} is in the worker's own network, and people's accounts may not reach into that.</source>
            <translation>{a1} liegt im eigenen Netz des Workers, und Konten von Personen dürfen nicht dorthin reichen.</translation>
        </message>
        <message>
            <source>{a1} is in use by another program.</source>
            <translation>{a1} wird von einem anderen Programm benutzt.</translation>
        </message>
        <message>
            <source>{a1} is no project's address.</source>
            <translation>{a1} ist nicht die Adresse eines Projekts.</translation>
        </message>
        <message>
            <source>{a1} is not on the list.</source>
            <translation>{a1} steht nicht auf der Liste.</translation>
        </message>
        <message>
            <source>{a1} is not signed in with its provider.</source>
            <translation>{a1} ist nicht bei seinem Anbieter angemeldet.</translation>
        </message>
        <message>
            <source>{a1} lets Nightmail send for an hour only, and mail is to leave later too.</source>
            <translation>{a1} lässt Nightmail nur eine Stunde senden, und Post soll auch später hinausgehen.</translation>
        </message>
        <message>
            <source>{a1} offers no encryption (STARTTLS).</source>
            <translation>{a1} bietet keine Verschlüsselung (STARTTLS).</translation>
        </message>
        <message>
            <source>{a1} refused the sign-in ({a2}).</source>
            <translation>{a1} hat die Anmeldung abgelehnt ({a2}).</translation>
        </message>
        <message>
            <source>{a1} refused the sign-in to the mailbox of {a2}. (It said: {a3})</source>
            <translation>{a1} hat die Anmeldung am Postfach von {a2} abgelehnt. (Es sagte: {a3})</translation>
        </message>
        <message>
            <source>{a1} signs in with its provider, not by a password.</source>
            <translation>{a1} meldet sich bei seinem Anbieter an, nicht mit einem Passwort.</translation>
        </message>
        <message>
            <source>{a1} takes no sign-in now. (It said: {a2})</source>
            <translation>{a1} nimmt gerade keine Anmeldung an. (Es sagte: {a2})</translation>
        </message>
        <message>
            <source>{a1}:{a2} showed no certificate.</source>
            <translation>{a1}:{a2} zeigte kein Zertifikat.</translation>
        </message>
    </context>
</TS>
