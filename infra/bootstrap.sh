#!/bin/sh
# Installs what a local run needs and this machine lacks, all of it below .artel/:
#
#   infra/bootstrap.sh rabbitmq node http queue local
#
# Each other word is a dependency group, installed from locks/<group>.txt; what is there and up to date is left alone.
# Nothing outside .artel/ is changed, except on a bare Debian: the package lists, python3-venv, and for tests Chromium.
set -eu
cd "$(dirname "$0")/.."
umask 077
tools=.artel/venv
log=.artel/logs/bootstrap.log
mkdir -p "$tools" .artel/logs
unset PYTHONDONTWRITEBYTECODE PYTHONPATH || true

fail() {
    echo "$*" >&2
    exit 1
}

# quietly SENTENCE COMMAND...: the command's output goes to the log, and is shown only if it fails.
quietly() {
    sentence=$1
    shift
    echo "$sentence"
    "$@" >"$log" 2>&1 || { tail -n 12 "$log" >&2; fail "Failed: $sentence (all of it in $log)"; }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null; then
        sudo DEBIAN_FRONTEND=noninteractive "$@"
    else
        fail "This needs root, and there is no sudo. Ask whoever has it for: $*"
    fi
}

# The first interpreter that is recent enough, and whole: Debian keeps the venv module in a package of its own.
python() {
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

uv() {
    lock=infra/local/locks/uv.txt
    cmp -s "$lock" "$tools/uv/lock.txt" && return
    if ! python >/dev/null && command -v apt-get >/dev/null; then
        quietly "Installing python3-venv" as_root sh -c 'apt-get update -qq && apt-get install -qqy python3-venv'
    fi
    python >/dev/null || fail "Python 3.11 or newer is needed: Debian 12 or newer has it, macOS by brew install python."
    quietly "Installing uv" sh -ec '
        "$1" -m venv --clear "$2"
        "$2/bin/pip" install --quiet --require-hashes --requirement "$3"
    ' sh "$(python)" "$tools/uv" "$lock"
    cp "$lock" "$tools/uv/lock.txt"
}

# environment NAME LOCK: a virtual environment that holds exactly the lock.
environment() {
    cmp -s "$2" "$tools/$1/lock.txt" && [ -x "$tools/$1/bin/python" ] && return
    uv
    quietly "Installing Python packages: $1" sh -ec '
        uv=$1; target=$2; lock=$3; python=$4
        "$uv" venv --quiet --clear --relocatable --python "$python" "$target"
        "$uv" pip install --quiet --python "$target/bin/python" --no-deps --require-hashes --compile-bytecode \
            --requirement "$lock"
    ' sh "$tools/uv/bin/uv" "$tools/$1" "$2" "$(python)"
    cp "$2" "$tools/$1/lock.txt"
}

# Debian would start a RabbitMQ that it installs. So its packages are only unpacked, which needs no root either.
unpack_rabbitmq() {
    rm -rf .artel/programs/rabbitmq.new
    mkdir -p .artel/programs/rabbitmq.new/packages
    cd .artel/programs/rabbitmq.new/packages
    missing=$(apt-get install --simulate --no-install-recommends -o Debug::NoLocking=1 rabbitmq-server | sed -n 's/^Inst \([^ ]*\).*/\1/p')
    # shellcheck disable=SC2086  # names, one word each
    apt-get download $missing
    for package in *.deb; do
        dpkg-deb --extract "$package" ..
    done
    # Erlang is compiled to find itself in /usr/lib.
    sed -i 's#^ *ROOTDIR="*/usr/lib/erlang"*#ROOTDIR=$(dirname "$(dirname "$(readlink -f "$0")")")#' ../usr/lib/erlang/bin/erl
    cd ../../../..
    rm -r .artel/programs/rabbitmq.new/packages
    mv .artel/programs/rabbitmq.new .artel/programs/rabbitmq
}

rabbitmq() {
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && return
    [ -x .artel/programs/rabbitmq/usr/lib/rabbitmq/bin/rabbitmq-server ] && return
    if command -v brew >/dev/null; then
        brew list rabbitmq >/dev/null 2>&1 || quietly "Installing RabbitMQ (brew)" brew install rabbitmq
        return
    fi
    command -v apt-get >/dev/null || fail "RabbitMQ is needed: install it with this system's package manager."
    if ! apt-cache show rabbitmq-server >/dev/null 2>&1; then
        quietly "Fetching package lists" as_root apt-get update -qq
    fi
    quietly "Unpacking RabbitMQ and Erlang" unpack_rabbitmq
}

# Only who looks at a running product needs them: tests, and `make watch`. Unpacked for the same reason.
unpack_prometheus() {
    rm -rf .artel/programs/prometheus.new
    mkdir -p .artel/programs/prometheus.new/packages
    cd .artel/programs/prometheus.new/packages
    apt-get download prometheus prometheus-alertmanager prometheus-postgres-exporter prometheus-redis-exporter
    for package in *.deb; do
        dpkg-deb --extract "$package" ..
    done
    # Debian's Alertmanager looks for its templates in /usr/share: the same name, as long, below where it is started.
    LC_ALL=C sed -i 's#/usr/share/prometheus/alertmanager#usr/share/prometheus/alertmanager/#g' ../usr/bin/prometheus-alertmanager
    cd ../../../..
    rm -rf .artel/programs/prometheus.new/packages .artel/programs/prometheus
    mv .artel/programs/prometheus.new .artel/programs/prometheus
}

prometheus() {
    bin=.artel/programs/prometheus/usr/bin
    [ -x $bin/prometheus ] && ! grep -q /usr/share/prometheus/alertmanager $bin/prometheus-alertmanager && return
    command -v apt-get >/dev/null || fail "Prometheus, Alertmanager and two exporters are needed: set ARTEL_PROMETHEUS."
    if ! apt-cache show prometheus >/dev/null 2>&1; then
        quietly "Fetching package lists" as_root apt-get update -qq
    fi
    quietly "Unpacking Prometheus" unpack_prometheus
}

node() {
    recent='const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'
    if ! command node -e "$recent" 2>/dev/null; then
        environment node infra/local/locks/node.txt
    fi
}

# Only the tests need a browser, and libatomic for what moves it (Playwright's own Node). Debian's browser, because the
# ones that Playwright downloads cannot be had everywhere.
chromium() {
    [ -n "${ARTEL_CHROMIUM:-}" ] && return
    [ -x /usr/bin/chromium ] && /sbin/ldconfig -p | grep -q libatomic.so.1 && return
    command -v apt-get >/dev/null || fail "The tests need Chromium: install it and set ARTEL_CHROMIUM to its program."
    quietly "Fetching package lists" as_root apt-get update -qq
    quietly "Installing Chromium" as_root apt-get install -qqy --no-install-recommends \
        chromium libatomic1 fonts-noto-core fonts-noto-color-emoji
}

# The webapp's own tools, exactly as its lock file has them.
webapp() {
    node
    PATH="$PWD/$tools/node/bin:$PATH"
    cmp -s webapp/package-lock.json webapp/node_modules/.lock.json && return
    quietly "Installing the webapp's packages" npm --prefix webapp ci --no-audit --no-fund
    cp webapp/package-lock.json webapp/node_modules/.lock.json
}

for word in "$@"; do
    case $word in
        rabbitmq | prometheus | node | chromium | webapp) "$word" ;;
        *) environment "$word" "locks/$word.txt" ;;
    esac
done
