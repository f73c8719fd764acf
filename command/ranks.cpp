#include "command/ranks.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#ifdef ZONECAST_MPI
#include <mpi.h>
#endif

namespace zonecast::command {

namespace {

/// Processes that were started together, as the environment says: Open MPI, then what srun sets by either interface.
long processes_started() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"})
        if (const char* value = std::getenv(name)) return std::strtol(value, nullptr, 10);
    return std::getenv("PMIX_RANK") != nullptr && std::getenv("SLURM_NTASKS") != nullptr
               ? std::strtol(std::getenv("SLURM_NTASKS"), nullptr, 10)
               : 1;
}

#ifdef ZONECAST_MPI

/// Ranks of MPI_COMM_WORLD. A failed call ends all processes (MPI_ERRORS_ARE_FATAL).
class MpiRanks : public ensemble::Ranks {
public:
    MpiRanks() {
        int provided = 0;
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
        MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
        MPI_Comm_size(MPI_COMM_WORLD, &size_);
    }
    [[nodiscard]] std::uint64_t rank() const override { return static_cast<std::uint64_t>(rank_); }
    [[nodiscard]] std::uint64_t size() const override { return static_cast<std::uint64_t>(size_); }
    [[nodiscard]] std::string heard(std::uint64_t from, std::string said) override {
        const int root = static_cast<int>(from);
        std::uint64_t length = said.size();
        MPI_Bcast(&length, 1, MPI_UINT64_T, root, MPI_COMM_WORLD);
        said.resize(length);
        in_pieces(said, [&](char* piece, int size) { MPI_Bcast(piece, size, MPI_BYTE, root, MPI_COMM_WORLD); });
        return said;
    }
    [[nodiscard]] std::string gathered(std::uint64_t from, std::string said) override {
        const int other = static_cast<int>(from);
        if (rank_ == other && rank_ > 0) {
            std::uint64_t length = said.size();
            MPI_Send(&length, 1, MPI_UINT64_T, 0, 0, MPI_COMM_WORLD);
            in_pieces(said, [&](char* piece, int size) { MPI_Send(piece, size, MPI_BYTE, 0, 0, MPI_COMM_WORLD); });
        } else if (rank_ == 0 && other > 0) {
            std::uint64_t length = 0;
            MPI_Recv(&length, 1, MPI_UINT64_T, other, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
            said.resize(length);
            in_pieces(said, [&](char* piece, int size) { MPI_Recv(piece, size, MPI_BYTE, other, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE); });
        }
        return rank_ == 0 ? said : std::string();
    }

private:
    /// Counts of MPI are ints: long messages go in pieces.
    template <class Move>
    static void in_pieces(std::string& bytes, Move move) {
        constexpr std::size_t most = std::size_t{1} << 30;
        for (std::size_t at = 0; at < bytes.size(); at += most)
            move(bytes.data() + at, static_cast<int>(std::min(most, bytes.size() - at)));
    }
    int rank_ = 0, size_ = 1;
};

#endif

ensemble::Ranks* joined = nullptr;

}  // namespace

std::optional<Text> ranks_missing() {
#ifdef ZONECAST_MPI
    return std::nullopt;
#else
    if (processes_started() < 2) return std::nullopt;
    return say("以 {} 个进程启动，而本程序编译时没有 MPI：每个进程都会做全部工作",
               "{} processes were started together, and this program was built without MPI: each would do all of the "
               "work",
               processes_started());
#endif
}

Joined join_ranks(std::string_view command) {
#ifdef ZONECAST_MPI
    if (processes_started() < 2) return Joined::alone;
    static MpiRanks all;
    if (all.rank() > 0)
        for (std::FILE* stream : {stdout, stderr}) static_cast<void>(std::freopen("/dev/null", "w", stream));
    constexpr std::array<std::string_view, 5> shared{"run", "compare", "sensitivity", "backtest", "calibrate"};
    if (std::find(shared.begin(), shared.end(), command) == shared.end()) return all.rank() > 0 ? Joined::idle : Joined::alone;
    joined = &all;
    return Joined::together;
#else
    static_cast<void>(command);
    return Joined::alone;
#endif
}

ensemble::Ranks* ranks() {
    return joined;
}

bool is_first_rank() {
    return joined == nullptr || joined->rank() == 0;
}

void leave_ranks() {
#ifdef ZONECAST_MPI
    int begun = 0;
    MPI_Initialized(&begun);
    if (begun != 0) MPI_Finalize();
#endif
}

}  // namespace zonecast::command
