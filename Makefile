# `make run` and `make test` work from a fresh clone on Debian 12: each installs the packages that are missing, builds what has changed, and
# goes on from there. REPLICATES=50 make run is a quicker look.
REPLICATES ?= 1000
PLAN := hunan-htz-2017-2019
RESULT := build/$(PLAN).h5

FUZZ_SECONDS ?= 300
HISTORIES ?= 1000

.PHONY: help run test style goldens check-long package pages lab-engine bench sanitize thread fuzz release tests \
	run-packages style-packages package-packages test-packages lab-packages bench-packages check-packages clean

help:
	@echo "make run    build the program and project the plan $(PLAN) with $(REPLICATES) replicates; its report is build/$(PLAN).html"
	@echo "make test   build the program with its tests and run all of them"
	@echo "make style  spelling, lengths of lines, form of changed C++, notebooks: seconds"
	@echo "make package  a .deb of the program, its scenarios, completions and manual: build/release/zonecast_*.deb"
	@echo "make goldens  write tests/goldens anew (64 replicates of each plan); CHANGELOG.md says why they changed"
	@echo "make check-long  what takes too long for every change: a hundred kills, and $(HISTORIES) histories fitted (hours)"
	@echo "make pages  bundle the pages anew after a change of their sources (needs node, npm and the npm registry)"
	@echo "make lab-engine   compile the engine of the policy lab anew for browsers after a change of the laws (needs clang for WebAssembly)"
	@echo "make bench  measure it: one table of times, ratios and memory, beside the aims and the stored baseline"
	@echo "make sanitize, thread   the tests under the sanitizers of addresses and undefined behaviour, and of threads"
	@echo "make fuzz   look for inputs that break a reader, $(FUZZ_SECONDS) s for each"
	@echo "make clean  remove everything that was built"

run: release
	build/release/command/zonecast run scenarios/plans/$(PLAN).toml -n $(REPLICATES) -o $(RESULT)
	build/release/command/zonecast report $(RESULT) -o build/$(PLAN).html
	build/release/command/zonecast lab scenarios/plans/$(PLAN).toml -q -o build/$(PLAN)-lab.html

test: tests
	ctest --preset test

style: style-packages
	scripts/check_style.sh

package: run-packages package-packages
	cmake --preset release
	cmake --build --preset release
	cpack -G DEB --config build/release/CPackConfig.cmake -B build/release
	@rm -rf build/release/_CPack_Packages

goldens: test-packages build/test/build.ninja
	cmake --build --preset test --target zonecast
	ZONECAST_UPDATE_GOLDENS=1 ctest --preset test -R '^system[.]goldens$$'
	git diff --stat -- tests/goldens

# What is too long for every change: a run with checkpoints is killed a hundred times; many synthetic histories are fitted.
check-long: tests
	ZONECAST_KILLS=100 ZONECAST=build/test/command/zonecast ZONECAST_SOURCE=$(CURDIR) /usr/bin/python3 tests/system/resume_test.py
	ZONECAST_HISTORIES=$(HISTORIES) build/test/tests/test_inference --gtest_filter='SimulationBasedCalibration.*'

# Folders whose sources are bundled into one page each; what is bundled is kept in the repository.
PAGES := outputs/report lab/page

pages:
	set -e; for page in $(PAGES); do scripts/bundle_page.sh $$page; done

# The engine of the policy lab for browsers, which is kept in the repository too. To be run when a law, a reader or the judge of targets has
# changed: tests/browser/lab_test.py compares what it gives with the command. Debian's clang for WebAssembly and Debian's sources of two small
# libraries are fetched.
lab-engine: lab-packages
	scripts/lab_sources.sh build/lab/sources
	cmake -G Ninja -S lab/engine -B build/lab/engine -DCMAKE_TOOLCHAIN_FILE=$(CURDIR)/cmake/wasm.cmake -DCMAKE_BUILD_TYPE=None \
		-DZONECAST_FOREIGN_SOURCES=$(CURDIR)/build/lab/sources
	cmake --build build/lab/engine
	mkdir -p lab/engine/shipped
	gzip -9 -n -c build/lab/engine/engine.wasm > lab/engine/shipped/engine.wasm.gz
	scripts/lab_engine_digest.sh > lab/engine/shipped/sources.sha256

# The machine should have nothing else to do. BENCH_OPTIONS=--store makes a new baseline, --full measures a million replicates.
bench: bench-packages build/bench/build.ninja
	cmake --build --preset bench --target zonecast zonecast_bench
	bench/table.py --bench build/bench/bench/zonecast_bench --program build/bench/command/zonecast $(BENCH_OPTIONS)

sanitize thread: test-packages check-packages
	cmake --preset $@
	cmake --build --preset $@
	ctest --preset $@

# What libFuzzer finds goes to build/fuzz/found; docs/architecture.md says what to do with it.
fuzz: run-packages check-packages
	cmake --preset fuzz
	cmake --build --preset fuzz
	set -e; for reader in toml csv metric; do \
		mkdir -p build/fuzz/found/$$reader; \
		build/fuzz/tests/fuzz/fuzz_$$reader -max_total_time=$(FUZZ_SECONDS) -timeout=20 -max_len=8192 -verbosity=0 \
			-print_final_stats=1 -artifact_prefix=build/fuzz/$$reader- build/fuzz/found/$$reader tests/fuzz/corpus/$$reader; \
	done

release: run-packages build/release/build.ninja
	cmake --build --preset release

tests: test-packages build/test/build.ninja
	cmake --build --preset test

# Ninja configures again by itself when a CMake file changes; only new presets need this rule.
build/release/build.ninja: CMakePresets.json | run-packages
	cmake --preset release
	@touch $@

build/test/build.ninja: CMakePresets.json | test-packages
	cmake --preset test
	@touch $@

build/bench/build.ninja: CMakePresets.json | bench-packages
	cmake --preset bench
	@touch $@

run-packages:
	@scripts/install_dependencies.sh scripts/packages-run.txt

test-packages:
	@scripts/install_dependencies.sh scripts/packages-run.txt scripts/packages-test.txt

bench-packages:
	@scripts/install_dependencies.sh scripts/packages-run.txt scripts/packages-bench.txt

lab-packages:
	@scripts/install_dependencies.sh scripts/packages-run.txt scripts/packages-lab.txt

style-packages:
	@scripts/install_dependencies.sh scripts/packages-style.txt

package-packages:
	@scripts/install_dependencies.sh scripts/packages-package.txt

check-packages:
	@scripts/install_dependencies.sh scripts/packages-check.txt

clean:
	rm -rf build
