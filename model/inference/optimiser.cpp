#include "model/inference/optimiser.hpp"

#include <stdexcept>

#if ZONECAST_NLOPT
#include <nlopt.h>

#include <algorithm>
#include <exception>
#include <memory>
#endif

namespace zonecast::inference {

#if ZONECAST_NLOPT

namespace {

/// A function as C code calls it. Once one has thrown, none is called any more.
struct Called {
    const Objective& function;
    nlopt_opt optimiser;
    std::exception_ptr& thrown;

    static double call(unsigned n, const double* x, double*, void* data) {
        const auto& self = *static_cast<Called*>(data);
        if (self.thrown) return 0;
        try {
            std::vector<double> at(x, x + n);
            for (double& one : at) one = std::clamp(one, 0.0, 1.0);
            return self.function(at);
        } catch (...) {
            self.thrown = std::current_exception();
            nlopt_force_stop(self.optimiser);
            return 0;
        }
    }
};

}  // namespace

bool has_optimiser() {
    return true;
}

void minimise(std::vector<double> from, const Objective& value, const Objective& excess, std::uint64_t trials) {
    if (from.empty() || trials == 0) return;
    constexpr double first_step = 0.25, last_step = 1.0 / 128;
    constexpr std::uint64_t most_trials = 100'000;
    const std::unique_ptr<std::remove_pointer_t<nlopt_opt>, void (*)(nlopt_opt)> optimiser(
        nlopt_create(NLOPT_LN_COBYLA, static_cast<unsigned>(from.size())), nlopt_destroy);
    std::exception_ptr thrown;
    Called wanted{value, optimiser.get(), thrown}, limit{excess, optimiser.get(), thrown};
    nlopt_set_lower_bounds1(optimiser.get(), 0);
    nlopt_set_upper_bounds1(optimiser.get(), 1);
    nlopt_set_initial_step1(optimiser.get(), first_step);
    nlopt_set_xtol_abs1(optimiser.get(), last_step);
    nlopt_set_maxeval(optimiser.get(), static_cast<int>(std::min(trials, most_trials)));
    nlopt_set_min_objective(optimiser.get(), Called::call, &wanted);
    nlopt_add_inequality_constraint(optimiser.get(), Called::call, &limit, 0);
    double least = 0;
    static_cast<void>(nlopt_optimize(optimiser.get(), from.data(), &least));
    if (thrown) std::rethrow_exception(thrown);
}

#else

bool has_optimiser() {
    return false;
}

void minimise(std::vector<double>, const Objective&, const Objective&, std::uint64_t) {
    throw std::logic_error("built without NLopt");
}

#endif

}  // namespace zonecast::inference
