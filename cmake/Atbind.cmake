# SPDX-License-Identifier: MIT
# For projects that build atbind from its sources:
#
# atbind_add_dialect(NAME FOLDER)
#     library atbind_NAME (alias atbind::NAME) from the generated sources in FOLDER.
#     ATBIND_<NAME>_MODEL (say, MN316) selects a model.
#
# atbind_generate(DIALECT NAME [TARGET NAME] [SPEC FOLDER] [OVERLAY FILE...] [ONLY FILE] [OUTPUT FOLDER])
#     generates such sources when CMake runs, and makes atbind::TARGET of them: for
#     tables that a project extends, corrects or reduces to what it uses. SPEC is a
#     folder with one folder per dialect (default: the tables shipped here); TARGET
#     is what the library is called (default: the dialect's name, where this project
#     has no target for it yet). Generated again whenever a table changes. Needs
#     Python 3 with Jinja2, PyYAML and jsonschema, and re2c.
set(ATBIND_HOME ${CMAKE_CURRENT_LIST_DIR}/.. CACHE INTERNAL "atbind's sources")

# A static library as firmware wants it: not built unless something links it, its
# headers those of a system, so that a compiler's message begins at the caller's line.
function(atbind_library target folder)
    add_library(${target} STATIC ${ARGN})
    string(REPLACE atbind_ "" name ${target})
    add_library(atbind::${name} ALIAS ${target})
    set_target_properties(${target} PROPERTIES C_STANDARD 11 C_STANDARD_REQUIRED ON EXPORT_NAME ${name})
    if(NOT ATBIND_TOP_LEVEL)
        set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
    endif()
    target_include_directories(${target} PRIVATE ${folder})
    target_include_directories(${target} SYSTEM INTERFACE $<BUILD_INTERFACE:${folder}>)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:atbind_options>)
endfunction()

# The models of a dialect, as its generated header lists them.
function(atbind_models result folder dialect)
    set(models "")
    if(EXISTS ${folder}/${dialect}_model.h)
        file(STRINGS ${folder}/${dialect}_model.h lines REGEX "^#define [A-Z0-9]+_MODEL_[A-Z0-9_]+\\(take\\)")
        foreach(line IN LISTS lines)
            string(REGEX REPLACE "^#define [A-Z0-9]+_MODEL_([A-Z0-9_]+)\\(.*" "\\1" model "${line}")
            list(APPEND models ${model})
        endforeach()
        list(REMOVE_ITEM models ANY)
    endif()
    set(${result} "${models}" PARENT_SCOPE)
endfunction()

function(atbind_select_model target dialect folder)
    string(TOUPPER ${dialect} upper)
    if(ATBIND_${upper}_MODEL)
        string(TOUPPER "${ATBIND_${upper}_MODEL}" model)
        string(REGEX REPLACE "[^A-Z0-9]" "_" model "${model}")
        atbind_models(known ${folder} ${dialect})
        if(NOT model IN_LIST known)
            string(REPLACE ";" ", " known "${known}")
            message(FATAL_ERROR "ATBIND_${upper}_MODEL=${ATBIND_${upper}_MODEL}: no such model of ${dialect}; "
                                "there is: ${known}")
        endif()
        target_compile_definitions(${target} PUBLIC ${upper}_MODEL=${model})
    endif()
endfunction()

# CHAPTER is the library of what all dialects share, or empty.
function(atbind_add_target target dialect folder chapter)
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.c)
    list(FILTER sources EXCLUDE REGEX "_names\\.c$")
    if(NOT sources)
        message(FATAL_ERROR "atbind: no dialect '${dialect}': ${folder} holds no generated C")
    endif()
    atbind_library(atbind_${target} ${folder} ${sources})
    target_link_libraries(atbind_${target} PUBLIC atbind_runtime)
    target_link_libraries(atbind_${target} PUBLIC ${chapter}) # costs nothing where it is not named
    atbind_select_model(atbind_${target} ${dialect} ${folder})
endfunction()

function(atbind_add_dialect dialect folder)
    set(chapter atbind_cellular)
    if(dialect STREQUAL cellular)
        set(chapter "")
    endif()
    atbind_add_target(${dialect} ${dialect} ${folder} "${chapter}")
endfunction()

function(atbind_generate)
    cmake_parse_arguments(ARG "" "DIALECT;TARGET;SPEC;ONLY;OUTPUT" "OVERLAY" ${ARGN})
    if(NOT ARG_DIALECT OR ARG_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "atbind_generate(DIALECT NAME [TARGET NAME] [SPEC FOLDER] [OVERLAY FILE...] "
                            "[ONLY FILE] [OUTPUT FOLDER]); not understood: '${ARG_UNPARSED_ARGUMENTS}'")
    endif()
    if(NOT CMAKE_C_COMPILER_LOADED) # add_subdirectory(atbind) turns C on for itself only
        message(FATAL_ERROR "atbind_generate: makes a library of C, which is not turned on here: "
                            "project(${PROJECT_NAME} LANGUAGES C CXX)")
    endif()
    if(NOT ARG_TARGET)
        set(ARG_TARGET ${ARG_DIALECT})
    endif()
    if(TARGET atbind_${ARG_TARGET})
        message(FATAL_ERROR "atbind_generate: there is a target atbind::${ARG_TARGET} already; give this "
                            "one a name of its own with TARGET, or leave it out of ATBIND_DIALECTS")
    endif()
    if(NOT ARG_SPEC)
        set(ARG_SPEC ${ATBIND_HOME}/spec)
    endif()
    if(NOT ARG_OUTPUT)
        set(ARG_OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/atbind_${ARG_TARGET})
    endif()
    get_filename_component(ARG_SPEC ${ARG_SPEC} ABSOLUTE)
    get_filename_component(ARG_OUTPUT ${ARG_OUTPUT} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_BINARY_DIR})
    set(options --spec ${ARG_SPEC} --output ${ARG_OUTPUT} --dialect ${ARG_DIALECT})
    foreach(file IN LISTS ARG_OVERLAY)
        get_filename_component(file ${file} ABSOLUTE)
        list(APPEND options --overlay ${file})
    endforeach()
    if(ARG_ONLY)
        get_filename_component(ARG_ONLY ${ARG_ONLY} ABSOLUTE)
        list(APPEND options --only ${ARG_ONLY})
    endif()
    execute_process(COMMAND ${ATBIND_HOME}/generator/atbind generate ${options} RESULT_VARIABLE failed)
    if(failed)
        message(FATAL_ERROR "atbind_generate: the tables have errors, see above")
    endif()
    file(GLOB_RECURSE tables ${ARG_SPEC}/*.yaml)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${tables} ${ARG_OVERLAY} ${ARG_ONLY})
    # An overlay may extend the shared chapter: each such target has its own.
    atbind_add_target(${ARG_TARGET}_cellular cellular ${ARG_OUTPUT}/cellular "")
    atbind_add_target(${ARG_TARGET} ${ARG_DIALECT} ${ARG_OUTPUT}/${ARG_DIALECT} atbind_${ARG_TARGET}_cellular)
endfunction()
