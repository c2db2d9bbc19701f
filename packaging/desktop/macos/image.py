"""How the disk image looks: the app beside the folder it is dragged into. Read by dmgbuild, which provides `defines`."""

from __future__ import annotations

from typing import Any

defines: dict[str, Any] = globals().get("defines", {})

application = defines.get("app", "dist/Nightmail.app")
files = [application]
symlinks = {"Applications": "/Applications"}
icon = defines.get("icon", "build/desktop/nightmail.icns")
icon_locations = {"Nightmail.app": (150, 170), "Applications": (410, 170)}
window_rect = ((200, 160), (560, 360))
icon_size = 112
text_size = 13
default_view = "icon-view"
show_status_bar = False
show_toolbar = False
format = "ULFO"
filesystem = "APFS"
