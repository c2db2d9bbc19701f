"""The accounts' rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from nightmail.account.model import Account, AccountState
from nightmail.delivery.breaker import BreakerKind
from nightmail.errors import PersonError
from nightmail.store import rows
from nightmail.store.base import OPEN_STATES, SqlRows
from nightmail.store.tables import accounts, breakers, deliveries, messages

_BETWEEN_TRIES = timedelta(seconds=10)


class AccountRows(SqlRows):
    async def save_account(self, account: Account) -> None:
        await self._write(lambda connection: self._save_account(connection, account))
        self._announced()

    def _save_account(self, connection: Connection, account: Account) -> None:
        row = rows.account_row(account, self._now(connection))
        changed = {name: value for name, value in row.items() if name not in ("id", "owner_id", "learned", "created_at")}
        known = connection.execute(
            update(accounts).where(accounts.c.id == account.id, accounts.c.owner_id == account.owner_id).values(changed)
        )
        if known.rowcount:
            # What waited for a limit is looked at anew, under the one there is now.
            connection.execute(
                delete(breakers).where(breakers.c.account_id == account.id, breakers.c.kind == BreakerKind.RATE.value)
            )
            self._announce_now(connection)
            return
        try:
            connection.execute(insert(accounts).values(row))
        except IntegrityError as error:
            raise PersonError(
                "account-exists",
                f"There is already an account for {account.address}.",
                next="Use that one, or remove it first.",
            ) from error

    async def accounts(self, owner_id: UUID | None = None) -> tuple[Account, ...]:
        query = select(accounts).order_by(accounts.c.created_at, accounts.c.id)
        if owner_id is not None:
            query = query.where(accounts.c.owner_id == owner_id)
        found = await self._read(lambda connection: connection.execute(query).mappings().all())
        return tuple(rows.account_of(row) for row in found)

    async def set_account_state(self, account_id: UUID, state: AccountState, *, reason: str = "") -> None:
        def work(connection: Connection) -> None:
            changed = update(accounts).where(accounts.c.id == account_id).values(state=state.value, pause_reason=reason)
            if state is AccountState.ACTIVE:
                # Also one that is not paused is a new revision: what was found out about the old one pauses it no more.
                connection.execute(changed)
                self._try_now(connection, account_id)
            else:
                connection.execute(changed.where(accounts.c.state != state.value))
            # A pause too: whoever holds something lets go of it.
            self._announce_now(connection)

        await self._write(work)
        self._announced()

    async def pause(self, account_id: UUID, *, reason: str, revision: int) -> bool:
        as_it_was = (accounts.c.id == account_id, accounts.c.revision == revision, accounts.c.state == AccountState.ACTIVE.value)
        paused = update(accounts).where(*as_it_was).values(state=AccountState.PAUSED.value, pause_reason=reason)
        return bool(await self._write(lambda connection: connection.execute(paused).rowcount))

    def _try_now(self, connection: Connection, account_id: UUID) -> None:
        """Whoever resumes it wants a try now: its own breaker goes, and one message tries its server, which others may share. Not
        again within ten seconds: each try that fails makes the rest longer for everybody behind that server."""
        now = self._now(connection)
        connection.execute(delete(breakers).where(breakers.c.account_id == account_id))
        here = select(accounts.c.id).where(
            accounts.c.id == account_id, accounts.c.smtp_host == breakers.c.host, accounts.c.smtp_port == breakers.c.port
        )
        connection.execute(
            update(breakers)
            .where(here.exists(), breakers.c.open_until > now, breakers.c.changed_at < now - _BETWEEN_TRIES)
            .values(open_until=now, probe_until=None)
        )

    def _announce_now(self, connection: Connection) -> None:
        now = self._now(connection)
        self._announce(connection, now, now)

    async def remove_account(self, account_id: UUID) -> None:
        await self._write(lambda connection: self._remove_account(connection, account_id))

    def _remove_account(self, connection: Connection, account_id: UUID) -> None:
        found = connection.execute(
            select(deliveries.c.state, func.count())
            .where(deliveries.c.account_id == account_id, deliveries.c.state.in_(OPEN_STATES))
            .group_by(deliveries.c.state)
        )
        if counts := {str(state): count for state, count in found}:
            raise _in_use(counts)
        if connection.scalar(select(exists().where(messages.c.account_id == account_id))):
            raise PersonError(
                "account-has-history",
                "The record of what was sent from this account would go with it.",
                next="Pause the account instead; a paused account sends nothing.",
            )
        connection.execute(delete(accounts).where(accounts.c.id == account_id))


def _in_use(counts: Mapping[str, int]) -> PersonError:
    """`counts`: how many of its messages are in which open state."""
    unconfirmed = counts.get("in_doubt", 0)
    to_go = sum(counts.values()) - unconfirmed
    if to_go:
        count = "1 message is" if to_go == 1 else f"{to_go} messages are"
        return PersonError(
            "account-in-use", f"{count} still to go from this account.", next="Cancel them or wait until they are sent."
        )
    one, many = "1 message of this account waits", f"{unconfirmed} messages of this account wait"
    waits = f"{one} for your word on whether it" if unconfirmed == 1 else f"{many} for your word on whether they"
    return PersonError(
        "account-in-use",
        f"{waits} arrived.",
        next="Say it with: nightmail outbox resolve ID --arrived, or --send-again",
    )
