"""The measures and colours every screen is drawn from. Values only: no Qt, no widget knows a number or a colour of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scheme(StrEnum):
    LIGHT = "light"
    DARK = "dark"


class Theme(StrEnum):
    """What the person chose. SYSTEM follows the desktop they sit at."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    """How much air lines get."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class Space:
    """Distances in logical pixels, one scale for margins and gaps."""

    HAIR = 2
    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 24
    XXL = 32


class Radius:
    S = 6
    M = 8
    L = 12


class Type:
    """Font sizes in logical pixels."""

    SMALL = 11
    FINE = 12
    BODY = 13
    LARGE = 15
    TITLE = 19
    DISPLAY = 26


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. A `soft` colour is the quiet fill behind text of the colour it is named after (contrast 4.5:1 or more)."""

    window: str
    side: str
    surface: str
    raised: str
    sunken: str
    hover: str
    line: str
    line_strong: str
    text: str
    text_soft: str
    text_faint: str
    accent: str
    accent_hover: str
    accent_press: str
    accent_soft: str
    on_accent: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    calm: str
    calm_soft: str


LIGHT = Colours(
    window="#f3f4f8",
    side="#eef0f6",
    surface="#ffffff",
    raised="#ffffff",
    sunken="#f5f6fa",
    hover="#f2f3f9",
    line="#e2e5ee",
    line_strong="#c6cbd9",
    text="#1a1d29",
    text_soft="#555d70",
    text_faint="#636b7f",
    accent="#4a4fcf",
    accent_hover="#3f44bd",
    accent_press="#3438a3",
    accent_soft="#e0e3fc",
    on_accent="#ffffff",
    good="#17744a",
    good_soft="#e0f4ea",
    warn="#8f5600",
    warn_soft="#fdf0d5",
    bad="#b3261e",
    bad_soft="#fde9e7",
    calm="#4d586e",
    calm_soft="#e9ecf3",
)

DARK = Colours(
    window="#14161e",
    side="#171a23",
    surface="#1b1e29",
    raised="#242836",
    sunken="#161922",
    hover="#232736",
    line="#2a2f3e",
    line_strong="#434a5f",
    text="#eceef5",
    text_soft="#aab2c5",
    text_faint="#8d96ab",
    accent="#8f96ff",
    accent_hover="#a2a8ff",
    accent_press="#7a81ee",
    accent_soft="#2a2d52",
    on_accent="#12132b",
    good="#5fd39a",
    good_soft="#18312a",
    warn="#f0b45a",
    warn_soft="#352b1a",
    bad="#ff8a80",
    bad_soft="#3a2224",
    calm="#aab4c8",
    calm_soft="#272c3a",
)

# Told apart by people with the common colour-vision deficiencies (hue and lightness differ); no text is put on them.
ACCOUNT_COLOURS = ("#5b63e6", "#0f9f8f", "#d9822b", "#c2418f", "#3b8fd9", "#7c8a1e", "#8c5bd6", "#c24b3a")


def colours_of(scheme: Scheme) -> Colours:
    return DARK if scheme is Scheme.DARK else LIGHT


def account_colour(index: int) -> str:
    return ACCOUNT_COLOURS[index % len(ACCOUNT_COLOURS)]
