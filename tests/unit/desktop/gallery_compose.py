"""Grab what belongs to writing: the composer in its states, signatures, templates, the import. For people to look at.

QT_QPA_PLATFORM=offscreen python -m tests.unit.desktop.gallery_compose FOLDER
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QMenu

from desktop.drafts import SavedDraft
from desktop.look.theme import look
from desktop.look.tokens import Theme
from desktop.screens.importing.state import Stage
from desktop.shell import Shell
from desktop.signatures import Signature
from desktop.templates import Template
from desktop.widgets.entry import Suggestion
from desktop.widgets.link_dialog import LinkDialog
from desktop.widgets.pasting import Picture
from desktop.windows.composer import Composer
from desktop.windows.importing import ImportDialog
from desktop.windows.signatures import SignatureDialog
from desktop.windows.templates import TemplatesDialog
from nightmail.ids import new_id
from nightmail.schedule.model import WallTime
from tests.unit.desktop.fakes import ACCOUNTS, ANNA, NOW_AT, WORK, ZONE
from tests.unit.desktop.gallery import Gallery, _draft, lifelike

_SIGNATURE = (
    "<div>Anna Example</div><div><b>Studio Nord</b> · Hamburg</div>"
    '<div><a href="https://studio-nord.example">studio-nord.example</a></div>'
)
_BODY = (
    "<h2>Agenda</h2><div>Hello Tom, {{name}}</div><div><br></div><div>thank you for the <b>good talk</b> and the <s>old</s> "
    '<span style="color:#1e8449">new plan</span>:</div><ol><li>Design<ul><li>14 hours</li><li>one workshop</li></ul></li>'
    "<li>Review</li></ol><blockquote><div>Could you send the plan?</div><blockquote><div>Yes, on Friday.</div></blockquote>"
    f'</blockquote><div><br></div><div class="nightmail-signature">{_SIGNATURE}</div>'
)
_TEMPLATE = "<div>Dear {{name}},</div><div><br></div><div>as agreed, here is our offer for <b>{{project}}</b>.</div>"
_LATER = "X-Send-Later-At: Thu, 12 Nov 2026 08:00:00 +0100\n"
_OLD = (
    ("Invoice for October", _LATER, "anna@example.org"),
    ("Newsletter", f"{_LATER}X-Send-Later-Recur: weekly\n", "old@example.net"),
    ("Notes for the reading", "", "anna@example.org"),
    ("Happy birthday", _LATER.replace("2026", "2020"), "anna@example.org"),
)


def writing(gallery: Gallery, shell: Shell) -> None:
    parts, draft = shell._parts, _draft()
    people = (
        "Tom Hansen <tom@hansen-bau.example>",
        "lena@example.net",
        "lena@example.net",
        "bad@",
        '"Doe, Jane" <jane@example.org>',
    )
    rich = replace(draft.draft, html=_BODY, to=people, cc=("Studio team <team@studio-nord.example>",))
    composer = Composer(parts, shell, ACCOUNTS, replace(draft, draft=rich))
    composer.view.show()
    composer.view.resize(780, 760)
    gallery.grab(composer.view, "write-rich")
    composer.view.resize(560, 480)
    gallery.grab(composer.view, "write-small")
    composer.view.resize(780, 760)
    composer.view.editor.place_caret(6)
    composer.view.editor.add_picture(Picture("plan.png", "image/png", b"x", _picture()))
    gallery.grab(composer.view, "write-picture")
    composer.view.editor.insertPlainText("  ")
    composer.presenter.set_body(_BODY.replace("Hamburg", "on holiday"), "")
    composer.presenter.choose_sender(WORK)
    gallery.grab(composer.view, "write-signature-question")
    composer.presenter.answer(False)
    composer.presenter._show(replace(composer.presenter.state, is_busy=True, is_scheduling=True))
    composer.presenter._show_upload(4_200_000, 9_000_000)
    gallery.grab(composer.view, "write-uploading")
    composer.presenter._show_free()
    composer.presenter.discard()
    planned = WallTime(datetime(2026, 11, 12, 8), ZONE)
    saved = SavedDraft(new_id(), ANNA, draft.draft, NOW_AT, new_id(), schedule=planned, is_unchanged=True)
    composer = Composer(parts, shell, ACCOUNTS, saved)
    composer.view.show()
    gallery.grab(composer.view, "write-scheduled")
    composer.view.footer._open_more()
    gallery.grab_open(QMenu, "write-more")
    composer._templates.open(composer.view.footer._templates)
    gallery.grab_open(QMenu, "write-templates")
    composer.presenter.discard()


def around(gallery: Gallery, shell: Shell) -> None:
    parts = shell._parts
    composer = Composer(parts, shell, ACCOUNTS, None)
    composer.view.show()
    composer.view.place_cursor()
    gallery.grab(composer.view, "write-blank")
    line = composer.view._to.typing
    line.setText("an")
    names = (
        ("Anna Müller", "anna.mueller@example.org"),
        ("Andreas Vogt", "a.vogt@studio-nord.example"),
        ("", "andrea@example.net"),
    )
    composer.view._to.show_suggestions([Suggestion(name, address, address) for name, address in names])
    gallery.grab(line._list, "write-suggestions")  # type: ignore[attr-defined]  # an AddressLine
    line._list.hide()  # type: ignore[attr-defined]
    line.clear()
    accounts = [(account.id, account.address) for account in ACCOUNTS]
    signature = SignatureDialog(parts, composer.view, ANNA, accounts=accounts)
    gallery.grab(signature.view, "signature")
    signature.view._own.setChecked(True)
    gallery.grab(signature.view, "signature-answers")
    signature.view.reject()
    templates = TemplatesDialog(parts, composer.view, insert=lambda _: None)
    gallery.grab(templates.view, "templates-none")
    templates.presenter.choose(parts.templates.all()[1].id)
    gallery.grab(templates.view, "templates")
    templates.view.reject()
    link = LinkDialog(composer.view, words="the page", address="https://example.org")
    link.show()
    gallery.grab(link, "link")
    link.reject()
    composer.presenter.write_plain(True)
    gallery.grab(composer.view, "write-plain-question")
    composer.presenter.discard()


def importing(gallery: Gallery, shell: Shell, box: Path) -> None:
    dialog = ImportDialog(shell._parts, shell, shell.main.view)
    gallery.grab(dialog.view, "import-start")
    dialog.presenter.choose([box])
    gallery.settle(lambda: dialog.presenter.state.stage is Stage.PLAN)
    gallery.grab(dialog.view, "import-plan")
    dialog.presenter.accept()
    gallery.settle(lambda: dialog.presenter.state.stage is Stage.DONE)
    gallery.grab(dialog.view, "import-done")
    dialog.view.reject()


def _picture() -> QImage:
    image = QImage(900, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#dfe6f5"))
    painter = QPainter(image)
    painter.fillRect(40, 40, 300, 200, QColor("#4a4fcf"))
    painter.fillRect(420, 90, 300, 150, QColor("#17744a"))
    painter.end()
    return image


def _mailbox(folder: Path) -> Path:
    mails = [
        f"From - x\nFrom: {sender}\nTo: Tom Hansen <tom@hansen-bau.example>\nSubject: {subject}\n"
        f"Message-ID: <{number}@x>\n{more}\nHi\n\n"
        for number, (subject, more, sender) in enumerate(_OLD)
    ]
    box = folder / "Drafts"
    box.write_text("".join(mails) + "From - x\nno mail\n\n", encoding="utf-8")
    return box


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for theme in (Theme.LIGHT, Theme.DARK):
        with tempfile.TemporaryDirectory() as scratch:
            gallery = Gallery(folder, Path(scratch))
            shell = gallery.shell(lifelike())
            look.dress(gallery.app, theme)
            shell._parts.signatures.keep(ANNA, Signature(_SIGNATURE))
            for name in ("Invoice", "Offer", "Thanks for the meeting"):
                shell._parts.templates.save(Template(new_id(), name, f"{name} {{{{number}}}}", "Dear {{name}}", _TEMPLATE))
            writing(gallery, shell)
            around(gallery, shell)
            importing(gallery, shell, _mailbox(Path(scratch)))
            shell.main.view.hide()
            gallery.background.stop()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    target = Path(sys.argv[1])
    main(target)
    if "QT_SCALE_FACTOR" not in os.environ:
        subprocess.run(
            [sys.executable, "-m", "tests.unit.desktop.gallery_compose", str(target)],
            env={**os.environ, "QT_SCALE_FACTOR": "2"},
            check=True,
        )
