"""What a person can do with a message in each of its states. Pure words; nothing is done here."""

from __future__ import annotations

from desktop.screens.outbox.state import Act, ActButton, Weight
from nightmail.delivery.model import DeliveryState

_SEND_NOW = ActButton(Act.SEND_NOW, "Send now", "send", Weight.PRIMARY)
_RESCHEDULE = ActButton(Act.RESCHEDULE, "Reschedule", "calendar")
_EDIT = ActButton(Act.EDIT, "Edit", "edit")
_HOLD = ActButton(Act.HOLD, "Hold", "hold")
_CANCEL = ActButton(Act.CANCEL, "Cancel", "cancelled", Weight.DANGER)
_ANOTHER = ActButton(Act.WRITE_ANOTHER, "Write another like it", "copy")

ACTS: dict[DeliveryState, tuple[ActButton, ...]] = {
    DeliveryState.SCHEDULED: (_SEND_NOW, _RESCHEDULE, _EDIT, _HOLD, _CANCEL),
    DeliveryState.CLAIMED: (_CANCEL,),
    DeliveryState.TRANSMITTING: (),
    DeliveryState.SENT: (_ANOTHER,),
    DeliveryState.FAILED: (
        ActButton(Act.WRITE_ANOTHER, "Correct and send", "edit", Weight.PRIMARY),
        ActButton(Act.REDRIVE, "Send again to the missing", "send"),
    ),
    DeliveryState.IN_DOUBT: (
        ActButton(Act.ARRIVED, "It arrived", "tick", Weight.PRIMARY),
        ActButton(Act.SEND_AGAIN, "Send again", "send"),
    ),
    DeliveryState.CANCELLED: (ActButton(Act.RESCHEDULE, "Schedule again", "calendar", Weight.PRIMARY), _ANOTHER),
    DeliveryState.HELD: (ActButton(Act.RESUME, "Resume", "play", Weight.PRIMARY), _RESCHEDULE, _EDIT, _CANCEL),
}
