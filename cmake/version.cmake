# Writes generated/model/base/version.hpp (the version, from project()) when configuring, and generated/model/base/revision.hpp (the commit)
# at every build; each only when it changes, so that nothing is compiled again without need.
configure_file("${PROJECT_SOURCE_DIR}/cmake/version.hpp.in" "${PROJECT_BINARY_DIR}/generated/model/base/version.hpp" @ONLY)

find_package(Git QUIET)
add_custom_target(zonecast_revision
    COMMAND ${CMAKE_COMMAND}
        -DGIT=${GIT_EXECUTABLE}
        -DSOURCE=${PROJECT_SOURCE_DIR}
        -DTEMPLATE=${PROJECT_SOURCE_DIR}/cmake/revision.hpp.in
        -DOUTPUT=${PROJECT_BINARY_DIR}/generated/model/base/revision.hpp
        -P ${PROJECT_SOURCE_DIR}/cmake/write_revision.cmake
    BYPRODUCTS "${PROJECT_BINARY_DIR}/generated/model/base/revision.hpp"
    VERBATIM)
