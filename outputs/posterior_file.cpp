#include "outputs/posterior_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "outputs/calibration_report.hpp"
#include "outputs/place.hpp"
#include "outputs/reported.hpp"

namespace zonecast::outputs {

namespace {

constexpr std::string_view kind = "zonecast posterior";
constexpr std::uint64_t format_version = 1;

/// One file being written: dimensions first, then what has them.
class Writer {
public:
    Writer(const std::string& path, const std::string& shown_as) : file(hdf5::File::create(path, shown_as)) {}

    template <class T>
    void dimension(const std::string& name, const std::vector<T>& members) {
        hdf5::Dataset scale = dataset<T>(name, {members.size()});
        write(scale, members);
        file.make_scale(scale);
        scales.emplace_back(std::move(scale));
    }
    template <class T>
    void put(const std::string& name, const std::vector<std::string>& dimensions, const std::vector<T>& values, const char* what,
             const char* unit = "") {
        hdf5::Shape shape;
        std::vector<const hdf5::Dataset*> scale_of;
        for (const std::string& dimension : dimensions) {
            const auto scale = std::find_if(scales.begin(), scales.end(), [&](const hdf5::Dataset& one) { return one.name == dimension; });
            scale_of.push_back(&*scale);
            shape.push_back(scale->shape[0]);
        }
        const hdf5::Dataset out = dataset<T>(name, shape);
        write(out, values);
        for (unsigned d = 0; d < scale_of.size(); ++d) file.attach_scale(out, *scale_of[d], d);
        file.attribute(out, "long_name", what);
        if (unit[0] != '\0') file.attribute(out, "units", unit);
    }
    void close() {
        scales.clear();
        file.close();
    }

    hdf5::File file;

private:
    std::vector<hdf5::Dataset> scales;

    template <class T>
    hdf5::Dataset dataset(const std::string& name, const hdf5::Shape& shape) {
        if constexpr (std::is_same_v<T, std::string>)
            return file.create_text_dataset(name, shape);
        else
            return file.create_dataset<T>(name, shape, std::nullopt);
    }
    void write(const hdf5::Dataset& to, const std::vector<std::string>& values) const { file.write(to, values); }
    template <hdf5::Number T>
    void write(const hdf5::Dataset& to, const std::vector<T>& values) const {
        file.write(to, values.data());
    }
};

/// A value of each item of a list.
template <class T, class Item, class Value>
std::vector<T> each(const std::vector<Item>& items, const Value& value) {
    std::vector<T> out;
    for (const Item& item : items) out.push_back(value(item));
    return out;
}

void write_to(Writer& w, const inference::Calibration& c, const Provenance& provenance) {
    using Parameter = inference::CalibratedParameter;
    using Figure = inference::FittedFigure;
    std::vector<std::int64_t> members(c.settings.members), figures(c.figures.size());
    std::iota(members.begin(), members.end(), 0);
    std::iota(figures.begin(), figures.end(), 0);
    w.dimension<std::string>("parameter", c.ids());
    w.dimension("member", members);
    w.dimension("quantile", std::vector<double>{0.05, 0.5, 0.95});
    w.dimension("figure", figures);

    w.put("posterior", {"member", "parameter"}, c.posterior, "members of the posterior, in the program's units");
    w.put("prior", {"member", "parameter"}, c.prior, "members of the prior, in the program's units");
    w.put("parameter_name_zh", {"parameter"}, each<std::string>(c.parameters, [](const Parameter& p) { return p.name.zh; }),
          "name in Chinese");
    w.put("parameter_name_en", {"parameter"}, each<std::string>(c.parameters, [](const Parameter& p) { return p.name.en; }),
          "name in English");
    w.put("parameter_unit", {"parameter"}, each<std::string>(c.parameters, [](const Parameter& p) { return p.unit; }), "unit");
    w.put("parameter_of_the_start", {"parameter"},
          each<std::int8_t>(c.parameters, [](const Parameter& p) { return static_cast<std::int8_t>(p.of_the_start ? 1 : 0); }),
          "1: belongs to the year that the runs start from");
    w.put("variance_ratio", {"parameter"}, each<double>(c.parameters, [](const Parameter& p) { return p.variance_ratio; }),
          "posterior over prior variance, on the scale where the prior is normal", "1");
    w.put("posterior_mean", {"parameter"}, each<double>(c.parameters, [](const Parameter& p) { return p.posterior_mean; }),
          "mean over the members");
    w.put("posterior_mean_error", {"parameter"}, each<double>(c.parameters, [](const Parameter& p) { return p.mean_error; }),
          "Monte Carlo standard error of the mean: what another seed moves");
    w.put("posterior_sd", {"parameter"}, each<double>(c.parameters, [](const Parameter& p) { return p.posterior_sd; }),
          "standard deviation over the members");
    w.put("posterior_sd_error", {"parameter"}, each<double>(c.parameters, [](const Parameter& p) { return p.sd_error; }),
          "Monte Carlo standard error of the standard deviation");
    w.put("partner", {"parameter"}, each<std::string>(c.parameters, [](const Parameter& p) { return p.partner; }),
          "parameter that it is tied to by the history; empty: none");
    w.put("partner_correlation", {"parameter"}, each<double>(c.parameters, [](const Parameter& p) { return p.correlation; }),
          "correlation with the partner afterwards", "1");

    w.put("figure_series", {"figure"}, each<std::string>(c.figures, [](const Figure& f) { return f.series; }), "series");
    w.put("figure_year", {"figure"}, each<std::int32_t>(c.figures, [](const Figure& f) { return f.year; }), "year");
    w.put("figure_published", {"figure"}, each<double>(c.figures, [](const Figure& f) { return f.published; }), "published value");
    w.put("figure_error", {"figure"}, each<double>(c.figures, [](const Figure& f) { return f.error; }),
          "standard deviation of the logarithm: figure, base year, chance and initial state", "1");
    w.put("figure_discrepancy", {"figure"}, each<double>(c.figures, [](const Figure& f) { return f.discrepancy; }),
          "standard deviation that the laws were allowed besides", "1");
    std::vector<double> before, after;
    for (const Figure& f : c.figures) {
        before.insert(before.end(), {f.prior_low, f.prior_median, f.prior_high});
        after.insert(after.end(), {f.posterior_low, f.posterior_median, f.posterior_high});
    }
    w.put("figure_prior", {"figure", "quantile"}, before, "quantiles of runs with the prior");
    w.put("figure_posterior", {"figure", "quantile"}, after, "quantiles of runs with the posterior");
    w.put("figure_prior_distance", {"figure"}, each<double>(c.figures, [](const Figure& f) { return f.prior_distance; }),
          "mean logarithm of runs with the prior less the published one, in standard deviations of the error", "1");
    w.put("figure_distance", {"figure"}, each<double>(c.figures, [](const Figure& f) { return f.distance; }),
          "mean logarithm of runs with the posterior less the published one, in standard deviations of the error", "1");

    w.file.attribute("kind", kind);
    w.file.attribute("format_version", format_version);
    w.file.attribute("title", fmt::format("{}: parameters fitted to {}-{}", c.plan_name.en, c.settings.from, c.settings.until));
    w.file.attribute("pack", c.pack);
    w.file.attribute("from", static_cast<std::uint64_t>(c.settings.from));
    w.file.attribute("until", static_cast<std::uint64_t>(c.settings.until));
    w.file.attribute("seed", c.settings.seed);
    w.file.attribute("candidates", c.settings.candidates);
    w.file.attribute("plausible", c.plausible);
    w.file.attribute("figures_missed", static_cast<std::uint64_t>(
                                           std::count_if(c.figures.begin(), c.figures.end(), [](const Figure& f) { return f.missed(); })));
    w.file.attribute("warnings_zh", fmt::format("{}", fmt::join(calibration_warnings(c, Language::zh), "\n")));
    w.file.attribute("warnings_en", fmt::format("{}", fmt::join(calibration_warnings(c, Language::en), "\n")));
    w.file.attribute("zonecast_version", provenance.version);
    w.file.attribute("command", provenance.command);
    w.close();
}

}  // namespace

void write_posterior(const std::string& path, const inference::Calibration& calibration, const Provenance& provenance) {
    const std::string place = checked_place(path, Made::posterior);
    const std::string partial = fmt::format("{}.partial-{}", place, getpid());
    std::error_code failed;
    try {
        Writer writer(partial, path);
        write_to(writer, calibration, provenance);
    } catch (...) {
        std::filesystem::remove(partial, failed);
        throw;
    }
    std::filesystem::rename(partial, place, failed);
    if (failed) {
        std::error_code ignored;
        std::filesystem::remove(partial, ignored);
        throw FileError(path, say("无法写入：{}", "cannot be written: {}", failed.message()), {"用 -o 指明别的文件", "name another file with -o"});
    }
}

std::optional<Posterior> read_posterior(const std::string& path, Diagnostics& diagnostics) {
    return read_or_report<Posterior>(diagnostics, [&]() -> std::optional<Posterior> {
        const hdf5::File file = hdf5::File::open(path);
        if (file.text_attribute("kind") != kind) {
            diagnostics.error({path}, Text("不是参数的后验样本", "is no posterior of parameters"),
                              Text("指明 zonecast calibrate 写出的文件", "name a file that zonecast calibrate wrote"));
            return std::nullopt;
        }
        if (file.number_attribute("format_version") != format_version) {
            diagnostics.error({path}, Text("是另一格式版本的后验样本", "is a posterior of another version of the format"),
                              Text("用本程序重新校准", "calibrate again with this program"));
            return std::nullopt;
        }
        Posterior out;
        out.pack = file.text_attribute("pack").value_or("");
        out.from = static_cast<int>(file.number_attribute("from").value_or(0));
        out.until = static_cast<int>(file.number_attribute("until").value_or(0));
        out.figures_missed = file.number_attribute("figures_missed").value_or(0);
        out.ids = file.read_texts("parameter");
        for (const std::int8_t one : file.read<std::int8_t>("parameter_of_the_start")) out.of_the_start.push_back(one != 0);
        out.values = file.read<double>("posterior");
        const bool whole = !out.ids.empty() && !out.values.empty() && out.values.size() % out.ids.size() == 0 &&
                           out.of_the_start.size() == out.ids.size() &&
                           std::all_of(out.values.begin(), out.values.end(), [](double value) { return std::isfinite(value); });
        if (!whole) {
            diagnostics.error({path}, Text("没有完整的参数表", "does not hold a whole table of parameters"), Text("重新校准", "calibrate again"));
            return std::nullopt;
        }
        return out;
    });
}

}  // namespace zonecast::outputs
