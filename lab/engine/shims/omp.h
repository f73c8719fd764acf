// OpenMP where there is one thread: the pragmas are left out, these functions remain.
#pragma once

inline int omp_get_thread_num() {
    return 0;
}
inline int omp_get_num_procs() {
    return 1;
}
inline int omp_get_max_threads() {
    return 1;
}
