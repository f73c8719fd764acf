// How many enterprises get a first certificate follows the reference, who does follows the members (docs/model.md, section 7.6).
#include <algorithm>

#include "model/base/vector_math.hpp"
#include "model/engine/replicate.hpp"
#include "model/laws/certification.hpp"

namespace zonecast::engine {

namespace {

using Reach = laws::CertificationReach;

constexpr double most_chance = 0.999;     // that a candidate certifies
constexpr std::uint64_t young_age = 5;    // below it levers and incubation move exits (enterprise_pass_lanes.cpp)

}  // namespace

void Replicate::align_certification(std::size_t t) {
    const CertificateProspects expected = expect_certificates(t);
    const double asked = certified_reference_ * exp_exact(path_.at(reference::Headline::hnte_count, t).growth);
    const double wanted = std::max(0.0, asked - expected.kept), found = std::min(wanted, most_chance * expected.candidates);
    certification_shortage_ = wanted - found;
    // Where even everybody in reach would be too few at the usual chance, the chance rises.
    const double chance = expected.candidates > 0 ? std::max(std::min(p_.certification_chance, most_chance), p_.alignment * found / expected.candidates) : 0.0;
    const double width = pass_laws_.theta_noise;
    const double reach = chance > 0 ? p_.alignment * Reach::solve(reach_all_, found / chance, width) : 0.0;
    const double hazard = chance > 0 ? -log_exact(1.0 - chance) : 0.0, share_of_threshold = exp_exact(-reach);
    double certified = 0;
    for (std::size_t c = 0; c < w_.clusters.size(); ++c) {
        const double drive = lever(Lever::certification_drive, c) - (tightened_ ? p_.tightening_drive : 0.0);
        now_[c].reach = share_of_threshold;
        now_[c].certify = 1.0 - exp_exact(-hazard * exp_exact(std::min(8.0, drive)));
        certified += now_[c].certify * Reach::within(reach_bins_of(c), reach, width);
    }
    // What levers and stricter rules add is kept: the reference of the coming years grows from there.
    certified_reference_ = std::max(expected.kept, asked - certification_shortage_) + (certified - found) + (expected.kept_by_levers - expected.kept);
}

Replicate::CertificateProspects Replicate::expect_certificates(std::size_t t) {
    std::fill(reach_bins_.begin(), reach_bins_.end(), 0.0);
    std::fill(reach_all_.begin(), reach_all_.end(), 0.0);
    CertificateProspects sum;
    const double renewal = std::clamp(laws_.renewal, 0.0, 1.0);
    for (std::size_t c = 0; c < w_.clusters.size(); ++c) {
        Enterprises& e = members_[c];
        if (e.size() == 0 || leaves(t, c)) continue;
        set_cluster(pass_laws_, laws_, now_[c]);
        const PassLaws& p = pass_laws_;
        // By size against the cluster's mean, which grows as the members do.
        const double level = log_exact(p.rd_common) + p.log_level_uncertified - p.class_slope * (p.mean_size_log - growth_[c]) - p.theta_shift;
        const double log_small = log_exact(p.threshold_small), log_middle = log_exact(p.threshold_middle),
                     log_large = log_exact(p.threshold_large), border_low = log_exact(p.border_low), border_high = log_exact(p.border_high);
        const std::span<double> bins = reach_bins_of(c);
        const EnterpriseColumns columns = e.columns();
        for (std::size_t i = 0; i < e.size(); ++i) {
            const std::uint64_t tag = columns.tag[i];
            const std::uint64_t held = tag & 3u, years = (tag >> tag_field::age) & 0xFFu;
            const double z = columns.z[i];
            double stays = columns.hazard[i] * p.exit_factor;
            if (years < young_age) stays *= p.exit_young_factor;
            stays = std::max(0.0, 1.0 - stays) * (1.0 - laws_.falls_out(z + p.drift));
            if (held > 0) {
                sum.kept += held > 1 ? stays : renewal * stays;
                sum.kept_by_levers += held > 1 ? stays : p.renewal * stays;
            } else if (years > 0) {
                const double threshold = z < border_low ? log_small : z < border_high ? log_middle : log_large;
                const double x = level + p.class_slope * z + p.theta_kept * columns.theta[i] - threshold;
                Reach::add(bins, x, stays);
                Reach::add(reach_all_, x - now_[c].rd_levers, stays);
                sum.candidates += stays;
            }
        }
    }
    return sum;
}

std::span<double> Replicate::reach_bins_of(std::size_t cluster) {
    return {reach_bins_.data() + cluster * Reach::bins, Reach::bins};
}

}  // namespace zonecast::engine
