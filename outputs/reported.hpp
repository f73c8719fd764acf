// Problems of files that are read, as diagnostics.
#pragma once

#include <optional>

#include "model/base/diagnostics.hpp"
#include "outputs/hdf5.hpp"

namespace zonecast::outputs {

/// What `read` gives; nothing, with the problem reported, if it throws FileError.
template <class T, class Read>
[[nodiscard]] std::optional<T> read_or_report(Diagnostics& diagnostics, Read read) {
    try {
        return std::optional<T>(read());
    } catch (const FileError& error) {
        diagnostics.error({error.path()}, error.problem(), error.hint());
        return std::nullopt;
    }
}

}  // namespace zonecast::outputs
