// Fitting the rows of the table of clusters by revenue class, in the vectors of the machine (row_fit_lanes.cpp).
#pragma once

#include <cstddef>

#include "model/base/vector_width.hpp"
#include "model/start/class_table.hpp"

namespace zonecast::start {

/// Rows (clusters): enterprises, ln of mean revenue, number of the first classes that fit in. Classes: weight, mean revenue and its
/// logarithm.
struct RowFit {
    std::size_t rows;
    const double *number, *log_mean, *fitting;
    const double *column, *class_mean, *log_class_mean;
};

struct RowFits {
    void (*fit)(const RowFit&, double* tilt, ClassArray* cells);
};

}  // namespace zonecast::start

namespace zonecast {
ZONECAST_COMPILED_FOR_EACH_WIDTH(start::RowFits);
}

namespace zonecast::start {

/// Cells of each row: number times the class weights tilted by the power of the class mean, column[k] mean[k]^tilt, that meets the row's
/// mean revenue. Six Newton steps at most from the tilt given, which is changed; the tilt stays within +-6, so that an extreme mean may be
/// missed.
inline void fit_rows(const RowFit& fit, double* tilt, ClassArray* cells) {
    compiled<RowFits>().fit(fit, tilt, cells);
}

}  // namespace zonecast::start
