// Thousands of damaged copies of the inputs in the corpus, good and bad, through the readers.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "model/base/philox.hpp"
#include "tests/fuzz/readers.hpp"

namespace zonecast::fuzz {
namespace {

struct Reader {
    const char* folder;
    void (*read)(const std::string&);
};
constexpr Reader readers[] = {{"toml", read_toml}, {"csv", read_csv}, {"metric", read_metric}};

/// Inputs of at most `longest` bytes: libFuzzer's long ones are slow to damage and say no more.
std::vector<std::string> corpus(const std::string& folder, std::size_t longest) {
    std::vector<std::string> inputs;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(ZONECAST_SOURCE_DIR) + "/tests/fuzz/corpus/" + folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        std::string input{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        if (input.size() > 1 && input.size() <= longest) inputs.push_back(std::move(input));
    }
    std::sort(inputs.begin(), inputs.end());
    return inputs;
}

TEST(Corpus, DamagedCopiesAreReadWithoutAFault) {
    std::uint32_t draw = 0;
    const auto number = [&](std::size_t below) {
        const Words words = philox({draw++, 0, 0, 0}, 17, 4);
        return static_cast<std::size_t>(uniform(words[0]) * static_cast<double>(below));
    };
    for (const Reader& reader : readers) {
        const auto inputs = corpus(reader.folder, 2000);
        ASSERT_FALSE(inputs.empty()) << reader.folder;
        for (int copy = 0; copy < 1500; ++copy) {
            std::string input = inputs[number(inputs.size())];
            for (std::size_t damage = number(6); damage-- > 0 && !input.empty();) {
                const std::size_t at = number(input.size());
                switch (number(4)) {
                    case 0:
                        input[at] = static_cast<char>(number(256));
                        break;
                    case 1:
                        input.erase(at, 1 + number(8));
                        break;
                    case 2:
                        input.insert(at, input.substr(number(input.size()), 1 + number(12)));
                        break;
                    default:
                        input.insert(at, std::string(1, "\"[]{}=,.\n#'\\"[number(12)]));
                        break;
                }
            }
            ASSERT_NO_THROW(reader.read(input)) << reader.folder << ", copy " << copy << ": " << input;
        }
    }
}

}  // namespace
}  // namespace zonecast::fuzz
