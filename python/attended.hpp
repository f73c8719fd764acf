// Long work for Python: on a thread of its own, so that Python goes on, hears Ctrl-C and shows progress meanwhile.
#pragma once

#include <pybind11/pybind11.h>

#include <functional>

#include "model/engine/forecast.hpp"

namespace zonecast::python {

/// Does the work on a new thread and waits for it without the GIL. Now and then the calling thread takes the GIL, lets
/// Python handle its signals and calls `progress(done, total)`, unless that is None. An exception of Python, or False
/// from `progress`, stops the work; the exception is thrown on once the work has ended. Throws what the work throws. To
/// be called with the GIL; `work` runs without it.
void attended(const pybind11::object& progress, const std::function<void(const engine::Progress&)>& work);

}  // namespace zonecast::python
