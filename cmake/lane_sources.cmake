# zonecast_lane_sources(FILE...): files over lanes.hpp that are compiled into the model once for each width of vectors; the machine decides at the
# start which version runs (model/base/vector_width.hpp).
#
# Wide vectors are only ever passed to functions that are inlined, so that the change of calling convention that GCC warns of does not arise; and
# GCC 12 takes the deliberately undefined registers of its own AVX-512 header for mistakes.
set(zonecast_lane_flags_2 "")
set(zonecast_lane_flags_4 -mavx2)
set(zonecast_lane_flags_8 -mavx512f -mavx512dq -mavx512vl -mavx512bw $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> -Wno-uninitialized)
set(zonecast_lane_widths 2)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    list(APPEND zonecast_lane_widths 4 8)
endif()

foreach(lanes IN LISTS zonecast_lane_widths)
    add_library(zonecast_lanes_${lanes} OBJECT)
    target_include_directories(zonecast_lanes_${lanes} PRIVATE ${PROJECT_SOURCE_DIR})
    target_compile_definitions(zonecast_lanes_${lanes} PRIVATE ZONECAST_LANES=${lanes})
    target_link_libraries(zonecast_lanes_${lanes} PRIVATE zonecast_flags)
    target_compile_options(zonecast_lanes_${lanes} PRIVATE -Wno-psabi ${zonecast_lane_flags_${lanes}})
    target_sources(zonecast_model PRIVATE $<TARGET_OBJECTS:zonecast_lanes_${lanes}>)
endforeach()

function(zonecast_lane_sources)
    list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
    foreach(lanes IN LISTS zonecast_lane_widths)
        target_sources(zonecast_lanes_${lanes} PRIVATE ${ARGN})
    endforeach()
endfunction()
