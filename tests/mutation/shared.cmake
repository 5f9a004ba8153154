# SPDX-License-Identifier: MIT
# The runtime as a shared library: a fault in it is compiled and linked once, not into each test.
function(add_library name kind)
    if(name STREQUAL atbind_runtime AND kind STREQUAL STATIC)
        set(kind SHARED)
    endif()
    _add_library(${name} ${kind} ${ARGN})
endfunction()
