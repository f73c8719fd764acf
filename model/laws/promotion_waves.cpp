#include "model/laws/promotion_waves.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/vector_math.hpp"

namespace zonecast::laws {

namespace {

constexpr double prior_log_size = 2.4849066497880004, prior_log_spread = 0.6;  // ln 12
constexpr double prior_quiet = 0.5;

}  // namespace

double PromotionWaves::in_year(double u, double normal) const {
    return u < chance ? exp_exact(log_size + log_spread * normal) : quiet;
}

double PromotionWaves::mean() const {
    return chance * exp_exact(log_size + 0.5 * log_spread * log_spread) + (1.0 - chance) * quiet;
}

PromotionWaves learn_promotion_waves(const std::map<int, double>& zones, int until) {
    double waves = 0, quiet_years = 0, quiet = 0, logs = 0, squares = 0;
    PromotionWaves out;
    for (auto now = zones.begin(); now != zones.end() && now->first <= until; ++now) {
        const auto next = std::next(now);
        if (next == zones.end() || next->first > until) break;
        const int apart = next->first - now->first;
        const double promoted = std::max(0.0, (next->second - now->second) / apart);
        for (int year = now->first + 1; year <= next->first; ++year) {
            const double weight = std::pow(promotion_memory, until - year);
            out.years += weight;
            if (promoted >= wave_begins) {
                const double size = std::log(promoted);
                waves += weight, logs += weight * size, squares += weight * size * size;
            } else {
                quiet_years += weight, quiet += weight * promoted;
            }
        }
    }
    out.chance = (waves + 0.5) / (waves + quiet_years + 1.0);
    out.log_size = (logs + prior_log_size) / (waves + 1.0);
    const double second = (squares + prior_log_size * prior_log_size + prior_log_spread * prior_log_spread) / (waves + 1.0);
    out.log_spread = std::sqrt(std::max(0.01, second - out.log_size * out.log_size));
    out.quiet = (quiet + prior_quiet) / (quiet_years + 1.0);
    return out;
}

void promotion_chances(double expected, double pull, const std::vector<double>& dossier, const std::vector<double>& lever,
                       std::vector<double>& chance) {
    chance.assign(dossier.size(), 0.0);
    double plain = 0, pushed = 0;
    for (std::size_t z = 0; z < dossier.size(); ++z) {
        if (!(dossier[z] > 0)) continue;
        chance[z] = dossier[z] * exp_exact(lever[z]);
        plain += dossier[z];
        pushed += chance[z];
    }
    if (!(plain > 0)) return;
    const double province = expected * exp_exact(pull * log_exact(pushed / plain));
    for (double& c : chance) c = c > 0 ? 1.0 - exp_exact(-province * c / pushed) : 0.0;
}

double odds_times(double chance, double factor) {
    if (!(chance < 1.0)) return 1.0;
    const double odds = chance / (1.0 - chance) * factor;
    return odds / (1.0 + odds);
}

}  // namespace zonecast::laws
