# `make package`: a Debian package with the program, its scenarios, completions and manual. The libraries and headers for other projects
# (component `development`) stay out.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME zonecast)
set(CPACK_PACKAGE_CONTACT "zonecast maintainers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL runtime)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)  # dpkg-shlibdeps of dpkg-dev
include(CPack)
