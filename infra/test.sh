#!/bin/sh
# All tests, on real services: the webapp's, then everything else with coverage. `--deep` for many more examples.
# The last line adds both up, because not every reader of test output knows vitest's.
set -eu
cd "$(dirname "$0")/.."
[ "${1:-}" = --deep ] && export HYPOTHESIS_PROFILE=deep
reports=$PWD/.artel/reports
rm -rf "$reports"
mkdir -p "$reports"
python=.artel/venv/dev/bin/python
failed=0

infra/bootstrap.sh rabbitmq chromium webapp http queue dev
PATH="$PWD/.artel/venv/node/bin:$PATH"

$python -m infra.local webapp || failed=1
cd webapp
npx vitest run --reporter=default --reporter=junit --outputFile.junit="$reports/vitest.xml" || failed=1
cd ..

$python -m coverage run -m pytest --junitxml="$reports/pytest.xml" || failed=1
$python -m coverage combine --quiet
$python -m coverage report || failed=1
$python -m infra.count_tests "$reports" || failed=1
exit $failed
