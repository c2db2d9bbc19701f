"""The next step for a failure, as a window can offer it. Never shows advice that only a command line can follow."""

from __future__ import annotations

import re

from nightmail.errors import Invalid, NightmailError

# A command, an option, an environment variable or a server's URL: nobody can enter those in a window.
_FOR_COMMAND_LINES = re.compile(r"\bnightmail [a-z]+|NIGHTMAIL_[A-Z]|(?<!\w)--[a-z]|\w://")

# Something in front of the project answered, or the project without its database: this PC's connection is not at fault.
_ANSWERED = re.compile(r"\((?:5\d\d|its database is away)\)")
_AWAY = "It is not this PC's connection. Nightmail tries again by itself; what you schedule meanwhile is kept on this PC."

# By code: where the core's own sentence is not for windows, or says less than a window knows.
_SAYS = {
    "database-url": "The address of the database can't be read.",
    "bad-endpoint": "A sign-in's address has to begin with https and name a host.",
    "past-time": "That time has passed.",
    "no-master-key": "The passwords on this PC are sealed.",
    "wrong-master-key": "This passphrase does not open the sealed passwords.",
    "no-such-message": "This message is no longer there.",
}

# By code: where the core advises a command.
_NEXT = {
    "account-in-use": "Say it under “Needs attention”.",
    "account-not-in-cloud": "Let the cloud send from it: in the account's menu, at the left.",
    "bad-dkim-key": "Ask whoever runs the mail server.",
    "bad-project-url": "Copy it from the project's settings, with everything up to .supabase.co.",
    "bad-public-key": "Tell whoever runs the project.",
    "cloud-settings-damaged": "Connect again: “Cloud” in the menu. Nothing else depends on it.",
    "database-login": "Ask whoever runs the database.",
    "database-rights": "Ask whoever runs the database.",
    "database-unreachable": "Nothing is lost; Nightmail tries again by itself.",
    "database-url": "Ask whoever runs the database.",
    "dkim-key-missing": "Ask whoever set up signing for this account; its mail waits.",
    "dkim-not-aligned": "Ask whoever set up signing for this account; its mail waits.",
    "folder-unwritable": "Ask whoever runs the worker.",
    "key-in-use": "Ask whoever runs the project.",
    "key-retired": "Look at the new one, then agree again.",
    "keyring-failed": "Unlock the keyring and try again.",
    "migrations-missing": "Ask whoever runs the database to bring it up to date.",
    "no-keyring": "Try again: you will be asked for a passphrase that seals the passwords on this PC.",
    "no-master-key": "Choose “Unlock” above the list and enter the passphrase.",
    "no-owner": "Ask whoever runs the database.",
    "no-platform": "Ask whoever runs the database.",
    "bad-endpoint": "Take the addresses from what your provider says about OAuth.",
    "no-client-id": "Make one with the provider and enter it when you sign in.",
    "no-mailbox": "Add the account again with its mailbox server (IMAP).",
    "no-sent-folder": "Make a folder named Sent in the mailbox.",
    "private-host": "Use a server on the Internet, or send from this PC.",
    "probe-refused": "Try again later, or test the account's sign-in.",
    "no-such-account": "Choose another account, or add it from the menu.",
    "no-such-database": "Ask whoever runs the database.",
    "no-such-key": "Ask whoever runs the project.",
    "no-such-message": "Choose another one from the list.",
    "no-worker-key": "Whoever runs the project has to publish one; until then the account stays on this PC.",
    "elsewhere": "Sign in to the cloud to change it there, or move it here first.",
    "is-moving": "Try again in a moment.",
    "no-worker-user": "Ask whoever runs the worker.",
    "not-connected": "Connect one: “Cloud” in the menu.",
    "nobody-missing": "Write another one like it where it came back.",
    "not-failed": "Its timeline shows what happened.",
    "not-in-doubt": "Its timeline shows what happened.",
    "not-suppressed": "Nothing needs to be done.",
    "owner-needed": "Ask whoever runs the database.",
    "past-time": "Choose a later time, or send it now.",
    "plain-refused": "Choose TLS or STARTTLS.",
    "profile-unwritable": "Check that you may write there.",
    "sealing-unavailable": "Add the account without a password, or keep it on this PC.",
    "signed-out": "Sign in again: “Cloud” in the menu. What is on this PC stays as it is.",
    "timeout": "The status bar says whether this PC sends.",
    "too-late": "Its timeline shows what happened.",
    "worker-key-missing": "Enter the account's password again.",
    "wrong-code": "Ask for a new one.",
    "wrong-master-key": "Try again, or enter the one you chose when it was made.",
}


def failure_words(problem: NightmailError) -> str:
    """What happened, and the next step a person can take in this window; without one where none is known."""
    if isinstance(problem, Invalid):
        return f"{problem.message} {_usable(problem.next)}".strip()
    if problem.code == "cloud-unreachable" and _ANSWERED.search(problem.message):
        return f"{problem.message} {_AWAY}"
    said = _SAYS.get(problem.code, problem.message)
    return f"{said} {_usable(problem.next) or _NEXT.get(problem.code, '')}".strip()


def _usable(advice: str) -> str:
    return "" if _FOR_COMMAND_LINES.search(advice) else advice
