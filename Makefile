# Diorama. `make play` and `make test` install what is missing, build and run.
SHELL := /bin/bash
.DEFAULT_GOAL := help
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PACKAGES := libsdl2-dev libsdl2-ttf-dev libpng-dev zlib1g-dev ffmpeg fonts-dejavu-core pkg-config
# The window's test draws on a virtual display.
TEST_PACKAGES := xvfb xdotool
BUILD := swift build -c release
# For machines without Swift: no window, for SDL2 brings some sixty libraries. RPATH, unlike RUNPATH, also finds what
# the libraries in lib/ need themselves.
DIST := dist/diorama-$(shell uname -m)
DIST_SCRATCH := .build/dist
DIST_BUILD := $(BUILD) --product diorama --scratch-path $(DIST_SCRATCH) --disable-default-traits --static-swift-stdlib \
  -Xlinker --disable-new-dtags -Xlinker -rpath -Xlinker '$$ORIGIN/lib'
TEST_FLAGS := -c release -Xswiftc -enable-testing --scratch-path .build/tests
# `swift test` alone builds with other flags than `swift build`, which would then build everything anew.
TEST := swift build --build-tests $(TEST_FLAGS) && swift test --skip-build $(TEST_FLAGS)

PREFIX ?= /usr/local

.PHONY: help install uninstall play serve test mpi test-mpi example test-python test-page browser-picture docs docs-test kill-test fuzz sanitize emulate bracket benchmark benchmark-peers screenshots format lint packages build dist

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

packages:
	@missing=""; for p in $(PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'install ok' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "Installing$$missing"; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi
	@command -v swift >/dev/null || { echo "Swift 6.3 is missing: install it from https://www.swift.org/install/linux/ and run make again."; exit 1; }

build: packages ## Build the release binary
	$(BUILD)

dist: PACKAGES := libpng-dev zlib1g-dev pkg-config binutils xz-utils
dist: packages ## Make a folder and an archive that run without Swift and without a window
	$(DIST_BUILD)
	@Packaging/dist.sh "$$($(DIST_BUILD) --show-bin-path)" $(DIST)

install: ## Put diorama on the PATH (make install PREFIX=~/.local)
	@# sudo has no Swift on its PATH, and would leave files of root's in the build.
	@[ -n "$$SUDO_USER" ] && [ -x .build/release/diorama ] || $(MAKE) --no-print-directory build
	@Packaging/install.sh .build/release $(PREFIX)

uninstall: ## Take it away again
	rm -rf $(DESTDIR)$(PREFIX)/lib/diorama
	rm -f $(DESTDIR)$(PREFIX)/bin/diorama

play: build ## Walk about in a learned world (extra flags: make play ARGS="--seed 7")
	@$$($(BUILD) --show-bin-path)/diorama play $(ARGS)

test: PACKAGES += $(TEST_PACKAGES)
test: packages ## Build and run all tests
	$(TEST)

# In a folder of its own, and without the window: machines of a cluster have none.
MPI_BUILD = $(BUILD) --product diorama --scratch-path .build/mpi --traits MPI
mpi: PACKAGES := libpng-dev zlib1g-dev ffmpeg pkg-config libopenmpi-dev openmpi-bin
mpi: packages ## Build with Open MPI, in .build/mpi: mpirun -n 2 .build/mpi/release/diorama train ...
	$(MPI_BUILD)

test-mpi: mpi ## Train and evaluate by two processes, beside one; kill one of them, and go on
	@Tests/MPI/test.sh $$($(MPI_BUILD) --show-bin-path)/diorama

kill-test: ## Kill record, evaluate, train and play at random moments, KILLS=20 times each
	export DIORAMA_KILLS=$(or $(KILLS),20); $(TEST) --filter KillTests

SANITIZED = TensorsTests|LayersTests|DiffusionTests|CodecsTests|MemoryTests|TrainingTests|WorldModelTests|WorldsTests
sanitize: PACKAGES += rsync
sanitize: packages ## Run tests under AddressSanitizer and ThreadSanitizer (a build of everything for each)
	export LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/Sanitizer/leaks.txt:print_suppressions=0; \
	swift test -c release -Xswiftc -enable-testing --scratch-path .build/address --sanitize=address --filter '$(SANITIZED)'
	Tests/Sanitizer/threads.sh '$(SANITIZED)'

fuzz: packages ## Read INPUTS=1000000 mutated files of every kind (extra flags: ARGS="--readers png --seed 2")
	@$(BUILD) --product fuzz
	@$$($(BUILD) --show-bin-path)/fuzz --inputs $(or $(INPUTS),1000000) --corpus Tests/Fuzz/Corpus --keep .build/fuzz $(ARGS)

serve: build ## Play in a browser: prints the address to open (extra flags: make serve ARGS="--port 8000")
	@$$($(BUILD) --show-bin-path)/diorama serve $(ARGS)

example: packages ## Build and run Tests/Example, a package of its own that uses the libraries (a build of everything)
	swift run -c release --package-path Tests/Example --scratch-path .build/example

TEST_PROGRAM = swift build $(TEST_FLAGS) --product diorama
PYTEST = export DIORAMA=$$($(TEST_PROGRAM) --show-bin-path)/diorama; cd Python && ../.build/python/bin/python -m pytest -q -p no:cacheprovider

test-python: packages ## Run the tests of the Python package against the program, in a virtual environment of its own
	$(TEST_PROGRAM)
	@python3 -m venv .build/python && .build/python/bin/pip install -q --disable-pip-version-check './Python[test]' crafter
	@command -v ffmpeg >/dev/null || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends ffmpeg >/dev/null; }
	@$(PYTEST)

test-page: test-python ## Play in Debian's Chromium, which it installs (some 300 MB)
	@command -v chromium >/dev/null || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends chromium >/dev/null; }
	@$(PYTEST) tests/test_page.py

browser-picture: test-page ## Make the README's picture of the page anew
	@export DIORAMA=$$($(TEST_PROGRAM) --show-bin-path)/diorama; cd Python && PYTHONPATH=. ../.build/python/bin/python tests/photograph.py ../docs/browser.png

docs-test: build ## Run the commands that README and docs tell of, and look up the options of those that take long
	@Packaging/docs_test.py $$($(BUILD) --show-bin-path)/diorama

docs: build ## Make the documentation of the library products in .build/docs
	@Packaging/docs.py $$($(BUILD) --show-bin-path) .build/docs

emulate: build ## Try the GPU engine's kernels on the CPU, where there is no GPU
	@Tests/Emulator/build.sh
	@# What is kept of emulated kernels is no machine code, and stays out of the user's cache.
	@XDG_CACHE_HOME=.build/emulator/cache LD_LIBRARY_PATH=.build/emulator \
	  $$($(BUILD) --show-bin-path)/diorama benchmark --device cuda --cases agreement

bracket: build ## Try the metrics themselves: every cheat on every case of the standard suite
	@$$($(BUILD) --show-bin-path)/diorama evaluate bracket --suite standard $(ARGS)

benchmark: build ## Measure the engine, the world and the window (tables for docs/benchmarks.md: ARGS=--markdown)
	@$$($(BUILD) --show-bin-path)/diorama benchmark $(ARGS)

benchmark-peers: build ## Run the same network in PyTorch, OpenVINO and ONNX Runtime, from PyPI (extra flags: ARGS="--help")
	@python3 Benchmarks/peers/compare.py --diorama $$($(BUILD) --show-bin-path)/diorama $(ARGS)

screenshots: build ## Make the README's pictures of the window anew (needs no display)
	@SDL_VIDEODRIVER=dummy $$($(BUILD) --show-bin-path)/diorama play --tour docs $(ARGS)
	@ffmpeg -v error -y -i docs/walk.mp4 -vf fps=10,scale=640:-2:flags=lanczos -c:v libwebp_anim -quality 60 -compression_level 6 -loop 0 docs/walk.webp && rm docs/walk.mp4

format: ## Format all sources
	swift format -i -r Sources Tests Evaluations Package.swift

lint: ## Check the formatting, and that Package.swift names the imports that there are
	swift format lint --strict -r Sources Tests Evaluations Package.swift
	@python3 Packaging/arrows.py
	@python3 Packaging/numbers.py
