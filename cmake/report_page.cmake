# The page of `zonecast report`. Its parts in outputs/report are bundled with Apache ECharts into one template, whose bytes become part of
# the library: the installed program needs no file beside it, and no network. Without ZONECAST_REPORT the template is empty and the command
# says so.
function(zonecast_report_page library)
    set(source "${PROJECT_SOURCE_DIR}/outputs/report")
    set(build "${CMAKE_CURRENT_BINARY_DIR}/report")
    set(template "${build}/template.html")
    if(ZONECAST_REPORT)
        find_program(NODE_EXECUTABLE NAMES node nodejs)
        find_program(NPM_EXECUTABLE npm)
        set(node_version 0)
        if(NODE_EXECUTABLE)
            execute_process(COMMAND ${NODE_EXECUTABLE} --version OUTPUT_VARIABLE node_version OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
            string(REGEX REPLACE "^v" "" node_version "${node_version}")
        endif()
        if(NOT NPM_EXECUTABLE OR node_version VERSION_LESS 18)
            message(FATAL_ERROR "The page of `zonecast report` needs node 18 or newer and npm to be built. "
                "`make run` installs them (scripts/install_dependencies.sh); by hand: apt-get install --no-install-recommends nodejs npm. "
                "To build without the page: cmake -DZONECAST_REPORT=OFF.")
        endif()
        file(GLOB parts CONFIGURE_DEPENDS "${source}/*.js" "${source}/*.mjs" "${source}/*.css" "${source}/*.html")
        set(installed "${build}/node_modules/.package-lock.json")
        add_custom_command(OUTPUT "${installed}"
            COMMAND ${CMAKE_COMMAND} -E make_directory "${build}"
            COMMAND ${CMAKE_COMMAND} -E copy "${source}/package.json" "${source}/package-lock.json" "${source}/.npmrc" "${build}"
            COMMAND ${CMAKE_COMMAND} -E chdir "${build}" ${NPM_EXECUTABLE} ci --ignore-scripts --no-audit --no-fund --loglevel=error
            COMMAND ${CMAKE_COMMAND} -E touch "${installed}"
            DEPENDS "${source}/package.json" "${source}/package-lock.json" "${source}/.npmrc"
            WORKING_DIRECTORY "${PROJECT_BINARY_DIR}"
            COMMENT "Installing what the page of the report is bundled from"
            VERBATIM)
        add_custom_command(OUTPUT "${template}"
            COMMAND ${NODE_EXECUTABLE} "${source}/bundle.mjs" "${source}" "${build}" "${template}"
            DEPENDS ${parts} "${installed}"
            COMMENT "Bundling the page of the report"
            VERBATIM)
    else()
        file(WRITE "${template}" "")
    endif()
    set(assembly "${build}/template.S")
    configure_file("${PROJECT_SOURCE_DIR}/cmake/report_template.S.in" "${assembly}" @ONLY)
    set_source_files_properties("${assembly}" PROPERTIES OBJECT_DEPENDS "${template}")
    target_sources(${library} PRIVATE "${assembly}")
endfunction()
