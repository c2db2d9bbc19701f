"""`nightmail outbox move`: a message of this profile goes to the cloud, or one of the cloud's comes to this PC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from nightmail.cli import shapes
from nightmail.cli.cloud import opened_cloud
from nightmail.cli.command import Call
from nightmail.cli.render import local, state_words
from nightmail.cli.settings import Settings
from nightmail.cli.wiring import opened_profile
from nightmail.errors import PersonError
from nightmail.ports import Item, Place

if TYPE_CHECKING:
    from nightmail.profile import Profile

IdArgument = Annotated[UUID, typer.Argument(metavar="ID", help="The id that scheduling answered with.", show_default=False)]
ToOption = Annotated[Place, typer.Option("--to", help="Who sends it: the cloud's worker, or this PC.", show_default=False)]

_PLACES = {Place.LOCAL: "this PC sends it", Place.CLOUD: "the cloud sends it"}
_SENTENCES = {Place.LOCAL: "This PC sends it.", Place.CLOUD: "The cloud sends it."}


async def move(call: Call, *, id: IdArgument, to: ToOption) -> None:
    """Move a message to the cloud, or back to this PC. Repeating it is harmless, and finishes what was interrupted."""
    from nightmail.cli.mover import mover_of

    if call.settings.database_url is not None:
        raise PersonError(
            "no-profile",
            "Messages are moved between the cloud and a profile, and this command works on a hosted database.",
            next="Name the profile with --profile DIR.",
        )
    async with opened_profile(call.settings) as profile, opened_cloud(call.settings) as room:
        mover = mover_of(profile.store, room, owner_id=profile.owner_id)
        await (mover.to_cloud(id) if to is Place.CLOUD else mover.to_local(id))
        delivery = (await (room.outbox if to is Place.CLOUD else profile.outbox).show(id)).delivery
    fields = {"id": str(id), "place": to.value, "state": delivery.state.value, "due_at": shapes.instant(delivery.due_at)}
    call.out.answer(fields, f"{_SENTENCES[to]} {state_words(delivery)}, due {local(delivery.due_at)}.")


def place_words(place: Place) -> str:
    return _PLACES[place]


def finish(item: Item) -> str:
    """The one thing to do about a message that was left on its way."""
    return f"Finish the move: nightmail outbox move {item.delivery.id} --to cloud (or --to local)"


async def finish_moves(settings: Settings, profile: Profile) -> None:
    """Finish, as far as the cloud answers, what was left on its way. Says how each went; stops nobody."""
    import structlog

    from nightmail.cloud.settings import read_connection

    log = structlog.get_logger()

    if not await profile.store.moving(profile.owner_id) or read_connection(settings.profile) is None:
        return
    from nightmail.cli.mover import mover_of

    async with opened_cloud(settings) as room:
        for one in await mover_of(profile.store, room, owner_id=profile.owner_id).recover():
            if one.error is None:
                log.info("move.finished", delivery=str(one.id), place=one.place.value if one.place else "on its way")
            else:
                log.warning("move.waits", delivery=str(one.id), code=one.error.code, next=one.error.next)
