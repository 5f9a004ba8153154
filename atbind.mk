# SPDX-License-Identifier: MIT
# For a Makefile:
#
#   ATBIND_DIALECTS := quectel          # one or more; default quectel
#   include atbind/atbind.mk
#   override CFLAGS += $(ATBIND_CFLAGS)   # so that `make CFLAGS=-Os` leaves them in
#   firmware.elf: $(ATBIND_OBJECTS)     # link them, with -Wl,--gc-sections
#
# ATBIND_BUILD is where the objects go (default: build/atbind); ATBIND_PORT takes
# sources of runtime/port, say atb_posix. ATBIND_GENERATED is the --output of `atbind generate`,
# where the tables are your own or reduced (--only): their objects have a folder of their own, but
# yours want to be built anew where it changes.
ATBIND_GOAL := $(.DEFAULT_GOAL)
ATBIND_HOME := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
ATBIND_DIALECTS ?= quectel
ATBIND_BUILD ?= build/atbind
ATBIND_GENERATED ?= $(ATBIND_HOME)/generated
ATBIND_TABLES := $(patsubst %/,%,$(ATBIND_GENERATED))
ATBIND_KNOWN := $(sort $(filter-out cellular runtime,$(patsubst $(ATBIND_TABLES)/%/,%,\
    $(wildcard $(ATBIND_TABLES)/*/))))
ATBIND_UNKNOWN := $(filter-out $(ATBIND_KNOWN),$(ATBIND_DIALECTS))
$(if $(ATBIND_UNKNOWN),$(error ATBIND_DIALECTS: no dialect $(ATBIND_UNKNOWN) in $(ATBIND_TABLES); there is: $(ATBIND_KNOWN)))
ATBIND_PORTS := $(sort $(patsubst $(ATBIND_HOME)/runtime/port/%.c,%,$(wildcard $(ATBIND_HOME)/runtime/port/*.c)))
ATBIND_UNKNOWN := $(filter-out $(ATBIND_PORTS),$(ATBIND_PORT))
$(if $(ATBIND_UNKNOWN),$(error ATBIND_PORT: no port $(ATBIND_UNKNOWN); there is: $(ATBIND_PORTS)))
ATBIND_FOLDERS := $(ATBIND_HOME)/runtime $(addprefix $(ATBIND_TABLES)/,cellular $(ATBIND_DIALECTS)) \
    $(if $(ATBIND_PORT),$(ATBIND_HOME)/runtime/port)
# -isystem: the compiler's messages then begin at your line; -MD: -MMD names no header of these.
ATBIND_CFLAGS := $(addprefix -isystem ,$(ATBIND_FOLDERS))
# Where a folder's objects go.
ATBIND_PLACE = $(ATBIND_BUILD)/$(if $(filter $(ATBIND_HOME)/%,$1),,$(subst /,_,$(ATBIND_TABLES))/)$(notdir $1)
# Of a folder, all but tools' names, and of the ports the chosen ones.
ATBIND_SOURCES_OF = $(filter-out %_names.c,$(if $(filter %/port,$1),$(ATBIND_PORT:%=$1/%.c),$(wildcard $1/*.c)))
ATBIND_OBJECTS_OF = $(patsubst $1/%.c,$(ATBIND_PLACE)/%.o,$(ATBIND_SOURCES_OF))
ATBIND_OBJECTS := $(foreach folder,$(ATBIND_FOLDERS),$(call ATBIND_OBJECTS_OF,$(folder)))

define ATBIND_RULE
$(call ATBIND_OBJECTS_OF,$1): $(call ATBIND_PLACE,$1)/%.o: $1/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) -std=c11 -ffunction-sections -fdata-sections $$(ATBIND_CFLAGS) -MD -MP -c -o $$@ $$<
endef
$(foreach folder,$(ATBIND_FOLDERS),$(eval $(call ATBIND_RULE,$(folder))))

-include $(ATBIND_OBJECTS:.o=.d)

# The default goal is still yours.
.DEFAULT_GOAL := $(ATBIND_GOAL)
