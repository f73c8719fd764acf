# Flags of everything that is compiled here. They keep results the same bits on every machine: no fused multiply-add, no
# reordering of floating-point operations, and one baseline of instructions (the kernels choose wider ones at run time by themselves).
add_library(zonecast_flags INTERFACE)
target_compile_features(zonecast_flags INTERFACE cxx_std_20)
# Two warnings are off: fields left out of an initializer have defaults here, and -Wrestrict errs on std::string in GCC 12 (bug 105651).
target_compile_options(zonecast_flags INTERFACE
    -ffp-contract=off
    -fno-math-errno
    -fno-trapping-math
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wno-missing-field-initializers
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    $<$<BOOL:${ZONECAST_WARNINGS_AS_ERRORS}>:-Werror>)

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    target_compile_options(zonecast_flags INTERFACE -march=x86-64-v2)
endif()

set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")
