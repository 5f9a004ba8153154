# SPDX-License-Identifier: MIT
# How the library itself is compiled: warnings, sanitizers, coverage. None of it reaches a user.
add_library(atbind_options INTERFACE)
target_compile_options(atbind_options INTERFACE -ffunction-sections -fdata-sections)
if(ATBIND_TOP_LEVEL)
    target_compile_options(atbind_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion)
endif()
if(ATBIND_WERROR)
    target_compile_options(atbind_options INTERFACE -Werror)
endif()
if(ATBIND_SANITIZE)
    target_compile_options(atbind_options INTERFACE -fsanitize=address,undefined
                           -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(atbind_options INTERFACE -fsanitize=address,undefined)
endif()
if(ATBIND_COVERAGE)
    target_compile_options(atbind_options INTERFACE --coverage -O0 -g)
    target_link_options(atbind_options INTERFACE --coverage)
endif()
