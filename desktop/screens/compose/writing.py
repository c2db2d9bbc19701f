"""What is written in a compose window: recipients, subject, body, signature, files. Knows nothing of saving or sending."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from desktop.advice import problem_words
from desktop.drafts import SavedDraft
from desktop.language import tr
from desktop.people import People
from desktop.screens.compose import files as filing
from desktop.screens.compose import recipients
from desktop.screens.compose.signing import Swap, swap
from desktop.screens.compose.state import KINDS, Asked, Change, ComposeState, Kind, Order, Sender
from desktop.signature_block import blank_body, text_with_signature
from desktop.signatures import Signatures
from desktop.templates import Template
from desktop.widgets.entry import Suggestion
from desktop.words import sentence_of
from nightmail.account.model import Account, AccountState
from nightmail.clock import Clock
from nightmail.errors import PersonError
from nightmail.message.addresses import split_addresses
from nightmail.message.attach import file_for
from nightmail.message.draft import Draft, DraftFile, check
from nightmail.outbox import COMMON_MAX_SIZE


class Writing:
    """Holds the draft and the state that shows it. `render` is called with each new state."""

    def __init__(
        self,
        clock: Clock,
        *,
        accounts: Sequence[Account],
        saved: SavedDraft | None,
        signatures: Signatures,
        people: People,
        render: Callable[[ComposeState], None],
    ) -> None:
        self._clock = clock
        self._accounts = tuple(accounts)
        self._signatures = signatures
        self._people = people
        self._render = render
        self._answers: tuple[Callable[[], None], Callable[[], None]] | None = None
        self._caret = saved.caret if saved else None
        sender_id = _sender_of(saved, self._accounts)
        draft = saved.draft if saved else Draft()
        # What was shown in a window before has a caret, and the signature that its person left in it.
        is_fresh = saved is None or (saved.caret is None and saved.replaces is None)
        is_empty = draft.html is None and not draft.text.strip()
        self._draft = self._signed(draft, sender_id) if is_fresh and is_empty else draft
        self._pictures = {
            file.content_id: file for file in draft.files if file.content_id and filing.is_in_text(file, draft.html)
        }
        self._signed_as = self._signatures.of(sender_id).fitting(is_reply=draft.in_reply_to is not None)
        self.state = self._first_state(sender_id, is_plain=saved is not None and saved.is_plain)

    # ---------------------------------------------------------------------------------- who

    def choose_sender(self, id: UUID) -> None:
        old = self._signed_as
        self._show(replace(self.state, sender_id=id, problems=with_problem(self.state.problems, "from", "")))
        self._show_files()
        self._exchange_signature(old)

    def sign_anew(self) -> None:
        """What the account signs with was changed while the window is open."""
        self._exchange_signature(self._signed_as)

    def _exchange_signature(self, old: str) -> None:
        new = self._signature_of(self.state.sender_id)
        self._signed_as = new
        match swap(self._draft, old=old, new=new, known={old, *self._known_signatures()}):
            case Swap.PLACE:
                self._order(Change.SIGN, new)
            case Swap.ASK:
                asked = Asked(
                    tr("You changed the signature in this message. Replace it with the one of this account?"),
                    tr("Replace it"),
                    tr("Keep it"),
                )
                self._ask(asked, lambda: self._order(Change.SIGN, new))
            case Swap.LEAVE:
                pass

    def follow(self, accounts: Sequence[Account]) -> None:
        """Accounts came, went or changed while the window is open."""
        if tuple(accounts) == self._accounts:
            return
        gone = next((each for each in self._accounts if each.id == self.state.sender_id), None)
        self._accounts = tuple(accounts)
        self._show(replace(self.state, senders=_senders(self._accounts)))
        if self._account() is not None:
            self._follow_state()
        elif gone is not None and self._accounts:
            words = tr("{address} was removed. The message is sent from another account now.", address=gone.address)
            self.choose_sender(self._accounts[0].id)
            self._show(replace(self.state, notice=words))
        else:
            self._show(replace(self.state, sender_id=_first(self._accounts)))
        self._show_files()

    @property
    def accounts(self) -> tuple[Account, ...]:
        """As last heard."""
        return self._accounts

    def set_recipients(self, kind: Kind, typed: Iterable[str]) -> None:
        """Each text may hold a whole pasted list."""
        parts = tuple(part for text in typed for part in split_addresses(text))
        self._draft = recipients.with_recipients(self._draft, kind, parts)
        self._show_recipients()
        self._forget_problem(kind)

    def move_recipient(self, typed: str, origin: Kind, target: Kind) -> None:
        """From one field to another."""
        self._draft = recipients.moved(self._draft, typed, origin=origin, target=target)
        self._show_recipients()
        self.reveal(target)
        self._forget_problem(origin)

    def remove_wrong(self) -> None:
        """Every recipient that can't be written to."""
        self._draft = recipients.without_wrong(self._draft)
        self._show_recipients()
        for kind in KINDS:
            self._forget_problem(kind)

    def hide_recipients(self) -> None:
        """Everybody into Bcc: nobody sees who else has it."""
        self._draft = recipients.hidden(self._draft)
        self._show_recipients()
        self.reveal("bcc")

    def reveal(self, kind: Kind) -> None:
        self._show(
            replace(self.state, shows_cc=self.state.shows_cc or kind == "cc", shows_bcc=self.state.shows_bcc or kind == "bcc")
        )

    def suggest(self, kind: Kind, typed: str) -> None:
        """Whom a beginning may mean, of those who had mail from here before."""
        known = recipients.addresses_in(self._draft)
        found = self._people.matching(typed, now=self._clock.now(), without=known)
        offered = tuple(Suggestion(each.name, each.address, each.typed) for each in found)
        self._show(replace(self.state, suggestions=offered, suggested_for=kind))

    def forget_person(self, address: str) -> None:
        """Not to be offered any more, until they are written to again."""
        self._people.forget(address)

    # ---------------------------------------------------------------------------------- what

    def set_subject(self, subject: str) -> None:
        self._change(replace(self._draft, subject=subject), subject=subject, title=title_of(subject))
        self._forget_problem("subject")

    def set_body(self, html: str | None, text: str) -> None:
        """`html` None: nothing but plain text was used. Otherwise the plain alternative is made from it."""
        written = text if html is None else text_with_signature(html)
        draft = filing.with_pictures(replace(self._draft, html=html, text=written), self._pictures)
        had = self._draft.files
        self._change(draft)
        if draft.files != had:
            self._show_files()
        self._forget_problem("body")

    def place_caret(self, position: int) -> None:
        self._caret = position

    def add_picture(self, id: str, name: str, media_type: str, content: bytes) -> None:
        """It stands in the text by its content id; `set_body` follows."""
        self._pictures[id] = DraftFile(name, media_type, len(content), content=content, content_id=id)

    def write_plain(self, is_plain: bool) -> None:
        """Plain text only, or marks again. Asks first where marks would be lost."""
        if is_plain == self.state.is_plain:
            return
        if not is_plain or self._draft.html is None:
            self._show(replace(self.state, is_plain=is_plain))
            return
        asked = Asked(
            tr("Plain text has no bold words, colours, links or pictures. Those in this message are lost."),
            tr("Use plain text"),
            tr("Keep the formatting"),
        )
        # The menu's tick was set by the click, and goes back with a no.
        self._ask(asked, self._make_plain, no=lambda: self._render(self.state))

    def insert(self, template: Template) -> None:
        """At the cursor. Its subject goes in where there is none yet."""
        if template.subject and not self._draft.subject.strip():
            self.set_subject(template.subject)
        self._order(Change.INSERT, template.html or "", template.text)

    def attach(self, paths: Iterable[Path]) -> None:
        """Each file that can be attached is; the others are named with the reason."""
        added: list[DraftFile] = []
        refused: list[str] = []
        for path in paths:
            try:
                added.append(file_for(path))
            except PersonError as problem:
                refused.append(sentence_of(problem))
        self._set_attached((*filing.attached(self._draft), *added))
        if refused:
            said = " ".join((*refused, self.state.problems.get("attach", ""))).strip()
            self._show(replace(self.state, problems=with_problem(self.state.problems, "attach", said)))

    def attach_content(self, name: str, media_type: str, content: bytes) -> None:
        """What was pasted and never was a file."""
        self._set_attached((*filing.attached(self._draft), DraftFile(name, media_type, len(content), content=content)))

    def detach(self, index: int) -> None:
        self._set_attached(tuple(file for place, file in enumerate(filing.attached(self._draft)) if place != index))

    def attached(self, index: int) -> DraftFile | None:
        files = filing.attached(self._draft)
        return files[index] if 0 <= index < len(files) else None

    def answer(self, is_yes: bool) -> None:
        """To the question that is shown."""
        if self._answers is None:
            return
        yes, no = self._answers
        self._answers = None
        self._show(replace(self.state, question=None))
        (yes if is_yes else no)()

    # ---------------------------------------------------------------------------------- inside

    def _make_plain(self) -> None:
        text = self._draft.text.rstrip("\n")
        self._show(replace(self.state, is_plain=True))
        self._order(Change.REPLACE, "", text)

    def _signed(self, draft: Draft, sender_id: UUID | None) -> Draft:
        """A message nobody has written yet bears the signature of its account."""
        html, text = blank_body(self._signatures.of(sender_id).fitting(is_reply=draft.in_reply_to is not None))
        return replace(draft, html=html, text=text)

    def _signature_of(self, account_id: UUID | None) -> str:
        return self._signatures.of(account_id).fitting(is_reply=self._draft.in_reply_to is not None)

    def _known_signatures(self) -> frozenset[str]:
        return self._signatures.words_of_all()

    def _ask(self, asked: Asked, yes: Callable[[], None], *, no: Callable[[], None] = lambda: None) -> None:
        self._answers = (yes, no)
        self._show(replace(self.state, question=asked))

    def _order(self, change: Change, html: str, text: str = "") -> None:
        number = self.state.order.number + 1 if self.state.order else 1
        self._show(replace(self.state, order=Order(number, change, html, text)))

    def _follow_state(self) -> None:
        account = self._account()
        if account is not None and account.state is AccountState.ACTIVE:
            self._show(replace(self.state, problems=with_problem(self.state.problems, "from", "")))

    def _set_attached(self, files: Sequence[DraftFile]) -> None:
        self._change(filing.with_attached(self._draft, files))
        self._show_files()

    def _show_files(self) -> None:
        limit = self._limit()
        said = _too_large(self._draft, limit)
        self._show(
            replace(
                self.state,
                files=filing.chips(filing.attached(self._draft)),
                files_total=filing.total(self._draft, limit),
                files_share=filing.share_of(self._draft, limit),
                problems=with_problem(self.state.problems, "attach", said),
            )
        )

    def _limit(self) -> int | None:
        """Octets on the wire that the account is known to take."""
        account = self._account()
        return account.effective.max_size if account else None

    def _account(self) -> Account | None:
        return next((account for account in self._accounts if account.id == self.state.sender_id), None)

    def _show_recipients(self) -> None:
        to, cc, bcc = recipients.fields(self._draft)
        self._show(replace(self.state, notice="", to=to, cc=cc, bcc=bcc, suggestions=()))

    def _change(self, draft: Draft, **shown: Any) -> None:
        self._draft = draft
        self._show(replace(self.state, notice="", **shown))

    def _forget_problem(self, field: str) -> None:
        if field in self.state.problems or "" in self.state.problems:
            left = {name: words for name, words in self.state.problems.items() if name not in (field, "")}
            self._show(replace(self.state, problems=left))

    def _first_state(self, sender_id: UUID | None, *, is_plain: bool) -> ComposeState:
        draft = self._draft
        to, cc, bcc = recipients.fields(draft)
        limit = next((each.effective.max_size for each in self._accounts if each.id == sender_id), None)
        return ComposeState(
            title=title_of(draft.subject) if draft.subject else tr("New message"),
            senders=_senders(self._accounts),
            sender_id=sender_id,
            to=to,
            cc=cc,
            bcc=bcc,
            shows_cc=bool(draft.cc),
            shows_bcc=bool(draft.bcc),
            subject=draft.subject,
            html=draft.html if draft.html is not None else "",
            text=draft.text,
            pictures=tuple((id, file.content or b"") for id, file in self._pictures.items()),
            caret=self._caret,
            is_plain=is_plain,
            files=filing.chips(filing.attached(draft)),
            files_total=filing.total(draft, limit),
            files_share=filing.share_of(draft, limit),
            problems=with_problem({}, "attach", _too_large(draft, limit)),
        )

    def _show(self, state: ComposeState) -> None:
        if state != self.state:
            self.state = state
            self._render(state)


def _too_large(draft: Draft, limit: int | None) -> str:
    """Empty where the account takes it."""
    found = next((each for each in check(draft, max_size=limit or COMMON_MAX_SIZE) if each.code == "too-large"), None)
    return problem_words(found) if found is not None else ""


def title_of(subject: str) -> str:
    return tr("Write: {subject}", subject=subject.strip() or tr("(no subject)"))


def _sender_of(saved: SavedDraft | None, accounts: Sequence[Account]) -> UUID | None:
    chosen = saved.account_id if saved else None
    return chosen if chosen in {account.id for account in accounts} else _first(accounts)


def _first(accounts: Sequence[Account]) -> UUID | None:
    """The first that may send, else the first."""
    active = [account for account in accounts if account.state is AccountState.ACTIVE]
    return (active or list(accounts))[0].id if accounts else None


def _senders(accounts: Sequence[Account]) -> tuple[Sender, ...]:
    return tuple(
        Sender(account.id, f"{account.name} <{account.address}>" if account.name else account.address, index, account.address)
        for index, account in enumerate(accounts)
    )


def with_problem(problems: Mapping[str, str], field: str, words: str) -> Mapping[str, str]:
    left = {name: said for name, said in problems.items() if name != field}
    return {**left, field: words} if words else left
