"""Ask the worker beside us how it is, for what can only start a command: a container's health check, a service manager.

`python -m cloud_worker.probe [/healthz | /readyz]` prints the answer and exits 0 where it is well, 1 where it is not, 2 where no
health port is named. It asks on this machine only, and changes nothing.
"""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Mapping, Sequence

from nightmail.environment import read_environment
from nightmail.errors import Invalid

# Under the five seconds that the deploy files allow.
_SECONDS = 4.0
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}
_PATHS = ("/healthz", "/readyz")


def probe(variables: Mapping[str, str], path: str) -> tuple[int, str]:
    """Exit code and what to say."""
    try:
        environment = read_environment(variables)
    except Invalid as error:
        return 2, "; ".join(problem.message for problem in error.problems)
    if environment.health_port is None:
        return 2, "NIGHTMAIL_HEALTH_PORT is not set, so the worker answers nobody."
    host = _EVERY_ADDRESS.get(environment.health_host, environment.health_host)
    connection = http.client.HTTPConnection(host, environment.health_port, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        said = response.read().decode("utf-8", "replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return 1, f"no answer: {error}"
    finally:
        connection.close()
    return (0 if response.status == 200 else 1), said


def main(arguments: Sequence[str]) -> int:
    path = arguments[0] if arguments else "/healthz"
    if len(arguments) > 1 or path not in _PATHS:
        sys.stderr.write(f"One of {' and '.join(_PATHS)} can be asked.\n")
        return 2
    code, said = probe(os.environ, path)
    (sys.stderr if code else sys.stdout).write(said + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
