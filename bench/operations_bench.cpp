// What the machine gives: independent vector operations, and bytes to and from memory. The bounds of docs/performance.md are counted in
// these.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstring>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>

namespace {

/// Fused multiply-adds of 8 doubles that do not wait for each other: time of one.
__attribute__((target("avx512f"))) void vector_operations(benchmark::State& state) {
    if (!__builtin_cpu_supports("avx512f")) {
        state.SkipWithError("this machine has no AVX-512");
        return;
    }
    constexpr int chains = 10, rounds = 1000;
    const __m512d factor = _mm512_set1_pd(0.999), term = _mm512_set1_pd(1e-3);
    __m512d a = factor, b = factor, c = factor, d = factor, e = factor, f = factor, g = factor, h = factor, i = factor, j = factor;
    for (auto _ : state) {
        for (int round = 0; round < rounds; ++round)
            asm volatile(
                "vfmadd132pd %10, %11, %0\n vfmadd132pd %10, %11, %1\n vfmadd132pd %10, %11, %2\n vfmadd132pd %10, %11, %3\n"
                "vfmadd132pd %10, %11, %4\n vfmadd132pd %10, %11, %5\n vfmadd132pd %10, %11, %6\n vfmadd132pd %10, %11, %7\n"
                "vfmadd132pd %10, %11, %8\n vfmadd132pd %10, %11, %9"
                : "+v"(a), "+v"(b), "+v"(c), "+v"(d), "+v"(e), "+v"(f), "+v"(g), "+v"(h), "+v"(i), "+v"(j)
                : "v"(factor), "v"(term));
    }
    benchmark::DoNotOptimize(a + b + c + d + e + f + g + h + i + j);
    state.counters["an_operation"] = benchmark::Counter(static_cast<double>(state.iterations()) * chains * rounds,
                                                        benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(vector_operations);

/// Copying a block that no cache holds: time of a byte, read and written.
void memory_bytes(benchmark::State& state) {
    std::vector<char> from(std::size_t{1} << 29, 1), to(from.size());
    for (auto _ : state) {
        std::memcpy(to.data(), from.data(), from.size());
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(2 * state.iterations() * from.size()));
}
BENCHMARK(memory_bytes)->Unit(benchmark::kMillisecond);

}  // namespace
#endif
