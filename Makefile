# Gatehouse needs python3 (3.11 or newer), make and git. Everything else is installed into .venv from requirements/*.lock.
PYTHON ?= python3
VENV := .venv/bin
NAME ?= change
BASE_URL ?= http://127.0.0.1:8000
PYTEST_ARGS ?= -n auto

export AERICH_NO_TORTOISE_V1_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help run demo provider test check format schema docs migration bench lock runtime dev

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: runtime ## Start Gatehouse on http://127.0.0.1:8000 with its data in .data
	@exec ./gatehouse serve

demo: runtime ## Fill the database with 200 accounts in every state (development only)
	@exec ./gatehouse demo

provider: dev ## Start an OpenID provider with two people, to try single sign-on with (BASE_URL=...)
	@exec $(VENV)/python -m tests.support.openid_provider $(BASE_URL)

test: dev ## Run all tests (PYTEST_ARGS="-k name" runs some)
	@$(VENV)/python -m pytest $(PYTEST_ARGS)

check: dev ## Style, types, import rules, migrations, and that everything generated is up to date
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/lint-imports
	$(VENV)/pyright
	$(VENV)/python -m docs.generate --check
	$(VENV)/python -m pytest tests/rules tests/migrations/test_schema.py

format: dev ## Rewrite the code in the project's style
	$(VENV)/ruff format .
	$(VENV)/ruff check --fix .

schema: dev ## Write schema.graphql and docs/reference anew
	$(VENV)/python -m docs.generate

migration: dev ## Write a migration for both engines from the models: make migration NAME=add_groups
	$(VENV)/python -m migrations.new $(NAME)

bench: dev ## Measure, and print ratios within one run
	$(VENV)/python -m benchmarks

LOCK := $(VENV)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	--custom-compile-command "make lock"

lock: dev ## Resolve requirements/*.lock anew from pyproject.toml
	$(LOCK) pyproject.toml -o requirements/runtime.lock
	$(LOCK) pyproject.toml --group dev -c requirements/runtime.lock -o requirements/dev.lock
	grep '^uv==' requirements/dev.lock | cut -d' ' -f1 | $(LOCK) - -o requirements/uv.lock

runtime dev:
	@command -v $(PYTHON) >/dev/null || { echo "gatehouse: $(PYTHON) was not found. Install Python 3.11 or newer" \
		"(on Debian or Ubuntu: apt-get install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) requirements/install.py $@
