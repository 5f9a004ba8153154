# SPDX-License-Identifier: MIT
# atbind_add_dialect(quectel DIR)
#     library atbind_quectel (alias atbind::quectel) from generated sources in DIR.
# atbind_generate(DIALECT quectel SPEC DIR OUTPUT DIR)
#     generates such sources at build time from your own copy of the tables, and
#     makes the library of them: for tables that a project extends or corrects.
#     Needs Python 3 with Jinja2, PyYAML and jsonschema, and re2c.
set(ATBIND_HOME ${CMAKE_CURRENT_LIST_DIR}/..)

# The library of one dialect. ATBIND_<DIALECT>_MODEL (say, MN316) selects a model.
function(atbind_add_dialect dialect folder)
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.c)
    list(FILTER sources EXCLUDE REGEX "_names\\.c$")
    if(NOT sources)
        return()
    endif()
    add_library(atbind_${dialect} STATIC ${sources})
    add_library(atbind::${dialect} ALIAS atbind_${dialect})
    target_include_directories(atbind_${dialect} PUBLIC ${folder})
    target_link_libraries(atbind_${dialect} PUBLIC atbind_runtime PRIVATE atbind_options)
    target_compile_options(atbind_${dialect} PRIVATE -ffunction-sections -fdata-sections)
    string(TOUPPER ${dialect} upper)
    if(ATBIND_${upper}_MODEL)
        string(TOUPPER "${ATBIND_${upper}_MODEL}" model)
        string(REGEX REPLACE "[^A-Z0-9]" "_" model "${model}")
        target_compile_definitions(atbind_${dialect} PUBLIC ${upper}_MODEL_${model})
    endif()
endfunction()

function(atbind_generate)
    cmake_parse_arguments(ARG "" "DIALECT;SPEC;OUTPUT" "" ${ARGN})
    set(generator ${ATBIND_HOME}/generator/atbind)
    execute_process(COMMAND ${generator} generate --spec ${ARG_SPEC} --output ${ARG_OUTPUT}
                            --dialect ${ARG_DIALECT}
                    RESULT_VARIABLE failed)
    if(failed)
        message(FATAL_ERROR "atbind: the tables in ${ARG_SPEC} have errors, see above")
    endif()
    file(GLOB_RECURSE tables ${ARG_SPEC}/*.yaml)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${tables})
    atbind_add_dialect(${ARG_DIALECT} ${ARG_OUTPUT}/${ARG_DIALECT})
endfunction()
