#include "model/start/row_fit.hpp"

#include "model/base/lanes.hpp"

namespace zonecast::start {
namespace {

using namespace zonecast::lanes;

/// Rows side by side in the lanes of a vector, each with its own Newton steps.
void fit(const RowFit& f, double* tilt, ClassArray* cells) {
    constexpr int newton_steps = 6;
    for (std::size_t first_row = 0; first_row < f.rows; first_row += width) {
        const std::size_t together = f.rows - first_row < width ? f.rows - first_row : width;
        double number[width], goal[width], slant[width], fitting[width];
        std::size_t most = 1;
        for (std::size_t i = 0; i < width; ++i) {
            const std::size_t row = first_row + (i < together ? i : together - 1);
            number[i] = f.number[row], goal[i] = f.log_mean[row], slant[i] = tilt[row], fitting[i] = f.fitting[row];
            const auto classes = static_cast<std::size_t>(fitting[i]);
            most = most < classes ? classes : most;
        }
        const D goals = load(goal), fits = load(fitting);
        D s = load(slant);
        auto weigh = [&](std::size_t k) __attribute__((always_inline)) {
            const D w = f.column[k] * exp_inside(s * f.log_class_mean[k]);
            return select(less(all(static_cast<double>(k)), fits), w, D{});
        };
        Mask moving = first(width);
        for (int step = 0; step < newton_steps && bits(moving) != 0; ++step) {
            D w0{}, w1{}, v0{}, v1{};
            for (std::size_t k = 0; k < most; ++k) {
                const D w = weigh(k), revenue = w * f.class_mean[k];
                w0 += w;
                w1 += revenue;
                v0 += w * f.log_class_mean[k];
                v1 += revenue * f.log_class_mean[k];
            }
            const D gap = goals - log(w1 / w0);
            const D slope = v1 / w1 - v0 / w0;
            const D move = gap / select(less(slope, all(0.05)), all(0.05), slope);
            s = select(moving, clamp(s + clamp(move, -1.5, 1.5), -6.0, 6.0), s);
            moving = but_not(moving, both(less(gap, all(1e-10)), less(all(-1e-10), gap)));
        }
        D w[class_count] = {}, sum{};
        for (std::size_t k = 0; k < most; ++k) sum += w[k] = weigh(k);
        const D scale = load(number) / sum;
        store(slant, s);
        double column[class_count][width];
        for (std::size_t k = 0; k < class_count; ++k) store(column[k], w[k] * scale);
        for (std::size_t i = 0; i < together; ++i) {
            tilt[first_row + i] = slant[i];
            double* row = reinterpret_cast<double*>(cells + first_row + i);
            for (std::size_t k = 0; k < class_count; ++k) row[k] = column[k][i];
        }
    }
}

}  // namespace
}  // namespace zonecast::start

namespace zonecast {

template <>
const start::RowFits Compiled<start::RowFits, ZONECAST_LANES>::functions{start::fit};

}  // namespace zonecast
