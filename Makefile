# Diorama. `make play` and `make test` install what is missing, build and run.
SHELL := /bin/bash
.DEFAULT_GOAL := help
unexport OPENBLAS_CORETYPE
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PACKAGES := libopenblas-dev libsdl2-dev libsdl2-ttf-dev libpng-dev ffmpeg fonts-dejavu-core pkg-config
# The window's test draws on a virtual display.
TEST_PACKAGES := xvfb xdotool
BUILD := swift build -c release
# For machines without Swift: no window, for SDL2 brings some sixty libraries. RPATH, unlike RUNPATH, also finds what
# the libraries in lib/ need themselves.
DIST := dist/diorama-$(shell uname -m)
DIST_SCRATCH := .build/dist
DIST_BUILD := $(BUILD) --product diorama --scratch-path $(DIST_SCRATCH) --disable-default-traits --static-swift-stdlib \
  -Xlinker --disable-new-dtags -Xlinker -rpath -Xlinker '$$ORIGIN/lib'
TEST := swift test -c release -Xswiftc -enable-testing --scratch-path .build/tests

.PHONY: help play test emulate bracket benchmark benchmark-peers screenshots format lint packages build dist

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

packages:
	@missing=""; for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'install ok' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "Installing$$missing"; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi
	@command -v swift >/dev/null || { echo "Swift 6.3 is missing: install it from https://www.swift.org/install/linux/ and run make again."; exit 1; }

build: packages ## Build the release binary
	$(BUILD)

dist: PACKAGES := libopenblas-dev libpng-dev pkg-config binutils xz-utils
dist: packages ## Make a folder and an archive that run without Swift and without a window
	$(DIST_BUILD)
	@Packaging/dist.sh "$$($(DIST_BUILD) --show-bin-path)" $(DIST)

play: build ## Walk about in a learned world (extra flags: make play ARGS="--seed 7")
	@$$($(BUILD) --show-bin-path)/diorama play $(ARGS)

test: PACKAGES += $(TEST_PACKAGES)
test: packages ## Build and run all tests
	$(TEST)

emulate: build ## Try the GPU engine's kernels on the CPU, where there is no GPU
	@Tests/Emulator/build.sh
	@# What is kept of emulated kernels is no machine code, and stays out of the user's cache.
	@XDG_CACHE_HOME=.build/emulator/cache LD_LIBRARY_PATH=.build/emulator \
	  $$($(BUILD) --show-bin-path)/diorama benchmark --device cuda --cases agreement

bracket: build ## Try the metrics themselves: every cheat on every case of the standard suite
	@$$($(BUILD) --show-bin-path)/diorama evaluate bracket --suite standard $(ARGS)

benchmark: build ## Measure the engine, the world and the window (tables for the README: ARGS=--markdown)
	@$$($(BUILD) --show-bin-path)/diorama benchmark $(ARGS)

benchmark-peers: build ## Run the same network in PyTorch and OpenVINO, from PyPI (extra flags: ARGS="--help")
	@python3 Benchmarks/peers/compare.py --diorama $$($(BUILD) --show-bin-path)/diorama $(ARGS)

screenshots: build ## Make the README's pictures of the window anew (needs no display)
	@SDL_VIDEODRIVER=dummy $$($(BUILD) --show-bin-path)/diorama play --tour docs $(ARGS)

format: ## Format all sources
	swift format -i -r Sources Tests Evaluations Package.swift

lint: ## Check the formatting
	swift format lint --strict -r Sources Tests Evaluations Package.swift
