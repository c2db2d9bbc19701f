#!/bin/sh
# Each deploy file of the worker, judged by a tool that knows its format: `make worker-lint`. Ends with 1 where one of them objects.
set -u
cd "$(dirname "$0")" || exit 1
code=0

judge() {
    name=$1
    shift
    if said=$("$@" 2>&1); then
        echo "✓ $name"
    else
        echo "✗ $name"
        echo "$said"
        code=1
    fi
}

judge "Dockerfile (hadolint)" hadolint Dockerfile
judge "compose.yaml (Compose's schema)" check-jsonschema --builtin-schema vendor.compose-spec compose.yaml
judge "ecs/worker.yaml (cfn-lint, the schemas of AWS)" cfn-lint ecs/worker.yaml
for object in deployment disruption autoscaling migrate secret.example; do
    judge "kubernetes/$object.yaml (the schemas of Kubernetes 1.34)" \
        kubernetes-validate --kubernetes-version 1.34 --strict "kubernetes/$object.yaml"
done
rules='{extends: default, rules: {line-length: {max: 140}, document-start: disable, braces: {max-spaces-inside: 0}}}'
judge "every YAML file (yamllint)" yamllint --strict --config-data "$rules" .

workflow=../../.github/workflows/worker-image.yml
judge "worker-image.yml (the schema of GitHub's workflows)" \
    check-jsonschema --builtin-schema vendor.github-workflows "$workflow"

if command -v systemd-analyze >/dev/null; then
    judge "systemd/nightmail-worker.service (exposure at most 2.0 of 10)" \
        systemd-analyze security --offline=true --threshold=20 --no-pager systemd/nightmail-worker.service
else
    echo "· systemd/nightmail-worker.service: systemd-analyze is not here"
fi
exit "$code"
