"""The next step for a failure, as a window can offer it. Never shows advice that only a command line can follow."""

from __future__ import annotations

import re

from desktop.language import say_of_core, tr
from nightmail.errors import Invalid, NightmailError, Problem

# A command, an option, an environment variable or a server's URL: nobody can enter those in a window.
_FOR_COMMAND_LINES = re.compile(r"\bnightmail [a-z]+|NIGHTMAIL_[A-Z]|(?<!\w)--[a-z]|\w://")

# Something in front of the project answered, or the project without its database: this PC's connection is not at fault.
_ANSWERED = re.compile(r"\((?:5\d\d|its database is away)\)")


def _away() -> str:
    return tr("It is not this PC's connection. Nightmail tries again by itself; what you schedule meanwhile is kept on this PC.")


# By code: where the core's own sentence is not for windows, or says less than a window knows.


def _says() -> dict[str, str]:
    return {
        "database-url": tr("The address of the database can't be read."),
        "bad-endpoint": tr("A sign-in's address has to begin with https and name a host."),
        "past-time": tr("That time has passed."),
        "no-master-key": tr("The passwords on this PC are sealed."),
        "wrong-master-key": tr("This passphrase does not open the sealed passwords."),
        "no-such-message": tr("This message is no longer there."),
    }


# By code: where the core advises a command.


def _next() -> dict[str, str]:
    return {
        "account-in-use": tr("Say it under “Needs attention”."),
        "account-not-in-cloud": tr("Let the cloud send from it: in the account's menu, at the left."),
        "bad-dkim-key": tr("Ask whoever runs the mail server."),
        "bad-project-url": tr("Copy it from the project's settings, with everything up to .supabase.co."),
        "bad-public-key": tr("Tell whoever runs the project."),
        "cloud-settings-damaged": tr("Connect again: “Cloud” in the menu. Nothing else depends on it."),
        "database-login": tr("Ask whoever runs the database."),
        "database-rights": tr("Ask whoever runs the database."),
        "database-unreachable": tr("Nothing is lost; Nightmail tries again by itself."),
        "database-url": tr("Ask whoever runs the database."),
        "dkim-key-missing": tr("Ask whoever set up signing for this account; its mail waits."),
        "dkim-not-aligned": tr("Ask whoever set up signing for this account; its mail waits."),
        "folder-unwritable": tr("Ask whoever runs the worker."),
        "key-in-use": tr("Ask whoever runs the project."),
        "key-retired": tr("Look at the new one, then agree again."),
        "keyring-failed": tr("Unlock the keyring and try again."),
        "migrations-missing": tr("Ask whoever runs the database to bring it up to date."),
        "no-keyring": tr("Try again: you will be asked for a passphrase that seals the passwords on this PC."),
        "no-master-key": tr("Choose “Unlock” above the list and enter the passphrase."),
        "no-owner": tr("Ask whoever runs the database."),
        "no-platform": tr("Ask whoever runs the database."),
        "bad-endpoint": tr("Take the addresses from what your provider says about OAuth."),
        "no-client-id": tr("Make one with the provider and enter it when you sign in."),
        "no-mailbox": tr("Add the account again with its mailbox server (IMAP)."),
        "no-sent-folder": tr("Make a folder named Sent in the mailbox."),
        "private-host": tr("Use a server on the Internet, or send from this PC."),
        "probe-refused": tr("Try again later, or test the account's sign-in."),
        "no-such-account": tr("Choose another account, or add it from the menu."),
        "no-such-database": tr("Ask whoever runs the database."),
        "no-such-key": tr("Ask whoever runs the project."),
        "no-such-message": tr("Choose another one from the list."),
        "no-worker-key": tr("Whoever runs the project has to publish one; until then the account stays on this PC."),
        "elsewhere": tr("Sign in to the cloud to change it there, or move it here first."),
        "is-moving": tr("Try again in a moment."),
        "no-worker-user": tr("Ask whoever runs the worker."),
        "not-connected": tr("Connect one: “Cloud” in the menu."),
        "nobody-missing": tr("Write another one like it where it came back."),
        "not-failed": tr("Its timeline shows what happened."),
        "not-in-doubt": tr("Its timeline shows what happened."),
        "not-suppressed": tr("Nothing needs to be done."),
        "owner-needed": tr("Ask whoever runs the database."),
        "past-time": tr("Choose a later time, or send it now."),
        "plain-refused": tr("Choose TLS or STARTTLS."),
        "profile-unwritable": tr("Check that you may write there."),
        "sealing-unavailable": tr("Add the account without a password, or keep it on this PC."),
        "signed-out": tr("Sign in again: “Cloud” in the menu. What is on this PC stays as it is."),
        "timeout": tr("The status bar says whether this PC sends."),
        "too-late": tr("Its timeline shows what happened."),
        "worker-key-missing": tr("Enter the account's password again."),
        "wrong-code": tr("Ask for a new one."),
        "wrong-master-key": tr("Try again, or enter the one you chose when it was made."),
    }


def failure_words(problem: NightmailError) -> str:
    """What happened, and the next step a person can take in this window; without one where none is known."""
    if isinstance(problem, Invalid):
        return f"{say_of_core(problem.message)} {_usable(problem.next)}".strip()
    if problem.code == "cloud-unreachable" and _ANSWERED.search(problem.message):
        return f"{say_of_core(problem.message)} {_away()}"
    said = _says().get(problem.code) or say_of_core(problem.message)
    return f"{said} {_usable(problem.next) or _next().get(problem.code, '')}".strip()


def problem_words(problem: Problem) -> str:
    """What is wrong with one thing that was entered, and what to do about it."""
    return f"{say_of_core(problem.message)} {_usable(problem.next)}".strip()


def _usable(advice: str) -> str:
    return "" if _FOR_COMMAND_LINES.search(advice) else say_of_core(advice)
