# A room is a folder of the project and a static library. What it may include stands once, as ON of its zonecast_room(), as what it links:
# tests/rooms/order_test.py reads it.
include(lane_sources)

# zonecast_room(NAME [ON ROOMS...] SOURCES FILES... [LANES FILES...] [PUBLIC LIBRARIES...] [PRIVATE LIBRARIES...]): the
# library zonecast_NAME (zonecast::NAME for others) of the folder at hand. ON names the rooms that it stands on; those
# that these stand on come with them. LANES are files over lanes.hpp, compiled once for every width of vectors. PUBLIC
# and PRIVATE name libraries of others.
function(zonecast_room name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "ON;SOURCES;LANES;PUBLIC;PRIVATE")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "zonecast_room(${name}) does not know what to do with ${arg_UNPARSED_ARGUMENTS}")
    endif()
    set(room zonecast_${name})
    add_library(${room} STATIC ${arg_SOURCES})
    add_library(zonecast::${name} ALIAS ${room})
    set_target_properties(${room} PROPERTIES EXPORT_NAME ${name})
    target_include_directories(${room} PUBLIC
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
        $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/zonecast>)
    target_compile_features(${room} PUBLIC cxx_std_20)
    list(TRANSFORM arg_ON PREPEND zonecast_ OUTPUT_VARIABLE below)
    target_link_libraries(${room}
        PUBLIC ${below} ${arg_PUBLIC}
        PRIVATE $<BUILD_INTERFACE:zonecast_flags> ${arg_PRIVATE})
    zonecast_lane_sources(${room} ${arg_LANES})

    file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    list(JOIN arg_ON " " on)
    set_property(GLOBAL APPEND PROPERTY zonecast_rooms ${room})
    set_property(GLOBAL APPEND_STRING PROPERTY zonecast_room_order "${name} ${folder} ${on}\n")
endfunction()

# zonecast_write_rooms(FILE): a line a room: its name, its folder, the rooms that it stands on.
function(zonecast_write_rooms file)
    get_property(order GLOBAL PROPERTY zonecast_room_order)
    file(WRITE "${file}" "${order}")
endfunction()
