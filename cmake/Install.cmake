# SPDX-License-Identifier: MIT
# cmake --install: one component a dialect, found with find_package(atbind CONFIG
# COMPONENTS quectel) or pkg-config atbind-quectel.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(ATBIND_CONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/atbind)
set(ATBIND_PKG_CONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH ATBIND_PREFIX /${ATBIND_PKG_CONFIG_DIR} /) # from the .pc file: the tree may be moved
set(ATBIND_PARTS runtime ${ATBIND_LIBRARIES})

function(atbind_write_pkg_config name requires)
    get_target_property(definitions atbind_${name} INTERFACE_COMPILE_DEFINITIONS)
    set(DEFINITIONS "")
    if(definitions)
        list(TRANSFORM definitions PREPEND " -D" OUTPUT_VARIABLE DEFINITIONS)
        string(REPLACE ";" "" DEFINITIONS "${DEFINITIONS}")
    endif()
    set(NAME ${name})
    set(REQUIRES ${requires})
    configure_file(${PROJECT_SOURCE_DIR}/cmake/atbind.pc.in ${PROJECT_BINARY_DIR}/atbind-${name}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/atbind-${name}.pc DESTINATION ${ATBIND_PKG_CONFIG_DIR})
endfunction()

# The library of one part, the headers in FOLDER, and how it is found.
function(atbind_install name folder requires)
    install(TARGETS atbind_${name} EXPORT atbind-${name} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(EXPORT atbind-${name} NAMESPACE atbind:: DESTINATION ${ATBIND_CONFIG_DIR})
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*.h)
    list(FILTER headers EXCLUDE REGEX "^port/")
    foreach(header IN LISTS headers)
        get_filename_component(below ${header} DIRECTORY)
        install(FILES ${folder}/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/atbind/${name}/${below})
    endforeach()
    atbind_write_pkg_config(${name} "${requires}")
endfunction()

atbind_install(runtime ${PROJECT_SOURCE_DIR}/runtime "")
if(TARGET atbind_posix)
    atbind_install(posix ${PROJECT_SOURCE_DIR}/runtime/port atbind-runtime)
    list(APPEND ATBIND_PARTS posix)
endif()
atbind_install(cellular ${PROJECT_SOURCE_DIR}/generated/cellular atbind-runtime)
foreach(dialect IN LISTS ATBIND_DIALECTS)
    atbind_install(${dialect} ${PROJECT_SOURCE_DIR}/generated/${dialect} atbind-cellular)
endforeach()
configure_file(${PROJECT_SOURCE_DIR}/cmake/atbindConfig.cmake.in ${PROJECT_BINARY_DIR}/atbindConfig.cmake @ONLY)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/atbindConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/atbindConfig.cmake ${PROJECT_BINARY_DIR}/atbindConfigVersion.cmake
        DESTINATION ${ATBIND_CONFIG_DIR})
