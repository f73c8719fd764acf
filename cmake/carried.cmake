# zonecast_carried(LIBRARY FILE SYMBOL): puts a file that is shipped built (FILE, from the project's root) into the
# library, whose installed program then needs no file beside it, no network and no node. C++ finds its bytes between
# SYMBOL and SYMBOL_end.
function(zonecast_carried library file symbol)
    set(carried "${PROJECT_SOURCE_DIR}/${file}")
    set(assembly "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S")
    configure_file("${PROJECT_SOURCE_DIR}/cmake/carried.S.in" "${assembly}" @ONLY)
    set_source_files_properties("${assembly}" PROPERTIES OBJECT_DEPENDS "${carried}")
    target_sources(${library} PRIVATE "${assembly}")
endfunction()
