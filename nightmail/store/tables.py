"""The tables as SQLAlchemy Core sees them. It creates nothing: the tables come from `supabase/migrations` and
`sqlite_migrations`, and a test compares both with this file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import ModuleType
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import UserDefinedType

from nightmail.delivery.audit import micros

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Id(TypeDecorator[UUID]):
    """A UUID: native on PostgreSQL, text with dashes on SQLite, so that a person can paste it."""

    impl = String(36)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(_postgres().UUID(as_uuid=True) if dialect.name == "postgresql" else String(36))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return value if value is None or isinstance(value, UUID) else _id(value)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant: timestamptz on PostgreSQL, microseconds since 1970 on SQLite."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(_postgres().TIMESTAMP(timezone=True) if dialect.name == "postgresql" else BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else _EPOCH + timedelta(microseconds=value)


@lru_cache(maxsize=1024)
def _id(value: str) -> UUID:
    """The same few owners and accounts stand in all rows, and a list reads each of its messages twice."""
    return UUID(value)


def _postgres() -> ModuleType:
    # Imported here: a PC's own profile never needs its two megabytes.
    from sqlalchemy.dialects import postgresql

    return postgresql


def _word(name: str) -> Any:
    """Text on SQLite, the named enum type on PostgreSQL (whose labels the migration owns)."""
    return Text().with_variant(_PostgresEnum(name), "postgresql")


class _PostgresEnum(UserDefinedType[str]):
    """A column of an enum type. Its values travel as plain words, whose type the server infers."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: Any) -> str:
        return f"public.{self.name}"


class _Json(TypeDecorator[Any]):
    impl = JSON(none_as_null=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        plain = JSON(none_as_null=True)
        return dialect.type_descriptor(_postgres().JSONB(none_as_null=True) if dialect.name == "postgresql" else plain)


metadata = MetaData()

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("address", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("smtp_host", Text, nullable=False),
    Column("smtp_port", Integer, nullable=False),
    Column("smtp_security", Text, nullable=False),
    Column("smtp_username", Text),
    Column("imap_host", Text),
    Column("imap_port", Integer),
    Column("imap_security", Text),
    Column("imap_username", Text),
    Column("connections", Integer, nullable=False),
    Column("recipients_per_envelope", Integer, nullable=False),
    Column("messages_per_connection", Integer, nullable=False),
    Column("max_size", BigInteger),
    Column("per_minute", Integer),
    Column("daily_messages", Integer),
    Column("daily_recipients", Integer),
    Column("options", _Json, nullable=False),
    Column("learned", _Json, nullable=False),
    Column("region", Text, nullable=False),
    Column("is_trusted", Boolean, nullable=False),
    Column("state", _word("account_state"), nullable=False),
    Column("pause_reason", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revision", BigInteger, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("rfc_message_id", Text, nullable=False),
    Column("sender_address", Text, nullable=False),
    Column("sender_name", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text_body", Text, nullable=False),
    Column("html_body", Text),
    Column("headers", _Json),
    Column("metadata", _Json),
    Column("tags", _Json),
    Column("idempotency_key", Text),
    Column("attachment_count", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
)

attachments = Table(
    "attachments",
    metadata,
    Column("message_id", Id, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("filename", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content_id", Text),
)

recipients = Table(
    "recipients",
    metadata,
    Column("message_id", Id, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("kind", _word("recipient_kind"), nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("state", _word("recipient_state"), nullable=False),
    Column("reply", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("account_id", Id, nullable=False),
    Column("state", _word("delivery_state"), nullable=False),
    Column("wanted_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("deadline_at", Instant, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("local_time", Text),
    Column("zone", Text),
    Column("run_lease", BigInteger, nullable=False),
    Column("lease_owner", Id),
    Column("dated_at", Instant),
    Column("sent_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("deferrals", Integer, nullable=False),
    Column("rescues", Integer, nullable=False),
    Column("transfer", Integer, nullable=False),
    Column("transfer_step", _word("transfer_step")),
    Column("device", Text, nullable=False),
    Column("audit_seq", Integer, nullable=False),
    Column("audit_head", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
)

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("message_id", Id, nullable=False),
    Column("owner_id", Id, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("event", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("owner_id", Id, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("message_id", Id),
)

bounce_looks = Table(
    "bounce_looks",
    metadata,
    Column("account_id", Id, primary_key=True),
    Column("next_at", Instant, nullable=False),
    Column("marks", _Json, nullable=False),
)

sent_copies = Table(
    "sent_copies",
    metadata,
    Column("message_id", Id, primary_key=True),
    Column("place", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", Instant, nullable=False),
)

workers = Table(
    "workers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("lease_expires_at", Instant, nullable=False),
)

account_usage = Table(
    "account_usage",
    metadata,
    Column("account_id", Id, primary_key=True),
    Column("span", Text, primary_key=True),
    Column("at", Instant, primary_key=True),
    Column("messages", Integer, nullable=False),
    Column("recipients", Integer, nullable=False),
)

breakers = Table(
    "breakers",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("account_id", Id),
    Column("host", Text),
    Column("port", Integer),
    Column("kind", Text, nullable=False),
    Column("openings", Integer, nullable=False),
    Column("open_until", Instant, nullable=False),
    Column("probe_until", Instant),
    Column("reason", Text, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
