// What the emulator's files share.
#pragma once

#include "emulate.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#define API extern "C" __attribute__((visibility("default")))
// A GPU runs what its callers ask for one after the other.
#define LOCKED std::lock_guard<std::recursive_mutex> lock(::emulated::api_mutex)

namespace emulated {

static const size_t max_shared = 227 * 1024, default_shared = 48 * 1024, guard_bytes = 256;

struct Kernel {
    std::string name;
    Entry entry;
    size_t allowed_shared;
    /// Bytes of each argument.
    std::vector<size_t> sizes;
};

/// What a capture records: run one after the other; false where a GPU would refuse.
typedef std::vector<std::function<bool()>> Graph;

struct Stream {
    /// Whether it waits for the legacy stream.
    bool blocking = true;
    Graph *capture = nullptr;
    bool invalid = false;
    int mode = 0;
    std::thread::id owner;
};

static const int capture_unsupported = 900, capture_invalidated = 901, capture_implicit = 906,
                 capture_wrong_thread = 908;

/// Runs work of a stream, or records it where the stream captures.
int submit(void *stream, std::function<bool()> work);
/// The stream if it captures, else null.
Stream *capturing(void *stream);

extern std::recursive_mutex api_mutex;

/// Null where no kernel has that name.
Kernel *find_kernel(const char *name);
/// Runs all blocks; false where a GPU would refuse the launch.
bool launch(const Kernel &kernel, dim3 grid, dim3 block, size_t shared, void **arguments);
/// Makes room for the asynchronous copies of as many threads; a thread that ends drops those it has not waited for.
void prepare_copies(int threads);
void drop_copies(int thread);

static const size_t total_memory = (size_t)8 << 30;

/// Device memory; null where there is no more.
void *allocate(size_t bytes);
/// False for what was never allocated.
bool deallocate(void *p);
/// Whether these bytes lie in one allocation; says so on stderr if not.
bool allocated(uint64_t pointer, size_t bytes);

}  // namespace emulated
