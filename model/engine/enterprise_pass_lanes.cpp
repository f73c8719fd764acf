// The passes over enterprises, for vectors of ZONECAST_LANES doubles.
#include "model/base/lanes.hpp"
#include "model/engine/enterprise_pass.hpp"

namespace zonecast::engine {
namespace {

using namespace zonecast::lanes;

constexpr double ln_10 = 2.30258509299404568402;
constexpr double ln_0_1 = -2.30258509299404568402;
constexpr double ln_0_3 = -1.20397280432593599262;
constexpr double ln_exit = -5.29831736654803631;  // ln 0.005
constexpr double ln_0_2 = -1.60943791243410037460;
constexpr double ln_0_5 = -0.69314718055994530942;
constexpr double ln_2 = 0.69314718055994530942;
constexpr double ln_0_05 = -2.99573227355399099;
constexpr double ln_1_2 = 0.18232155679395462621;
constexpr double infinity = __builtin_inf();

// Counts are gathered in 12-bit fields of two words; a chunk of 511 groups of eight cannot overflow them.
constexpr unsigned field_bits = 12;
constexpr std::size_t chunk = 511 * 8;
constexpr std::uint64_t field(unsigned i) {
    return std::uint64_t{1} << (field_bits * i);
}
ZONECAST_LANE_FUNCTION std::uint64_t total(U x) {
    std::uint64_t part[width], sum = 0;
    store(part, x);
    for (std::size_t i = 0; i < width; ++i) sum += part[i];
    return sum;
}
ZONECAST_LANE_FUNCTION std::uint64_t count_of(std::uint64_t word, unsigned i) {
    return (word >> (field_bits * i)) & ((1u << field_bits) - 1u);
}

// Revenue classes: every interval [2^e, 2^(e+1)) from 2^-6 to 2^9 holds at most one edge. The fifth, [1/4, 1/2), holds none.
constexpr double edge_in_octave[16] = {0.02, 0.05, 0.1, 0.2, 0, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 0};
ZONECAST_LANE_FUNCTION U class_of(D r) {
    const D c = clamp(r, 0x1p-6, 511.0);
    const U octave = (bits_of(c) >> 52) - 1017u;
    U k = add_where(less(c, all(0.25)), octave, 1);
    return add_where(less(c, look_up(edge_in_octave, octave)), k, ~std::uint64_t{0});
}

ZONECAST_LANE_FUNCTION D threshold_of(D r, const PassLaws& p) {
    return select(less(r, all(p.border_low)), all(p.threshold_small),
                  select(less(r, all(p.border_high)), all(p.threshold_middle), all(p.threshold_large)));
}

/// Lever-free exit hazard of the coming year.
ZONECAST_LANE_FUNCTION D hazard_of(D z, U age, Mask certified, const PassLaws& p) {
    D h = clamp(p.exit_reference * exp_by_table(p.exit_slope * ln_0_1 - p.exit_slope * z), p.exit_least, 0.07);
    h *= look_up(p.exit_age, age);
    return select(certified, h * p.exit_certified_ratio, h);
}

/// exp(a + young growth): what the size law and age add to the coming year's growth. Few are large, so that their power is seldom needed.
ZONECAST_LANE_FUNCTION D own_growth(D z, U age, const PassLaws& p) {
    const D young = look_up(p.young_factor, age);
    const Mask large = less(all(ln_10), z);
    if (bits(large) == 0) return young;
    return select(large, young * exp_by_table(select(large, p.size_drift * (z - ln_10), D{})), young);
}

/// R&D intensity by size and firm effect, before bunching.
ZONECAST_LANE_FUNCTION D intensity(D z, D theta, D log_level, const PassLaws& p) {
    const double shift = p.class_slope * p.mean_size_log + p.theta_shift;
    return exp_clamped(p.class_slope * z + (log_level + (theta - shift)));
}

/// R&D in statistical scope; certified enterprises report at least their threshold.
ZONECAST_LANE_FUNCTION D spent_on_research(D r, D rho, D threshold, Mask holder, const PassLaws& p) {
    return p.rd_common * select(both(holder, less(rho, threshold)), threshold, rho) * r;
}

ZONECAST_LANE_FUNCTION D growth_sd(D z, const PassLaws& p) {
    return clamp(p.growth_sd_reference * exp_by_table(p.growth_sd_slope * ln_0_3 - p.growth_sd_slope * z), p.growth_sd_least, 0.60);
}

/// Laplace noise of scale beta from a uniform, and the shift that makes its exponential's mean one.
ZONECAST_LANE_FUNCTION D noise_of(D uniform_draw, D beta) {
    const D centred = uniform_draw - 0.5;
    const D laplace = log_by_table(1.0 - 2.0 * magnitude_of(centred));
    return beta * with_sign_of(centred, magnitude_of(laplace)) + log_by_table(1.0 - beta * beta);
}

/// The draws of a pass: mostly by the cluster's own key, but an enterprise that was born elsewhere keeps the key of its birthplace.
struct Draws {
    const PassDraws& at;
    const RoundKeys<std::uint64_t> own;
    explicit Draws(const PassDraws& d) : at(d), own(d.key_low[d.cluster], d.key_high[d.cluster]) {}
    ZONECAST_LANE_FUNCTION Words4 operator()(U tag) const {
        const U origin = (tag >> tag_field::origin) & 0xFFFFu, serial = tag >> tag_field::serial;
        if (bits(equal(origin, all(std::uint64_t{at.cluster}))) == (1u << width) - 1u) return philox(serial, at.address, at.replicate, own);
        std::uint64_t from[width], low[width], high[width];
        store(from, origin);
        for (std::size_t i = 0; i < width; ++i) low[i] = at.key_low[from[i]], high[i] = at.key_high[from[i]];
        return philox(serial, at.address, at.replicate, RoundKeys<U>(load(low), load(high)));
    }
};

/// What the cells and flows take from a group of eight, one after the other.
struct Group {
    alignas(64) double revenue_rd[8][2];
    alignas(64) std::uint64_t cell[8], flow[8];
};
using Pair [[gnu::vector_size(16)]] = double;
ZONECAST_LANE_FUNCTION void count_cell(const Group& g, std::size_t i, CellSums& cells) {
    const std::uint64_t cell = g.cell[i];
    double* sum = cells.revenue_rd[cell][i & 3];
    Pair s, x;
    __builtin_memcpy(&s, sum, sizeof s);
    __builtin_memcpy(&x, g.revenue_rd[i], sizeof x);
    s += x;
    __builtin_memcpy(sum, &s, sizeof s);
    ++cells.count[cell][i & 3];
}
ZONECAST_LANE_FUNCTION void count_cells(const Group& g, std::size_t n, CellSums& cells, std::uint32_t* flows) {
    if (n == 8) {
        for (std::size_t i = 0; i < 8; ++i) {
            ++flows[g.flow[i]];
            count_cell(g, i, cells);
        }
    } else {
        for (std::size_t i = 0; i < n; ++i) {
            ++flows[g.flow[i]];
            count_cell(g, i, cells);
        }
    }
}

/// What a block's first two loops leave for the third: words of the draws and growth noise. Loops of their own are short enough for the
/// processor to work on several vectors at a time; one long loop would wait for each draw and logarithm in turn.
struct Block {
    static constexpr std::size_t size = 256;
    alignas(64) std::uint64_t exits[size], certifies[size], drifts[size];
    alignas(64) double noise[size];
};

void draw_year(const EnterpriseColumns& e, std::size_t from, std::size_t to, const Draws& draws, Block& b) {
    for (std::size_t at = from; at < to; at += width) {
        const Words4 words = draws(load(e.tag + at));
        store(b.noise + (at - from), uniform(words.word[0]));
        store(b.exits + (at - from), words.word[1]);
        store(b.certifies + (at - from), words.word[2]);
        store(b.drifts + (at - from), words.word[3]);
    }
}

void grow_year(const EnterpriseColumns& e, std::size_t from, std::size_t to, const PassLaws& p, Block& b) {
    for (std::size_t at = from; at < to; at += width) {
        double* noise = b.noise + (at - from);
        store(noise, noise_of(load(noise), p.beta_scale * growth_sd(load(e.z + at), p)));
    }
}

void advance(const EnterpriseColumns& e, std::size_t n, const PassLaws& p, const PassDraws& addresses, CellSums& cells,
             std::uint32_t* flows, PassTotals& t) {
    const Draws draws(addresses);
    Sum8 revenue, rd, certified_rd, survival;
    std::size_t kept = 0;
    Block b;
    for (std::size_t from = 0; from < n; from += Block::size) {
        const std::size_t to = n - from < Block::size ? n : from + Block::size;
        draw_year(e, from, to, draws, b);
        grow_year(e, from, to, p, b);
        U moves{}, standing{};
        for (std::size_t i = from; i < to; i += 8) {
            Group g;
            for (std::size_t step = 0; step < steps; ++step) {
                const std::size_t at = i + step * width;
                if (at >= to) break;
                const Mask valid = first(to - at);
                const D z0 = load(e.z + at);
                const U tag = load(e.tag + at), past = load(e.past + at);
                const U cell0 = tag & 0xFFu, held = tag & 3u, years = (tag >> tag_field::age) & 0xFFu;
                const Mask holder = less(U{}, held);
                // Growth: z' = z + mu + beta L with E[exp(growth)] = exp(drift + a(r) + levers).
                D drift = p.drift + look_up(p.young_growth, years);
                drift += select(less(all(ln_10), z0), p.size_drift * (z0 - ln_10), D{});
                if (p.growth_levers) {
                    drift += select(both(at_least(z0, all(ln_0_2)), less(z0, all(ln_2))), all(p.growth_small), D{});
                    drift += select(both(at_least(z0, all(ln_0_5)), less(z0, all(ln_10))), all(p.growth_middle), D{});
                    drift += select(at_least(z0, all(ln_10)), all(p.growth_top), D{});
                }
                const D z = z0 + drift + load(b.noise + (at - from));

                // Exit.
                D chance = load(e.hazard + at) * p.exit_factor;
                chance = select(less(years, all(std::uint64_t{5})), chance * p.exit_young_factor, chance);
                const Mask alive = but_not(but_not(valid, less(uniform(load(b.exits + (at - from))), chance)), less(z, all(ln_exit)));

                const D r = exp_by_table(z);
                const D threshold = threshold_of(r, p);
                const D theta = add_centred(p.theta_noise, load(b.drifts + (at - from)), p.theta_kept, load(e.theta + at));
                const D level = select(holder, all(p.log_level_certified), all(p.log_level_uncertified));
                const D rho = intensity(z, theta, level, p);
                const D spent = spent_on_research(r, rho, threshold, holder, p);

                // Certificates.
                const Mask eligible = but_not(less(p.reach * threshold, p.rd_common * rho), either(holder, equal(years, U{})));
                const Mask expires = equal(held, all(std::uint64_t{1}));
                const D take = select(expires, all(p.renewal), select(eligible, all(p.certify), D{}));
                const Mask granted = less(uniform(load(b.certifies + (at - from))), take);
                const U holds = select(granted, all(std::uint64_t{3}), add_where(holder, held, ~std::uint64_t{0}));
                const Mask certified = less(U{}, holds);

                const U older = add_where(less(years, all(std::uint64_t{15})), years, 1);
                const D hazard = hazard_of(z, older, certified, p);
                const D kept_revenue = r * (1.0 - hazard) * own_growth(z, older, p);
                const U k = class_of(r), k0 = cell0 >> 2;
                const U cell = (k << 2) | holds;

                revenue.add(step, select(alive, r, D{}));
                rd.add(step, select(alive, spent, D{}));
                certified_rd.add(step, select(both(alive, holder), spent, D{}));
                survival.add(step, select(alive, kept_revenue, D{}));
                const Mask now_granted = both(alive, granted), no_longer = both(alive, expires);
                moves = add_where(both(alive, less(k0, k)), moves, field(0));
                moves = add_where(both(alive, less(k, k0)), moves, field(1));
                moves = add_where(but_not(now_granted, holder), moves, field(2));
                moves = add_where(both(now_granted, holder), moves, field(3));
                moves = add_where(but_not(no_longer, granted), moves, field(4));
                standing = add_where(both(alive, certified), standing, field(0));
                standing = add_where(both(alive, less(older, all(std::uint64_t{5}))), standing, field(1));
                // High growth: at least 0.05 three years ago and 20 per cent a year compounded; gazelle: 20 per cent in each of the years.
                const D back2 = float_below(past), back3 = float_below(past >> 32);
                const Mask old_enough = both(alive, at_least(back3, all(ln_0_05)));
                standing = add_where(both(old_enough, at_least(z - back3, all(3 * ln_1_2))), standing, field(2));
                const Mask fast =
                    both(at_least(z - z0, all(ln_1_2)), both(at_least(z0 - back2, all(ln_1_2)), at_least(back2 - back3, all(ln_1_2))));
                standing = add_where(both(old_enough, fast), standing, field(3));

                const U lands = select(alive, cell, all(std::uint64_t{outside_cell}));
                store_pairs(g.revenue_rd[step * width], r, spent);
                store(g.cell + step * width, lands);
                store(g.flow + step * width, multiply_low(cell0, all(std::uint64_t{cohort_cells + 1})) + lands);
                const U new_tag = (tag & ~std::uint64_t{0xFFFF}) | (older << tag_field::age) | cell;
                const U new_past = as_float(z0) | (past << 32);
                if (const unsigned alive_bits = bits(alive); alive_bits == (1u << width) - 1u) {
                    store(e.z + kept, z);
                    store(e.theta + kept, theta);
                    store(e.hazard + kept, hazard);
                    store(e.past + kept, new_past);
                    store(e.tag + kept, new_tag);
                    kept += width;
                } else {
                    pack(alive, z, e.z + kept);
                    pack(alive, theta, e.theta + kept);
                    pack(alive, hazard, e.hazard + kept);
                    pack(alive, new_past, e.past + kept);
                    pack(alive, new_tag, e.tag + kept);
                    kept += static_cast<std::size_t>(__builtin_popcount(alive_bits));
                }
            }
            const std::size_t m = to - i < 8 ? to - i : 8;
            count_cells(g, m, cells, flows);
        }
        const std::uint64_t moved = total(moves), stood = total(standing);
        t.up += count_of(moved, 0), t.down += count_of(moved, 1), t.first_time += count_of(moved, 2), t.renewed += count_of(moved, 3),
            t.lapsed += count_of(moved, 4);
        t.certified += count_of(stood, 0), t.young += count_of(stood, 1), t.high_growth += count_of(stood, 2),
            t.gazelles += count_of(stood, 3);
    }
    t.revenue += revenue.total(), t.rd += rd.total(), t.certified_rd += certified_rd.total(), t.survival += survival.total();
    t.exits += n - kept;
    t.firms += kept;
}

void settle(const EnterpriseColumns& e, std::size_t begin, std::size_t end, const PassLaws& p, CellSums& cells, std::uint32_t* flows,
            PassTotals& t) {
    Sum8 revenue, rd, certified_rd, survival;
    for (std::size_t from = begin; from < end; from += chunk) {
        const std::size_t to = end - from < chunk ? end : from + chunk;
        U standing{};
        for (std::size_t i = from; i < to; i += 8) {
            Group g;
            for (std::size_t step = 0; step < steps; ++step) {
                const std::size_t at = i + step * width;
                if (at >= to) break;
                const Mask valid = first(to - at);
                const D z = load(e.z + at);
                const U tag = load(e.tag + at);
                const U held = tag & 3u, years = (tag >> tag_field::age) & 0xFFu;
                const Mask holder = less(U{}, held);
                const D r = exp_by_table(z);
                const D threshold = threshold_of(r, p);
                const D level = select(holder, all(p.log_level_certified), all(p.log_level_uncertified));
                const D rho = intensity(z, load(e.theta + at), level, p);
                const D spent = spent_on_research(r, rho, threshold, holder, p);
                const D hazard = hazard_of(z, years, holder, p);
                const D kept_revenue = r * (1.0 - hazard) * own_growth(z, years, p);
                const U cell = (class_of(r) << 2) | held;
                revenue.add(step, select(valid, r, D{}));
                rd.add(step, select(valid, spent, D{}));
                certified_rd.add(step, select(both(valid, holder), spent, D{}));
                survival.add(step, select(valid, kept_revenue, D{}));
                standing = add_where(both(valid, holder), standing, field(0));
                standing = add_where(both(valid, less(years, all(std::uint64_t{5}))), standing, field(1));
                store_pairs(g.revenue_rd[step * width], r, spent);
                store(g.cell + step * width, cell);
                store(g.flow + step * width, cell + outside_cell * (cohort_cells + 1));
                store(e.hazard + at, hazard);
                store(e.tag + at, (tag & ~std::uint64_t{0xFF}) | cell);
            }
            const std::size_t m = to - i < 8 ? to - i : 8;
            if (flows != nullptr) {
                count_cells(g, m, cells, flows);
            } else {
                for (std::size_t l = 0; l < m; ++l) count_cell(g, l, cells);
            }
        }
        const std::uint64_t b = total(standing);
        t.certified += count_of(b, 0), t.young += count_of(b, 1);
    }
    t.revenue += revenue.total(), t.rd += rd.total(), t.certified_rd += certified_rd.total(), t.survival += survival.total();
    t.firms += end - begin;
}

void bear(const EnterpriseColumns& e, std::size_t from, std::size_t to, const PassDraws& addresses, const double* cumulated,
          const double* low, const double* class_width, double theta_sd) {
    const Draws draws(addresses);
    for (std::size_t at = from; at < to; at += width) {
        const Words4 words = draws(load(e.tag + at));
        const D u = uniform(words.word[0]);
        U k{};
        for (std::size_t i = 0; i < 5; ++i) k = add_where(at_least(u, all(cumulated[i])), k, 1);
        store(e.z + at, look_up(low, k) + uniform(words.word[1]) * look_up(class_width, k));
        store(e.theta + at, theta_sd * normal(uniform(words.word[2], words.word[3])));
    }
}

void draw_sizes(const EnterpriseColumns& e, std::size_t from, std::size_t to, const PassDraws& draws, const SizeLaws& p, SizeSums& sums) {
    const RoundKeys<std::uint64_t> keys(draws.key_low[draws.cluster], draws.key_high[draws.cluster]);
    Sum8 revenue, up, down;
    for (std::size_t i = from; i < to; i += 8)
        for (std::size_t step = 0; step < steps; ++step) {
            const std::size_t at = i + step * width;
            if (at >= to) break;
            const Mask valid = first(to - at);
            const U tag = load(e.tag + at);
            const U k = (tag & 0xFFu) >> 2;
            const Words4 words = philox(tag >> tag_field::serial, draws.address, draws.replicate, keys);
            const D u = uniform(words.word[0]), v = uniform(words.word[1]);
            const D inside = log_by_table(1.0 - u * look_up(p.mass, k)) / look_up(p.lambda, k), most = look_up(p.width, k);
            const D r = look_up(p.low, k) * exp_by_table(select(less(most, inside), most, inside));
            U years{};
            for (std::size_t a = 0; a < 5; ++a) years = add_where(at_least(v, look_up(p.young[a], k)), years, 1);
            years = add_where(equal(years, all(std::uint64_t{5})), years, 10);
            revenue.add(step, select(valid, r, D{}));
            up.add(step, select(valid, look_up(p.high, k) - r, D{}));
            down.add(step, select(valid, r - look_up(p.low, k), D{}));
            store(e.z + at, r);
            store(e.tag + at, tag | (years << tag_field::age));
        }
    sums.revenue += revenue.total(), sums.up += up.total(), sums.down += down.total();
}

void draw_history(const EnterpriseColumns& e, std::size_t n, const PassLaws& p, const PassDraws& draws, std::uint32_t past_address,
                  const SizeLaws& sizes, const SizeMoves& moves, double reference, double theta_sd, double* weight, double* floor,
                  HistorySums& sums) {
    const RoundKeys<std::uint64_t> keys(draws.key_low[draws.cluster], draws.key_high[draws.cluster]);
    Sum8 uncertified;
    std::uint64_t high_growth = 0;
    const std::size_t large_end = moves.named + moves.large;
    for (std::size_t i = 0; i < n; i += 8)
        for (std::size_t step = 0; step < steps; ++step) {
            const std::size_t at = i + step * width;
            if (at >= n) break;
            const Mask valid = first(n - at);
            const Mask named = at < moves.named ? first(moves.named - at) : Mask{};
            const U tag = load(e.tag + at);
            const U k = (tag & 0xFFu) >> 2, held = tag & 3u, years = (tag >> tag_field::age) & 0xFFu;
            const Mask holder = less(U{}, held);
            D r = load(e.z + at);
            const D drawn = r, low = look_up(sizes.low, k), high = look_up(sizes.high, k);
            const Mask large = at < large_end ? first(large_end - at) : Mask{};
            r += select(large, all(moves.first_large.fraction), all(moves.first_small.fraction)) *
                 (select(large, moves.first_large.up ? high : low, moves.first_small.up ? high : low) - r);
            for (const SizeMove& move : moves.common) r += move.fraction * ((move.up ? high : low) - r);
            r = select(named, drawn, r);
            const D z = log_by_table(r);

            const Words4 now = philox(tag >> tag_field::serial, draws.address, draws.replicate, keys);
            const Words4 then = philox(tag >> tag_field::serial, past_address, draws.replicate, keys);
            const D theta = theta_sd * normal(uniform(now.word[2]));
            const D rho = intensity(z, theta, all(p.log_level_uncertified), p);
            const D threshold = threshold_of(r, p);

            // Past revenue: two years back by the growth law without drift of its own.
            const D beta = p.beta_scale * growth_sd(z, p);
            const D unborn = all(-infinity);
            const D z1 = select(less(years, all(std::uint64_t{1})), unborn, z - (reference + noise_of(uniform(then.word[0]), beta)));
            const U z1_float = as_float(z1);
            const D z2 = select(less(years, all(std::uint64_t{2})), unborn,
                                float_below(z1_float) - (reference + noise_of(uniform(then.word[1]), beta)));
            const U z2_float = as_float(z2);
            const D z3 = float_below(z2_float) - reference;
            high_growth += static_cast<std::uint64_t>(
                __builtin_popcount(bits(both(valid, both(at_least(z3, all(ln_0_05)), at_least(z - z3, all(3 * ln_1_2)))))));

            const D line = rho * r;
            uncertified.add(step, select(but_not(valid, holder), line, D{}));
            store(e.z + at, z);
            store(e.theta + at, theta);
            store(e.past + at, z1_float | (z2_float << 32));
            if (const unsigned certified = bits(both(valid, holder)); certified != 0) {
                double lines[width], floors[width];
                store(lines, line);
                store(floors, threshold * r);
                for (std::size_t l = 0; l < width; ++l)
                    if (certified >> l & 1u) {
                        weight[sums.lines] = lines[l];
                        floor[sums.lines] = floors[l];
                        ++sums.lines;
                    }
            }
        }
    sums.uncertified_weight += uncertified.total();
    sums.high_growth += high_growth;
}

}  // namespace
}  // namespace zonecast::engine

namespace zonecast {

template <>
const engine::EnterprisePasses Compiled<engine::EnterprisePasses, ZONECAST_LANES>::functions{engine::advance, engine::settle, engine::bear,
                                                                                             engine::draw_sizes, engine::draw_history};

}  // namespace zonecast
