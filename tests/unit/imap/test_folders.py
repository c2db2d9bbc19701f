"""Making out the Sent folder where the server marks none (RFC 6154)."""

from __future__ import annotations

import pytest

from nightmail.imap.sent import find_sent_folder

Listed = tuple[tuple[bytes, ...], bytes, str]


class Listing:
    """A mailbox of which only the folders are asked for."""

    def __init__(self, *folders: Listed) -> None:
        self._folders = folders

    def list_folders(self) -> list[Listed]:
        return list(self._folders)


def folder(name: str, *flags: bytes) -> Listed:
    return flags, b"/", name


@pytest.mark.parametrize("name", ["Sent", "Gesendet", "INBOX/Éléments envoyés", "[Gmail]/Отправленные", "已发送"])
def test_it_is_known_by_its_name_in_many_languages(name: str) -> None:
    listing = Listing(folder("INBOX"), folder("Sent to clients"), folder("Archive"), folder(name))

    assert find_sent_folder(listing) == name


def test_a_mark_counts_more_than_a_name() -> None:
    listing = Listing(folder("Sent"), folder("Dispatched", rb"\HasNoChildren", rb"\SENT"))

    assert find_sent_folder(listing) == "Dispatched"


def test_a_folder_that_can_not_be_opened_is_none() -> None:
    assert find_sent_folder(Listing(folder("Sent", rb"\Noselect"), folder("INBOX"))) == ""


def test_of_several_the_one_nearest_to_the_root_counts() -> None:
    assert find_sent_folder(Listing(folder("Old/2019/Sent"), folder("Sent Items"))) == "Sent Items"
