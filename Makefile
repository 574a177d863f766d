# The commands for working on Switchyard; `make` lists them.

PLUGINS := Plugins/MergeBot Plugins/ForwardPort Plugins/Examples/Hello
JOBS ?=
# Without debug information, which the host would hash at every start along with the rest of the plugins; function names stay.
OPTIMISED := -c release -Xlinker --strip-debug
RELEASE := swift build $(OPTIMISED) --scratch-path .build-release

.PHONY: bench release fuzz help dependencies build plugins demo test test-plugins lint format arrows check clean new-plugin

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

dependencies: ## install what a build needs (Debian), or name it
	@scripts/install-dependencies

plugins: dependencies ## build the plugins and the examples
	@for plugin in $(PLUGINS); do echo "building $$plugin"; swift build --package-path $$plugin || exit 1; done
	@$(MAKE) --no-print-directory -C Plugins/Examples/hello-c

build: plugins ## build everything
	swift build

demo: build ## play the story on a simulated forge; ARGS=--once ends by itself
	.build/debug/switchyard-demo --root $(CURDIR) $(ARGS)

test-plugins: plugins ## run the plugins' own tests
	@for plugin in $(PLUGINS); do [ ! -d $$plugin/Tests ] || swift test --package-path $$plugin || exit 1; done

test: plugins test-plugins ## run all tests, target by target; F=name runs those of the host that match
	scripts/test $(F)

fuzz: plugins ## play random input for longer; N=rounds of each part, SEED=first seed, F=name of a test
	swift build --build-tests
	SWITCHYARD_FUZZ=$(or $(N),20000) SWITCHYARD_FUZZ_SEED=$(or $(SEED),$(shell date +%s)) swift test --skip-build --filter $(or $(F),Fuzz)

release: dependencies ## build switchyard and its plugins for use, into .build-release
	$(RELEASE) --product switchyard
	@for plugin in MergeBot ForwardPort; do \
	    swift build $(OPTIMISED) --package-path Plugins/$$plugin --scratch-path $(CURDIR)/.build-release/$$plugin || exit 1; done
	@echo "switchyard: .build-release/release/switchyard; plugins: .build-release/*/release/lib*.so"

bench: release ## measure a release build; F=pick a part of it, README=1 puts the table into README.md
	$(RELEASE) --product bench
	.build-release/release/bench --root $(CURDIR) $(if $(F),--only $(F)) $(if $(README),--readme $(CURDIR)/README.md)

arrows: ## check who imports whom
	scripts/check-arrows

lint: ## check format, sizes and forbidden things
	scripts/lint

format: ## format all sources
	swift format --in-place --parallel --recursive Sources Tests Benchmarks Plugins/*/Sources Plugins/*/Tests Plugins/Examples/*/Sources Package.swift

check: dependencies arrows lint test ## everything that continuous integration runs

new-plugin: ## start a plugin of your own: NAME=Thing
	scripts/new-plugin $(NAME)

clean: ## remove what was built
	rm -rf .build .build-release Plugins/*/.build Plugins/Examples/*/.build
