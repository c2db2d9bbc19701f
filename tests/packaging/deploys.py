"""What each deploy file of the worker says, in one shape: its variables, its probes, how it is stopped. It runs nothing."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from nightmail.environment import PREFIX
from tests.packaging.dockerfile import parse
from tests.unit.house.tree import ROOT

FOLDER = ROOT / "packaging" / "worker"
_NAME = re.compile(rf"{PREFIX}[A-Z_]+")


@dataclass(frozen=True, slots=True)
class Deploy:
    """`values` are the variables that are fixed there, `asked` those that whoever deploys fills in; `kill_after` is in seconds.
    `probes` are (path, port), of what comes from outside or is started inside.

    `is_read_only`: the root can't be written; None where the platform can't do that.
    """

    values: Mapping[str, str]
    asked: frozenset[str]
    probes: tuple[tuple[str, int], ...]
    kill_after: float
    signal: str = "SIGTERM"
    user: str = "10001:10001"
    is_read_only: bool | None = None
    is_probed_from_outside: bool = False

    @property
    def names(self) -> frozenset[str]:
        return self.asked | self.values.keys()


class _Cloud(yaml.SafeLoader):
    """YAML with CloudFormation's short functions, whose words are kept."""


def _function(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> object:
    return f"!{suffix} {node.value}"


_Cloud.add_multi_constructor("!", _function)


def text(path: str) -> str:
    return (FOLDER / path).read_text(encoding="utf-8")


def image_values() -> dict[str, str]:
    """What the image itself sets."""
    return {name: value for name, value in parse(text("Dockerfile"))[-1].environment.items() if name.startswith(PREFIX)}


def compose() -> Deploy:
    service = yaml.safe_load(text("compose.yaml"))["services"]["worker"]
    variables: dict[str, str] = service["environment"]
    fixed = {name: value for name, value in variables.items() if not value.startswith("${")}
    return Deploy(
        values=fixed,
        asked=frozenset(variables.keys() - fixed.keys()),
        probes=((service["healthcheck"]["test"][-1], int(fixed["NIGHTMAIL_HEALTH_PORT"])),),
        kill_after=_seconds(service["stop_grace_period"]),
        signal=service["stop_signal"],
        user=service["user"],
        is_read_only=service["read_only"],
    )


def fly() -> Deploy:
    said = tomllib.loads(text("fly.toml"))
    check = said["checks"]["ready"]
    return Deploy(
        values=said["env"],
        asked=frozenset(),
        probes=((check["path"], check["port"]), (said["metrics"]["path"], said["metrics"]["port"])),
        kill_after=said["kill_timeout"],
        signal=said["kill_signal"],
        is_probed_from_outside=True,
    )


def render() -> Deploy:
    (service,) = yaml.safe_load(text("render.yaml"))["services"]
    variables = {each["key"]: each.get("value") for each in service["envVars"]}
    return Deploy(
        values={name: value for name, value in variables.items() if value is not None},
        asked=frozenset(name for name, value in variables.items() if value is None),
        probes=(),
        kill_after=service["maxShutdownDelaySeconds"],
    )


def railway() -> Deploy:
    deploy = json.loads(text("railway.json"))["deploy"]
    # Variables are no part of its file: the page tells them.
    said = dict(re.findall(rf"`({PREFIX}[A-Z_]+)=([^`]+)`", section("Railway")))
    return Deploy(
        values=said,
        asked=frozenset(),
        probes=((deploy["healthcheckPath"], int(re.findall(r"`PORT=(\d+)`", section("Railway"))[0])),),
        kill_after=deploy["drainingSeconds"],
        is_probed_from_outside=True,
    )


def ecs() -> Deploy:
    task = yaml.load(text("ecs/worker.yaml"), _Cloud)["Resources"]["Task"]["Properties"]
    (worker,) = [each for each in task["ContainerDefinitions"] if each["Name"] == "worker"]
    values = {each["Name"]: each["Value"] for each in worker["Environment"]}
    asked = {each["Name"] for each in worker["Secrets"]} | {name for name, value in values.items() if value.startswith("!Ref")}
    fixed = {name: value for name, value in values.items() if name not in asked}
    return Deploy(
        values=fixed,
        asked=frozenset(asked),
        probes=((worker["HealthCheck"]["Command"][-1], int(fixed["NIGHTMAIL_HEALTH_PORT"])),),
        kill_after=worker["StopTimeout"],
        user=worker["User"],
        is_read_only=worker["ReadonlyRootFilesystem"],
    )


def kubernetes() -> Deploy:
    pod = yaml.safe_load(text("kubernetes/deployment.yaml"))["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    probes = [container[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")]
    security = pod["securityContext"]
    return Deploy(
        values={each["name"]: each["value"] for each in container["env"]},
        asked=frozenset(yaml.safe_load(text("kubernetes/secret.example.yaml"))["stringData"]),
        probes=tuple((probe["path"], ports[probe["port"]]) for probe in probes),
        kill_after=pod["terminationGracePeriodSeconds"],
        user=f"{security['runAsUser']}:{security['runAsGroup']}",
        is_read_only=container["securityContext"]["readOnlyRootFilesystem"],
        is_probed_from_outside=True,
    )


def systemd() -> Deploy:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(text("systemd/nightmail-worker.service"))
    service: Mapping[str, Any] = unit["Service"]
    words = dict(word.split("=", 1) for word in service["Environment"].split() if word.startswith(PREFIX))
    return Deploy(
        values=words,
        asked=frozenset(_NAME.findall(text("worker.env.example"))),
        probes=(),
        kill_after=float(service["TimeoutStopSec"]),
        signal=service["KillSignal"],
        is_read_only=service["ProtectSystem"] == "strict",
    )


DEPLOYS: Mapping[str, Callable[[], Deploy]] = {
    "Docker Compose": compose,
    "Fly.io": fly,
    "Render": render,
    "Railway": railway,
    "Amazon ECS": ecs,
    "Kubernetes": kubernetes,
    "systemd": systemd,
}


def section(title: str) -> str:
    """One section of the page, from its heading to the next."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text("README.md"), re.MULTILINE | re.DOTALL)
    assert found is not None, f"the page has no section {title}"
    return found[1]


def _seconds(words: str) -> float:
    assert words.endswith("s")
    return float(words[:-1])
