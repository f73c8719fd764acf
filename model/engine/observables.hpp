// What is observed of zones, cities, perimeters and the province, and of clusters. One table: id, names, unit, and how it adds up.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace zonecast::engine {

/// Quantities that add up over zones; every zone, "outside" pseudo-zones included, holds its own. All quantities of the program are
/// either one of these or follow from sums of these.
#define ZONECAST_QUANTITIES(X)                                                                                                         \
    X(firms, "count", stock, "科技企业数", "Technology enterprises")                                                                   \
    X(revenue, "1e8 CNY", flow, "营业收入", "Revenue of technology enterprises")                                                       \
    X(output, "1e8 CNY", flow, "产值", "Output")                                                                                       \
    X(hightech_value_added, "1e8 CNY", flow, "高新技术产业增加值", "High-tech value added")                                            \
    X(rd_expenditure, "1e8 CNY", flow, "企业研发经费", "R&D of technology enterprises (statistical)")                                  \
    X(hnte_count, "count", stock, "高新技术企业数", "Certified high-tech enterprises (HNTE)")                                          \
    X(hnte_revenue, "1e8 CNY", flow, "高新技术企业营业收入", "Revenue of certified enterprises")                                       \
    X(hnte_recognised, "count", flow, "当年认定高新技术企业", "Recognitions of the year")                                              \
    X(hnte_first_time, "count", flow, "首次认定", "First-time certificates")                                                           \
    X(hnte_renewed, "count", flow, "重新认定", "Renewed certificates")                                                                 \
    X(hnte_lapsed, "count", flow, "证书到期未续", "Lapsed certificates")                                                               \
    X(hnte_unreached, "count", flow, "当年无企业可认定的预期证书", "Certificates expected of the year that no enterprise could get")        \
    X(entries, "count", flow, "新进入企业", "Entries")                                                                                 \
    X(exits, "count", flow, "退出企业", "Exits")                                                                                       \
    X(moved_in, "count", flow, "随调区划入企业", "Enterprises that moved in with the perimeter")                                       \
    X(moved_out, "count", flow, "随调区划出企业", "Enterprises that moved out with the perimeter")                                     \
    X(moves_up, "count", flow, "升入更高收入档企业", "Moves to a higher revenue class")                                                \
    X(moves_down, "count", flow, "降入更低收入档企业", "Moves to a lower revenue class")                                               \
    X(firms_above_scale, "count", stock, "收入0.2亿元及以上企业", "Enterprises with revenue of 0.2 (1e8 CNY) and more")                \
    X(firms_revenue_ge_1, "count", stock, "收入1亿元及以上企业", "Enterprises with revenue of 1 (1e8 CNY) and more")                   \
    X(firms_revenue_ge_10, "count", stock, "收入10亿元及以上企业", "Enterprises with revenue of 10 (1e8 CNY) and more")                \
    X(firms_revenue_ge_100, "count", stock, "收入100亿元及以上企业", "Enterprises with revenue of 100 (1e8 CNY) and more")             \
    X(leading_enterprises, "count", stock, "科技创新领军企业", "Leading enterprises (certified, revenue of 10 and more)")              \
    X(high_growth_enterprises, "count", stock, "高成长企业", "High-growth enterprises (20 % a year over three years)")                 \
    X(gazelles, "count", stock, "瞪羚企业", "Gazelles (20 % in each of three years)")                                                  \
    X(tech_sme_count, "count", stock, "科技型中小企业", "Registered technology SMEs")                                                  \
    X(strategic_emerging_revenue, "1e8 CNY", flow, "战略性新兴产业收入", "Revenue of strategic emerging industries")                   \
    X(knowledge_stock, "1e8 CNY", stock, "知识存量", "Knowledge stock (real)")                                                         \
    X(invention_patents_granted, "count", flow, "发明专利授权量", "Invention patents granted")                                         \
    X(invention_patents_valid, "count", stock, "有效发明专利", "Valid invention patents")                                              \
    X(population, "1e4 persons", stock, "人口", "Population")                                                                          \
    X(tech_contract_value, "1e8 CNY", flow, "技术合同成交额", "Technology contract value")                                             \
    X(total_income, "1e8 CNY", flow, "技工贸总收入", "Total income (technology, industry, trade)")                                     \
    X(land_area, "mu", stock, "土地面积", "Land")                                                                                      \
    X(tax_revenue, "1e8 CNY", flow, "税收", "Tax")                                                                                     \
    X(recognised_clusters, "count", stock, "国家级创新型产业集群", "Nationally recognised innovative clusters")                        \
    X(zones_national, "count", stock, "国家级高新区数", "National zones")                                                              \
    X(zones_provincial, "count", stock, "省级高新区数", "Provincial zones")                                                            \
    X(gdp_rest, "1e8 CNY", flow, "其他地区生产总值", "GDP outside technology enterprises")                                             \
    X(rd_rest, "1e8 CNY", flow, "其他研发经费", "R&D outside technology enterprises")                                                  \
    X(above_scale_revenue, "1e8 CNY", flow, "规模以上科技企业营业收入", "Revenue of technology enterprises of 0.2 (1e8 CNY) and more") \
    X(above_scale_rd, "1e8 CNY", flow, "规模以上科技企业研发经费", "R&D of technology enterprises of 0.2 (1e8 CNY) and more")          \
    X(above_scale_other_firms, "count", stock, "规模以上其他工业企业数", "Above-scale enterprises of the zones' other industry")       \
    X(above_scale_other_revenue, "1e8 CNY", flow, "规模以上其他工业营业收入", "Revenue of the zones' other above-scale industry")      \
    X(above_scale_other_rd, "1e8 CNY", flow, "规模以上其他工业研发经费", "R&D of the zones' other above-scale industry")               \
    X(hnte_above_scale, "count", stock, "规模以上高新技术企业数", "Certified enterprises with revenue of 0.2 (1e8 CNY) and more")      \
    X(hnte_with_rd_institution, "count", stock, "建有研发机构的规模以上高新技术企业",                                                  \
      "Above-scale certified enterprises with an R&D institution")                                                                     \
    X(ip_pledge_finance, "1e8 CNY", flow, "知识产权质押融资额", "Loans of the year pledged on intellectual property")                  \
    X(attracted_projects, "count", flow, "当年新增大项目", "Large projects decided in the year")                                       \
    X(attracted_projects_ge_20, "count", flow, "当年新增投资20亿元及以上项目",                                                         \
      "Projects decided in the year with an investment of 20 (1e8 CNY) and more")                                                      \
    X(attracted_projects_ge_50, "count", flow, "当年新增投资50亿元及以上项目",                                                         \
      "Projects decided in the year with an investment of 50 (1e8 CNY) and more")                                                      \
    X(maker_space_area, "1e4 m2", stock, "众创空间等创新载体面积", "Floor of maker spaces, incubators and accelerators")

enum class Quantity : std::size_t {
#define ZONECAST_ENUM(id, unit, nature, zh, en) id,
    ZONECAST_QUANTITIES(ZONECAST_ENUM)
#undef ZONECAST_ENUM
        count
};
inline constexpr std::size_t quantity_count = static_cast<std::size_t>(Quantity::count);

/// What a figure of a year is: a stock at its end, a flow over the year, or a ratio, which adds up neither over years nor over zones.
enum class Nature { stock, flow, ratio };

inline constexpr std::array<Nature, quantity_count> quantity_natures{
#define ZONECAST_NATURE(id, unit, nature, zh, en) Nature::nature,
    ZONECAST_QUANTITIES(ZONECAST_NATURE)
#undef ZONECAST_NATURE
};

/// Text of a quantity or ratio.
struct ObservableText {
    std::string_view id, unit, zh, en;
};

inline constexpr std::array<ObservableText, quantity_count> quantity_texts{{
#define ZONECAST_TEXT(id, unit, nature, zh, en) {#id, unit, zh, en},
    ZONECAST_QUANTITIES(ZONECAST_TEXT)
#undef ZONECAST_TEXT
}};

/// Sums and ratios of quantities, taken after adding up: (sum of numerators) * scale / (denominator or one).
struct Derived {
    ObservableText text;
    Quantity numerator;
    std::optional<Quantity> numerator_2;
    std::optional<Quantity> denominator;
    std::optional<Quantity> denominator_2;
    double scale = 1;
};

inline constexpr std::array<Derived, 15> derived{{
    {{"gdp", "1e8 CNY", "地区生产总值", "GDP"}, Quantity::hightech_value_added, Quantity::gdp_rest, std::nullopt, std::nullopt, 1},
    {{"rd_total", "1e8 CNY", "研发经费", "R&D expenditure"}, Quantity::rd_expenditure, Quantity::rd_rest, std::nullopt, std::nullopt, 1},
    {{"rd_to_gdp", "ratio", "研发投入强度", "R&D over GDP"},
     Quantity::rd_expenditure,
     Quantity::rd_rest,
     Quantity::hightech_value_added,
     Quantity::gdp_rest,
     1},
    {{"hightech_value_added_to_gdp", "ratio", "高新技术产业增加值占比", "High-tech value added over GDP"},
     Quantity::hightech_value_added,
     std::nullopt,
     Quantity::hightech_value_added,
     Quantity::gdp_rest,
     1},
    {{"rd_to_sales", "ratio", "研发投入占销售收入比例", "R&D over total income"},
     Quantity::rd_expenditure,
     std::nullopt,
     Quantity::total_income,
     std::nullopt,
     1},
    {{"rd_to_revenue", "ratio", "研发投入占技术企业收入比例", "R&D over revenue of technology enterprises"},
     Quantity::rd_expenditure,
     std::nullopt,
     Quantity::revenue,
     std::nullopt,
     1},
    {{"invention_patents_per_10k", "per 10000 people", "每万人发明专利拥有量", "Valid invention patents per 10,000 people"},
     Quantity::invention_patents_valid,
     std::nullopt,
     Quantity::population,
     std::nullopt,
     1},
    {{"hightech_revenue_share", "ratio", "高新技术产业收入占比", "High-tech revenue over total income"},
     Quantity::revenue,
     std::nullopt,
     Quantity::total_income,
     std::nullopt,
     1},
    {{"land_output_intensity", "1e4 CNY per mu", "亩均产出", "Output per mu"},
     Quantity::output,
     std::nullopt,
     Quantity::land_area,
     std::nullopt,
     1e4},
    {{"tax_per_mu", "1e4 CNY per mu", "亩均税收", "Tax per mu"},
     Quantity::tax_revenue,
     std::nullopt,
     Quantity::land_area,
     std::nullopt,
     1e4},
    {{"above_scale_industrial_count", "count", "规模以上工业企业数", "Above-scale industrial enterprises"},
     Quantity::firms_above_scale,
     Quantity::above_scale_other_firms,
     std::nullopt,
     std::nullopt,
     1},
    {{"above_scale_industrial_output", "1e8 CNY", "规模以上工业总产值", "Output of above-scale industry"},
     Quantity::above_scale_revenue,
     Quantity::above_scale_other_revenue,
     std::nullopt,
     std::nullopt,
     1 / 0.93},
    {{"above_scale_rd_to_sales", "ratio", "规模以上工业研发经费占营业收入比例", "R&D over revenue of above-scale industry"},
     Quantity::above_scale_rd,
     Quantity::above_scale_other_rd,
     Quantity::above_scale_revenue,
     Quantity::above_scale_other_revenue,
     1},
    {{"rd_institution_coverage", "ratio", "规模以上高新技术企业研发机构覆盖率",
      "Above-scale certified enterprises with an R&D institution, share"},
     Quantity::hnte_with_rd_institution,
     std::nullopt,
     Quantity::hnte_above_scale,
     std::nullopt,
     1},
    {{"strategic_emerging_share", "ratio", "战略性新兴产业收入占比", "Revenue of strategic emerging industries over total income"},
     Quantity::strategic_emerging_revenue,
     std::nullopt,
     Quantity::total_income,
     std::nullopt,
     1},
}};

inline constexpr std::size_t observable_count = quantity_count + derived.size();

/// Value of observable `i` (quantities first, then derived) from sums over a set of zones; NaN for a ratio over zero.
[[nodiscard]] double observe(std::size_t i, const double* sums);
/// Its text.
[[nodiscard]] ObservableText observable_text(std::size_t i);
/// Stock, flow or ratio. A sum of quantities is what its first one is.
[[nodiscard]] Nature observable_nature(std::size_t i);
/// Index by id, or nothing.
[[nodiscard]] std::optional<std::size_t> observable_named(std::string_view id);

/// What is observed of a cluster.
enum class ClusterQuantity : std::size_t {
    firms,
    revenue,
    output,
    hightech_value_added,
    rd_expenditure,
    hnte_count,
    entries,
    exits,
    count
};
inline constexpr std::size_t cluster_quantity_count = static_cast<std::size_t>(ClusterQuantity::count);
inline constexpr std::array<Quantity, cluster_quantity_count> cluster_quantities{
    Quantity::firms,          Quantity::revenue,    Quantity::output,  Quantity::hightech_value_added,
    Quantity::rd_expenditure, Quantity::hnte_count, Quantity::entries, Quantity::exits};

/// Observables of single zones that do not add up.
enum class ZoneState : std::size_t { zone_level, rank_national, count };
inline constexpr std::size_t zone_state_count = static_cast<std::size_t>(ZoneState::count);
inline constexpr std::array<ObservableText, zone_state_count> zone_state_texts{{
    {"zone_level", "1", "级别（0无，1省级，2国家级）", "Level (0 none, 1 provincial, 2 national)"},
    {"rank_national", "rank", "全国高新区排名", "Rank among national zones"},
}};

}  // namespace zonecast::engine
