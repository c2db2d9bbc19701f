"""Why an account sends nothing, in the person's language. The reason was kept in English, by this PC or a worker far away."""

from __future__ import annotations

from desktop.language import say_of_core, tr
from nightmail.smtp.replies import known_advice, paused_by


def pause_words(reason: str) -> str:
    """What happened and what to do about it; a server's own words only where nothing better is known."""
    if not reason:
        return tr("Nothing is sent from it.")
    if ours := _ours().get(reason):
        return ours
    key, reply = paused_by(reason)
    told = known_advice(key)
    if told is not None:
        return f"{say_of_core(told.says)} {say_of_core(told.next)}".strip()
    said = reason if reason[:3].isdigit() else reply
    return tr("The server said: {reply}", reply=said) if said else say_of_core(reason)


def _ours() -> dict[str, str]:
    # Imported here: both rooms take megabytes along, which neither the first paint nor a desktop at rest should wait for.
    from nightmail.accounts import PASSWORD_MISSING, PAUSED_BY_PERSON, REMOVED
    from nightmail.cloud.accounts import REVOKED

    return {
        PAUSED_BY_PERSON: tr("You paused it."),
        REMOVED: tr("You removed it."),
        REVOKED: tr("You took back the cloud's leave to send from it."),
        PASSWORD_MISSING: tr("Its password is not kept yet."),
    }
