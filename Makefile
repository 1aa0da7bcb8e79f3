# Wavetank's commands. `make help` lists them.

SWIFT ?= swift
SCENARIO ?= scenarios/article
RUN_ARGS ?=
TEACHING := article-hardened rolling-update database-node-dies vertical-or-horizontal
BENCH_ARGS ?=
SEEDS ?= 500
SWARM_ARGS ?=
APT_PACKAGES := libgsl-dev libsqlite3-dev pkg-config libcurl4
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
WAVETANK := .build/release/wavetank

.DEFAULT_GOAL := run
.PHONY: help setup packages charts build run test verify scenarios regression swarm bench nightly browser fuzz clean

help: ## list these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | sed -E 's/:[^#]*## /\t/' \
	  | awk -F '\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'

setup: packages charts ## install what is missing: GSL, SQLite, pkg-config; the chart library

packages:
	@missing=""; for name in $(APT_PACKAGES); do \
	  dpkg -s $$name >/dev/null 2>&1 || missing="$$missing $$name"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(SUDO) apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq $$missing >/dev/null; fi

charts:
	@sh Sources/Reports/fetch-charts.sh .assets \
	  || echo "no chart library: reports are drawn without zoom"

build: packages ## build the release binary
	@$(SWIFT) build -c release --product wavetank

run: setup build ## set up, build, and run scenarios/article (or SCENARIO=…)
	@$(WAVETANK) run $(SCENARIO) $(RUN_ARGS)

test: packages ## run the tests (one release build serves them and `make run`)
	@$(SWIFT) build -c release --build-tests
	@$(SWIFT) test -c release --skip-build

verify: build ## compare with theory and recorded truth; writes reports/verify.json
	@$(WAVETANK) verify --out reports/verify.json

scenarios: build ## run the teaching scenarios 20 times each: what they expect holds every time
	@for name in $(TEACHING); do \
	  $(WAVETANK) run scenarios/$$name --replications 20 --quiet || exit 1; done

regression: build ## hold the scheduler against the golden trace in scenarios/scheduler-regression
	@bash scenarios/scheduler-regression/check.sh $(WAVETANK)

swarm: build ## try random worlds (SEEDS=500), in which every promise must hold
	@$(WAVETANK) swarm --seeds $(SEEDS) --shrink --out reports/swarm $(SWARM_ARGS)

bench: packages ## run the benchmarks; writes reports/bench.json (BENCH_ARGS=--quick: short form)
	@$(SWIFT) build -c release --product wavetank-bench
	@sh Sources/wavetank-bench/simpy/venv.sh .venv
	@.build/release/wavetank-bench all --python .venv/bin/python \
	  --out reports/bench.json $(BENCH_ARGS)

browser: ## check the article's report, and one full of hostile names, in headless Chromium
	@python3 Tests/Browser/check_report.py reports/article/latest/report.html \
	  reports/article/latest/summary.json
	@python3 Tests/Browser/check_hostile.py $(WAVETANK)

fuzz: packages ## fuzz the readers of input (SECONDS=60 for each; FUZZ_TARGETS="scenario …")
	@bash Tests/Fuzz/run.sh $(or $(SECONDS),60) $(FUZZ_TARGETS)

nightly: test verify bench ## the long runs: more seeds, all benchmarks in full, an hour of fuzzing each
	@$(WAVETANK) verify --thorough --out reports/verify-nightly.json
	@bash Tests/Fuzz/run.sh 3600
	@$(WAVETANK) swarm --seeds 20000 --first 1000001 --shrink --out reports/swarm

clean: ## remove what was built
	@rm -rf .build .build-* .venv Tests/Fuzz/Package.resolved
