# zonecast_page(LIBRARY FOLDER SYMBOL): puts the page that is shipped with FOLDER (FOLDER/shipped/page.html, bundled by `make pages`) into the
# library, whose installed program then needs no file beside it, no network and no node. C++ finds its bytes between SYMBOL and SYMBOL_end.
function(zonecast_page library folder symbol)
    set(page "${PROJECT_SOURCE_DIR}/${folder}/shipped/page.html")
    set(assembly "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.S")
    configure_file("${PROJECT_SOURCE_DIR}/cmake/page.S.in" "${assembly}" @ONLY)
    set_source_files_properties("${assembly}" PROPERTIES OBJECT_DEPENDS "${page}")
    target_sources(${library} PRIVATE "${assembly}")
endfunction()
