"""What a person can do with a message in each of its states. Pure words; nothing is done here."""

from __future__ import annotations

from desktop.language import tr
from desktop.screens.outbox.state import Act, ActButton, Weight
from nightmail.delivery.model import DeliveryState


def acts_in(state: DeliveryState) -> tuple[ActButton, ...]:
    match state:
        case DeliveryState.SCHEDULED:
            return (_send_now(), _reschedule(), _edit(), ActButton(Act.HOLD, tr("Hold"), "hold"), _cancel())
        case DeliveryState.CLAIMED:
            return (_cancel(),)
        case DeliveryState.TRANSMITTING:
            return ()
        case DeliveryState.SENT:
            return (_another(),)
        case DeliveryState.FAILED:
            return (
                ActButton(Act.WRITE_ANOTHER, tr("Correct and send"), "edit", Weight.PRIMARY),
                ActButton(Act.REDRIVE, tr("Send again to the missing"), "send"),
            )
        case DeliveryState.IN_DOUBT:
            return (
                ActButton(Act.ARRIVED, tr("It arrived"), "tick", Weight.PRIMARY),
                ActButton(Act.SEND_AGAIN, tr("Send again"), "send"),
            )
        case DeliveryState.CANCELLED:
            return (ActButton(Act.RESCHEDULE, tr("Schedule again"), "calendar", Weight.PRIMARY), _another())
        case DeliveryState.HELD:
            return (ActButton(Act.RESUME, tr("Resume"), "play", Weight.PRIMARY), _reschedule(), _edit(), _cancel())


def _send_now() -> ActButton:
    return ActButton(Act.SEND_NOW, tr("Send now"), "send", Weight.PRIMARY)


def _reschedule() -> ActButton:
    return ActButton(Act.RESCHEDULE, tr("Reschedule"), "calendar")


def _edit() -> ActButton:
    return ActButton(Act.EDIT, tr("Edit"), "edit")


def _cancel() -> ActButton:
    # The word on the button of a message, not that of a dialog.
    return ActButton(Act.CANCEL, tr("Cancel"), "cancelled", Weight.DANGER)


def _another() -> ActButton:
    return ActButton(Act.WRITE_ANOTHER, tr("Write another like it"), "copy")
