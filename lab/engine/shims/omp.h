// OpenMP where there is one thread: the pragmas are left out, these two functions remain.
#pragma once

inline int omp_get_thread_num() {
    return 0;
}
inline int omp_get_num_procs() {
    return 1;
}
