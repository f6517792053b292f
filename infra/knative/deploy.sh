#!/bin/sh
# Deploys or upgrades Artel on Kubernetes with Knative and KEDA, in this order: namespace, secrets, [state], steps, apps.
#
#   infra/knative/deploy.sh large                            says what it would do
#   infra/knative/deploy.sh --run large                      does it
#   infra/knative/deploy.sh --run small state                only this stage, or these
#
# `state` (PostgreSQL, PgBouncer, RabbitMQ, Valkey in the cluster) is done only when it is named. Every stage may be
# repeated. Taken from the environment:
#
#   ARTEL_REGISTRY  where the images are, up to the name (artel)      ARTEL_TAG   their tag (latest)
#   ARTEL_HOST      the address of the product (artel.example)        LOG_LEVEL   (INFO), LOG_SAMPLE (1)
#   OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER_ARG   who collects traces, if the images were built for it
#   ARTEL_SECRETS   a directory with one file for each variable of secrets.tsv, JWT_PUBLIC_KEYS,
#                   and TELEGRAM_APP_LINK, which may be missing
set -eu
cd "$(dirname "$0")/../.."
namespace=artel
site=.artel/site
run=
work=

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' infra/knative/deploy.sh >&2
    exit 2
}

# do_it COMMAND...: says it, and does it if asked to.
do_it() {
    echo "+ $*"
    [ -z "$run" ] || "$@"
}

# kustomization NAME RESOURCE...: our manifests with this release's registry, tag and host put in.
kustomization() {
    name=$1
    shift
    mkdir -p "$site/$name"
    {
        printf 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: %s\nresources:\n' "$namespace"
        printf '  - ../../../infra/knative/%s\n' "$@"
        printf '  - release.yaml\ncomponents:\n  - ../../../infra/knative/components/release\n'
    } >"$site/$name/kustomization.yaml"
    {
        printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: release\ndata:\n'
        printf '  registry: "%s"\n  tag: "%s"\n  host: "%s"\n' \
            "${ARTEL_REGISTRY:-artel}" "${ARTEL_TAG:-latest}" "${ARTEL_HOST:-artel.example}"
    } >"$site/$name/release.yaml"
}

namespace() {
    do_it kubectl apply -f infra/knative/namespace.yaml
}

# made COMMAND...: creates or replaces a Secret or ConfigMap; its values are in files, not on a command line.
made() {
    echo "+ kubectl create $* | kubectl apply"
    [ -z "$run" ] || kubectl --namespace "$namespace" create "$@" --dry-run=client --output yaml |
        kubectl --namespace "$namespace" apply -f -
}

# value VARIABLE: the file that holds it, without the last newline of whoever edited it, which is no part of a secret.
value() {
    if [ -z "$run" ]; then
        echo "\$ARTEL_SECRETS/$1"
        return
    fi
    from=${ARTEL_SECRETS:?must be a directory with a file for each variable}/$1
    [ -s "$from" ] || { echo "$from is missing or empty." >&2; exit 1; }
    printf %s "$(cat "$from")" >"$work/$1"
    echo "$work/$1"
}

secrets() {
    [ -z "$run" ] || work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    keys=$(value JWT_PUBLIC_KEYS)
    set -- "--from-literal=LOG_LEVEL=${LOG_LEVEL:-INFO}" "--from-file=JWT_PUBLIC_KEYS=$keys"
    set -- "$@" "--from-literal=ARTEL_VERSION=${ARTEL_TAG:-latest}"
    [ -z "${LOG_SAMPLE:-}" ] || set -- "$@" "--from-literal=LOG_SAMPLE=$LOG_SAMPLE"
    if [ -n "${OTEL_EXPORTER_OTLP_ENDPOINT:-}" ]; then
        set -- "$@" "--from-literal=OTEL_EXPORTER_OTLP_ENDPOINT=$OTEL_EXPORTER_OTLP_ENDPOINT" \
            "--from-literal=OTEL_TRACES_SAMPLER_ARG=${OTEL_TRACES_SAMPLER_ARG:-1}"
    fi
    if [ -z "$run" ] || [ -s "${ARTEL_SECRETS:-}/TELEGRAM_APP_LINK" ]; then
        link=$(value TELEGRAM_APP_LINK)
        set -- "$@" "--from-file=TELEGRAM_APP_LINK=$link"
    fi
    made configmap settings "$@"
    while IFS='	' read -r name variable; do
        case $name in '' | \#*) continue ;; esac
        file=$(value "$variable")
        made secret generic "$name" "--from-file=$variable=$file"
    done <infra/knative/secrets.tsv
}

state() {
    do_it kubectl apply -k "infra/knative/state/$shape"
    do_it kubectl --namespace "$namespace" wait --for=condition=Ready cluster.postgresql.cnpg.io/postgres --timeout=15m
    do_it kubectl --namespace "$namespace" wait --for=condition=AllReplicasReady \
        rabbitmqcluster.rabbitmq.com/rabbitmq --timeout=15m
    do_it kubectl --namespace "$namespace" rollout status statefulset/valkey --timeout=5m
}

# finished JOB: waits for its end, and stops everything with its log if that was no good one.
finished() {
    echo "+ kubectl --namespace $namespace wait --for=condition=complete job/$1"
    [ -n "$run" ] || return 0
    until kubectl --namespace "$namespace" wait --for=condition=complete "job/$1" --timeout=5s >/dev/null 2>&1; do
        if kubectl --namespace "$namespace" wait --for=condition=failed "job/$1" --timeout=1s >/dev/null 2>&1; then
            kubectl --namespace "$namespace" logs "job/$1" --tail=50 >&2
            echo "The step $1 has failed: nothing after it was done." >&2
            exit 1
        fi
    done
}

# A Job cannot be changed, only made again. The new schema must suit the code that still runs; the new code comes after.
steps() {
    kustomization steps steps
    do_it kubectl delete -k "$site/steps" --ignore-not-found
    do_it kubectl apply -k "$site/steps"
    finished migrate
    finished topology
    finished storage
}

apps() {
    kustomization apps "overlays/$shape"
    do_it kubectl apply -k "$site/apps"
    do_it kubectl --namespace "$namespace" wait --for=condition=Ready services.serving.knative.dev --all --timeout=10m
    do_it kubectl --namespace "$namespace" rollout status deployment/gateway --timeout=5m
}

if [ "${1:-}" = --run ]; then
    run=yes
    shift
fi
shape=${1:-}
case $shape in
    small | large) shift ;;
    *) usage ;;
esac
[ $# -gt 0 ] || set -- namespace secrets steps apps
for stage in "$@"; do
    case $stage in
        namespace | secrets | state | steps | apps) ;;
        *) usage ;;
    esac
done
for stage in "$@"; do
    echo "# $stage"
    "$stage"
done
[ -n "$run" ] || echo "# Nothing was done: add --run to do it."
