#include "tests/support/small_world.hpp"

#include <unistd.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "model/scenario/read.hpp"

namespace zonecast::test {

namespace {

constexpr const char* sectors_csv =
    R"(id,name_zh,name_en,value_added_coefficient,import_share,export_share,source,confidence
special_equipment,专用设备,Special-purpose equipment,0.55,0.08,0.15,made up,assumed
electronic_components,电子元器件,Electronic components,0.50,0.45,0.30,made up,assumed
nonferrous_metals,有色金属,Non-ferrous metals,0.60,0.12,0.05,made up,assumed
)";

constexpr const char* io_csv =
    R"(sector,special_equipment,electronic_components,nonferrous_metals
special_equipment,0.15,0.05,0.05
electronic_components,0.10,0.35,0.05
nonferrous_metals,0.20,0.10,0.30
)";

constexpr const char* industries_csv =
    R"(id,name_zh,name_en,io_sector_weights,hnte_field_zh,rd_to_revenue,rd_to_revenue_low,rd_to_revenue_high,rd_confidence,rd_source,value_added_rate,va_confidence,va_source,cyclical_loading,cyclical_confidence,strategic_emerging,note
construction_machinery,工程机械,Construction machinery,special_equipment:0.8;nonferrous_metals:0.2,先进制造与自动化,0.025,0.018,0.035,assumed,made up,0.25,assumed,made up,1.8,assumed,1,
electronics,电子信息,Electronics,electronic_components:1,电子信息,0.027,0.019,0.037,assumed,made up,0.20,assumed,made up,1.1,assumed,1,
nonferrous_materials,有色金属新材料,Non-ferrous materials,nonferrous_metals:0.9;special_equipment:0.1,新材料,0.012,0.008,0.016,assumed,made up,0.23,assumed,made up,1.2,assumed,0,
)";

constexpr const char* pack_toml = R"([pack]
id = "small"
name = { zh = "小世界", en = "Small world" }
province = "lakeland"
library = "../../library"

[[perimeter]]
id = "core_zones"
name = { zh = "核心区", en = "Core zones" }
zones = ["east_htz", "west_htz"]

[[perimeter]]
id = "both_cities"
name = { zh = "两市", en = "Both cities" }
cities = ["east", "west"]

[parameters.value_added_to_revenue]
name = { zh = "增加值率", en = "High-tech value added over revenue" }
family = "normal"
mean = 0.3145
sd = 0.003
low = 0.29
high = 0.34
group = "initial"
unit = "ratio"
source = "made up"
grade = "J"
)";

constexpr const char* cities_csv =
    R"(id,name_zh,name_en,latitude,longitude,source
east,东湖市,East Lake,28.2,113.0,made up
west,西湖市,West Lake,27.8,112.4,made up
)";

constexpr const char* zones_csv =
    R"(id,name_zh,name_en,city,latitude,longitude,year_provincial,year_national,anonymous,source,confidence,note
east_htz,东湖高新区,East Lake HTZ,east,28.23,112.9,,1991,0,made up,reported,
east_park,东湖产业园,East Lake Park,east,28.1,113.1,2010,,0,made up,reported,
west_htz,西湖高新区,West Lake HTZ,west,27.82,112.42,2008,2018,0,made up,reported,promoted in the second year of the plan
west_park,西湖产业园,West Lake Park,west,27.7,112.5,2018,,0,made up,reported,a candidate in the base year
)";

constexpr const char* clusters_csv =
    R"(id,zone,industry,kind,name_zh,name_en,source,confidence,note
east_htz.construction_machinery,east_htz,construction_machinery,pillar,,,made up,assumed,
east_htz.electronics,east_htz,electronics,leading,东湖芯谷,East Lake chip valley,made up,assumed,
east_park.electronics,east_park,electronics,leading,,,made up,assumed,
east_park.nonferrous_materials,east_park,nonferrous_materials,emerging,,,made up,assumed,
west_htz.construction_machinery,west_htz,construction_machinery,leading,,,made up,assumed,
west_htz.nonferrous_materials,west_htz,nonferrous_materials,pillar,,,made up,assumed,
west_park.electronics,west_park,electronics,emerging,,,made up,assumed,
east.outside.construction_machinery,east.outside,construction_machinery,other,,,made up,assumed,
east.outside.electronics,east.outside,electronics,other,,,made up,assumed,
west.outside.nonferrous_materials,west.outside,nonferrous_materials,other,,,made up,assumed,
)";

constexpr const char* segments_csv =
    R"(id,chain,name_zh,name_en,position,sector,industry,presence,source,confidence
metal,machinery,合金材料,Alloys,upstream,nonferrous_metals,nonferrous_materials,yes,made up,assumed
chips,machinery,芯片,Chips,upstream,electronic_components,electronics,missing,made up,assumed
controller,machinery,控制器,Controllers,midstream,electronic_components,electronics,weak,made up,assumed
excavator,machinery,挖掘机,Excavators,downstream,special_equipment,construction_machinery,yes,made up,assumed
)";

constexpr const char* supply_csv =
    R"(from,to,flow,input_share,input_share_low,input_share_high,criticality,local_share,source,confidence,note
metal,excavator,intermediate,0.12,0.09,0.15,generic,0.5,made up,assumed,
metal,controller,intermediate,0.05,0.04,0.06,generic,0.5,made up,assumed,
chips,controller,intermediate,0.25,0.20,0.30,specific,0.05,made up,assumed,
controller,excavator,intermediate,0.08,0.06,0.10,specific,0.3,made up,assumed,
)";

constexpr const char* enterprises_csv =
    R"(id,name_zh,name_en,cluster,revenue,year,certified,spread,source,confidence,note
east_heavy,东湖重工,East Lake Heavy Industries,east_htz.construction_machinery,110,2016,1,0.1,made up,assumed,
)";

// About a twentieth of a province with 2.18e12 CNY of high-tech revenue.
constexpr const char* history_csv =
    R"(series,place,year,value,unit,spread,confidence,source,note
cluster_revenue,east_htz.construction_machinery,2016,240,亿元,0.1,assumed,made up,
cluster_revenue,east_htz.electronics,2016,150,1e8 CNY,0.2,assumed,made up,
cluster_revenue,east_park.electronics,2016,60,1e8 CNY,0.3,assumed,made up,
cluster_revenue,east_park.nonferrous_materials,2016,35,1e8 CNY,0.3,assumed,made up,
cluster_revenue,west_htz.construction_machinery,2016,90,1e8 CNY,0.2,assumed,made up,
cluster_revenue,west_htz.nonferrous_materials,2016,120,1e8 CNY,0.2,assumed,made up,
cluster_revenue,west_park.electronics,2016,15,1e8 CNY,0.4,assumed,made up,
cluster_revenue,east.outside.construction_machinery,2016,160,1e8 CNY,0.3,assumed,made up,
cluster_revenue,east.outside.electronics,2016,130,1e8 CNY,0.3,assumed,made up,
cluster_revenue,west.outside.nonferrous_materials,2016,90,1e8 CNY,0.3,assumed,made up,
hightech_value_added,lakeland,2014,283,亿元,,reported,made up,
hightech_value_added,lakeland,2015,310,亿元,,reported,made up,
hightech_value_added,lakeland,2016,343,亿元,,reported,made up,
gdp,lakeland,2014,1290,亿元,,reported,made up,
gdp,lakeland,2015,1405,亿元,,reported,made up,
gdp,lakeland,2016,1543,亿元,,reported,made up,
gdp,east,2016,1000,亿元,,reported,made up,
gdp,west,2016,543,亿元,,reported,made up,
population,lakeland,2016,340,万人,,reported,made up,
population,east,2016,200,万人,,reported,made up,
population,west,2016,140,万人,,reported,made up,
population,east_htz,2016,9,万人,0.1,assumed,made up,
population,east_park,2016,5,万人,0.1,assumed,made up,
population,west_htz,2016,8,万人,0.1,assumed,made up,
hnte_count,lakeland,2013,95,家,,reported,made up,
hnte_count,lakeland,2014,100,家,,reported,made up,
hnte_count,lakeland,2015,108,家,,reported,made up,
hnte_count,lakeland,2016,111,家,,reported,made up,
hnte_recognised,lakeland,2013,36,家,0.15,derived,made up,
hnte_recognised,lakeland,2014,33,家,,reported,made up,
hnte_recognised,lakeland,2015,35,家,,reported,made up,
hnte_recognised,lakeland,2016,44,家,,reported,made up,
hnte_revenue_ge_1_share,lakeland,2013,49,%,0.1,reported,made up,
hnte_share_of_value_added,lakeland,2018,59,%,0.05,reported,made up,
firms_revenue_ge_1,lakeland,2016,180,家,0.03,derived,made up,
firms_revenue_ge_1_share_of_revenue,lakeland,2018,92.7,%,,reported,made up,
firms_revenue_ge_100,lakeland,2016,1,家,0.2,derived,made up,
firms_below_0.2,lakeland,2016,600,家,0.3,assumed,made up,
rd_expenditure,lakeland,2011,11.7,亿元,,reported,made up,
rd_expenditure,lakeland,2015,20.6,亿元,,reported,made up,
rd_expenditure,lakeland,2016,23.4,亿元,,reported,made up,
rd_enterprise_share,lakeland,2016,88.5,%,,reported,made up,
rd_intensity,china,2015,2.07,%,,reported,made up,
rd_intensity,china,2016,2.10,%,,reported,made up,
abovescale_rd_to_revenue,east,2016,1.3,%,,reported,made up,
abovescale_rd_to_revenue,west,2016,1.0,%,,reported,made up,
invention_patents_valid,lakeland,2016,1393,件,,reported,made up,
invention_patents_valid,east,2016,1000,件,,reported,made up,
invention_patents_valid,west,2016,393,件,,reported,made up,
invention_patents_granted,lakeland,2016,348,件,,reported,made up,
tech_contract_value,lakeland,2016,5.3,亿元,,reported,made up,
tech_contract_value,china,2016,11407,亿元,,reported,made up,
gdp,china,2016,746395,亿元,,reported,made up,
tech_sme_count,lakeland,2016,250,家,0.3,assumed,made up,
zones_total_income,lakeland,2016,1300,亿元,,derived,made up,
zones_hightech_revenue,lakeland,2016,650,亿元,,derived,made up,
total_income,east_htz,2016,560,亿元,0.05,reported,made up,
total_income,west_htz,2016,330,亿元,0.05,reported,made up,
land_area,east_htz,2016,18,平方公里,,reported,made up,
land_area,west_htz,2016,9000,亩,,reported,made up,
rank_national,east_htz,2016,40,位,,reported,made up,
facilities.national_incubator,east_htz,2016,1,个,,reported,made up,
ip_pledge_finance,lakeland,2016,0.5,亿元,0.2,assumed,made up,
rd_institution_coverage,lakeland,2016,20,%,0.1,assumed,made up,
facilities.national_incubator,lakeland,2016,2,个,,reported,made up,
)";

constexpr const char* plan_toml = R"([plan]
id = "small"
name = { zh = "小规划", en = "Small plan" }
document = "A plan made up for tests"
pack = "../packs/small"
base_year = 2016
end_year = 2019

[[target]]
id = "T1"
name = { zh = "高企数翻番", en = "Twice the high-tech enterprises" }
clause = "1.1"
scope = "all_zones"
metric = "hnte_count"
statistic = "ratio_to_base"
op = ">="
value = 2
unit = "ratio"
year = 2019
base_year = 2016

[[target]]
id = "T2"
name = { zh = "高新技术产业增加值", en = "High-tech value added" }
clause = "1.1"
scope = "all_zones"
metric = "hightech_value_added"
op = ">="
value = 300
unit = "亿元"
year = 2019

[[target]]
id = "T3"
name = { zh = "国家级孵化器", en = "National incubators" }
clause = "1.2"
scope = "national_zones"
quantifier = "each"
metric = "facilities[national_incubator]"
op = ">="
value = 1
unit = "个"
year = 2019

[[target]]
id = "T4"
name = { zh = "技术合同额增速", en = "Growth of technology contracts" }
clause = "1.2"
scope = "all_zones"
quantifier = "each"
metric = "tech_contract_value"
statistic = "mean_annual_growth"
op = ">="
value = 15
unit = "%"
year = 2019
base_year = 2016

[[measure]]
id = "cultivation"
instrument = "hnte_cultivation"
scope = "all_zones"
dose = { 2017 = 1, 2018 = 1, 2019 = 1 }
clause = "2.1"

[[measure]]
id = "incubators"
instrument = "incubation"
scope = "national_zones"
facility = "national_incubator"
dose = { 2017 = 1 }
success = 0.8
clause = "2.2"
)";

// Levers and the effect of "push_<lever>" at a dose of 1.
constexpr std::pair<const char*, double> pushes[] = {
    {"certification_drive", 0.5},
    {"renewal", 0.5},
    {"deduction_rate", 0.25},
    {"hnte_tax_rate", -0.05},
    {"rd_subsidy", 0.05},
    {"rd_productivity", 0.1},
    {"entry", 0.3},
    {"young_exit", -0.2},
    {"growth_small", 0.05},
    {"growth_middle", 0.05},
    {"growth_top", 0.05},
    {"growth", 0.05},
    {"demand", 0.1},
    {"knowledge_inflow", 0.05},
    {"local_sourcing", 0.1},
    {"spillover", 0.2},
    {"contracts", 0.2},
    {"patents", 0.2},
    {"capacity", 0.1},
    {"productivity_level", 0.05},
    {"projects", 1.0},
    {"promotion", 1.0},
    {"recognition", 1.0},
    {"tax_per_mu", 0.05},
    {"approval", 1.0},
    {"projects_20", 0.5},
    {"projects_50", 0.5},
    {"rd_institutions", 0.2},
    {"ip_finance", 0.2},
};

std::string instruments_toml() {
    std::ostringstream out;
    out << R"([hnte_cultivation]
name = { zh = "高企培育", en = "HNTE cultivation" }
unit_cost = 0.05
unit_cost_spread = 0.5
delay = 0
ramp = 1
fade = 0.3
[[hnte_cultivation.channel]]
lever = "certification_drive"
mean = 0.4
sd = 0.1
spike = 0.0
source = "made up"
grade = "J"

[rd_super_deduction]
name = { zh = "加计扣除", en = "R&D super-deduction" }
[[rd_super_deduction.channel]]
lever = "deduction_rate"
mean = 0.25
sd = 0
source = "made up"
grade = "J"

[incubation]
name = { zh = "孵化", en = "Incubation" }
unit_cost = 0.2
unit_cost_spread = 0.5
delay = 1
ramp = 2
fade = 0.0
[[incubation.channel]]
lever = "facility"
mean = 1
source = "made up"
grade = "J"
[[incubation.channel]]
lever = "entry"
mean = 0.1
sd = 0.05
spike = 0.3
source = "made up"
grade = "J"

[chain_completion]
name = { zh = "补链", en = "Chain completion" }
delay = 1
[[chain_completion.channel]]
lever = "local_sourcing"
mean = 0.1
sd = 0.05
source = "made up"
grade = "J"
)";
    for (const auto& [lever, effect] : pushes) {
        out << "\n[push_" << lever << "]\nname = { zh = \"推动\", en = \"Push " << lever << "\" }\n";
        out << "[[push_" << lever << ".channel]]\nlever = \"" << lever << "\"\nmean = " << effect
            << "\nsd = 0\nsource = \"made up\"\ngrade = \"J\"\n";
    }
    return out.str();
}

std::string read_all(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Position of the only occurrence of `part`; throws if there is none or more than one.
std::size_t find_once(const std::string& text, const std::string& part, const std::string& file) {
    const auto first = text.find(part);
    if (first == std::string::npos) throw std::runtime_error(file + " does not contain: " + part);
    if (text.find(part, first + 1) != std::string::npos) throw std::runtime_error(file + " contains more than once: " + part);
    return first;
}


/// A nation that grows evenly with a wave, and Lakeland near it: 2006 to 2016.
std::string panel_csv() {
    struct Headline {
        const char *series, *unit;
        double nation, province, growth, wave;
    };
    constexpr Headline headlines[] = {{"hnte_count", "count", 60000, 72, 0.15, 0.03},
                                      {"rd_expenditure", "1e8 CNY", 9000, 14, 0.11, 0.02},
                                      {"tech_contract_value", "1e8 CNY", 7000, 3, 0.14, 0.03},
                                      {"invention_patents_valid", "count", 500000, 700, 0.18, 0.03},
                                      {"invention_patents_granted", "count", 140000, 180, 0.12, 0.06},
                                      {"gdp", "1e8 CNY", 480000, 900, 0.09, 0.02}};
    std::ostringstream out;
    out.precision(12);
    out << "series,place,year,value,unit,confidence,source,note\n";
    for (const Headline& one : headlines) {
        double nation = one.nation, province = one.province;
        for (int year = 2006; year <= 2016; ++year) {
            out << one.series << ",china," << year << ',' << nation << ',' << one.unit << ",reported,made up,\n";
            out << one.series << ",lakeland," << year << ',' << province << ',' << one.unit << ",reported,made up,\n";
            nation *= std::exp(one.growth + one.wave * std::sin(1.3 * year));
            province *= std::exp(one.growth + one.wave * std::sin(1.3 * year) + 0.02 * std::cos(2.1 * year));
        }
    }
    return out.str();
}

constexpr const char* provinces_csv = "id,name_zh,full_name_zh,name_en\nlakeland,湖,湖省,Lakeland\n";

}  // namespace

SmallWorld::SmallWorld() {
    std::string pattern = (std::filesystem::temp_directory_path() / "zonecast-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder: " + pattern);
    folder_ = pattern;
    write("library/sectors.csv", sectors_csv);
    write("library/io_coefficients.csv", io_csv);
    write("library/industries.csv", industries_csv);
    write("library/instruments.toml", instruments_toml());
    write("library/priors.toml", read_all(std::filesystem::path(ZONECAST_SOURCE_DIR) / "scenarios/library/priors.toml"));
    write("library/provinces.csv", provinces_csv);
    write("library/panel.csv", panel_csv());
    write("library/panel.toml", "# The panel of the small world has no rules.\n");
    write("packs/small/pack.toml", pack_toml);
    write("packs/small/cities.csv", cities_csv);
    write("packs/small/zones.csv", zones_csv);
    write("packs/small/clusters.csv", clusters_csv);
    write("packs/small/segments.csv", segments_csv);
    write("packs/small/supply.csv", supply_csv);
    write("packs/small/enterprises.csv", enterprises_csv);
    write("packs/small/history.csv", history_csv);
    write("plans/small.toml", plan_toml);
}

SmallWorld::~SmallWorld() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string SmallWorld::plan() const {
    return path("plans/small.toml");
}

std::string SmallWorld::path(const std::string& file) const {
    return (folder_ / file).string();
}

std::string SmallWorld::text(const std::string& file) const {
    return read_all(folder_ / file);
}

void SmallWorld::write(const std::string& file, const std::string& text) {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream out(folder_ / file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) throw std::runtime_error("cannot write " + path(file));
}

void SmallWorld::append(const std::string& file, const std::string& text) {
    write(file, this->text(file) + text);
}

void SmallWorld::replace(const std::string& file, const std::string& before, const std::string& after) {
    std::string whole = text(file);
    whole.replace(find_once(whole, before, file), before.size(), after);
    write(file, whole);
}

void SmallWorld::remove(const std::string& file) {
    if (!std::filesystem::remove(folder_ / file)) throw std::runtime_error("no such file: " + file);
}

std::size_t SmallWorld::line_of(const std::string& file, const std::string& part) const {
    const std::string whole = text(file);
    const std::size_t end = find_once(whole, part, file);
    std::size_t line = 1;
    for (std::size_t i = 0; i < end; ++i) line += whole[i] == '\n' ? 1u : 0u;
    return line;
}

std::optional<scenario::Scenario> SmallWorld::read(Diagnostics& diagnostics, const std::vector<std::string>& overrides) const {
    return scenario::read_scenario(plan(), overrides, diagnostics);
}

scenario::Scenario SmallWorld::scenario(const std::vector<std::string>& overrides) const {
    Diagnostics diagnostics;
    auto read_one = read(diagnostics, overrides);
    if (!read_one) throw std::runtime_error("the small world does not read:\n" + diagnostics.text());
    return *read_one;
}

}  // namespace zonecast::test
