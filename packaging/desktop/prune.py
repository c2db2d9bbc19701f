"""Say which files of a bundle are of use to Nightmail. Pure: names in, a verdict out."""

from __future__ import annotations

import re
from collections.abc import Collection

# Of Qt's plugins, the folders and files that are loaded; every other one is left out.
_PLUGINS = {
    "platforms": {"qxcb", "qwayland", "qwayland-egl", "qwayland-generic", "qoffscreen", "qminimal", "qwindows", "qcocoa"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platformthemes": {"qxdgdesktopportal"},
    "xcbglintegrations": {"qxcb-glx-integration", "qxcb-egl-integration"},
    "wayland-shell-integration": {"xdg-shell"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "wayland-graphics-integration-client": {"qt-plugin-wayland-egl"},
    "iconengines": {"qsvgicon"},
    "imageformats": {"qjpeg", "qgif", "qsvg", "qwebp", "qico"},
    "styles": set[str](),
    "tls": set[str](),
    "networkinformation": set[str](),
}
_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/([\w-]+)/(?:lib)?([\w-]+?)\.(?:so|dll|dylib)$")
_UNUSED = re.compile(
    r"PySide6/(?:Qt/)?(?:qml|libexec|metatypes|resources)/"
    r"|PySide6/(?:opengl32sw|d3dcompiler_\d+)\.dll$"
    r"|(?:^|/)(?:lib)?Qt6(?:Qml|Quick|Pdf|WebEngine|VirtualKeyboard|Designer|Sql|ShaderTools|Labs|Multimedia|EglF[Ss])\w*\.(?:so|dll)"
    r"|(?:^|/)Qt(?:Qml|Quick|Pdf|WebEngine|VirtualKeyboard|Designer)\w*(?:\.framework/|\.abi3\.so$|\.pyd$)"
    r"|(?:^|/)libgtk-3\.so|(?:^|/)libgdk-3\.so"
    r"|(?:^|/)tests?/"
    r"|\.(?:pyi|pxd|c|h|pyx)$"
)

# What colours source code on terminals knows five hundred languages; a trace is written in one.
_LEXER = re.compile(r"pygments\.lexers\.(?!_mapping$|python$|special$)\w+")
_TRANSLATION = re.compile(r"PySide6/(?:Qt/)?translations/(\w+)\.qm$")


def is_wanted(name: str, *, languages: Collection[str]) -> bool:
    """`name` as it lies in the bundle, with either kind of slash. `languages`: those that Nightmail speaks, like "de"."""
    name = name.replace("\\", "/")
    translation = _TRANSLATION.search(name)
    if translation is not None:
        return translation[1] in {f"qtbase_{language}" for language in languages}
    plugin = _PLUGIN.search(name)
    if plugin is not None:
        return plugin[2] in _PLUGINS.get(plugin[1], ())
    return _UNUSED.search(name) is None


def is_wanted_module(name: str) -> bool:
    """`name` as Python imports it."""
    return _LEXER.match(name) is None
