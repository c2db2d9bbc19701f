<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="--help" sourcelanguage="en">
    <context>
        <name>nightmail</name>
        <message>
            <source> The cloud has this account with other server settings ({host}:{port}); those of this PC take their place there, for your other PCs too.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>(no recipients)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>(no subject)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>= {when} {city}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A cancelled message can be scheduled again from here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A cloud sends while this PC is off. It is a Supabase project with a Nightmail worker, run by you or somebody you trust. Whoever runs it gives you its address and its publishable key; both can be pasted at once.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A code is mailed to you, with which you set another password.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A guess: there are hosts of the usual names. Ask your provider if it does not work.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A mail is on its way. Enter the code from it, or follow its link and then sign in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A message with this subject to the same people is scheduled already.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A notification when messages leave while you look elsewhere.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A number from 1 to {most}, or nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A number from 1 to {most}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A port is a number from 1 to 65535.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A server's name has neither spaces nor slashes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A sign-in's address has to begin with https and name a host.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>A user of this project, with a password of its own: not the one of your mailbox.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>ACCOUNTS</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>About Nightmail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>About the Bridge…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accepted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accepted by the server {when}, from {sender}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Account</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accounts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Accounts…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Actions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add a preset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add account</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add account…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add an account first: a signature belongs to one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add an account to send from.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add it to this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add my account</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add the account again with its mailbox server (IMAP).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Add the account without a password, or keep it on this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Address of the page</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Address of the project</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Addresses, passwords and the words of your mail are taken out. Nothing is sent by itself: read it, then send it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Advanced</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>After that it is not sent any more, and you are told.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Afterwards you can read what was caught, and see in its timeline everything that happened to it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Agree to the new key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All is well</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All sending is paused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>All sending is paused. Nothing leaves until you resume it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Always told: a message failed, a sign-in expired, mail that should have left does not move.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>An account is removed only when nothing waits for it: cancel what is scheduled, or pause the account.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Another Nightmail on this PC sends</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Another address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Another project</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Another time…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Answers have a signature of their own</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Appearance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Appearance like the system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Apr</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>April</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Arrows walk, Alt with arrows moves a message, Enter opens it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>As recipients see it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>As your provider gave it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>As your provider's help pages name them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask for a new one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask me</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask whoever runs the database to bring it up to date.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask whoever runs the database.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask whoever runs the mail server.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask whoever runs the project.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask whoever runs the worker.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ask whoever set up signing for this account; its mail waits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Asking the project…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Asking…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>At what time? For example: {example}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Attach a file…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Attach files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Aug</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>August</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Back to sign in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bcc</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Becomes a draft</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Before it goes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Being edited</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Being tried</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Blue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bring your drafts and scheduled messages along</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Built into it:</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Bulleted list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By last change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By recipient</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By subject</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>By time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Calendar</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Calendar of what goes out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Called home from the cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Came back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Came back from a recipient's server</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancel sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancelled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cancelled. It will not be sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Caught in the sandbox</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Caught messages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cc</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change its words and links, then send again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change password</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change password…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Change the limits</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check that you may write there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Check the network connection, and the server's name in the account.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose TLS or STARTTLS.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a CA file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a CA file…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a default browser in your system's settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a file…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a folder with mails</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a folder…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a later time, or send it now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a message to see where it stands.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a template</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose a time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose an .eml file, an mbox, a maildir, or the whole folder of a Thunderbird profile. What its Send Later add-on was to send is scheduled for the same time; everything else becomes a draft. You see what will happen before anything does, and nothing comes in twice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose another account, or add it from the menu.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose another one from the list.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose another time…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose at least {SHORTEST} characters; a few words are easy to remember.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose at least {count} characters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose files…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose mails or a mailbox</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose others…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose the mail program your fingers know.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose the sender</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose where Nightmail sends and looks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Choose “Unlock” above the list and enter the passphrase.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clear</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clear formatting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clear search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Client id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Clock</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Close the window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Closing the window leaves Nightmail running while messages wait for this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: connected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: does not answer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: does not answer since {when}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: locked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: no worker</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: no worker for {span}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: no worker is running</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: offline</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: paused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: sealed until you give the passphrase</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: sign in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: the project is paused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: the project refuses</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: this PC's clock differs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: trouble</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: worker alive {span} ago</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: your session has ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud: {state}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Cloud…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Code from the mail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Comfortable</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compact</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Compare this key with the one that whoever runs the project tells you, by telephone or in person:</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Confirm</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Confirm the request that the provider's website shows, then sign in again here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Confirm your address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Confirmed as arrived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Confirming…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connect</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connect Supabase</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connect a cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connect again: “Cloud” in the menu. Nothing else depends on it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connect one: “Cloud” in the menu.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Connections at a time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Continue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copies</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy it from the project's settings, with everything up to .supabase.co.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy note for the administrator</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy the template</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Copy the timeline</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Correct and send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Correct it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Correct the first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Could not be found out: please say whether it arrived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dark</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dark appearance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Day of preset {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dear Lena,</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dec</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>December</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Density</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Details: {title}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Did you mean {address}?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Did you mean {address}? If not, go on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Discard</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Discard draft</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Dismiss</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Does not work</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Don’t warn again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draft</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Draft discarded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drafts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Drop a .env or JSON file here, a snippet from the dashboard, or the picture of a QR code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Each account has its own, for new messages and for replies.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Earlier</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Earlier (Page Up)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Edit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Edit signatures…</source>
            <translation type="unfinished" />
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
            <source>Email address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Encryption</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Encryption for reading</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Encryption for sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter a passphrase.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter a password.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter it with “Change password…” first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter it, and what you wanted goes on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter its address and its key first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter or a double click opens a draft.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the account's password again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the address of a web page, or a mail address.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the address you send from.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the address you sign in with.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the code from the mail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the new password, or the new app password your provider gave you. It replaces the one that is kept.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the password, or the app password your provider gave you.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the password…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the project's address.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter the project's publishable key.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter your passphrase.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter your password.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Enter your provider's outgoing (SMTP) server.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Export as .eml</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Export as .eml…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Export proof</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Exported to {file}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Feb</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>February</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Files</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Find an action</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Find an action…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>For answers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Forget what the server taught</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Forgotten password</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Found in your mailbox: it was accepted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Found the address and the key.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Free software under the Apache License 2.0.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Free some disk space.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Fri</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Friday</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>From</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>From  {sender}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>General</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Getting around</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Gmail, Outlook, your company's server: an address is enough to begin. The password stays on this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go on trying</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go to Cancelled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go to Drafts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go to Needs attention</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go to On hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go to Scheduled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go to Sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go to Sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go to the recipients</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Go to the text</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Goes now from {sender} · by {sends}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Goes {when}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Goes {when} from {sender} · by {sends}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Goes {when} from {sender}, once it is known who has it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Green</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Grey</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Group by day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Handed over for</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Handed to the server {when}, and no answer came</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Handed to the server, waiting for its word</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Have the address added at the provider, then let the account send again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Heading</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Here, and sealed for my cloud worker</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hide log</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hours from now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Hours it may be late</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How long a message waits before it leaves, so that you can take it back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How much later it may still be sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How much room each line of the list takes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How the list is sorted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How to allow it…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>How to take it back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>I have a code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>I have signed up already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>If it can't be found out whether a message arrived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>If it could not be sent in time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>If the server is yours, trust its certificate in the account's servers; else check its name.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>If this address is known there, a mail with a code is on its way. It may take a minute.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import messages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Import messages…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In all folders</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In the cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In the cloud, not on this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In the cloud, sent by its worker</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>In the cloud: {sentence}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Incoming server (IMAP), to find out what arrived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Insert</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Insert a template</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Is left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It arrived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It arrived after {seconds} s. The server files what you send in “{folder}”, so Nightmail can look up there whether a message arrived.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It arrived after {seconds} s. The server files what you send in “{folder}”, under a number of its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It arrived after {seconds} s. The server keeps no copy of what you send; Nightmail can, under “Limits and options”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It can't be read.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It can't be sent as it is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It could not be found out whether there is a newer Nightmail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It could not be sent before its deadline.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It could not be sent before its deadline. Nothing more will be sent by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It could not be sent before its deadline. {why} Nothing more will be sent by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It could not be sent this time. Nothing was sent; the next try comes by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It could not be sent to everyone. Nothing more will be sent by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It could not be sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It could not be sent. Nothing more will be sent by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes again to those who are missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes at night, at {clock}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes on a Friday, one of your quiet days.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes on a Monday, one of your quiet days.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes on a Saturday.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes on a Sunday.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes on a Thursday, one of your quiet days.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes on a Tuesday, one of your quiet days.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes on a Wednesday, one of your quiet days.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes out now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes to {address}. Did you mean {meant}?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It goes until {when}. After that it waits for your word.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It has no plain text; its source shows what it has.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It has not left after {seconds} s. It stands in “Scheduled”; its page says why.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is back where it was.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is not this PC's connection. Nightmail tries again by itself; what you schedule meanwhile is kept on this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is still being scheduled. Should that fail, it stays in Drafts.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It is too large to be a mail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It recurs in the other program. Only the next one is imported.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It repeats in the other program; only the next one would have been taken. Schedule it anew for its next time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It stands below what you write, and changes with the account a message is sent from.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It stays back until its draft is sent or discarded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It takes messages up to {size}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It takes {count} messages a connection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It waits because the account is paused. Nothing was sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It waits in “Scheduled”: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was deleted in the other program.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was imported before, or stands in the list already.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was not accepted. {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was not sent, and nobody gets it twice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was to go {when}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It was to go {when}; it goes once {sender} is resumed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>It will be sent again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Italic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its administrator can switch it on; the note says what and where.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its deadline passed before it could be sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its files come to {size}; many servers take no message above {limit}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its licence is kept at its website.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its mail server is on this very computer. A worker that runs elsewhere can't reach it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its messages wait until you resume it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its move was called off</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its part of the list is shown as last seen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its part of the list is shown as of {when}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its sealed password is deleted there, and the cloud sends nothing more from it. Messages that still wait there stay until you move them to this PC. To be sure, change the password at your mail provider too.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its secret</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its server does that by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its server's certificate is to be looked at</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its time can't be read.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its time has passed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its time has passed. Choose another, or send it now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Its timeline shows what happened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Jan</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>January</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Jul</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>July</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Jun</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>June</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Just a moment…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Just try it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep a copy in the Sent folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep each once</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep on this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep running</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep running in the tray</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep the formatting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keep them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kept for {address}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kept in Drafts.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Kept in Drafts. The original stays on hold.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Key until now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keyboard</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keys like in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Keys of your own</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Known settings of {provider}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Language</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Last 7 days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Lateness</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Later</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Later (Page Down)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Later today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leave it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Leave it empty to go on with the password that is kept.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Let it send again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Let its account send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Let the cloud send from it: in the account's menu, at the left.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Let the cloud send from it…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Let the cloud send from this account?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Light</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Light appearance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Like 8, 930 or 20:15; the arrows go by a quarter of an hour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Like the system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Limits</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Limits and options</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Limits and options…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Limits…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Link</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Load remote pictures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Loading pictures from {where}…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Log of the test</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at its servers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at the certificate…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at the new one, then agree again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at the recipients</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at them one by one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look at your accounts again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look for changes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look for updates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look for updates…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Look in your Sent folder or ask a recipient, then say whether it arrived.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Looking for a newer Nightmail…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Looking for the servers…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Made out for: {subject}
Vouched for by: {issuer}
Valid until: {until}
SHA-256: {first}
{rest}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mail leaves while this PC is off. Paste what your project shows, or sign in to the one you use.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mail me a code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mail me another code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mail to {address} came back on {day}: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mails</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mails and mailboxes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make a folder named Sent in the mailbox.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make an app password…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make one at the provider's website, then enter that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make one with the provider and enter it when you sign in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Make room in it, then let the account send again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Manage templates…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mar</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>March</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>May</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>May be left out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>May send from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mend it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Menu</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Message text</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Messages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Messages a day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Messages a minute</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Messages leave while this PC is off, too. Only the cloud worker can open what is sealed; to which key, and what that means, is shown before anything leaves.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Messages pass through here for a moment on their way out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Messages that a server accepted stay here with their timeline.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Messages were sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Messages you pause wait here until you resume them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Messages, accounts and the log of mishaps are kept there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Mon</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Monday</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Month</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>More</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>More ways to send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>More words that mean an attachment</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move to the cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move to this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Move to {field}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Moved here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Moved to the cloud. It goes out even when this PC is off.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Moved: it goes {when}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Moved: it is kept and sent elsewhere</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Moving to the cloud…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>My first message with Nightmail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name (optional)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Name of preset {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Names or addresses</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Needs attention</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Needs to be signed in again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New here? Sign up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>New template</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next 7 days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next pane</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Next: {line}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail already runs on this profile, but does not answer. End it first, then start it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail asks before it schedules something far outside them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail asks before it schedules something for them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail asks when the text has one of them and no file is attached. The usual words count anyway.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail can send from this account</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail ended unexpectedly last time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail forgets this account and its password. The record of what was sent from it stays, and so does your mailbox at the provider.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail keeps running in the tray.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail puts a copy there itself, unless the server has done so.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail schedules mail from your own account, sends it on time, and can prove it afterwards.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail sends from your own account. Its address is enough to begin; most servers are known.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail sent this message from your account to itself, through the same queue that all your messages take.

There is nothing to do, and you may delete it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail starts in the tray when you sign in, so that messages leave from this PC on time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail {version} is there</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nightmail {version} is there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No account yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No account yet. Allow it in an account's menu, at the left.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No answer after the last byte: not confirmed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No drafts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No mail was found there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No message here matches “{search}”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No message in any folder matches “{search}”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No message needs you.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No password is kept for {address}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No project is connected yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No second sign-in was tried, so that the account is not locked.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No setting is called like that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No such address.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No templates yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>No web browser could be opened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nobody got it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nobody says where the servers of {domain} are. Your provider's help pages do.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None has been heard of for {away}, so the cloud sends nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None is running, so the cloud sends nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>None: every check before sending speaks up.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not accepted this time, will try again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not all pictures could be loaded from {where}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not confirmed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not heard of yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not imported</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not in your mailbox, so not accepted: to be sent again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not sent to anybody · {people}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not sent to everyone · {people}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not tried yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Not understood: {words}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Noted: it arrived.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is being sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is being sent from this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is being sent: the passwords are sealed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is called like that.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is lost, but a recipient may get the message twice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is lost; Nightmail tries again by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is lost; nothing needs to be done.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is on hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is scheduled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is sent from it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is sent twice: the message waits under “Needs attention” for your word.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing is sent yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing leaves this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing leaves this PC: a built-in mail server catches all that you send, and you can look at it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing more is sent by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing needs to be done.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing sent yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing slides or fades; counting down shows numbers only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was cancelled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was caught yet. What you send from the try-out account turns up here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was sent, and nobody signs in again by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was sent, and nothing is lost: its messages wait.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nothing was sent: neither mail nor password went to it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Notifications</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Nov</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>November</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Now:</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Numbered list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>OK</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Oct</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>October</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Off: it leaves at once</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On hold until you resume it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On its way to the cloud; it is not known yet whether it arrived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On its way to the cloud; sign in again to learn who has it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On its way…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On this PC and in the cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On this PC now. It goes out from here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On this PC only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On this PC: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>On this PC; goes to the cloud when it can be reached</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Once a day Nightmail asks whether there is a newer one. Nothing is said about you, and nothing is installed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One message tries now; the others follow if it gets through.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>One question</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only on this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Only what is scheduled can be moved.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open Nightmail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open in browser</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the download page</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Open the folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Opening…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Opens your browser. Nightmail never sees your password.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Or without a password:</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Or write: friday 9am, in 2 hours…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Orange</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Other keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Other servers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Other servers…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Outgoing server (SMTP)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pages of the settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Passphrase</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Password</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Passwords are sealed on this PC with a passphrase.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paste</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paste without formatting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pause</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pause all sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Pause it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paused by you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paused. Nothing is sent from it until you resume it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Paused: it needs you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>People you wrote to</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Picked up for sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Plain text has no bold words, colours, links or pictures. Those in this message are lost.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Plain text only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Please switch on authenticated SMTP (SMTP AUTH, “Authenticated SMTP” under the mailbox's mail apps) for {address}, so that its owner can send scheduled mail through {host}. The server said: {said}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Port for reading</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Port for sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Presets</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Presets, keys and everything else on these pages become what Nightmail came with.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Press a line's keys to choose others.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Press the new keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Press the new keys, then “Use these keys”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Previous message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Previous pane</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Print</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Print…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Profile folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Provider's limits</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Publishable key</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Purple</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Put back into the queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Put back untouched</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Put on hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Queue empty</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Quiet days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Quit anyway</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Quote</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reach them in another way, or send again later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Read the server's words, correct the address and send again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading mail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reading {source}…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ready</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recipients a day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Recipients at once</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Red</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reduce motion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Refused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove it from this PC and add it again while you are signed in: then both are one. If there are messages of it on this PC, it can't be removed, and goes on sending from this PC alone.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove link</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove or shrink attachments, or share them by a link.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove preset {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove the template</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove the try-out account?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove the try-out account…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove {address}?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove {file}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Remove…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Replace it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Report a problem</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Report a problem…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reschedule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rescheduled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Rescheduled.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reset to default</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reset to defaults</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Resume</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Resume all sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Resumed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Resumed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Running; heard of {away} ago.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>STARTTLS</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sat</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Saturday</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save a copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save a copy…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save account</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save all the same</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save as template</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save as template…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save servers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save the draft</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save the record with its hashes, for anybody to check</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Save what you write again and again, and insert it with a few keys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Saved as {file}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Saved {clock}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Saving…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Say it under “Needs attention”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schedule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schedule again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schedule anyway</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schedule at the first preset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schedule at the second preset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schedule at the third preset</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schedule send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scheduled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scheduled as it was when you pressed. What you changed since is kept in Drafts.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scheduled: goes now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scheduled: goes {when}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Schedule…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scheduling</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Scheduling…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seal</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seal and allow</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Seal your passwords</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search licences</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Search subject and recipients</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>See what was caught</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>See what was caught…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send a test message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send a test message from the account to itself: it takes the way that all your mail will take.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send again after 30 minutes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send again to the missing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send anyway</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send it again, or let it be.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send it to fewer people at a time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send only until…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send only within…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send when possible</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Send {when}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sending mail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sending now from {sender} · by {sends}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sending soon…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sending…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sends</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sends by {smtp}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sends by {smtp}, reads at {imap}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sends by {smtp}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sent on its way to the cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sent: the server accepted it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sep</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>September</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Server for reading</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Server for sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Servers of {address}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Servers…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set another password</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set every setting back?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set everything back…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set link</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Set the password</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sets back every page here. Accounts, messages and signatures stay as they are.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Setting it…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Settings as they came</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Settings: {page}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Share of what the account takes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show Bcc</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show Cc</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the draft</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show the text</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Show what to add</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in again: “Cloud” in the menu. What is on this PC stays as it is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in again; many providers want an app password made at their website.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in again…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in anew</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in as {address}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in at the provider's website and do what it asks, then let the account send again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in from the menu, under “Cloud”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in once more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in to see how it stands.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in to the cloud to change it there, or move it here first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in with the provider</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in with the provider in your browser; the password is not needed any more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in with your provider in the browser window that opens.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in with {provider} in your browser.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign in with {provider}…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign out on this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign out on this PC?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sign-in to {address} expired. Nothing was sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signature</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signature for answers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signature for new messages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signature of {address}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signatures</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signatures…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signature…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signed in as</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signed in to the cloud as {email}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signed in with {provider}. No password is needed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signing in…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Signing up…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Skip this version</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Smaller heading</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Something needs your attention</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Something went wrong inside Nightmail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Something went wrong inside Nightmail. The details are in the log; nothing you wrote is lost.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sorted: {order}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sound</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start it again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Start with the system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Starting…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stay signed in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stayed: its move was called off</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stop waiting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stopped before it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stopped. Nothing was scheduled.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Stopping…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Strikethrough</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Subject</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Subject and text are kept, without recipients, files and pictures.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sun</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Sunday</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>TLS</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take back from the cloud…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take it back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take it back at any time in the account's menu. The sealed password is deleted there, and the cloud sends nothing more from this account. To be sure, change the password at your mail provider too.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take the addresses from what your provider says about OAuth.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Take {address} back from the cloud?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Taken back from an agent that stopped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Taken back. The cloud sends nothing more from it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Takes effect the next time Nightmail starts.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Takes the address and the key from the clipboard</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tell whoever runs the project.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Templates</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Test again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Testing…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Text</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Text colour</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Text of the template</source>
            <translation type="unfinished" />
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
            <source>The DNS of {domain} names them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The account is removed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The account sends again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The address of the database can't be read.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The built-in mail server on this PC, which catches everything</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The built-in mail server took these messages and delivered none of them. They are on this PC only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The certificate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The certificate is made out for another server than this one. Trusting it would not help.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The cloud has {address} already, as another account than the one of this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The cloud may not send from it until you agree anew</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The cloud may send from {address}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The details are in desktop.log in the profile folder. What you wrote is kept as a draft.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The draft could not be saved: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The draft is back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file can't be read.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The file is too large to be a mail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The mail server of {address} could not prove who it is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The mailbox of {address} is full or switched off, so it may not send.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The message has no text.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The message stays on this PC and goes to the cloud when it can be reached.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The message you edited was changed or sent elsewhere meanwhile. Your draft is kept. Sending it now makes a second message of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The new password is kept.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The original stays on hold until you send this.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The original waits on hold while you edit. Discarding this lets it go as planned.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The other recipients have it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The outbox can't be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The password is kept in this computer's keyring and never leaves it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The password is kept on this PC only, in a file sealed with a passphrase you choose when you save.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The password is kept on this PC only, in a sealed file in the profile folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The password is sealed on this PC; only the cloud worker can open it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The password of this account is not on this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The password of your mailbox, or an app password if your provider gives one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The password of your mailbox. {provider} lets programs in only once you have allowed it in its settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The password of your {provider} mailbox.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The passwords of your accounts are sealed on this PC. Give the passphrase you chose for them. Until then, nothing is sent; what is scheduled waits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The passwords of your accounts are sealed. This PC sends nothing until you give the passphrase.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The passwords on this PC are sealed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The project answers.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The provider has blocked sending from {address}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The provider has locked signing in to {address} after too many tries.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The provider of {address} no longer accepts a password here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The provider of {address} wants an app password.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The provider of {address} wants you to sign in with a browser first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The recipient's mailbox is full or switched off.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The report</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The same again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The same as above</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sandbox runs on a PC, and the cloud can't reach it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server accepted it, but it did not turn up in the mailbox within a minute. Look for it yourself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server accepted it. Look into your mailbox: it should be there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server allows {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server asked to try again later. Nothing was sent; the next try comes by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server did not answer. Nothing was sent; the next try comes by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server does not let this account send as {address}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server does not take mail for this recipient.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server refused the message. Nothing more will be sent by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server refused the user name or password of {address}. Nothing was sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server refused what the message contains.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server said: {words}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server shows a certificate that nobody vouches for. If it is your own server, compare the certificate with what whoever runs it tells you; if it is a provider's, somebody may be in between.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server took it, but it came back from {people}. It is not sent again by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The server took the message for unwanted mail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The servers of {domain} could not be looked up: the network did not answer. Try again later, or enter them from your provider's help pages.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sign-in is kept in this computer's keyring and never leaves it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sign-in is kept on this PC only, in a file sealed with a passphrase you choose when you save.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The sign-in is kept on this PC only, in a sealed file in the profile folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The signature could not be saved: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The status bar says whether this PC sends.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The subject is empty.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The system can't be told to start Nightmail: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The system's short sound when a message was sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The template could not be saved: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The text greets {name}, and no recipient is called so.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The text speaks of an attachment, but no file is attached.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The try-out account is removed. Your drafts are kept.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The two differ.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The worker's key changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The worker's key has changed, or the servers of {address} have, since you let the cloud send from it. Look at the key, then agree again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The worker's key has changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>The worker's key or the account's servers changed. The cloud can't send from {address} until you agree again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Theme</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is more than the calendar can show. The list has all of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no account to send it from yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no project in it. It should hold an address like https://abcdefgh.supabase.co and a key.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no such day.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>There is no such file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>These TXT records prove that mail of {domain} is its own. Its provider ({host}) names the exact values:

{domain}  TXT  v=spf1 include:(the provider's SPF name) -all
(selector)._domainkey.{domain}  TXT  (the DKIM key that the provider shows)
_dmarc.{domain}  TXT  v=DMARC1; p=none; rua=mailto:postmaster@{domain}

The server said: {said}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>These keys belong to “{action}”. Choose others for it first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>These words contradict each other: {words}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>They belong to another domain than your address: use them only if they are your provider's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This PC sends</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This PC sends nothing. {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This PC's clock is {span} ahead of the project's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This PC's clock is {span} behind the project's.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This account has no password. Messages can be read by whoever runs the project.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This account is no longer there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This account is not on this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This account is paused. Resume it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This account is paused: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This afternoon</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This build does not look for updates.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This computer has no keyring. Nightmail keeps passwords in a file on this PC, sealed with a passphrase of yours.

You give it again at each start, since Nightmail never stores it. If it is lost, the passwords have to be entered anew.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This desktop has no tray, so Nightmail can only keep running minimised.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This desktop has no tray.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This evening</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This is the beginning of a very long message; the whole of it is sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This link can't be read.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This link leads to {where}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This message does not leave this PC: a mail server inside Nightmail catches it. Send it now, or press the arrow beside “Send” and choose when it is to go.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This message is in the cloud, and you are not signed in there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This message is no longer there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This message was sent, cancelled or edited elsewhere while you were editing it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This morning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This needs the account's incoming server (IMAP): name it under “Servers…”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This passphrase does not open the sealed passwords.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This recipient is here twice. One mail is sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>This reply goes to your own address, {address}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Thu</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Thursday</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Time of preset {number}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Time zone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Timeline</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To  (nobody)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To  {people}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To be sent again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To {host} go the account {address} with its servers ({host2}). Messages that you schedule there go with their text, recipients and attachments.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>To {people}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tomorrow</source>
            <translation type="unfinished" />
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
            <source>Too large ({size}; limit {limit}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Too large for the server.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Too many recipients for one message.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tries again {when} ({wait}), try {number}, from {sender}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Trust this certificate</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try again in a moment.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try again later, or test the account's sign-in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try again, or enter the one you chose when it was made.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try again: you will be asked for a passphrase that seals the passwords on this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try another word.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try it now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Try now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Trying it…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Trying the servers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Trying…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Tuesday</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Underline</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Undo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Undo after “Send”</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unlock</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unlock the keyring and try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Unlock your passwords</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Until now:</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Updates come with this Python environment.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Updates come with those of your system.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Upload</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Uploading: {done} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use Bcc instead</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use a server on the Internet, or send from this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use plain text</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use these keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Use {address}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>User name for reading</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>User name for sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Usually an attachment or a link is to blame.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Usually your address; empty: no sign-in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Version {version}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>View log</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wait an hour, then sign in again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting for {provider} in your browser…</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waiting to retry</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits: account paused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits: asked to slow down</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits: no answer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits: provider's limit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Waits: sending limit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Warn again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Warnings you switched off</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Ways to send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>We do not know whether the server accepted this message, and could not find it out. Look in your Sent folder or ask a recipient, then choose below.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>We do not know whether the server accepted this message, and its account has no mailbox (IMAP) here that could be looked into. Look in your Sent folder or ask a recipient, then choose below.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>We do not know yet whether the server accepted this message. It will not be sent twice.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>We do not know yet whether the server accepted this message. Where your mailbox can be looked into, that is done by itself within half an hour. If you know already, choose below.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Website</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Wednesday</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Week</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What happens</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What is new</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What is over a limit waits; nothing is refused. Empty: no limit.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What leaves this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What needs you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What new messages do. Each can be told otherwise in the schedule window.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What the sandbox caught is deleted. What you sent stays in “Sent” as a record, and your drafts stay drafts.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What the schedule window offers first. Those already past drop out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What to do with {address}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What will become of the mails in {source}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What would you like to do?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What you choose here is done to each of them; afterwards you read what came of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What you schedule stays on this PC until you let it go to the cloud.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What you scheduled and wrote is still there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What you write is kept here until you send or schedule it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>What you wrote is kept as a draft: compare, then send it as a new message.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>When, in words</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where may this password live?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Where may this sign-in live?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Which one do you mean?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Who can open it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Whoever runs the domain adds three records; then let the account send again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Whoever runs the project has put another key in the place of the one you agreed to. Usually that is routine. Ask before you agree: if somebody else did it, they could open what you seal now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Whoever runs the project has to publish one; until then the account stays on this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Why</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>With a cloud worker</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>With my own account</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Without encryption everybody on the way could read the mail. Choose TLS or STARTTLS.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Without it Nightmail sends, but can't look up whether a message arrived when its connection broke.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Words in double braces, like {example}, stay visible until you fill them in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Words of the licence</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Worker</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Working days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Working hours</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Working hours begin</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Working hours end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Works</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Works that Nightmail stands on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write a subject</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write another like it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write another one like it where it came back.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write now. It leaves at the right moment.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write now; it leaves at the moment you choose.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write the text. Fields stand in double braces.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write your message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Write: {subject}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Writing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Yesterday</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You are not signed in to the cloud.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You are signed in. The account sends again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You are signed out on this PC. Your other PCs stay signed in. {words}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You are trying Nightmail out: nothing leaves this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You changed the signature in this message. Replace it with the one of this account?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You have Nightmail {version}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You have the newest Nightmail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You have {version}. The new one was published on {day}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>You paused {address}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your accounts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your domain is not set up for bulk mail (DMARC).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your mailbox is looked into by itself within half an hour.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your name and how to reach you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Your organisation has switched off SMTP sending for this mailbox.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>also sent from by the cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>in the cloud only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>in the main window</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>in {count} h</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>in {count} min</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>is not there any more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>next try {when}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>one word or phrase a line</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>only in the desktop app</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>only in the hosted worker</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the cloud worker</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>the worker's key or the servers changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>this PC, once it is unlocked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>this PC, once it sends again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>to {people}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>today 17:00</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>while writing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>with attachments</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{accepted} · {span} after its time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{action}: {keys}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{address} has no mailbox (IMAP) here that could be looked into: only you can find out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{address} is paused in the cloud: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{address} is paused.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{address} is ready to send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{address} sends by {host} from now on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{address} stays paused: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{address} still sends: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{address} was removed. The message is sent from another account now.</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} in the last 24 hours</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} min</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} of the {limit} messages that {address} may send a day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{count} s</source>
            <translation type="unfinished" />
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
            <translation type="unfinished" />
        </message>
        <message>
            <source>{day} {month}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{day} {month} {year}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{day}, {clock} ({city})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {all} cancelled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {all} done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {all} go out now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {all} moved to the cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {all} moved to this PC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {all} noted as arrived</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {all} put on hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {all} rescheduled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {all} resumed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done} of {all} will be sent again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{done}; {left}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{field} {number} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} can't be written: {why}. Choose another place.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{file} could not be written: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{first} – {last} {year}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{hosts} and {count} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} answers, encrypted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} answers. The connection is not encrypted, which is fine on this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} lets you in as {user} and takes messages up to {size}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} lets you in as {user}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} lets you in, but has no folder of sent mail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} lets you in. Sent mail is in “{folder}”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{host} says so itself, over an encrypted connection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{message} Look at the newest mail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{month} {year}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{names} and {count} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name} (copy)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{name}, {place}: press Enter to edit, Delete to remove</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{place} has used up what its provider lets it send.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{provider} is reached through its Bridge, a program of theirs on this computer. Start it, then enter the user name and the password that it shows.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{provider} takes no passwords from programs. Sign in with your browser.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{provider} takes the mail of your domain ({host}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{provider} wants an app password: one that is made for a single program. Make it there, then paste it here.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{reason} Last heard of {when}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{says} {safe} Nothing more will be sent by itself. {next}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{sender} is none of your accounts; another one sends it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{sends} · next: {line}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{sends} · nothing waits</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{shown}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{shown}; its worker was running at {when}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{shown}; no worker was running there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{size} GB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{size} MB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{size} bytes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{size} kB</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{subjects} and {count} more: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{subjects}: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{there} = {here} {city}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{weekday} {day}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{weekday} {day} {month}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{weekday} {day} {month} {year}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{what} Make one at {where}; then enter its id and secret.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{what} by an operator</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{what} by you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{what} by {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{when}, {subject}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{when}, {wait}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{when}: {subject}, to {people}. {state}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{where} Messages leave while this PC is on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{why}

Enter the new password, or leave it empty to try again with the one that is kept.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>{why} What is on this PC goes on as planned.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>“{name}” is a template now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>“{name}” was not opened: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>“{name}” was removed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>“{subject}” to {people}</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <source>Another Nightmail on this PC sends them, so they go out on time while that one runs.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>Correct the addresses and send again.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>Daily limit reached; {count} messages wait and continue {until}.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>Fields like {names} are not filled in.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
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
            <source>Import {count} mails</source>
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
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>Nightmail keeps running in the tray so {count} messages can be sent.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>No cloud worker is running, and {count} messages wait there. Ask whoever runs the project, or move them to this PC.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>No such addresses: {people}.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>Sending from {count} accounts is paused. The others send.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>Show {count} found elsewhere</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>The server says that these addresses do not exist: {people}.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>The {count} recipients in To and Cc can see the address of each other.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>While Nightmail is not running, this PC sends nothing. They go out when you start it again, late if need be.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>in {count} days</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} accounts of yours.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} checks before sending are silent.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} days</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} drafts</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} drafts made</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} drafts were open when Nightmail ended. They are open again.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} fields to fill in: {names}</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} files</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} files, {size} as mail</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} files, {size} as mail of at most {limit}</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} had already left</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
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
            <source>{count} left out</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages are being edited</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages are still to go from {address}.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages are still to go.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages chosen</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages in all</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages need your attention</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages need your attention.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages scheduled</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages stay in the cloud and go out on time; sign in to see or change them.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages stay in the cloud, where no worker is running; sign in to see or change them.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages that are still to go become drafts.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages there will not be sent until it is resumed.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages to go</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages to schedule</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages wait</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages wait.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} messages were sent.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} more</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} more causes under “Needs attention”.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} not imported</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} pictures are on other servers ({where}). They are not loaded, as that would tell them that you looked.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} seconds</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} things need you</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{count} works and their licences</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{moved} of {whole} moved; {count} messages stay on this PC.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{names} are named twice.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{page} ({count} settings)</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{place} asked to slow down; {count} messages wait, next try {until}.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{place} is not answering; {count} messages wait, next try {until}.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <source>{place} keeps within its sending limit; {count} messages continue {until}.</source>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
    </context>
</TS>
