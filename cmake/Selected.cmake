# SPDX-License-Identifier: MIT
# What a Kconfig selected (CONFIG_ATBIND_QUECTEL=y, CONFIG_ATBIND_ONEMO_MODEL="MN316"):
# ATBIND_SELECTED_SOURCES, ATBIND_SELECTED_INCLUDES, ATBIND_SELECTED_DEFINITIONS.
get_filename_component(ATBIND_SELECTED_HOME ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)
file(GLOB ATBIND_SELECTED_SOURCES ${ATBIND_SELECTED_HOME}/runtime/*.c)
set(ATBIND_SELECTED_INCLUDES ${ATBIND_SELECTED_HOME}/runtime ${ATBIND_SELECTED_HOME}/runtime/port)
set(ATBIND_SELECTED_DEFINITIONS "")
set(CONFIG_ATBIND_CELLULAR y) # what all dialects share
foreach(upper CELLULAR QUECTEL SIMCOM FIBOCOM ONEMO)
    if(CONFIG_ATBIND_${upper})
        string(TOLOWER ${upper} dialect)
        file(GLOB sources ${ATBIND_SELECTED_HOME}/generated/${dialect}/*.c)
        list(FILTER sources EXCLUDE REGEX "_names\\.c$")
        list(APPEND ATBIND_SELECTED_SOURCES ${sources})
        list(APPEND ATBIND_SELECTED_INCLUDES ${ATBIND_SELECTED_HOME}/generated/${dialect})
        if(CONFIG_ATBIND_${upper}_MODEL)
            list(APPEND ATBIND_SELECTED_DEFINITIONS ${upper}_MODEL=${CONFIG_ATBIND_${upper}_MODEL})
        endif()
    endif()
endforeach()
