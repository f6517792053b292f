#!/bin/sh
# Deploys or upgrades Artel on Fly Machines, in the order of <shape>.tsv: steps, consumers, autoscalers, functions, gateway.
#
#   infra/fly/deploy.sh large                                says what it would do
#   infra/fly/deploy.sh --run large                          does it
#   infra/fly/deploy.sh --run small steps functions          only these stages
#
# `state` (RabbitMQ and Valkey as apps) is done only when it is named. Everything may be repeated: what is there is kept.
# Taken from the environment:
#
#   ARTEL_REGISTRY  where the images are, up to the name (artel)      ARTEL_TAG   their tag (latest)
#   ARTEL_HOST      the address of the product, if it has one of its own
#   ARTEL_PREFIX    of all apps, whose names are unique on all of Fly (artel)
#   ARTEL_SECRETS   a directory with one file for each variable that <shape>.tsv names; TELEGRAM_APP_LINK may be missing
#   FLY_ORG         the organisation (personal)                       FLY_REGION  the primary region (Fly's choice)
#   LOG_SAMPLE      (1)                                               OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER_ARG  traces
set -euf
cd "$(dirname "$0")/.."
prefix=${ARTEL_PREFIX:-artel}
organisation=${FLY_ORG:-personal}
run=

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' fly/deploy.sh >&2
    exit 2
}

# do_it COMMAND...: says it, and does it if asked to.
do_it() {
    echo "+ $*"
    [ -z "$run" ] || "$@"
}

# unless QUESTION COMMAND...: does it if the question, a function of ours, is answered no.
unless() {
    question=$1
    shift
    if [ -n "$run" ] && "$question"; then
        return 0
    fi
    do_it "$@"
}

app_exists() {
    fly status --app "$app" >/dev/null 2>&1
}

private_address_exists() {
    fly ips list --app "$app" | grep -q private
}

public_address_exists() {
    fly ips list --app "$app" | grep -q public
}

certificate_exists() {
    fly certs check "$ARTEL_HOST" --app "$app" >/dev/null 2>&1
}

# Staged: the deployment that follows brings them. Their values go through standard input, never on a command line.
secrets() {
    [ "$1" != - ] || return 0
    for variable in $(echo "$1" | tr , ' '); do
        # One with a question mark may be missing.
        if [ "$variable" != "${variable%\?}" ]; then
            variable=${variable%\?}
            [ -z "$run" ] || [ -s "${ARTEL_SECRETS:-}/$variable" ] || continue
        fi
        echo "+ fly secrets set --stage --app $app $variable=- <\$ARTEL_SECRETS/$variable"
        [ -n "$run" ] || continue
        file=${ARTEL_SECRETS:?must be a directory with a file for each secret}/$variable
        [ -s "$file" ] || { echo "$file is missing or empty." >&2; exit 1; }
        # An editor's last newline is no part of a secret.
        printf %s "$(cat "$file")" | fly secrets set --stage --app "$app" "$variable=-"
    done
}

# deploy STAGE NAME CONFIGURATION MACHINES: one release of one app.
deploy() {
    set -- "$@" --app "$app" --config "$(basename "$3")" --yes --ha=false
    stage=$1 name=$2 configuration=$3 machines=$4
    shift 4
    # State and autoscalers name an image of somebody else.
    case $stage in
        state | autoscalers) ;;
        *) set -- "$@" --image "${ARTEL_REGISTRY:-artel}/$name:${ARTEL_TAG:-latest}" ;;
    esac
    [ "$stage" = gateway ] || set -- "$@" --no-public-ips
    case $stage in
        consumers | functions)
            set -- "$@" --env "ARTEL_VERSION=${ARTEL_TAG:-latest}"
            [ -z "${LOG_SAMPLE:-}" ] || set -- "$@" --env "LOG_SAMPLE=$LOG_SAMPLE"
            if [ -n "${OTEL_EXPORTER_OTLP_ENDPOINT:-}" ]; then
                set -- "$@" --env "OTEL_EXPORTER_OTLP_ENDPOINT=$OTEL_EXPORTER_OTLP_ENDPOINT" \
                    --env "OTEL_TRACES_SAMPLER_ARG=${OTEL_TRACES_SAMPLER_ARG:-1}"
            fi
            ;;
    esac
    # The release command is all there is to it.
    [ "$machines" != 0 ] || set -- "$@" --update-only
    [ -z "${FLY_REGION:-}" ] || set -- "$@" --primary-region "$FLY_REGION"
    echo "+ fly deploy $*"
    # Paths in a configuration are relative to it.
    [ -z "$run" ] || (cd "$work/fly/$(dirname "$configuration")" && fly deploy "$@")
    if [ "$machines" -gt 1 ]; then
        do_it fly scale count "$machines" --app "$app" --yes
    fi
}

# One line of the table.
release() {
    app=$prefix-$2
    unless app_exists fly apps create "$app" --org "$organisation"
    secrets "$5"
    case $1 in
        functions) unless private_address_exists fly ips allocate-v6 --private --app "$app" ;;
        gateway)
            unless public_address_exists fly ips allocate-v4 --shared --app "$app"
            unless public_address_exists fly ips allocate-v6 --app "$app"
            ;;
    esac
    deploy "$1" "$2" "$3" "$4"
    if [ "$1" = gateway ] && [ -n "${ARTEL_HOST:-}" ]; then
        unless certificate_exists fly certs add "$ARTEL_HOST" --app "$app"
    fi
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
[ $# -gt 0 ] || set -- steps consumers autoscalers functions gateway
for stage in "$@"; do
    case $stage in
        state | steps | consumers | autoscalers | functions | gateway) ;;
        *) usage ;;
    esac
done

# The configurations with the operator's names in them.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R fly caddy "$work"
find "$work/fly" -name '*.toml' -exec sed -i.orig \
    -e "s/artel-/$prefix-/g" -e "s/^ARTEL_PREFIX = .*/ARTEL_PREFIX = \"$prefix\"/" \
    -e "s#prometheus/personal#prometheus/$organisation#" {} +

wanted=" $* "
while IFS='	' read -r stage name configuration machines variables <&3; do
    case $stage in '' | \#*) continue ;; esac
    case $wanted in
        *" $stage "*) release "$stage" "$name" "$configuration" "$machines" "$variables" ;;
    esac
done 3<"fly/$shape.tsv"
[ -n "$run" ] || echo "# Nothing was done: add --run to do it."
