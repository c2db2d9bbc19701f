"""The pages of the settings: their names, icons and what they are about. No Qt."""

from __future__ import annotations

from enum import StrEnum

from desktop.language import tr


class Page(StrEnum):
    GENERAL = "general"
    SCHEDULE = "schedule"
    COMPOSE = "compose"
    NOTIFICATIONS = "notifications"
    APPEARANCE = "appearance"
    KEYBOARD = "keyboard"
    LANGUAGE = "language"
    ADVANCED = "advanced"


ICONS = {
    Page.GENERAL: "settings",
    Page.SCHEDULE: "clock",
    Page.COMPOSE: "edit",
    Page.NOTIFICATIONS: "bell",
    Page.APPEARANCE: "moon",
    Page.KEYBOARD: "keyboard",
    Page.LANGUAGE: "globe",
    Page.ADVANCED: "server",
}


def page_words(page: Page) -> str:
    match page:
        case Page.GENERAL:
            return tr("General")
        case Page.SCHEDULE:
            return tr("Scheduling")
        case Page.COMPOSE:
            return tr("Writing")
        case Page.NOTIFICATIONS:
            return tr("Notifications")
        case Page.APPEARANCE:
            return tr("Appearance")
        case Page.KEYBOARD:
            return tr("Keyboard")
        case Page.LANGUAGE:
            return tr("Language")
        case Page.ADVANCED:
            return tr("Advanced")


def day_names() -> tuple[str, ...]:
    """From Monday on."""
    return (
        tr("Monday"),
        tr("Tuesday"),
        tr("Wednesday"),
        tr("Thursday"),
        tr("Friday"),
        tr("Saturday"),
        tr("Sunday"),
    )
