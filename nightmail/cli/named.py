"""How commands are told which account is meant."""

from __future__ import annotations

from typing import Annotated

import typer

AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="The account's address or id.", show_default=False)]
