# What `cmake --install` puts where: the program, the libraries with their headers, the scenarios, and the package for find_package(zonecast).
include(CMakePackageConfigHelpers)

set(zonecast_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/zonecast")
set(zonecast_include_dir "${CMAKE_INSTALL_INCLUDEDIR}/zonecast")

install(TARGETS zonecast RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
get_property(rooms GLOBAL PROPERTY zonecast_rooms)
list(REMOVE_ITEM rooms zonecast_command)
install(TARGETS ${rooms} zonecast_model EXPORT zonecastTargets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(EXPORT zonecastTargets NAMESPACE zonecast:: DESTINATION "${zonecast_package_dir}")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/model" "${PROJECT_SOURCE_DIR}/outputs"
    DESTINATION "${zonecast_include_dir}" FILES_MATCHING PATTERN "*.hpp")
install(FILES "${PROJECT_BINARY_DIR}/generated/model/base/version.hpp" DESTINATION "${zonecast_include_dir}/model/base")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/scenarios" DESTINATION "${CMAKE_INSTALL_DATADIR}/zonecast")
install(FILES LICENSE NOTICE README.md CITATION.cff DESTINATION "${CMAKE_INSTALL_DOCDIR}")

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
    DESTINATION "${zonecast_package_dir}")
