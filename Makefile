# Conveniences. Nothing needs make: README.md and CONTRIBUTING.md have the plain commands.
PYTHON ?= python3

.venv:
	$(PYTHON) -m venv .venv
	.venv/bin/pip install -q -c constraints.txt -e '.[test]'

.PHONY: test format coverage flagship clean
test: .venv
	.venv/bin/python -m tests

format: .venv
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

coverage: .venv
	NUMBA_DISABLE_JIT=1 .venv/bin/python -m pytest --cov

flagship: .venv
	.venv/bin/sim run flagship --out results/flagship

clean:
	rm -rf results dist .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis
