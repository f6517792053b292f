#!/bin/sh
# All tests, on real services, in two rows side by side: each waits for its services much of the time.
# `--deep` for many more examples. The last line adds all up, because not every reader of test output knows vitest's.
set -eu
cd "$(dirname "$0")/.."
[ "${1:-}" = --deep ] && export HYPOTHESIS_PROFILE=deep
reports=$PWD/.artel/reports
rm -rf "$reports"
mkdir -p "$reports"
python=.artel/venv/dev/bin/python
failed=0

infra/bootstrap.sh rabbitmq prometheus chromium webapp http files queue report telegram dev
PATH="$PWD/.artel/venv/node/bin:$PATH"

$python -m infra.local webapp || failed=1
(cd webapp && node scripts/budget.mjs) || failed=1

tests() { # tests REPORT PYTEST'S-ARGUMENTS…
	report=$1
	shift
	$python -m coverage run -m pytest "$@" --junitxml="$reports/$report.xml"
}

# About half of the time each. In front is what starts whole products: a test ends one with Ctrl-C, and what runs in the
# background ignores that.
front="tests/local tests/deploy tests/migrations tests/stories tests/faults tests/handlers tests/domain"
beside() (
	code=0
	(cd webapp && npx vitest run --reporter=default --reporter=junit --outputFile.junit="$reports/vitest.xml") || code=1
	# shellcheck disable=SC2046,SC2086  # one word for each folder
	tests beside $(printf -- '--ignore=%s ' $front) || code=1
	exit $code
)
beside >"$reports/beside.log" 2>&1 &
beside=$!
trap 'kill $beside 2>/dev/null || true' EXIT

# shellcheck disable=SC2086
tests front $front tests/test_logs_hold_no_secret.py || failed=1
wait $beside || failed=1
cat "$reports/beside.log"
$python -m coverage combine --quiet
$python -m coverage report || failed=1
$python -m infra.count_tests "$reports" || failed=1
exit $failed
