"""One person's accounts: add, test, find, pause, remove, and where their passwords go."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from nightmail.account.model import Account, AccountState, Limits, Options, Server
from nightmail.account.providers import limits_for
from nightmail.account.secret import Secret
from nightmail.account.trust import waits_for_trust
from nightmail.errors import Invalid, NightmailError, PersonError, Problem
from nightmail.ids import new_id
from nightmail.imap.mailbox import sent_folder
from nightmail.imap.probe import Probed, probe, watch_for
from nightmail.message.addresses import FORBIDDEN, parse_address
from nightmail.message.model import Message
from nightmail.oauth.bundle import provider_in
from nightmail.oauth.tokens import for_trial
from nightmail.ports import Passwords, SentLookup, ServerFacts, Store, Submitter

PAUSED_BY_PERSON = "You paused it."
REMOVED = "You removed it."
PASSWORD_MISSING = "Its password is not kept yet."


class Accounts:
    def __init__(self, store: Store, passwords: Passwords, submitter: Submitter, *, owner_id: UUID) -> None:
        self._store = store
        self._passwords = passwords
        self._submitter = submitter
        self._owner_id = owner_id

    def draft(self, *, address: str, name: str, smtp: Server, imap: Server | None, id: UUID | None = None) -> Account:
        """A checked account that is not kept yet, to test it first. Raises Invalid `bad-address`. `id` where another place knows
        it already."""
        parsed = parse_address(address, field="address")
        if isinstance(parsed, Problem):
            raise Invalid([parsed])
        if FORBIDDEN.search(name):
            raise Invalid(
                [
                    Problem(
                        "header-injection",
                        "name",
                        "The name contains a line break or another control character.",
                        "Write it on one line.",
                    )
                ]
            )
        return Account(
            id=id or new_id(),
            owner_id=self._owner_id,
            address=parsed.spec,
            name=name.strip() or parsed.name,
            smtp=smtp,
            imap=imap,
            limits=limits_for(smtp),
        )

    async def add(
        self,
        *,
        address: str,
        name: str,
        smtp: Server,
        imap: Server | None,
        password: Secret | None,
        id: UUID | None = None,
        ca: str = "",
    ) -> Account:
        """Keep an account, its password apart from it; tokens of a provider may be in the password's place. `ca` as in `Options`.
        Raises Invalid, PersonError `account-exists`, `no-keyring`, `no-worker-key`."""
        account = _signing_in_by(password, self.draft(address=address, name=name, smtp=smtp, imap=imap, id=id))
        await self.refuse_twice(account.address)
        before = next((one for one in await self._retired() if one.address == account.address), None)
        if before is not None and id is None:
            # Its record goes on.
            account = replace(account, id=before.id)
        account = replace(account, options=replace(account.options, ca=ca))
        if password is None:
            await self._store.save_account(account)
        else:
            await self._add_with(password, account, before)
        return account

    async def refuse_twice(self, address: str) -> None:
        """Raises PersonError `account-exists` where the address has its account already."""
        if any(known.address == address for known in await self.all()):
            raise PersonError(
                "account-exists",
                f"There is already an account for {address}.",
                next="Use that one, or remove it first.",
            )

    async def _add_with(self, password: Secret, account: Account, before: Account | None) -> None:
        """An account without its password would fail at night: it sends nothing until that is kept, and goes if it can't be."""
        await self._store.save_account(replace(account, state=AccountState.PAUSED, pause_reason=PASSWORD_MISSING))
        try:
            await self._passwords.put(account, password)
        except NightmailError:
            if before is not None and before.id == account.id:
                await self._store.save_account(before)
            else:
                await self._store.remove_account(account.id)
            raise
        await self._store.save_account(account)

    async def test(self, account: Account, password: Secret | None) -> ServerFacts:
        """Connect and sign in; nothing is sent. A size the server names is learned. Raises with the sentence to show."""
        if password is not None and provider_in(password):
            account, password = _signing_in_by(password, account), for_trial(account, password)
        facts = await self._submitter.test(account, password)
        if facts.max_size and facts.max_size != account.limits.max_size and await self._is_kept(account.id):
            await self._store.save_account(replace(account, limits=replace(account.limits, max_size=facts.max_size)))
        return facts

    async def test_mailbox(self, account: Account, password: Secret | None) -> str:
        """Sign in to its mailbox; answers the name of its folder of sent mail, empty: none. Raises with the sentence to show."""
        if password is not None and provider_in(password):
            account, password = _signing_in_by(password, account), for_trial(account, password)
        return await sent_folder(account, password)

    async def learn(self, account: Account, message: Message, mailbox: SentLookup) -> Probed:
        """Keep what the account's mailbox shows of a message that was sent from the account to itself, as `probe` does."""
        found = await watch_for(account, message, mailbox)
        await self._keep_found(account, found)
        return found

    async def probe(self, account: Account, mailbox: SentLookup) -> tuple[Account, Probed]:
        """Send a small message from the account to itself, and keep what its mailbox shows of how sent mail is treated. What is
        not found out leaves what was known. Raises as `imap.probe.probe` does."""
        found = await probe(account, self._submitter, mailbox)
        return await self._keep_found(account, found), found

    async def _keep_found(self, account: Account, found: Probed) -> Account:
        if found.saves_sent is None:
            return account
        # As it is by now: looking takes a while, and it may have been paused, resumed or changed meanwhile.
        kept = await self.find(str(account.id))
        learned = replace(kept.options, saves_sent=found.saves_sent, keeps_id=found.keeps_id, sent_folder=found.sent_folder)
        return await self.set_options(kept, learned)

    async def set_options(self, account: Account, options: Options) -> Account:
        if options == account.options:
            return account
        changed = replace(account, options=options)
        await self._store.save_account(changed)
        return changed

    async def change(self, id: UUID, options: Options, limits: Limits) -> None:
        """Keep other options and limits. What was found out about its mailbox and how it signs in stays as it is kept. Raises
        PersonError `no-such-account`."""
        kept = await self.find(str(id))
        asked = replace(kept.options, when_unknown=options.when_unknown, files_copy=options.files_copy)
        await self._store.save_account(replace(kept, options=asked, limits=limits))

    async def change_servers(
        self, id: UUID, *, name: str, smtp: Server, imap: Server | None, ca: str, password: Secret | None = None
    ) -> Account:
        """Send by other servers, or with another name, from now on; with another password where one is given. What the old
        server taught, and what its mailbox showed, is forgotten; limits that a person set stay. Raises Invalid `bad-address` for
        the name, PersonError `no-such-account`."""
        kept = await self.find(str(id))
        checked = self.draft(address=kept.address, name=name, smtp=smtp, imap=imap, id=id)
        is_elsewhere = (smtp.host, smtp.port) != (kept.smtp.host, kept.smtp.port)
        options = replace(kept.options, ca=ca)
        if (imap.host if imap else "") != (kept.imap.host if kept.imap else ""):
            options = replace(options, saves_sent=None, keeps_id=None, sent_folder="")
        limits = limits_for(smtp) if is_elsewhere and kept.limits == limits_for(kept.smtp) else kept.limits
        changed = replace(kept, name=checked.name, smtp=smtp, imap=imap, options=options, limits=limits)
        if waits_for_trust(kept) and ca != kept.options.ca and password is None:
            # In one write: an agent that reads it in between would take it for paused until it looks again.
            changed = replace(changed, state=AccountState.ACTIVE, pause_reason="")
        await self._store.save_account(changed)
        if is_elsewhere:
            await self._store.unlearn(id)
        if password is not None:
            await self.set_password(changed, password)
        return await self.find(str(id))

    async def _is_kept(self, id: UUID) -> bool:
        return any(account.id == id for account in await self.all())

    async def password(self, account: Account) -> Secret | None:
        return await self._passwords.get(account)

    async def all(self) -> tuple[Account, ...]:
        """Without those their person removed."""
        return tuple(account for account in await self._store.accounts(self._owner_id) if not account.options.is_retired)

    async def _retired(self) -> tuple[Account, ...]:
        return tuple(account for account in await self._store.accounts(self._owner_id) if account.options.is_retired)

    async def find(self, address_or_id: str) -> Account:
        """By address in any case, or by id. Raises PersonError `no-such-account` naming what there is."""
        known = await self.all()
        for account in known:
            if address_or_id.lower() in (account.address.lower(), str(account.id)):
                return account
        there = f"You have: {', '.join(account.address for account in known)}." if known else "You have none yet."
        raise PersonError(
            "no-such-account",
            f"There is no account {address_or_id}. {there}",
            next="Add one with: nightmail account add --address you@example.org --smtp smtps://you@smtp.example.org",
        )

    async def pause(self, id: UUID, reason: str) -> None:
        await self._store.set_account_state(id, AccountState.PAUSED, reason=reason)

    async def resume(self, id: UUID) -> None:
        await self._store.set_account_state(id, AccountState.ACTIVE)

    async def remove(self, id: UUID) -> None:
        """It is gone, with its password; where messages were sent from it, the record of them stays. Raises PersonError
        `account-in-use` while some are still to go."""
        try:
            await self._store.remove_account(id)
        except PersonError as error:
            if error.code != "account-has-history":
                raise
            kept = await self.find(str(id))
            retired = replace(kept, imap=None, options=Options(is_retired=True), state=AccountState.PAUSED, pause_reason=REMOVED)
            await self._store.save_account(retired)
        await self._passwords.delete(id)

    async def set_password(self, account: Account, password: Secret) -> None:
        """A new password, for the account's servers as they are in `account`, also ends a pause: that is what the pause was
        waiting for. Tokens of a provider take a password's place, and the other way round."""
        changed = _signing_in_by(password, account)
        if changed != account:
            await self._store.save_account(changed)
        await self._passwords.put(changed, password)
        await self.resume(account.id)


def _signing_in_by(secret: Secret | None, account: Account) -> Account:
    """What is given decides how the account signs in from now on."""
    return replace(account, options=replace(account.options, oauth=provider_in(secret) if secret else ""))
