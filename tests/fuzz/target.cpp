// What libFuzzer calls with each input. Compiled once for each reader, which ZONECAST_FUZZ_READER names.
#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/fuzz/readers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    zonecast::fuzz::ZONECAST_FUZZ_READER(std::string(reinterpret_cast<const char*>(data), size));
    return 0;
}
