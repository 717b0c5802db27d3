# The list of commands, the same for people and for CI.

.DEFAULT_GOAL := help
.PHONY: help run test lint fmt schema bench fuzz advisories packages

CONFORMANCE := tests/conformance
INSTALLED := $(CONFORMANCE)/node_modules/.package-lock.json
READERS := tests/exports/requirements.txt
READERS_INSTALLED := target/exports-python/.installed

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## serve the American Rust graph on http://127.0.0.1:8080/
	cargo run --release

test: packages ## prove the project: all tests, the audit of GraphQL over HTTP, Apollo Client and foreign readers of exports among them
	cargo test --locked

lint: ## formatting, clippy, documentation, and licences where cargo-deny is installed
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	# The fuzz targets have a lock file of their own, which goes stale by itself.
	cargo metadata --locked --format-version 1 --manifest-path fuzz/Cargo.toml > target/fuzz-metadata.json
	# The documentation is for who works on castgraph, so it links to private items.
	RUSTDOCFLAGS="-D warnings -A rustdoc::private_intra_doc_links" cargo doc --locked --no-deps --document-private-items
	@if command -v cargo-deny >/dev/null; then cargo deny --locked check bans licenses sources; \
	else echo "skipped cargo deny: it is not installed (cargo install cargo-deny --locked)"; fi

fmt: ## format the sources
	cargo fmt

schema: ## print schema.graphql again
	cargo run --quiet -- schema > schema.graphql.new
	mv schema.graphql.new schema.graphql

bench: ## measure
	cargo bench

fuzz: ## try damaged and strange input for FUZZ_SECONDS a format; see fuzz/README.md
	fuzz/run.sh

advisories: ## ask the RustSec database on GitHub about the dependencies; needs cargo-deny
	cargo deny --locked check advisories

# What the tests need beside cargo. Without Node or Python the tests say what they leave out; in CI they fail.
packages:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(INSTALLED); \
	else echo "npm is not installed: the audit of GraphQL over HTTP and Apollo Client cannot run"; fi
	@if command -v python3 >/dev/null; then $(MAKE) --no-print-directory $(READERS_INSTALLED); \
	else echo "python3 is not installed: foreign tools cannot read the exports"; fi

$(INSTALLED): $(CONFORMANCE)/package.json $(CONFORMANCE)/package-lock.json
	npm ci --prefix $(CONFORMANCE) --no-audit --no-fund
	@touch $@

$(READERS_INSTALLED): $(READERS)
	python3 -m venv --clear target/exports-python
	target/exports-python/bin/python3 -m pip install --quiet --disable-pip-version-check -r $(READERS)
	@touch $@
