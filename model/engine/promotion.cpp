// Step 8 of a year: parks become provincial zones, provincial zones national ones, clusters are recognised, ranks move (docs/model.md, 7.11).
#include "model/base/distributions.hpp"
#include "model/engine/replicate.hpp"
#include "model/laws/promotion_waves.hpp"
#include "model/laws/zone_accounts.hpp"

namespace zonecast::engine {

namespace {

// Draw numbers at the province's address: whether the nation has a wave, how large, and how many parks the province approves.
enum PromotionDraw : std::uint32_t { wave = 0, wave_size, approvals };

}  // namespace

void Replicate::promotion_chances(int year) {
    // The wave is the nation's: all provincial zones share it, and what the province gets of it.
    const double u = uniform_draw(keys_.chance.province, r_, year, Stream::promotion, wave);
    const double expected =
        w_.promotion_waves.in_year(u, noise(keys_.chance.province, year, Stream::promotion, wave_size)) * w_.share_of_nation * p_.promotion_share;
    std::vector<double>&dossier = zone_scratch_[0], &push = zone_scratch_[1];
    for (std::size_t z = 0; z < w_.zones.size(); ++z) {
        dossier[z] = zone_[z].level == 1 && !w_.zones[z].outside ? dossier_weight(z) : 0.0;
        push[z] = zone_lever(Lever::promotion, z);
    }
    laws::promotion_chances(expected, p_.promotion_pull, dossier, push, zone_scratch_[2]);
}

double Replicate::dossier_weight(std::size_t z) const {
    const int rank = w_.zones[z].dossier;
    return rank > 0 ? exp_exact(p_.promotion_dossier - p_.promotion_dossier_step * (rank - 1)) : 1.0;
}

void Replicate::promotion(std::size_t t) {
    const int year = w_.base_year + static_cast<int>(t);
    if (t > w_.known_until) promotion_chances(year);
    // A province approves its own zones in batches.
    const double batch = exp_exact(p_.approval_wave_sd * noise(keys_.chance.province, year, Stream::promotion, approvals) -
                                   (settings_.free_chance ? 0.5 * p_.approval_wave_sd * p_.approval_wave_sd : 0.0));
    for (std::size_t z = 0; z < w_.zones.size(); ++z) {
        ZoneAccounts& a = zone_[z];
        const WorldZone& zone = w_.zones[z];
        if (zone.outside) continue;
        // Approvals and promotions of the years that the plan knows are given; later ones come by chance.
        const double u = uniform_draw(keys_.chance.zone[z], r_, year, Stream::promotion);
        const unsigned before = a.level;
        if (t <= w_.known_until)
            a.level = static_cast<unsigned>(zone.given[t]);
        else if (a.level == 0)  // the park's enterprises, counted as outside until now, count in the zone from this year on
            a.level = zone.approvable && zone.cluster_count > 0 &&
                              u < laws::odds_times(p_.approval_rate, batch * exp_exact(zone_lever(Lever::approval, z)))
                          ? 1
                          : 0;
        else if (a.level == 1 && u < zone_scratch_[2][z])
            a.level = 2;
        if (a.level == 2 && before < 2) {
            a.promotion_lift = p_.promotion_level;
            a.ranked = true;
            a.rank = 1.0 + (w_.national_field - 1.0) * normal_cdf(1.0);  // new national zones enter in the last sixth of the field
        }
        if (a.level == 2 &&
            uniform_draw(keys_.chance.zone[z], r_, year, Stream::recognition) <
                laws::odds_times(p_.recognition_rate, exp_exact(zone_lever(Lever::recognition, z))) &&
            a.recognised < static_cast<double>(zone.cluster_count)) {
            a.recognised += 1;
            std::size_t best = none;  // the largest cluster that has no recognition yet
            for (std::size_t c = zone.first_cluster; c < zone.first_cluster + zone.cluster_count; ++c)
                if (recognised_until_[c] == 0 && (best == none || totals_[c].revenue > totals_[best].revenue)) best = c;
            if (best != none) recognised_until_[best] = year + 3;
        }
        if (a.ranked) {
            const double step = laws::rank_noise(a.rank, p_.rank_noise_top, p_.rank_noise_middle);
            a.rank = laws::rank_next(a.rank, step * noise(keys_.chance.zone[z], year, Stream::rank), w_.national_field);
        }
    }
}

}  // namespace zonecast::engine
