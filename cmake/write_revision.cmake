# Run as a script by the target zonecast_revision: GIT, SOURCE, TEMPLATE and OUTPUT are given on the command line.
set(REVISION "")
if(GIT)
    execute_process(
        COMMAND "${GIT}" -C "${SOURCE}" describe --always --dirty --abbrev=12 --exclude=*
        OUTPUT_VARIABLE REVISION
        OUTPUT_STRIP_TRAILING_WHITESPACE
        ERROR_QUIET)
endif()
if(REVISION STREQUAL "")
    set(REVISION "unknown")
endif()
configure_file("${TEMPLATE}" "${OUTPUT}" @ONLY)
