#include "tests/outputs/tiny_forecast.hpp"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>

namespace zonecast::outputs::tests {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
const std::vector<int> years{2016, 2017, 2018};

scenario::Zone zone(const std::string& id, scenario::Name name, const std::string& city, bool outside) {
    scenario::Zone zone;
    zone.id = id;
    zone.name = std::move(name);
    zone.city = city;
    zone.latitude = 28.2;
    zone.longitude = 112.9;
    zone.outside = outside;
    return zone;
}

scenario::Target target(const std::string& id, scenario::Name name, double value, const std::string& unit) {
    scenario::Target target;
    target.id = id;
    target.name = std::move(name);
    target.document = "湖南省高新区方案";
    target.clause = "1.2";
    target.quote = "到2018年翻一番";
    target.scope = "all_zones";
    target.metric = "hnte_count";
    target.value = value;
    target.unit = unit;
    target.year = 2018;
    return target;
}

/// Values that differ in every cell: mean, then sd = mean/10 and quantiles around it.
void fill(engine::Panel& panel, double scale) {
    const std::size_t cells = panel.ids.size() * panel.observables.size() * years.size();
    for (std::size_t i = 0; i < cells; ++i) {
        const double mean = scale + static_cast<double>(i);
        panel.mean.push_back(mean);
        panel.sd.push_back(mean / 10);
        for (const double level : engine::quantile_levels) panel.quantile.push_back(mean * (0.5 + level));
    }
}

engine::Panel panel(const std::string& dimension, const std::vector<std::string>& ids, const std::vector<scenario::Name>& names,
                    double scale) {
    engine::Panel panel;
    panel.dimension = dimension;
    panel.ids = ids;
    panel.names = names;
    panel.observables = {{"hnte_count", {"高新技术企业数", "high-tech enterprises"}, "count"},
                         {"gdp", {"地区生产总值", "GDP"}, "1e8 CNY"},
                         {"facilities[incubator]", {"孵化器数", "incubators"}, "count"}};
    fill(panel, scale);
    return panel;
}

engine::TargetResult judged(scenario::Target target, double chance, std::vector<double> base, std::vector<double> value) {
    engine::TargetResult result;
    result.target = std::move(target);
    result.base = std::move(base);
    result.value = std::move(value);
    result.mean = result.value[3];
    result.chance = chance;
    result.chance_standard_error = 0.015;
    result.chance_low = std::max(0.0, chance - 0.03);
    result.chance_high = std::min(1.0, chance + 0.03);
    result.chance_fixed_perimeter = chance;
    result.chance_current_perimeter = chance;
    result.expected_shortfall = 0.25;
    result.shortfall_if_missed = 0.5;
    result.met_by_year = {0, chance / 2, chance};
    result.share_meeting = chance;
    return result;
}

std::vector<double> counting(std::size_t count, double from) {
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = from + static_cast<double>(i);
    return values;
}

}  // namespace

scenario::Scenario tiny_scenario() {
    scenario::Scenario world;
    world.pack_id = "tiny";
    world.pack_name = {"小省", "tiny province"};
    world.province = "hunan";
    world.plan.id = "tiny-plan";
    world.plan.name = {"小省高新区方案", "Plan of the tiny province"};
    world.plan.document = "小省文件第1号";
    world.plan.base_year = 2016;
    world.plan.known_until = 2016;
    world.plan.end_year = 2018;

    scenario::City city;
    city.id = "changsha";
    city.name = {"长沙市", "Changsha"};
    city.latitude = 28.23;
    city.longitude = 112.94;
    world.cities = {city};
    world.zones = {zone("changsha_htz", {"长沙高新区", "Changsha HTZ"}, "changsha", false),
                   zone("ningxiang_htz", {"宁乡高新区", "Ningxiang HTZ"}, "changsha", false),
                   zone("changsha.outside", {"长沙市区外", "Changsha outside zones"}, "changsha", true)};
    world.zones[0].year_provincial = 1988;
    world.zones[0].year_national = 1991;
    scenario::Cluster cluster;
    cluster.id = "changsha_htz.machinery";
    cluster.name = {"工程机械", "construction machinery"};
    cluster.zone = "changsha_htz";
    cluster.industry = "machinery";
    world.clusters = {cluster};

    world.plan.targets = {target("T1", {"高新技术企业数翻一番", "high-tech enterprises doubled"}, 2, "ratio"),
                          target("T2", {"各区技术合同成交额年均增长", "contracts of each zone grow"}, 0.25, "ratio per year"),
                          target("T3", {"研发投入占销售收入比重", "R&D over sales revenue"}, 0.03, "ratio"),
                          target("T4", {"产值超千亿元的集群数", "clusters of 100 bn CNY output"}, 1, "count")};
    scenario::Target& doubled = world.plan.targets[0];
    doubled.statistic = scenario::Statistic::ratio_to_base;
    doubled.base_year = 2016;
    scenario::Target& grow = world.plan.targets[1];
    grow.quantifier = scenario::Quantifier::each;
    grow.statistic = scenario::Statistic::mean_annual_growth;
    grow.base_year = 2016;
    scenario::Target& sales = world.plan.targets[2];
    sales.fixed_perimeter = true;
    scenario::Target& clusters = world.plan.targets[3];
    clusters.comparison = scenario::Comparison::between;
    clusters.value_high = 2;
    clusters.official = false;
    clusters.note = "非正式";
    doubled.group = sales.group = "G1";
    world.plan.groups = {{"G1", {"第一条任务", "tasks of clause 1"}, "1", {}}};

    scenario::Figure figure;
    figure.series = "hnte_count";
    figure.place = "hunan";
    figure.unit = "家";
    figure.source = "统计公报";
    for (const int year : {2015, 2016, 2018}) {
        figure.year = year;
        figure.value = 1000.0 + year;
        world.history.push_back(figure);
    }
    world.history.back().confidence = scenario::Confidence::derived;
    world.files = {{"tiny.toml", "[plan]\nid = \"tiny-plan\" # 方案\n"}, {"../packs/tiny/zones.csv", "id,name_zh\r\n"}};
    world.plan_file = "tiny.toml";
    world.overrides = {"parameter.renewal_rate=0.8", "measure.cultivate.dose=2"};
    return world;
}

engine::RunSettings tiny_settings() {
    engine::RunSettings settings;
    settings.seed = 7;
    settings.first_replicate = 100;
    settings.replicates = tiny_replicates;
    settings.parameter_seed = 8;
    settings.initial_seed = 9;
    settings.chance_seed = std::uint64_t{1} << 40;
    settings.parameter_source =
        std::make_shared<engine::ParameterValues>(std::vector<std::string>{"renewal_rate"}, std::vector<double>(tiny_replicates, 0.8), 100);
    settings.keep = {{"zone", "changsha_htz", "hnte_count"}, {"province", "hunan", "gdp"}};
    return settings;
}

engine::Forecast tiny_forecast() {
    const scenario::Scenario world = tiny_scenario();
    engine::Forecast forecast;
    forecast.years = years;
    forecast.seed = 7;
    forecast.first_replicate = 100;
    forecast.replicates = tiny_replicates;
    forecast.block_size = tiny_block;
    forecast.province = panel("province", {"hunan"}, {{"湖南省", "Hunan"}}, 2000);
    forecast.perimeters =
        panel("perimeter", {"all_zones", "national_zones"}, {{"全部高新区", "all zones"}, {"国家高新区", "national zones"}}, 500);
    forecast.cities = panel("city", {"changsha"}, {{"长沙市", "Changsha"}}, 300);
    std::vector<std::string> zone_ids;
    std::vector<scenario::Name> zone_names;
    for (const scenario::Zone& zone : world.zones) {
        zone_ids.push_back(zone.id);
        zone_names.push_back(zone.name);
    }
    forecast.zones = panel("zone", zone_ids, zone_names, 100);
    forecast.zones.mean[0] = nan;
    forecast.zone_exists = {1, 1, 1, 0, 0.5, 1, 1, 1, 1};
    engine::BaseYearLine line;
    line.series = "hnte_count";
    line.place = "hunan";
    line.unit = "count";
    line.published = 3016;
    line.spread = 0.005;
    line.model_low = 2700;
    line.model_median = 2800;
    line.model_high = 2900;
    line.pull = -14.9;
    forecast.start = {line};
    forecast.clusters = panel("cluster", {"changsha_htz.machinery"}, {{"工程机械", "construction machinery"}}, 50);

    const std::vector<scenario::Target>& targets = world.plan.targets;
    forecast.targets = {
        judged(targets[0], 0.7, {2212, 2212, 2212, 2212, 2212, 2212, 2212}, {1.2, 1.5, 1.9, 2.4, 2.9, 3.6, 4.1}),
        judged(targets[1], 0.0, {10, 11, 12, 13.5, 14, 15, 16}, {-0.2, -0.1, 0.02, 0.081, 0.11, 0.15, 0.2}),
        judged(targets[2], 0.12, {0.018, 0.019, 0.02, 0.021, 0.022, 0.023, 0.024}, {0.019, 0.02, 0.022, 0.0234, 0.026, 0.031, 0.033}),
        judged(targets[3], 0.45, {0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 1, 2})};
    forecast.targets[1].share_meeting = 0.34;
    forecast.targets[1].member_short = {0.5, 1.0, nan};
    forecast.targets[2].chance_current_perimeter = 0.35;
    forecast.targets[2].assumed = {"total_income all_zones", "rd_expenditure all_zones"};
    forecast.targets[2].unmet = {0};
    forecast.chance_all_targets = 0;
    forecast.target_correlation = counting(16, 0);
    for (double& correlation : forecast.target_correlation) correlation /= 16;
    forecast.target_correlation[5] = nan;
    engine::SplitOfTarget split{.variance = 0.25, .knowable = 0.6, .knowable_error = 0.05};
    split.kinds = {engine::VarianceShare{0.5, 0.04, 0.6, 0.05}, {0.1, 0.02, 0.2, 0.03}, {0.2, 0.03, 0.4, 0.06}};
    forecast.split = engine::VarianceSplit{std::vector<engine::SplitOfTarget>(4, split), std::vector<engine::SplitOfTarget>(4, split)};
    forecast.target_groups = {{world.plan.groups[0], {0, 2}, 0.1, 0.05, 0.2, {0, 0.05, 0.1}, {0.4, 0.95}, {0.05, 0.6}}};

    // One zone of each level and one outside, two items, two ranks within the provincial zones (the tiny world ranks all together).
    engine::IndexResult index;
    index.index.id = "tiny-index";
    index.index.name = {"小省评价", "index of the tiny province"};
    index.index.ranked = {"provincial_zones"};
    scenario::IndexGroup group;
    group.id = "knowledge";
    group.name = {"知识创造", "knowledge"};
    group.weight = 0.3;
    index.index.groups = {group};
    scenario::IndexItem item;
    item.id = "1.1";
    item.name = {"研发投入", "R&D"};
    item.group = "knowledge";
    item.kind = "statistics";
    item.weight = 1.5;
    index.index.items = {item, item};
    index.index.items[1].id = "1.2";
    index.index.items[1].kind = "survey";
    index.index.items[1].weight = 0.5;
    index.item_from = {"metric", "prior"};
    index.ranks = 2;
    const std::string in = "provincial_zones";
    index.set = {in, in, in, "", in, in, "", "", ""};
    index.ranked_chance = {1, 1, 1, 0, 1, 1, 0, 0, 0};
    index.score_mean = {70, 60, 40, nan, 50, 55, nan, nan, nan};
    for (const double mean : index.score_mean)
        for (const double level : engine::quantile_levels) index.score_quantile.push_back(mean * (0.5 + level));
    index.rank_chance = {1, 0.75, 0.25, 0, 0.25, 0.75, 0, 0.25, 0.75, 0, 0.75, 0.25, 0, 0, 0, 0, 0, 0};
    index.item_mean = {80, 70, 60, 20, 30, 40, nan, 51, 61, nan, 52, 62, nan, nan, nan, nan, nan, nan};
    index.item_value_mean = {0.03, 0.031, 0.032, nan, nan, nan, nan, 0.02, 0.021, nan, nan, nan, nan, nan, nan, nan, nan, nan};
    forecast.index = index;

    engine::MeasureResult measure;
    measure.measure.id = "cultivate";
    measure.measure.instrument = "hnte_cultivation";
    measure.measure.scope = "all_zones";
    measure.measure.clause = "2.1";
    measure.name = {"高企培育", "cultivation of high-tech enterprises"};
    measure.cost = {0, 1.5, 2.5};
    forecast.measures = {measure};
    forecast.parameters = {{"renewal_rate", {"续认率", "renewal rate"}, "ratio", "parameter"},
                           {"rd_rest", {"其他研发", "other R&D"}, "1e8 CNY", "initial"}};
    forecast.facility_kinds = {"incubator", "maker_space"};
    forecast.facilities = counting(3 * 2 * 3, 0);
    const std::size_t cohorts = 3 * engine::revenue_classes * engine::certificate_states * 3;
    forecast.cohort_count = counting(cohorts, 0);
    forecast.cohort_revenue = counting(cohorts, 1000);
    forecast.cohort_rd = counting(cohorts, 5000);
    forecast.cohort_flow = counting(3 * (engine::cohort_cells + 1) * (engine::cohort_cells + 1), 0);
    return forecast;
}

std::vector<engine::BlockOutput> tiny_blocks() {
    std::vector<engine::BlockOutput> blocks;
    for (std::uint64_t first = 0; first < tiny_replicates; first += tiny_block) {
        engine::BlockOutput block;
        block.block = 25 + first / tiny_block;
        block.first = 100 + first;
        block.count = std::min(tiny_block, tiny_replicates - first);
        for (std::uint64_t r = first; r < first + block.count; ++r) {
            const double base = static_cast<double>(r);
            for (int t = 0; t < 4; ++t) {
                block.target_value.push_back(base + t / 10.0);
                const bool met = r >= 5 && t == 0;
                block.target_met.push_back(met ? 1 : 0);
                block.target_year.push_back(met ? 2018 : 0);
            }
            for (int p = 0; p < 2; ++p) block.parameters.push_back(base * 10 + p);
            for (int s = 0; s < 6; ++s) block.series.push_back(base * 100 + s);
        }
        blocks.push_back(std::move(block));
    }
    return blocks;
}

Provenance tiny_provenance() {
    Provenance provenance;
    provenance.version = "0.1.0";
    provenance.command = "zonecast run tiny.toml -n 10 --seed 7";
    provenance.plan = "tiny.toml";
    provenance.posterior = "posterior.h5";
    provenance.posterior_digest = "sha256:0123";
    return provenance;
}

void write_tiny(const std::string& path) {
    const scenario::Scenario world = tiny_scenario();
    const engine::Forecast forecast = tiny_forecast();
    ResultWriter writer(path, world, tiny_settings(), forecast.years, forecast.parameters, tiny_provenance());
    for (const engine::BlockOutput& block : tiny_blocks()) writer.take(block);
    writer.finish(forecast);
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "zonecast-outputs-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> TemporaryFolder::entries() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string bytes_of(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace zonecast::outputs::tests
