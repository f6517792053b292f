#!/bin/sh
# All tests, on real services: the webapp's and the rules' beside the rest, which waits for services much of its time.
# `--deep` for many more examples. The last line adds all up, because not every reader of test output knows vitest's.
set -eu
cd "$(dirname "$0")/.."
[ "${1:-}" = --deep ] && export HYPOTHESIS_PROFILE=deep
reports=$PWD/.artel/reports
rm -rf "$reports"
mkdir -p "$reports"
python=.artel/venv/dev/bin/python
failed=0

infra/bootstrap.sh rabbitmq chromium webapp http files queue report telegram dev
PATH="$PWD/.artel/venv/node/bin:$PATH"

$python -m infra.local webapp || failed=1
(cd webapp && node scripts/budget.mjs) || failed=1

beside() (
	code=0
	(cd webapp && npx vitest run --reporter=default --reporter=junit --outputFile.junit="$reports/vitest.xml") || code=1
	$python -m coverage run -m pytest tests/domain --junitxml="$reports/domain.xml" || code=1
	exit $code
)
beside >"$reports/beside.log" 2>&1 &
beside=$!
trap 'kill $beside 2>/dev/null || true' EXIT

$python -m coverage run -m pytest --ignore=tests/domain --junitxml="$reports/pytest.xml" || failed=1
wait $beside || failed=1
cat "$reports/beside.log"
$python -m coverage combine --quiet
$python -m coverage report || failed=1
$python -m infra.count_tests "$reports" || failed=1
exit $failed
