# Artel Billiards: everything a developer does, in one list. `make` prints it.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export PYTHONDONTWRITEBYTECODE :=
# Where the machine has no recent Node, infra/bootstrap.sh has put one here.
export PATH := $(CURDIR)/.artel/venv/node/bin:$(PATH)

LOCAL := .artel/venv/local/bin/python -m
DEV := .artel/venv/dev/bin/python -m
# What functions and handlers are shipped with; infra/test.sh needs all of it too.
export SHIPPED := http files rating queue report telegram
RUNTIME := rabbitmq webapp $(SHIPPED) local
GROUPS := $(SHIPPED) migrate storage traces local dev
# What Litestar requires for its command line and its example data, and no server ever imports.
UNSERVED := faker polyfactory rich rich-click markdown-it-py mdurl pygments

# The words after `make new` are no targets: nothing is to be done for them.
ifeq ($(firstword $(MAKECMDGOALS)),new)
%: ; @:
endif

##@ Play
.PHONY: up down status logs doctor verbosity dead reset
up:  ## Install what is missing, start everything, print the address and three ways to sign in
	@infra/bootstrap.sh $(RUNTIME)
	@ARTEL_VERSION=$${ARTEL_VERSION:-$$(git describe --always --dirty 2>/dev/null)} $(LOCAL) infra.local up

down:  ## Stop everything; the data stays
	@$(LOCAL) infra.local down

status:  ## What runs, how fast it started, what it costs (JSON=1 for programs)
	@$(LOCAL) infra.local status $(if $(JSON),--json)

logs:  ## Follow all logs, or one (F=game_finish), or one request through all of them (REQUEST=its id)
	@$(LOCAL) infra.local logs $(F) $(if $(REQUEST),--request $(REQUEST))

doctor:  ## What is wrong with the local product, or with that of ARTEL_URL and ARTEL_SECRETS, and what to do
	@$(LOCAL) $(if $(ARTEL_URL)$(ARTEL_SECRETS),infra.doctor,infra.local doctor)

verbosity:  ## How much is logged for an hour: LEVEL=DEBUG, F=game_finish, SAMPLE=0.1 (LEVEL=usual: as before)
	@$(LOCAL) infra.local verbosity $(LEVEL) $(if $(F),--function $(F)) $(if $(SAMPLE),--sample $(SAMPLE))

dead:  ## Messages that nobody tries again (SHOW=stats_update; REPLAY=… or DROP=…; ID=one, OLDER=3d)
	@$(LOCAL) infra.local dead $(if $(SHOW),show $(SHOW),$(if $(REPLAY),replay $(REPLAY),$(if $(DROP),drop $(DROP),list))) \
		$(if $(ID),--id $(ID)) $(if $(OLDER),--older $(OLDER)) $(if $(OLD),--old)

reset:  ## Stop everything and delete the data (YES=1: without asking)
	@$(LOCAL) infra.local reset $(if $(YES),--yes)

##@ Build
.PHONY: new shelf render migrate recompute topology lock keys
new: dev  ## Stamp a function with its test: make new friend_list GET /friends
	@$(DEV) infra.new $(wordlist 2,4,$(MAKECMDGOALS))

shelf: dev  ## List every function and handler with its route, needs and scale
	@$(DEV) infra.render --shelf

render: dev  ## Write everything that is generated into infra/generated/
	@$(DEV) infra.render

migrate:  ## Bring the local database to the newest schema (make up does it too)
	@$(LOCAL) infra.local migrate

recompute:  ## Compute every board, ledger and total of the local database again from the events: nothing may change
	@$(LOCAL) infra.local recompute

topology:  ## Declare the queues in the local RabbitMQ (make up does it too)
	@$(LOCAL) infra.local topology

lock: dev  ## Resolve the dependency groups again into locks/
	@for group in $(GROUPS); do .artel/venv/uv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --group $$group -o locks/$$group.txt \
		$$(case $$group in http | files | rating) printf -- '--no-emit-package %s ' $(UNSERVED) ;; esac); done

keys:  ## The keys that sign access tokens; ROTATE=1: sign with a new one from now on, and nobody is signed out
	@$(LOCAL) infra.local keys $(if $(ROTATE),--rotate)

.PHONY: telegram
telegram: local  ## Set the bot's webhook, menu button and commands (TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_SECRET, ARTEL_URL)
	@$(LOCAL) infra.telegram.setup

##@ Containers
.PHONY: images compose-up compose-down test-containers
images: local  ## Build the images whose sources have changed, and say why
	@$(LOCAL) infra.docker images

compose-up: local  ## The whole system in this machine's Docker, each function on demand (ARTEL_PORT, 8080)
	@$(LOCAL) infra.local webapp
	@$(LOCAL) infra.docker up

compose-down:  ## Stop and remove the containers; the data stays in its volumes
	@$(LOCAL) infra.docker down

test-containers:  ## Play an evening in real containers; starts an engine where this machine has none
	@infra/bootstrap.sh webapp dev
	@$(DEV) infra.local webapp
	@$(DEV) infra.docker test

##@ Check
.PHONY: test test-deep pictures mutants bench check audit dev local
test: dev  ## Run all tests on real services
	@infra/test.sh

test-deep: dev  ## The same with many more generated examples, and 200 evenings of faults (FAULT_SEEDS=40-79: a piece of them)
	@infra/test.sh --deep

pictures:  ## Photograph every screen of the webapp into webapp/docs/ (a test of theirs, which looks at them anyway)
	@infra/bootstrap.sh rabbitmq chromium webapp $(SHIPPED) dev
	@VITE_TELEGRAM_APP=artel_fake_bot/app ARTEL_PICTURES=webapp/docs $(DEV) pytest tests/stories/test_screens.py

mutants:  ## Break the rules in a thousand small ways: does a test notice each? (M=game: one module)
	@infra/mutants.sh $(M)

bench:  ## Measure, print the table, keep it in benchmarks/results/ (on an otherwise idle machine)
	@infra/bootstrap.sh rabbitmq chromium webapp $(SHIPPED) dev
	@$(DEV) infra.local webapp
	@$(DEV) benchmarks

check: dev  ## Lint, types, import rules, freshness of generated files, the webapp's own checks
	@$(DEV) ruff check
	@$(DEV) ruff format --check
	@$(DEV) mypy
	@.artel/venv/dev/bin/lint-imports
	@$(DEV) infra.render --check
	@cd webapp && npm run --silent check

audit: dev  ## Ask PyPI and npm for known weaknesses of everything in the locks (needs their advisories over the network)
	@failed=0; for group in $(GROUPS); do .artel/venv/uv/bin/uv tool run -q pip-audit==2.10.1 --strict --disable-pip --no-deps \
		--progress-spinner off -r locks/$$group.txt || failed=1; done; (cd webapp && npm audit) || failed=1; exit $$failed

dev:
	@infra/bootstrap.sh rabbitmq webapp dev

local:
	@infra/bootstrap.sh webapp local

.PHONY: help
help:
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
