"""The compose windows: open, brought back after a crash, one a draft."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from desktop.drafts import SavedDraft
from desktop.language import plural
from desktop.screens.compose.restoring import put_back
from desktop.windows.others import OtherWindows
from nightmail.account.model import Account
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.schedule.model import WallTime

if TYPE_CHECKING:
    from desktop.windows.composer import Composer


class Letters(OtherWindows):
    def write(self, saved: SavedDraft | None = None) -> None:
        """A blank composer, or one on a draft; the one already open on it is brought forward instead."""
        opened = next((each for each in self.composers if saved is not None and each.saved_id == saved.id), None)
        if opened is not None:
            opened.view.raise_()
            opened.view.activateWindow()
            return
        scope = self._parts.background.scope()
        scope.run(self._parts.gateway.accounts(), done=lambda accounts: self.compose(accounts, saved), failed=self.trouble)

    def compose(self, accounts: Sequence[Account], saved: SavedDraft | None) -> Composer:
        from desktop.windows.composer import Composer

        composer = Composer(self._parts, self, accounts, saved)
        self.composers.append(composer)
        composer.view.show()
        composer.view.place_cursor()
        return composer

    def write_again(
        self, draft: Draft, *, account_id: UUID, replaces: UUID | None, planned: WallTime | None = None, was_held: bool = False
    ) -> None:
        now = self._parts.clock.now()
        saved = SavedDraft(new_id(), account_id, draft, now, replaces, schedule=planned, was_held=was_held, is_unchanged=True)
        self.write(saved)

    def restore(self) -> None:
        """Windows that stood open when Nightmail ended without closing them, open again."""
        scope = self._parts.background.scope()
        scope.run(asyncio.to_thread(self._parts.drafts.left_open), done=self._restored, failed=self.trouble)

    def _restored(self, drafts: Sequence[SavedDraft]) -> None:
        parts, open_again = self._parts, {saved.id for saved in drafts}
        back = put_back(parts.gateway, parts.drafts, but=open_again, now=parts.clock.now(), undo=parts.undo)
        parts.background.run(back, done=lambda _: self.refresh())
        for saved in drafts:
            self.write(saved)
        if drafts:
            self.say(
                plural(
                    "{count} draft was open when Nightmail ended. It is open again.",
                    "{count} drafts were open when Nightmail ended. They are open again.",
                    len(drafts),
                )
            )

    def composer_closed(self, composer: object) -> None:
        self.composers = [each for each in self.composers if each is not composer]
        self.main.presenter.refresh()
