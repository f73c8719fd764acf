// Problems as text, and suggestions for misspelt words.
#include "model/base/diagnostics.hpp"

#include <gtest/gtest.h>

namespace zonecast {
namespace {

TEST(Diagnostics, TextNamesPlaceSeverityAndHint) {
    Diagnostics diagnostics;
    diagnostics.error({"a.csv", 3, 7}, "this is wrong", "do that");
    diagnostics.warning({"b.csv", 2, 0}, "this is odd");
    diagnostics.note({"c.csv", 0, 0}, "by the way");
    diagnostics.error({}, "nowhere");
    EXPECT_EQ(diagnostics.text(),
              "a.csv:3:7: error: this is wrong\n    do that\nb.csv:2: warning: this is odd\nc.csv: note: by the way\nerror: nowhere\n");
    EXPECT_EQ(diagnostics.error_count(), 2u);
    EXPECT_TRUE(diagnostics.has_errors());
}

TEST(Diagnostics, WarningsAreNoErrors) {
    Diagnostics diagnostics;
    diagnostics.warning({"b.csv", 2, 1}, "this is odd");
    EXPECT_FALSE(diagnostics.has_errors());
    EXPECT_EQ(diagnostics.problems().size(), 1u);
}

TEST(Diagnostics, AFloodIsCounted) {
    Diagnostics diagnostics;
    for (int i = 0; i < 1234; ++i) diagnostics.error({"a.csv", 1, 1}, "wrong");
    EXPECT_EQ(diagnostics.error_count(), 1234u);
    EXPECT_NE(diagnostics.text().find("and 734 more problems"), std::string::npos);
    for (int i = 0; i < 20000; ++i) diagnostics.error({"a.csv", 1, 1}, "wrong");
    EXPECT_EQ(diagnostics.error_count(), 21234u);
    EXPECT_EQ(diagnostics.problems().size(), 10000u);
    EXPECT_NE(diagnostics.text().find("and 20734 more problems"), std::string::npos);
}

TEST(Closest, FindsTheWordThatWasMeant) {
    const std::vector<std::string> known{"changsha_htz", "zhuzhou_htz", "xiangtan_htz"};
    EXPECT_EQ(closest("zhuzou_htz", known), "zhuzhou_htz");
    EXPECT_EQ(closest("Zhuzhou-HTZ", known), "zhuzhou_htz");
    EXPECT_EQ(closest("xiangtna_htz", known), "xiangtan_htz");
}

TEST(Closest, SuggestsNothingFarAway) {
    EXPECT_EQ(closest("beijing", {"changsha", "zhuzhou"}), "");
    EXPECT_EQ(closest("", {"a"}), "");
    EXPECT_EQ(closest("abc", {}), "");
    EXPECT_EQ(closest("op", {"id"}), "");
}

TEST(Closest, TakesTheNearest) {
    EXPECT_EQ(closest("growth_midle", {"growth_small", "growth_middle", "growth_top"}), "growth_middle");
}

TEST(Closest, CountsCharactersNotBytes) {
    EXPECT_EQ(closest("株州高新区", {"株洲高新区", "湘潭高新区"}), "株洲高新区");
    EXPECT_EQ(edit_distance("株州", "株洲"), 1u);
}

TEST(EditDistance, CountsAnExchangeOfNeighboursOnce) {
    EXPECT_EQ(edit_distance("ab", "ba"), 1u);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
    EXPECT_EQ(edit_distance("", "abc"), 3u);
}

}  // namespace
}  // namespace zonecast
