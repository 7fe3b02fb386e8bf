# Everything installs what it needs on a fresh Debian or Ubuntu machine.
#   make demo    build and start the demo; without a display, the tour
#   make test    all tests
#   make race    the tests of all but the program as a whole, with the race detector
#   make run     the app itself
#   make surfstick  the programs for scripts, build/surfstick first
#   make headless   the program without a window, for computers without a display: build/headless/surfstick-sms
#   make bare    that one on a Debian with nothing but what belongs to each: messages out and in (as root)
#   make exe     the Windows program, build/surfstick-sms.exe, and surfstick.exe
#   make wine    the Windows program and its installer on Wine, in every state of a stick (as root)
#   make wine-all  the same with every state in German and in English
#   make release the Windows program, its installer, licences and checksums, build/release
#   make lint    golangci-lint
#   make tour    the demo under a virtual display, a screenshot of every page in build/tour
#   make gallery every state of the window in every look and size, without a display: build/gallery
#   make desktop notifications, tray and start with the session, in real desktop sessions
#   make vm      the hardware tests on a real kernel in qemu, with virtual sticks
#   make vm-table  there, every stick of Huawei's in the table
#   make vm-rows   there, every stick of other makers in the table, beside usb_modeswitch
#   make vm-foreign  there, every foreign device, each by itself and all at once
#   make torture kill the engine 1,000 times by each way, and scripts, and count the texts
#   make docs    the page of the sticks that work, docs/sticks.md
#   make emoji   the font that draws emoji and their names, assets/emoji
#   make bench   the benchmarks beside their budgets
#   make budgets the program beside a bare window: start, memory, idle

SHELL := /bin/bash
APP := build/surfstick-sms
GO := go
GOLANGCI := build/tools/golangci-lint
GOLANGCI_VERSION := v2.15.0

# -p 2: the C parts of the window library are built with little memory to spare. no_emoji leaves out
# the window library's own font of emoji, which assets/emoji replaces; nethttpomithttp2 leaves out HTTP/2,
# which no stick speaks.
TAGS := no_emoji,nethttpomithttp2
comma := ,

# $(call program,TAGS,FILE) builds the program. libusb goes into it where its archive is to be had (Linux), so
# that it starts where none is installed.
define program
	@mkdir -p $(dir $(2))
	@archive="$$(pkg-config --variable=libdir libusb-1.0)/libusb-1.0.a"; \
	  headers="$$(pkg-config --variable=includedir libusb-1.0)/libusb-1.0"; \
	  if [ "$$(uname -s)" = Linux ] && [ -e "$$archive" ]; then \
	    .ci/build-with-libusb "$$archive" "$$headers" -ludev '' -tags $(1) -o $(2); \
	  else $(GO) build -p 2 -tags $(1) -o $(2) .; fi
endef

.PHONY: all build surfstick headless bare demo run test race lint tour gallery desktop exe wine wine-all release vm vm-table vm-rows vm-foreign docs emoji torture bench budgets \
	clean deps
all: build

deps:
	@.ci/install go gcc pkg-config libc6-dev libusb-1.0-0-dev libudev-dev libgl1-mesa-dev xorg-dev \
	  libwayland-dev libxkbcommon-dev wayland-protocols

build: deps
	$(call program,$(TAGS),$(APP))

surfstick:
	@.ci/install go
	@mkdir -p build
	CGO_ENABLED=0 $(GO) build -p 2 -trimpath -ldflags "-s -w" -o build/ ./cmd/...

# Without a window it needs neither X nor OpenGL, to be built or to run.
headless:
	@.ci/install go gcc pkg-config libc6-dev libusb-1.0-0-dev libudev-dev
	$(call program,$(TAGS)$(comma)nowindow,build/headless/surfstick-sms)

bare: headless surfstick
	@.ci/bare

run: build
	@$(APP)

demo: build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(APP) -demo; else $(MAKE) --no-print-directory tour; fi

# A package may take as long as it needs where others work beside it; Go's own limit is 10 minutes.
GOTEST := .ci/in-memory $(GO) test -p 2 -timeout 1h

test: deps
	@.ci/install python3
	$(GOTEST) ./...

# The race detector makes drawn cases about ten times as slow; the other runs draw 100.
race: deps
	RAPID_CHECKS=30 $(GOTEST) -race ./hw/... ./sms/... ./gui/... ./internal/...

$(GOLANGCI):
	@.ci/install go
	GOBIN=$(CURDIR)/build/tools $(GO) install -p 2 github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)

lint: deps $(GOLANGCI)
	$(GOLANGCI) run --allow-parallel-runners ./...
	$(GOLANGCI) run --allow-parallel-runners --build-tags vm,wine,desktop,bare ./bench/...

tour: build
	@.ci/install xvfb xdotool imagemagick x11-utils libgl1-mesa-dri
	@.ci/tour

# LOOK=de-light draws one look only.
gallery:
	@.ci/install go
	@rm -rf build/gallery
	SURFSTICK_GALLERY=$(CURDIR)/build/gallery SURFSTICK_LOOK=$(LOOK) CGO_ENABLED=0 \
	  $(GO) test -p 2 -count 1 -timeout 3h -run '^TestGallery$$' ./gui/...; status=$$?; \
	  $(GO) run ./bench/gallery/index build/gallery && exit $$status

desktop: build
	@.ci/desktop

exe:
	@.ci/exe

wine:
	@.ci/wine

# Each state in all languages takes a third longer.
wine-all:
	@WINE_ALL=1 .ci/wine

release:
	@.ci/release

vm:
	@.ci/vm -test.skip "TestTable|TestWineEject"

# All 84 rows of the table by each way take half of the time that vm may have.
vm-table:
	@.ci/vm -test.run TestTable

# docs/sticks.md out of the tables in hw/sticks.
docs:
	$(GO) run ./bench/sticklist

vm-rows:
	@VM_LIMIT=3600 .ci/vm -test.run "TestRows|TestWineEject" -rows

vm-foreign:
	@VM_LIMIT=3600 .ci/vm -test.run TestForeign -alone

emoji:
	@.ci/emoji

torture:
	@.ci/torture

bench: deps
	@.ci/bench

budgets: build
	@.ci/budgets

clean:
	rm -rf build
