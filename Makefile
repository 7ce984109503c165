# The front door. `make demo` and `make test` are all a fresh Debian 12 needs; both install the
# packages first, which is a matter of a second once they are there.
BUILD ?= build
PRESET ?= default
CLINIC := fixtures/clinic

# `configure` and `build` are steps of the others.
.PHONY: demo test setup configure build sanitize bench bench-documents bench-peers format clean

demo: configure
	@cmake --build $(BUILD) --target verilot
	@tests/golden/demo.sh $(BUILD)/src/verilot $(CLINIC)

test: build
	@cd $(BUILD) && ctest --output-on-failure -j $$(nproc)

build: configure
	@cmake --build $(BUILD)

configure: setup
	@cmake --preset $(PRESET) -B $(BUILD) > $(BUILD).log 2>&1 || { cat $(BUILD).log; exit 1; }
	@rm -f $(BUILD).log

setup:
	@.ci/setup

sanitize:
	@$(MAKE) --no-print-directory test BUILD=build-asan PRESET=asan

bench: configure
	@cmake --build $(BUILD) --target verilot cold_check
	@$(BUILD)/cold_check $(BUILD)/src/verilot .
	@cmake --build $(BUILD) --target scan_bench make_records
	@$(BUILD)/scan_bench bench/rules.json

# How well labelled certificates are read; FOLDER holds them beside their truth files.
FOLDER ?= fixtures/certificates
bench-documents: configure
	@cmake --build $(BUILD) --target documents
	@$(BUILD)/documents $(FOLDER)

# Rule engines of npm over the same records; needs node 20 with npm, and the registry.
bench-peers: configure
	@cmake --build $(BUILD) --target verilot make_records
	@mkdir -p $(BUILD)/peers && cp bench/peers/* $(BUILD)/peers/
	@cd $(BUILD)/peers && npm install --silent --no-audit --no-fund
	@$(BUILD)/make_records 1000 0 > $(BUILD)/peers/known.ndjson
	@node $(BUILD)/peers/peers.mjs $(BUILD)/src/verilot bench/rules.json $(BUILD)/peers/known.ndjson

format:
	@clang-format-14 -i $$(git ls-files '*.h' '*.cpp')

clean:
	@rm -rf build build-asan
