// What a run under way leaves on the disk, so that it can go on after a kill, a full disk or a power cut.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/say.hpp"
#include "model/engine/forecast.hpp"
#include "outputs/claim.hpp"

namespace zonecast::outputs {

/// Two files beside the result: `<result>.rows`, to which what is kept of every replicate is appended, and
/// `<result>.checkpoint`, the state of the sums, which is replaced as a whole. Rows are synced before the checkpoint
/// that counts them is written; the checkpoint is synced before it gets its name. So the two always fit together: rows
/// beyond those that the checkpoint counts are cut off. Functions throw FileError where a file cannot be written or
/// read, and where another process writes the result. Used by one thread at a time.
class Checkpoint : public engine::ReplicateSink {
public:
    /// What is run, item by item: command, version, each input. A checkpoint of another run is refused with the name of
    /// the item that differs.
    struct Item {
        Text name;
        std::string value;
    };
    using Identity = std::vector<Item>;
    enum class Start { anew, go_on };

    /// Begins anew, or goes on from what is there; without a checkpoint anew.
    Checkpoint(const std::string& result, Identity identity, Start start);
    ~Checkpoint() override;
    Checkpoint(const Checkpoint&) = delete;
    Checkpoint& operator=(const Checkpoint&) = delete;

    /// The state to go on from; nothing if the run begins anew.
    [[nodiscard]] const std::optional<engine::RunState>& state() const { return state_; }
    /// Appends the rows of a block.
    void take(const engine::BlockOutput& block) override;
    /// Makes what was taken so far safe, together with the state of its sums.
    void save(const engine::RunState& state);
    /// Gives all rows to a sink, block by block.
    void replay(engine::ReplicateSink& sink) const;
    /// The claim on the result, for its writer.
    [[nodiscard]] const std::shared_ptr<const Claim>& claim() const { return claim_; }
    /// Removes both files, where they can be removed: the result has its name by then.
    void remove();

private:
    void read_checkpoint();
    [[noreturn]] void fail(const std::string& path, const Text& doing, const Text& hint) const;
    /// A file of a run under way cannot be written.
    [[noreturn]] void fail_while_running(const std::string& path) const;

    std::shared_ptr<const Claim> claim_;
    Identity identity_;
    std::string rows_path_, path_;
    int rows_ = -1;       ///< descriptor
    bool saved_ = false;  ///< there is a checkpoint that counts rows
    std::uint64_t row_bytes_ = 0;
    std::optional<engine::RunState> state_;
};

}  // namespace zonecast::outputs
