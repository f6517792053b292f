#!/bin/sh
# Break the rules of common/domain/ in a thousand small ways and see whether a test notices: prints, per module, how many
# mutants were killed, and the names of the survivors. mutmut and its environment live below .artel/, apart from the rest.
#   infra/mutants.sh            all modules
#   infra/mutants.sh game turns some of them
#   (cd .artel/mutants/work && ../venv/bin/python -m mutmut show common.domain.game.x_fold__mutmut_1)
set -eu
cd "$(dirname "$0")/.."
place=$PWD/.artel/mutants
python=$place/venv/bin/python
work=$place/work

if [ ! -x "$python" ]; then
    python3 -m venv "$place/venv"
    "$python" -m pip install --quiet "mutmut>=3.8,<4" "hypothesis>=6.170" "pytest>=9.2" "pytest-asyncio>=1.5"
fi

# A copy, because mutmut writes beside the code: only what the tests of the domain read.
rm -rf "$work"
mkdir -p "$work/common" "$work/tests"
cp -r common/__init__.py common/errors.py common/domain "$work/common"
cp -r tests/__init__.py tests/domain "$work/tests"
cp pyproject.toml "$work"
# It reads the code, and would find the mutants' strings in it.
rm "$work/tests/domain/test_refusals.py"
cat > "$work/setup.cfg" <<CFG
[mutmut]
source_paths=common
only_mutate=
$(printf '    common/domain/%s.py\n' "${@:-*}")
pytest_add_cli_args_test_selection=tests/domain
use_git_change_detection=false
CFG

cd "$work"
export HYPOTHESIS_PROFILE=mutants
nice -n 15 "$python" -m mutmut run --max-children "${JOBS:-2}" > run.log 2>&1 || { tail -c 3000 run.log; exit 1; }
"$python" -m mutmut results --all true | awk '
    /: / { name = $1; sub(/:$/, "", name); verdict = $2; split(name, part, "."); module = part[3]
           all[module]++; sum++
           if (verdict == "killed" || verdict == "timeout") { killed[module]++; dead++ } else print "  " verdict "  " name }
    END  { for (module in all) printf "%-12s %4d of %4d  %5.1f %%\n", module, killed[module], all[module], 100 * killed[module] / all[module]
           printf "%-12s %4d of %4d  %5.1f %%\n", "all", dead, sum, 100 * dead / sum }'
