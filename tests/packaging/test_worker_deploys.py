"""Every deploy file of the worker says the same as the worker itself: names, ports, probes, stop signal and patience."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from cloud_worker import supervisor
from cloud_worker.metrics import Metrics
from cloud_worker.settings import worker_settings
from nightmail.environment import PREFIX, VARIABLES, read_environment, unknown_variables
from tests.packaging.deploys import DEPLOYS, FOLDER, Deploy, image_values, section, text
from tests.unit.house.tree import ROOT, tracked

KNOWN = {PREFIX + variable.name for variable in VARIABLES}
SECRET = {PREFIX + variable.name for variable in VARIABLES if variable.is_secret}
NAME = re.compile(rf"{PREFIX}[A-Z_]+")
URL = "postgresql://nightmail_worker:p@db.example.org/postgres"
FILES = sorted(path for path in (ROOT / name for name in tracked()) if FOLDER in path.parents)
OURS = re.compile(r"packaging/[\w./-]*\w")


@pytest.fixture(params=DEPLOYS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def deploy(name: str) -> Deploy:
    return DEPLOYS[name]()


def test_only_names_that_the_worker_knows_are_written(name: str, deploy: Deploy) -> None:
    assert deploy.names <= KNOWN
    assert set(NAME.findall(section(name))) <= KNOWN


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_file_misspells_a_variable(path: Path) -> None:
    assert unknown_variables(dict.fromkeys(NAME.findall(path.read_text(encoding="utf-8")), "")) == ()


def test_what_is_fixed_there_is_what_the_worker_starts_with(deploy: Deploy, tmp_path: Path) -> None:
    environment = read_environment({**image_values(), **deploy.values, "NIGHTMAIL_DATABASE_URL": URL})
    settings = worker_settings(environment, folder=tmp_path, on_terminal=False)

    assert settings.health_port == 8080
    assert settings.dispatch.log == "json"
    assert settings.health_host == ("0.0.0.0" if deploy.is_probed_from_outside else "127.0.0.1")


def test_no_secret_is_written_into_a_file(deploy: Deploy) -> None:
    assert deploy.values.keys() & SECRET == set()


def test_whatever_the_worker_may_be_told_can_be_told_there(name: str, deploy: Deploy) -> None:
    table = re.findall(rf"^\| `{PREFIX}.*?\|", section("What is the same everywhere"), re.MULTILINE)
    needed = {each for row in table for each in NAME.findall(row)}
    told = deploy.names | set(NAME.findall(section(name)))

    assert {"NIGHTMAIL_DATABASE_URL", "NIGHTMAIL_WORKER_PRIVATE_KEY", "NIGHTMAIL_WORKER_PASSWORD"} <= needed
    # Railway's page refers to the table, as its file holds no variables.
    assert needed - told == set() or name == "Railway"


def test_it_is_stopped_by_the_signal_that_drains_and_given_the_time_for_it(deploy: Deploy) -> None:
    grace = read_environment({**image_values(), **deploy.values}).grace.total_seconds()

    assert deploy.signal == "SIGTERM"
    assert deploy.kill_after == 45
    assert deploy.kill_after > grace + supervisor._NET.total_seconds()


def test_probes_ask_what_the_worker_answers_where_it_answers(deploy: Deploy) -> None:
    assert {path for path, _ in deploy.probes} <= {"/healthz", "/readyz", "/metrics"}
    assert {port for _, port in deploy.probes} <= {8080}


def test_it_runs_as_nobody_and_writes_only_where_it_may(name: str, deploy: Deploy) -> None:
    assert deploy.user == "10001:10001"
    assert deploy.is_read_only is not False
    assert ("yes" if deploy.is_read_only else "not offered") == rows()[name][1]


def rows() -> dict[str, list[str]]:
    """The table of the page: by platform, its other cells."""
    lines = re.findall(r"^\| \[(.+?)\]\(#.+?\) \| (.+) \|$", text("README.md"), re.MULTILINE)
    return {name: cells.split(" | ") for name, cells in lines}


def test_the_page_names_every_file_and_has_five_steps_for_each(name: str, deploy: Deploy) -> None:
    file = rows()[name][0].strip("`")

    assert (FOLDER / file).exists()
    assert re.findall(r"^(\d)\. ", section(name), re.MULTILINE) == ["1", "2", "3", "4", "5"]


def test_every_path_that_the_page_names_is_there() -> None:
    paths = set(OURS.findall(text("README.md")))
    # Made by whoever follows the steps.
    mine = {"packaging/worker/worker.env"}

    assert {path for path in paths - mine if not (ROOT / path).exists()} == set()
    assert len(paths) > 8


def test_the_autoscaler_reads_a_number_that_the_worker_tells() -> None:
    (scaled,) = yaml.safe_load(text("kubernetes/autoscaling.yaml"))["spec"]["metrics"]
    (rule,) = yaml.safe_load(text("kubernetes/prometheus-adapter.yaml"))["rules"]["external"]
    page = Metrics().page(None).decode()

    assert scaled["external"]["metric"]["name"] == rule["name"]["as"]
    assert f"\n{rule['seriesQuery']} " in page
    assert rule["seriesQuery"] in rule["metricsQuery"]


def test_what_kubernetes_selects_is_what_is_deployed() -> None:
    deployment = yaml.safe_load(text("kubernetes/deployment.yaml"))
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    budget = yaml.safe_load(text("kubernetes/disruption.yaml"))["spec"]
    scaler = yaml.safe_load(text("kubernetes/autoscaling.yaml"))["spec"]

    assert deployment["spec"]["selector"]["matchLabels"] == budget["selector"]["matchLabels"] == labels
    assert scaler["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    assert scaler["minReplicas"] > budget["minAvailable"]
    (source,) = deployment["spec"]["template"]["spec"]["containers"][0]["envFrom"]
    assert source["secretRef"]["name"] == yaml.safe_load(text("kubernetes/secret.example.yaml"))["metadata"]["name"]


def test_the_database_of_compose_is_migrated_before_a_worker_starts() -> None:
    services = yaml.safe_load(text("compose.yaml"))["services"]

    assert services["worker"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully", "required": False}
    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["migrate"]["command"] == ["db", "migrate", "--with-platform"]
    assert services["migrate"]["profiles"] == services["database"]["profiles"] == ["postgres"]
    assert services["worker"]["volumes"] == [f"worker:{image_values()['NIGHTMAIL_PROFILE']}"]


def test_the_example_of_an_environment_can_be_read_and_is_refused_only_for_what_is_missing() -> None:
    lines = [line.partition("=") for line in text("worker.env.example").splitlines() if line and line[0] != "#"]
    example = {name: value for name, _, value in lines if name.startswith(PREFIX)}

    environment = read_environment(example)

    assert environment.database_url is not None
    assert environment.worker_keys is None
    assert set(re.findall(r"\$\{([A-Z_]+)", text("compose.yaml"))) == {name for name, _, _ in lines}


def test_fly_is_told_no_service_that_the_world_could_reach() -> None:
    said = tomllib.loads(text("fly.toml"))

    assert {"http_service", "services"} & said.keys() == set()
