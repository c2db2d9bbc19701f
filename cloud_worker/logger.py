"""structlog without the library that it paints tracebacks with where that is installed: four megabytes for lines of JSON."""

from __future__ import annotations

import sys
from typing import cast

_painter = sys.modules.get("rich")
if _painter is None:
    # Python takes this for a module that is not there; structlog then does without.
    cast("dict[str, object]", sys.modules)["rich"] = None
try:
    import structlog
finally:
    if _painter is None:
        del sys.modules["rich"]

__all__ = ["structlog"]
