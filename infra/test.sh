#!/bin/sh
# All tests, on real services, in three rows side by side: each waits for its services much of the time.
# `--deep` for many more examples. The last line adds all up, because not every reader of test output knows vitest's.
set -eu
cd "$(dirname "$0")/.."
[ "${1:-}" = --deep ] && export HYPOTHESIS_PROFILE=deep
reports=$PWD/.artel/reports
rm -rf "$reports"
mkdir -p "$reports"
python=.artel/venv/dev/bin/python
failed=0

# shellcheck disable=SC2086  # one word for each group
infra/bootstrap.sh rabbitmq prometheus chromium webapp ${SHIPPED:?say make test} dev
PATH="$PWD/.artel/venv/node/bin:$PATH"

$python -m infra.local webapp || failed=1
(cd webapp && node scripts/budget.mjs) || failed=1

# row REPORT PYTEST'S-ARGUMENTS…
row() {
	report=$1
	shift
	$python -m pytest "$@" --junitxml="$reports/$report.xml"
}

# Counting lines makes every line of ours and of the libraries slower, by half in all: it is done where one test looks at
# one part, not where all routes are swept or whole products are played on.
counted() {
	report=$1
	shift
	$python -m coverage run -m pytest "$@" --junitxml="$reports/$report.xml"
}

logs=tests/test_logs_hold_no_secret.py
# A product takes half a minute of a processor to start: what needs one for a single look is where there is one anyway.
doctor=tests/infra/test_doctor.py::test_the_whole_product_is_well
written=$logs::test_no_log_of_this_run_holds_what_looks_like_one
product=$logs::test_what_a_product_was_sent_and_keeps_is_in_no_log
sweeps="tests/functions/test_contract.py tests/functions/test_every_function.py tests/functions/test_rights.py
	tests/functions/test_fuzzing.py tests/functions/test_hundred_taps.py"
whole="tests/stories tests/faults"
local="tests/local tests/common"
watched=tests/watching
rules="tests/domain tests/migrations tests/deploy tests/architecture"

# In front is what a test ends with Ctrl-C: what runs in the background ignores it.
# shellcheck disable=SC2046,SC2086  # one word for each folder
beside() (
	code=0
	(cd webapp && npx vitest run --reporter=default --reporter=junit --outputFile.junit="$reports/vitest.xml") || code=1
	row sweeps $sweeps $written || code=1
	row watched $watched $written || code=1
	counted rules $rules $written || code=1
	exit $code
)
# shellcheck disable=SC2046,SC2086
parts() (
	counted parts $(printf -- '--ignore=%s ' $local $whole $watched $sweeps $rules) --deselect $product --deselect $doctor
)
beside >"$reports/beside.log" 2>&1 &
beside=$!
parts >"$reports/parts.log" 2>&1 &
parts=$!
trap 'kill $beside $parts 2>/dev/null || true' EXIT

# shellcheck disable=SC2086
counted local $local || failed=1
# shellcheck disable=SC2086
row whole $doctor $whole $logs || failed=1
wait $parts || failed=1
cat "$reports/parts.log"
wait $beside || failed=1
cat "$reports/beside.log"
$python -m coverage combine --quiet
$python -m coverage report || failed=1
$python -m infra.count_tests "$reports" || failed=1
exit $failed
