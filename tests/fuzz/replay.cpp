// Stands in for libFuzzer where the compiler has none: gives every file of the folders on the command line to the target once. A fault ends
// the program; so does an empty folder, which would make a test that tests nothing.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int count, char** folders) {
    for (int i = 1; i < count; ++i) {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(folders[i])) files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (const auto& path : files) {
            std::ifstream file(path, std::ios::binary);
            const std::string input{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
            try {
                LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
            } catch (const std::exception& problem) {
                std::fprintf(stderr, "%s: %s\n", path.c_str(), problem.what());
                return 1;
            }
        }
        std::printf("%s: %zu inputs\n", folders[i], files.size());
        if (files.empty()) return 1;
    }
    return count > 1 ? 0 : 1;
}
