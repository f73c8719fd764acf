// A corpus of inputs, good and bad, and thousands of damaged copies of them, through the readers.
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

std::vector<std::string> corpus() {
    std::vector<std::string> inputs;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(ZONECAST_SOURCE_DIR) + "/tests/fuzz/corpus")) {
        std::ifstream file(entry.path(), std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    std::sort(inputs.begin(), inputs.end());
    return inputs;
}

void feed(const std::string& input) {
    read(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

TEST(Corpus, IsReadWithoutAFault) {
    const auto inputs = corpus();
    ASSERT_GE(inputs.size(), 10u);
    std::string kinds;
    for (const std::string& input : inputs) {
        EXPECT_NO_THROW(feed(input)) << input;
        kinds += input.at(0);
    }
    for (const char kind : {'t', 'c', 'm'}) EXPECT_NE(kinds.find(kind), std::string::npos) << "no input for the reader " << kind;
}

TEST(Corpus, DamagedCopiesAreReadWithoutAFault) {
    const auto inputs = corpus();
    std::uint32_t draw = 0;
    const auto number = [&](std::size_t below) {
        const Words words = philox({draw++, 0, 0, 0}, 17, 4);
        return static_cast<std::size_t>(uniform(words[0]) * static_cast<double>(below));
    };
    for (int copy = 0; copy < 4000; ++copy) {
        std::string input = inputs[number(inputs.size())];
        for (std::size_t damage = number(6); damage-- > 0 && input.size() > 1;) {
            const std::size_t at = 1 + number(input.size() - 1);
            switch (number(4)) {
                case 0:
                    input[at] = static_cast<char>(number(256));
                    break;
                case 1:
                    input.erase(at, 1 + number(8));
                    break;
                case 2:
                    input.insert(at, input.substr(1 + number(input.size() - 1), 1 + number(12)));
                    break;
                default:
                    input.insert(at, std::string(1, "\"[]{}=,.\n#'\\"[number(12)]));
                    break;
            }
        }
        ASSERT_NO_THROW(feed(input)) << "copy " << copy << ": " << input;
    }
}

}  // namespace
}  // namespace zonecast::fuzz
