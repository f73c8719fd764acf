#include "model/engine/observables.hpp"

#include <limits>

namespace zonecast::engine {

double observe(std::size_t i, const double* sums) {
    if (i < quantity_count) return sums[i];
    const Derived& d = derived[i - quantity_count];
    auto at = [&](Quantity q) { return sums[static_cast<std::size_t>(q)]; };
    const double numerator = at(d.numerator) + (d.numerator_2 ? at(*d.numerator_2) : 0.0);
    if (!d.denominator) return numerator * d.scale;
    const double denominator = at(*d.denominator) + (d.denominator_2 ? at(*d.denominator_2) : 0.0);
    return denominator > 0 ? numerator * d.scale / denominator : std::numeric_limits<double>::quiet_NaN();
}

ObservableText observable_text(std::size_t i) {
    return i < quantity_count ? quantity_texts[i] : derived[i - quantity_count].text;
}

Nature observable_nature(std::size_t i) {
    if (i < quantity_count) return quantity_natures[i];
    const Derived& d = derived[i - quantity_count];
    return d.denominator ? Nature::ratio : quantity_natures[static_cast<std::size_t>(d.numerator)];
}

std::optional<std::size_t> observable_named(std::string_view id) {
    for (std::size_t i = 0; i < observable_count; ++i)
        if (observable_text(i).id == id) return i;
    return std::nullopt;
}

}  // namespace zonecast::engine
