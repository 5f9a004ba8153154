# SPDX-License-Identifier: MIT
# For a Makefile:
#
#   ATBIND_DIALECTS := quectel          # one or more; default quectel
#   include atbind/atbind.mk
#   override CFLAGS += $(ATBIND_CFLAGS)   # so that `make CFLAGS=-Os` leaves them in
#   firmware.elf: $(ATBIND_OBJECTS)     # link them, with -Wl,--gc-sections
#
# ATBIND_BUILD is where the objects go (default: build/atbind); ATBIND_PORT takes
# sources of runtime/port, say atb_posix.
ATBIND_GOAL := $(.DEFAULT_GOAL)
ATBIND_HOME := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
ATBIND_DIALECTS ?= quectel
ATBIND_BUILD ?= build/atbind
ATBIND_KNOWN := $(sort $(filter-out cellular,$(patsubst $(ATBIND_HOME)/generated/%/,%,\
    $(wildcard $(ATBIND_HOME)/generated/*/))))
ATBIND_UNKNOWN := $(filter-out $(ATBIND_KNOWN),$(ATBIND_DIALECTS))
$(if $(ATBIND_UNKNOWN),$(error ATBIND_DIALECTS: no dialect $(ATBIND_UNKNOWN); there is: $(ATBIND_KNOWN)))
ATBIND_PORTS := $(sort $(patsubst $(ATBIND_HOME)/runtime/port/%.c,%,$(wildcard $(ATBIND_HOME)/runtime/port/*.c)))
ATBIND_UNKNOWN := $(filter-out $(ATBIND_PORTS),$(ATBIND_PORT))
$(if $(ATBIND_UNKNOWN),$(error ATBIND_PORT: no port $(ATBIND_UNKNOWN); there is: $(ATBIND_PORTS)))
ATBIND_FOLDERS := runtime generated/cellular $(ATBIND_DIALECTS:%=generated/%)
ATBIND_SOURCES := $(patsubst $(ATBIND_HOME)/%,%,$(filter-out %_names.c,\
    $(wildcard $(ATBIND_FOLDERS:%=$(ATBIND_HOME)/%/*.c)) $(ATBIND_PORT:%=$(ATBIND_HOME)/runtime/port/%.c)))
ATBIND_OBJECTS := $(ATBIND_SOURCES:%.c=$(ATBIND_BUILD)/%.o)
# -isystem: the compiler's messages then begin at your line; -MD: -MMD names no header of these.
ATBIND_CFLAGS := $(addprefix -isystem $(ATBIND_HOME)/,$(ATBIND_FOLDERS) $(if $(ATBIND_PORT),runtime/port))

$(ATBIND_OBJECTS): $(ATBIND_BUILD)/%.o: $(ATBIND_HOME)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -std=c11 -ffunction-sections -fdata-sections $(ATBIND_CFLAGS) -MD -MP -c -o $@ $<

-include $(ATBIND_OBJECTS:.o=.d)

# The default goal is still yours.
.DEFAULT_GOAL := $(ATBIND_GOAL)
