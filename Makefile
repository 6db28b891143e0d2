# Every command of the project. Each installs what it needs first, into .venv and node_modules.
# `make` alone lists them.

PYTHON   ?= python3
DATA     ?= data
OUT      ?= site
SITE_URL ?=
PORT     ?= 8000

# LANG also is everybody's locale, and KIND or ID may be anything in an environment:
# only what is typed on the command line counts.
typed = $(if $(filter command line,$(origin $(1))),$($(1)))

# A value goes to the shell in single quotes, whatever is in it.
quote = '$(subst ','\'',$(1))'

INSTALL := "$(PYTHON)" tools/install.py
RUN     := .venv/bin/python
OPTIONS  = --data $(call quote,$(DATA)) $(if $(SITE_URL),--site-url $(call quote,$(SITE_URL)))

export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help site serve test check mutate fuzz optima bench new missing permalinks locales schema fonts icons engine audit pictures gallery \
        lock clean bundle worked runtime dev mutants fuzzers solver node pyodide browser server

help:
	@echo "make site         build the site into site/     [DATA=data] [OUT=site] [SITE_URL=https://…/]"
	@echo "make serve        build, serve and reload on change, on 127.0.0.1     [PORT=8000] [DATA=data]"
	@echo "make test         every test, browser tests included     [ARGS='-k words']"
	@echo "make check        lint, types, data, links, and the same site under ProperDocs"
	@echo "make mutate       change planner in one place after another: do tests notice?     [ARGS='solve split']"
	@echo "make fuzz         hostile inputs for what reads YAML, numbers, addresses     [ARGS='--target numbers --runs 1000000']"
	@echo "make optima       ask SciPy again for the best splits that tests hold ours against"
	@echo "make new          start an entry     KIND=objective ID=recruter"
	@echo "make missing      list the texts that a language still lacks     LANG=es"
	@echo "make permalinks   record new addresses and anchors in data/permalinks.yml"
	@echo "make locales      write data/locales/*.json: what the calculators know of each language"
	@echo "make schema       write data/schema/*.json, which editors read, from macros/model.py"
	@echo "make bundle       make the Python that browsers run, into build/runtime/     [ARGS=--sizes]"
	@echo "make fonts        cut the fonts again from their npm packages"
	@echo "make icons        draw the icons again from the mark, docs/assets/icon.svg"
	@echo "make engine       copy the search's engine again from its npm package"
	@echo "make audit        look the packages up for known faults and licences (asks the network)"
	@echo "make pictures     screenshots of the built site into build/pictures     [ARGS=--readme]"
	@echo "make gallery      every component on one page, for those who change how things look, into build/gallery/"
	@echo "make bench        measure builds, calculators, the search     [ARGS=--browser, --search, --pages, --load or --splits]"
	@echo "make lock         pin the packages again     [UPGRADE=1]"
	@echo "make clean        remove what was built; .venv and node_modules stay"

site: worked
	@$(RUN) -m macros.build $(OPTIONS) --out $(call quote,$(OUT))

serve: worked
	@$(RUN) -m macros.serve --data $(call quote,$(DATA)) --port $(call quote,$(PORT))

test: dev worked browser server
	@$(RUN) -m tools.testing $(ARGS)

check: dev worked
	@$(RUN) -m macros.check --data $(call quote,$(DATA))

mutate: mutants
	@$(RUN) -m tools.mutate $(ARGS)

fuzz: fuzzers
	@$(RUN) -m tools.fuzz $(ARGS)

optima: solver
	@$(RUN) -m tools.optima $(ARGS)

bench: dev worked browser
	@$(RUN) -m tools.bench $(ARGS)

new: runtime
	@$(RUN) -m tools.new --data $(call quote,$(DATA)) $(call quote,$(call typed,KIND)) $(call quote,$(call typed,ID))

missing: runtime
	@$(RUN) -m tools.missing --data $(call quote,$(DATA)) $(call quote,$(call typed,LANG))

locales: runtime
	@$(RUN) -m macros.locale_files $(call quote,$(DATA))

permalinks: runtime
	@$(RUN) -m macros.permalinks $(call quote,$(DATA))

schema: runtime
	@$(RUN) -m macros.schema $(call quote,$(DATA))

# What works the calculators: made again only when planner or Pyodide has changed.
worked: runtime node pyodide
	@$(RUN) -m tools.runtime --quiet

bundle: runtime node pyodide
	@$(RUN) -m tools.runtime $(ARGS)

fonts: dev node
	@$(RUN) tools/fonts.py

icons: runtime
	@$(RUN) tools/icons.py

engine: runtime node
	@$(RUN) tools/engine.py

audit: dev
	@$(RUN) -m tools.audit

pictures: dev browser
	@$(RUN) -m tools.pictures --data $(call quote,$(DATA)) $(ARGS)

gallery: dev worked browser
	@$(RUN) -m tools.gallery --data $(call quote,$(DATA))

lock: dev node
	@$(RUN) tools/lock.py $(if $(UPGRADE),--upgrade)

clean:
	rm -rf build site .pytest_cache .mypy_cache .ruff_cache .hypothesis \
	    $$(grep -ls '^# Generated from data/site.yml' mkdocs.*.yml)

runtime dev node pyodide:
	@$(INSTALL) $@

mutants:
	@$(INSTALL) mutate

fuzzers:
	@$(INSTALL) fuzz

solver:
	@$(INSTALL) optima

browser server: dev
	@$(INSTALL) $@
