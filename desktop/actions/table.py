"""Every action of the windows, once: its words, its icon, its keys in each key map. No Qt, and nothing is done here.

Menus, tooltips, the command palette and the page of shortcuts are all read from this table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.language import tr
from desktop.preferences import KeyMap

Words = Callable[[], str]


class Place(StrEnum):
    """The window an action belongs to. ANYWHERE: in both."""

    MAIN = "main"
    COMPOSE = "compose"
    ANYWHERE = "anywhere"


class Group(StrEnum):
    """The heading an action stands under on the page of shortcuts."""

    WRITE = "write"
    TEXT = "text"
    MESSAGE = "message"
    GO = "go"
    ACCOUNT = "account"
    APP = "app"


def group_words(group: Group) -> str:
    match group:
        case Group.WRITE:
            return tr("Writing")
        case Group.TEXT:
            return tr("Text")
        case Group.MESSAGE:
            return tr("Messages")
        case Group.GO:
            return tr("Getting around")
        case Group.ACCOUNT:
            return tr("Accounts")
        case Group.APP:
            return tr("Nightmail")


@dataclass(frozen=True, slots=True)
class Action:
    """`keys` are Nightmail's own, the first one is shown; `others` stand instead of them in other key maps. In Qt's portable
    words, so Ctrl is Command on a Mac."""

    id: str
    group: Group
    place: Place
    words: Words
    icon: str = ""
    keys: tuple[str, ...] = ()
    others: Mapping[KeyMap, tuple[str, ...]] = field(default_factory=dict)

    def keys_in(self, key_map: KeyMap) -> tuple[str, ...]:
        return self.others.get(key_map, self.keys)


_GMAIL, _BIRD, _OUTLOOK = KeyMap.GMAIL, KeyMap.THUNDERBIRD, KeyMap.OUTLOOK


def _writing() -> tuple[Action, ...]:
    group, place = Group.WRITE, Place.COMPOSE
    return (
        Action(
            "message.new",
            group,
            Place.ANYWHERE,
            lambda: tr("New message"),
            "compose",
            ("Ctrl+N",),
            {_GMAIL: ("C", "Ctrl+N"), _BIRD: ("Ctrl+N", "Ctrl+M"), _OUTLOOK: ("Ctrl+N", "Ctrl+Shift+M")},
        ),
        Action(
            "compose.send",
            group,
            place,
            lambda: tr("Send now"),
            "send",
            ("Ctrl+Return",),
            {_OUTLOOK: ("Alt+S", "Ctrl+Return")},
        ),
        Action(
            "compose.schedule",
            group,
            place,
            lambda: tr("Schedule…"),
            "clock",
            ("Ctrl+Shift+Return",),
            {_BIRD: ("Ctrl+Shift+Return", "Alt+Shift+Return")},
        ),
        Action("compose.preset-1", group, place, lambda: tr("Schedule at the first preset"), "clock", ("Ctrl+Alt+1",)),
        Action("compose.preset-2", group, place, lambda: tr("Schedule at the second preset"), "clock", ("Ctrl+Alt+2",)),
        Action("compose.preset-3", group, place, lambda: tr("Schedule at the third preset"), "clock", ("Ctrl+Alt+3",)),
        Action("compose.from", group, place, lambda: tr("Choose the sender"), "person", ("Ctrl+Shift+F",)),
        Action("compose.to", group, place, lambda: tr("Go to the recipients"), "person", ("Ctrl+Shift+T",)),
        Action("compose.cc", group, place, lambda: tr("Show Cc"), "person", ("Ctrl+Shift+C",)),
        Action("compose.bcc", group, place, lambda: tr("Show Bcc"), "person", ("Ctrl+Shift+B",)),
        Action(
            "compose.attach",
            group,
            place,
            lambda: tr("Attach files"),
            "clip",
            ("Ctrl+Shift+A",),
        ),
        Action("compose.template", group, place, lambda: tr("Insert a template"), "template", ("Ctrl+Shift+J",)),
        Action("compose.signature", group, place, lambda: tr("Signature…"), "signature"),
        Action("compose.plain", group, place, lambda: tr("Plain text only"), "text"),
        Action("compose.save", group, place, lambda: tr("Save the draft"), "draft", ("Ctrl+S",)),
        Action("compose.print", group, place, lambda: tr("Print…"), "printer", ("Ctrl+P",)),
        Action("compose.export", group, place, lambda: tr("Export as .eml…"), "save", ("Ctrl+Shift+S",)),
        Action("compose.close", group, place, lambda: tr("Close the window"), "close", ("Ctrl+W", "Esc")),
        Action("compose.discard", group, place, lambda: tr("Discard draft"), "trash", ("Ctrl+Shift+D",)),
    )


def _text() -> tuple[Action, ...]:
    group, place = Group.TEXT, Place.COMPOSE
    return (
        Action("text.bold", group, place, lambda: tr("Bold"), "bold", ("Ctrl+B",)),
        Action("text.italic", group, place, lambda: tr("Italic"), "italic", ("Ctrl+I",)),
        Action("text.underline", group, place, lambda: tr("Underline"), "underline", ("Ctrl+U",)),
        Action("text.strike", group, place, lambda: tr("Strikethrough"), "strike", ("Ctrl+Shift+X",)),
        Action("text.bullets", group, place, lambda: tr("Bulleted list"), "bullets", ("Ctrl+Shift+8",)),
        Action("text.numbers", group, place, lambda: tr("Numbered list"), "numbers", ("Ctrl+Shift+7",)),
        Action("text.quote", group, place, lambda: tr("Quote"), "quote", ("Ctrl+Shift+9",)),
        Action("text.link", group, place, lambda: tr("Link"), "link", ("Ctrl+K",)),
        Action("text.clear", group, place, lambda: tr("Clear formatting"), "clear", ("Ctrl+\\",)),
        Action("text.paste-plain", group, place, lambda: tr("Paste without formatting"), "copy", ("Ctrl+Shift+V",)),
    )


def _messages() -> tuple[Action, ...]:
    group, place = Group.MESSAGE, Place.MAIN
    return (
        Action("message.edit", group, place, lambda: tr("Edit"), "edit", ("Ctrl+E",), {_OUTLOOK: ("Ctrl+Shift+E",)}),
        Action("message.send-now", group, place, lambda: tr("Send now"), "send", ("Ctrl+Return",)),
        Action(
            "message.reschedule",
            group,
            place,
            lambda: tr("Reschedule"),
            "calendar",
            ("Ctrl+Shift+Return",),
            {_GMAIL: ("B", "Ctrl+Shift+Return")},
        ),
        Action("message.hold", group, place, lambda: tr("Hold"), "hold", ("Ctrl+H",)),
        Action("message.resume", group, place, lambda: tr("Resume"), "play", ("Ctrl+Shift+H",)),
        Action(
            "message.cancel",
            group,
            place,
            lambda: tr("Cancel sending"),
            "cancelled",
            ("Ctrl+Backspace",),
            {_GMAIL: ("#", "Ctrl+Backspace")},
        ),
        Action("message.arrived", group, place, lambda: tr("It arrived"), "tick", ("Ctrl+Shift+Y",)),
        Action("message.send-again", group, place, lambda: tr("Send again"), "retry", ("Ctrl+Shift+R",)),
        Action("message.redrive", group, place, lambda: tr("Send again to the missing"), "retry", ("Ctrl+Alt+R",)),
        Action("message.write-another", group, place, lambda: tr("Write another like it"), "copy", ("Ctrl+D",)),
        Action("message.move-up", group, place, lambda: tr("Move to the cloud"), "cloud", ("Ctrl+Shift+Up",)),
        Action("message.move-down", group, place, lambda: tr("Move to this PC"), "computer", ("Ctrl+Shift+Down",)),
        Action("message.undo", group, place, lambda: tr("Undo"), "undo", ("Ctrl+Z",), {_GMAIL: ("Z", "Ctrl+Z")}),
    )


def _going() -> tuple[Action, ...]:
    group, place = Group.GO, Place.MAIN
    return (
        Action(
            "search",
            group,
            place,
            lambda: tr("Search"),
            "search",
            ("Ctrl+F", "/"),
            {_BIRD: ("Ctrl+K", "Ctrl+F", "/"), _OUTLOOK: ("F3", "Ctrl+E", "Ctrl+F")},
        ),
        Action(
            "list.next",
            group,
            place,
            lambda: tr("Next message"),
            "chevron",
            ("Alt+Down",),
            {_GMAIL: ("J", "Alt+Down"), _BIRD: ("F", "Alt+Down"), _OUTLOOK: ("Ctrl+.", "Alt+Down")},
        ),
        Action(
            "list.previous",
            group,
            place,
            lambda: tr("Previous message"),
            "chevron",
            ("Alt+Up",),
            {_GMAIL: ("K", "Alt+Up"), _BIRD: ("B", "Alt+Up"), _OUTLOOK: ("Ctrl+,", "Alt+Up")},
        ),
        Action("go.drafts", group, place, lambda: tr("Go to Drafts"), "draft", ("Ctrl+1",), {_GMAIL: ("G, D", "Ctrl+1")}),
        Action("go.scheduled", group, place, lambda: tr("Go to Scheduled"), "clock", ("Ctrl+2",), {_GMAIL: ("G, S", "Ctrl+2")}),
        Action("go.sending", group, place, lambda: tr("Go to Sending"), "sending", ("Ctrl+3",)),
        Action(
            "go.attention", group, place, lambda: tr("Go to Needs attention"), "alert", ("Ctrl+4",), {_GMAIL: ("G, A", "Ctrl+4")}
        ),
        Action("go.sent", group, place, lambda: tr("Go to Sent"), "sent", ("Ctrl+5",), {_GMAIL: ("G, T", "Ctrl+5")}),
        Action("go.held", group, place, lambda: tr("Go to On hold"), "hold", ("Ctrl+6",)),
        Action("go.cancelled", group, place, lambda: tr("Go to Cancelled"), "cancelled", ("Ctrl+7",)),
        Action(
            "go.calendar", group, place, lambda: tr("Calendar"), "calendar", ("Ctrl+Shift+K",), {_GMAIL: ("G, C", "Ctrl+Shift+K")}
        ),
        Action("pane.next", group, place, lambda: tr("Next pane"), "chevron-right", ("F6",)),
        Action("pane.previous", group, place, lambda: tr("Previous pane"), "chevron-right", ("Shift+F6",)),
    )


def _accounts() -> tuple[Action, ...]:
    group, place = Group.ACCOUNT, Place.MAIN
    return (
        Action("account.add", group, place, lambda: tr("Add account…"), "plus"),
        Action("accounts", group, place, lambda: tr("Accounts…"), "person"),
        Action("sending.pause", group, place, lambda: tr("Pause all sending"), "hold", ("Ctrl+Shift+Space",)),
        Action("sending.resume", group, place, lambda: tr("Resume all sending"), "play", ("Ctrl+Alt+Space",)),
        Action("cloud", group, place, lambda: tr("Cloud…"), "cloud"),
        Action("import", group, place, lambda: tr("Import messages…"), "import"),
    )


def _app() -> tuple[Action, ...]:
    group, place = Group.APP, Place.ANYWHERE
    return (
        # Inside the editor Ctrl+K makes a link, as everywhere; Ctrl+Shift+P works there, too.
        Action("palette", group, place, lambda: tr("Find an action…"), "search", ("Ctrl+Shift+P",)),
        Action("palette.short", group, Place.MAIN, lambda: tr("Find an action…"), "search", ("Ctrl+K",), {_BIRD: ()}),
        Action("settings", group, place, lambda: tr("Settings"), "settings", ("Ctrl+,",), {_OUTLOOK: ("Ctrl+Alt+,",)}),
        Action("shortcuts", group, place, lambda: tr("Keyboard shortcuts"), "keyboard", ("F1",), {_GMAIL: ("?", "F1")}),
        Action("refresh", group, Place.MAIN, lambda: tr("Look for changes"), "retry", ("F5",), {_OUTLOOK: ("F9", "F5")}),
        Action("menu", group, Place.MAIN, lambda: tr("Menu"), "menu", ("F10",)),
        Action("look.light", group, Place.MAIN, lambda: tr("Light appearance"), "sun"),
        Action("look.dark", group, Place.MAIN, lambda: tr("Dark appearance"), "moon"),
        Action("look.system", group, Place.MAIN, lambda: tr("Appearance like the system"), "computer"),
        Action("updates", group, Place.MAIN, lambda: tr("Look for updates…"), "import"),
        Action("report", group, Place.MAIN, lambda: tr("Report a problem…"), "alert"),
        Action("about", group, Place.MAIN, lambda: tr("About Nightmail"), "info"),
        Action("quit", group, place, lambda: tr("Quit"), "close", ("Ctrl+Q",)),
    )


ACTIONS: Mapping[str, Action] = {
    action.id: action for part in (_writing, _text, _messages, _going, _accounts, _app) for action in part()
}
