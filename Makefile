# What one does with this repository; `make` alone lists it.

cache := $(HOME)/.cache/factotum
# Outside the checkout, so that a fresh clone builds warm.
export CARGO_TARGET_DIR ?= $(cache)/target
quick := $(CARGO_TARGET_DIR)/quick

.PHONY: help run test test-env lint lint-env check crash bench

help:
	@echo 'make run       build and serve a demo mailbox: no account, key or network needed'
	@echo 'make test      install what the tests need, and run them all'
	@echo 'make lint      formatting, the shape of the house, licences, clippy'
	@echo 'make check     lint and test'
	@echo 'make crash     kill the server 1,000 times and count what its peers hold'
	@echo 'make bench     measure beside the peers, in one run'

run:
	cargo build --locked --profile quick -p factotum
	@echo 'In another terminal, for the commands below: export PATH="$(quick):$$PATH"'
	@exec '$(quick)/factotum' demo $(ARGS)

test: test-env
	cargo fmt --all --check
	scripts/test

test-env:
	@scripts/test-env

lint: lint-env
	cargo fmt --all --check
	cargo xtask tidy
	'$(cache)/bin/cargo-deny' --locked check licenses bans sources
	cargo clippy --locked --workspace --all-targets -- -D warnings

lint-env:
	@scripts/lint-env

check: lint test

crash: test-env
	CRASH_KILLS=$${CRASH_KILLS:-1000} cargo test --locked -p factotum --test e2e -- crash:: --nocapture

bench:
	python3 bench/run.py
