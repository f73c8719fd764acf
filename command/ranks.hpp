// Processes that share the work of a command, started by mpirun or srun.
#pragma once

#include <optional>
#include <string_view>

#include "model/base/say.hpp"
#include "model/ensemble/ranks.hpp"

namespace zonecast::command {

/// What became of joining the other processes.
enum class Joined {
    alone,     ///< there are no others
    together,  ///< this one shares the work
    idle,      ///< the command's work is not shared: the first process does it alone, and this one has nothing to do
};

/// Joins the processes that mpirun or srun started with this one, for a command (run, compare, sensitivity, backtest
/// and calibrate share their work). To be called once, before anything is printed: processes but the first print
/// nothing from here on. Starts nothing where the environment names no other process.
[[nodiscard]] Joined join_ranks(std::string_view command);

/// Why processes that were started together cannot share a run: this program was built without MPI.
[[nodiscard]] std::optional<Text> ranks_missing();

/// The processes that share the work; null if this one is alone.
[[nodiscard]] ensemble::Ranks* ranks();

/// Whether this process writes files: the first one, or one alone.
[[nodiscard]] bool is_first_rank();

/// Takes leave of the others after good work. After a failure it is not called: the others are then ended by mpirun.
void leave_ranks();

}  // namespace zonecast::command
