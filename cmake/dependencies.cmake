# Libraries that the program is built on, all from Debian 12. cmake/zonecastConfig.cmake.in repeats those that a user of the package links.
find_package(Boost 1.74 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(libcsv REQUIRED)
find_package(utf8proc REQUIRED)
# Only `zonecast seek` needs it, and says so where it was not found.
find_package(NLopt 2.7 QUIET)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(ZLIB REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)
set(HDF5_PREFER_PARALLEL OFF)
find_package(HDF5 1.10 REQUIRED COMPONENTS C HL)

# toml++ is compiled in, without exceptions; Debian's library of it is built with them.
find_path(tomlplusplus_INCLUDE_DIR toml++/toml.h REQUIRED)
mark_as_advanced(tomlplusplus_INCLUDE_DIR)

# Optional: ranks of a run (docs/clusters.md). Without it the program is whole, and says under mpirun that it lacks them.
option(ZONECAST_MPI "share runs among processes under mpirun, where MPI is found" ON)
if(ZONECAST_MPI)
    set(MPI_CXX_SKIP_MPICXX TRUE)
    find_package(MPI QUIET COMPONENTS CXX)
endif()
