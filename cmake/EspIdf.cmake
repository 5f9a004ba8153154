# SPDX-License-Identifier: MIT
include(${CMAKE_CURRENT_LIST_DIR}/Selected.cmake)
idf_component_register(
    SRCS ${ATBIND_SELECTED_SOURCES} ${ATBIND_SELECTED_HOME}/runtime/port/atb_esp_idf.c
    INCLUDE_DIRS ${ATBIND_SELECTED_INCLUDES}
    REQUIRES driver esp_timer)
target_compile_definitions(${COMPONENT_LIB} PUBLIC ${ATBIND_SELECTED_DEFINITIONS})
