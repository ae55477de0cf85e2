// Open MPI's constants are macros that Swift does not import, so each call that is needed has a function here.
#pragma once
#include <mpi.h>
#include <time.h>

/// Returns the level of thread support that there is; 2 or more serves.
static inline int cmpi_begin(void) {
    int provided = 0;
    MPI_Init_thread(0, 0, MPI_THREAD_SERIALIZED, &provided);
    return provided;
}

static inline int cmpi_rank(void) { int n = 0; MPI_Comm_rank(MPI_COMM_WORLD, &n); return n; }
static inline int cmpi_size(void) { int n = 1; MPI_Comm_size(MPI_COMM_WORLD, &n); return n; }
static inline void cmpi_end(void) { MPI_Finalize(); }
static inline void cmpi_abort(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

/// Waits until all processes have come here: asleep, unlike MPI's own calls, which take a core meanwhile.
static inline void cmpi_meet(void) {
    MPI_Request request;
    MPI_Ibarrier(MPI_COMM_WORLD, &request);
    for (int tries = 0;; tries++) {
        int done = 0;
        MPI_Test(&request, &done, MPI_STATUS_IGNORE);
        if (done) return;
        if (tries < 200) continue;
        struct timespec pause = {0, tries < 2000 ? 50000 : 1000000};
        nanosleep(&pause, 0);
    }
}

static inline void cmpi_sum(float *values, int count) {
    MPI_Allreduce(MPI_IN_PLACE, values, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
}

static inline void cmpi_gather_counts(long long own, long long *all) {
    MPI_Allgather(&own, 1, MPI_LONG_LONG, all, 1, MPI_LONG_LONG, MPI_COMM_WORLD);
}

static inline void cmpi_gather(const void *own, int count, void *all, const int *counts, const int *places) {
    MPI_Allgatherv(own, count, MPI_BYTE, all, counts, places, MPI_BYTE, MPI_COMM_WORLD);
}

static inline void cmpi_send(const void *bytes, int count, int rank, int tag) {
    MPI_Send(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD);
}

/// Whether a message of `tag` has come, how many bytes it has and from whom it is.
static inline int cmpi_arrived(int tag, int *count, int *rank) {
    int arrived = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, tag, MPI_COMM_WORLD, &arrived, &status);
    if (!arrived) return 0;
    MPI_Get_count(&status, MPI_BYTE, count);
    *rank = status.MPI_SOURCE;
    return 1;
}

static inline void cmpi_receive(void *bytes, int count, int rank, int tag) {
    MPI_Recv(bytes, count, MPI_BYTE, rank, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}
