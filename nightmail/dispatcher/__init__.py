"""The machine's side: claim what is due, transmit it, settle what came of it."""

from nightmail.dispatcher.dispatcher import Dispatcher
from nightmail.dispatcher.settings import DispatchSettings

__all__ = ["DispatchSettings", "Dispatcher"]
