"""What a PostgreSQL that refuses a connection means for people. It carries no SQLSTATE then, only words."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from nightmail.errors import PersonError
from nightmail.store.postgres_errors import outside_error

REFUSED = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: FATAL:  '


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (REFUSED + 'password authentication failed for user "anna"\nmore', "database-login"),
        (REFUSED + 'role "anna" does not exist', "database-login"),
        ('connection to server at "127.0.0.1" failed: fe_sendauth: no password supplied', "database-login"),
        (REFUSED + 'database "none" does not exist', "no-such-database"),
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused', "database-unreachable"),
    ],
)
@pytest.mark.parametrize("is_wrapped", [True, False])
def test_a_refused_connection_is_told_by_its_words(words: str, code: str, is_wrapped: bool) -> None:
    original = psycopg.OperationalError(words)
    error = outside_error(OperationalError("connect", None, original) if is_wrapped else original)

    assert error is not None
    assert error.code == code
    assert isinstance(error, PersonError) == (code != "database-unreachable")
