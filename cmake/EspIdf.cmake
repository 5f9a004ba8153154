# SPDX-License-Identifier: MIT
include(${CMAKE_CURRENT_LIST_DIR}/Selected.cmake)
# From 5.3 on each driver is a component of its own; from 6.0 on `driver` has none of them.
if("${IDF_VERSION_MAJOR}.${IDF_VERSION_MINOR}" VERSION_LESS 5.3)
    set(ATBIND_UART driver)
else()
    set(ATBIND_UART esp_driver_uart)
endif()
idf_component_register(
    SRCS ${ATBIND_SELECTED_SOURCES} ${ATBIND_SELECTED_HOME}/runtime/port/atb_esp_idf.c
    INCLUDE_DIRS ${ATBIND_SELECTED_INCLUDES}
    REQUIRES ${ATBIND_UART} esp_timer)
# A compiler's messages begin at the caller's line then.
target_include_directories(${COMPONENT_LIB} SYSTEM INTERFACE ${ATBIND_SELECTED_INCLUDES})
target_compile_definitions(${COMPONENT_LIB} PUBLIC ${ATBIND_SELECTED_DEFINITIONS})
