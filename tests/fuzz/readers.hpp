// The readers of text, each as the fuzzers and the tests call it with one input.
#pragma once

#include <string>

namespace zonecast::fuzz {

// Readers report what is wrong and never throw. These throw std::logic_error when a reader breaks its word: when it gives neither a result
// nor an error, or both.

/// A TOML file, and the typed getters on every table of it.
void read_toml(const std::string& text);
/// A CSV file with the columns id, value and note (optional), and the typed getters on every row.
void read_csv(const std::string& text);
/// A metric expression, in a scenario with one industry and one kind of facility.
void read_metric(const std::string& text);

}  // namespace zonecast::fuzz
