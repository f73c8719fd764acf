# zonecast_lane_sources(TARGET FILES...): files over lanes.hpp that are compiled into the target once for each width of
# vectors; the machine decides at the start which version runs (model/base/vector_width.hpp).
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

function(zonecast_lane_sources target)
    if(NOT ARGN)
        return()
    endif()
    foreach(lanes IN LISTS zonecast_lane_widths)
        add_library(${target}_lanes_${lanes} OBJECT ${ARGN})
        target_include_directories(${target}_lanes_${lanes} PRIVATE ${PROJECT_SOURCE_DIR})
        target_compile_definitions(${target}_lanes_${lanes} PRIVATE ZONECAST_LANES=${lanes})
        target_link_libraries(${target}_lanes_${lanes} PRIVATE zonecast_flags)
        target_compile_options(${target}_lanes_${lanes} PRIVATE -Wno-psabi ${zonecast_lane_flags_${lanes}})
        target_sources(${target} PRIVATE $<TARGET_OBJECTS:${target}_lanes_${lanes}>)
    endforeach()
endfunction()
