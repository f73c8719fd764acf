# What `cmake --install` puts where: the program, the libraries with their headers, the scenarios, and the package for find_package(zonecast).
include(CMakePackageConfigHelpers)

set(zonecast_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/zonecast")
set(zonecast_include_dir "${CMAKE_INSTALL_INCLUDEDIR}/zonecast")

install(TARGETS zonecast RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT runtime)
get_property(rooms GLOBAL PROPERTY zonecast_rooms)
list(REMOVE_ITEM rooms zonecast_lab zonecast_command)
install(TARGETS ${rooms} zonecast_model EXPORT zonecastTargets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development)
install(EXPORT zonecastTargets NAMESPACE zonecast:: DESTINATION "${zonecast_package_dir}" COMPONENT development)

install(DIRECTORY "${PROJECT_SOURCE_DIR}/model" "${PROJECT_SOURCE_DIR}/outputs"
    DESTINATION "${zonecast_include_dir}" COMPONENT development FILES_MATCHING PATTERN "*.hpp")
install(FILES "${PROJECT_BINARY_DIR}/generated/model/base/version.hpp" DESTINATION "${zonecast_include_dir}/model/base" COMPONENT development)

install(DIRECTORY "${PROJECT_SOURCE_DIR}/scenarios" DESTINATION "${CMAKE_INSTALL_DATADIR}/zonecast" COMPONENT runtime)
install(FILES LICENSE NOTICE README.md CITATION.cff DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT runtime)

# Completions and manual, written by the program from its own options and help.
set(zonecast_shell_files)
foreach(file IN ITEMS "--lang en completion bash/zonecast.bash" "--lang en completion zsh/_zonecast" "manual --lang en/zonecast.1" "manual --lang zh/zonecast.zh.1")
    string(REGEX REPLACE "/.*" "" words "${file}")
    string(REGEX REPLACE ".*/" "" name "${file}")
    separate_arguments(words UNIX_COMMAND "${words}")
    add_custom_command(OUTPUT "${PROJECT_BINARY_DIR}/shell/${name}"
        COMMAND ${CMAKE_COMMAND} -E make_directory "${PROJECT_BINARY_DIR}/shell"
        COMMAND zonecast ${words} > "${PROJECT_BINARY_DIR}/shell/${name}"
        DEPENDS zonecast
        VERBATIM)
    list(APPEND zonecast_shell_files "${PROJECT_BINARY_DIR}/shell/${name}")
endforeach()
add_custom_target(zonecast_shell ALL DEPENDS ${zonecast_shell_files})
install(FILES "${PROJECT_BINARY_DIR}/shell/zonecast.bash" RENAME zonecast
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" COMPONENT runtime)
install(FILES "${PROJECT_BINARY_DIR}/shell/_zonecast" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions" COMPONENT runtime)
install(FILES "${PROJECT_BINARY_DIR}/shell/zonecast.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT runtime)
install(FILES "${PROJECT_BINARY_DIR}/shell/zonecast.zh.1" RENAME zonecast.1
    DESTINATION "${CMAKE_INSTALL_MANDIR}/zh_CN/man1" COMPONENT runtime)

configure_package_config_file(
    "${PROJECT_SOURCE_DIR}/cmake/zonecastConfig.cmake.in" "${PROJECT_BINARY_DIR}/zonecastConfig.cmake"
    INSTALL_DESTINATION "${zonecast_package_dir}"
    PATH_VARS CMAKE_INSTALL_DATADIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/zonecastConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
    "${PROJECT_BINARY_DIR}/zonecastConfig.cmake"
    "${PROJECT_BINARY_DIR}/zonecastConfigVersion.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/Findlibcsv.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/Findutf8proc.cmake"
    DESTINATION "${zonecast_package_dir}" COMPONENT development)
