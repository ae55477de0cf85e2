// The CUDA driver: what the engine loads of it.
#include "run_time.h"

using namespace emulated;

typedef int Result;
static const Result success = 0, invalid_value = 1, out_of_memory = 2, no_such_device = 101, not_found = 500;

std::recursive_mutex emulated::api_mutex;

API Result cuInit(unsigned) { return success; }
API Result cuDriverGetVersion(int *version) { return *version = 13000, success; }
API Result cuDeviceGetCount(int *count) { return *count = 1, success; }
API Result cuDeviceGet(int *device, int number) { return *device = number, number == 0 ? success : no_such_device; }
API Result cuDeviceGetName(char *name, int length, int) { return snprintf(name, (size_t)length, "Emulated"), success; }
API Result cuDeviceTotalMem_v2(size_t *bytes, int) { return *bytes = total_memory, success; }
API Result cuDeviceGetAttribute(int *value, int attribute, int) {
    switch (attribute) {
    case 16: *value = 4; break;  // CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT
    case 75: *value = 9; break;  // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
    case 76: *value = 0; break;  // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR
    default: return invalid_value;
    }
    return success;
}

static int context_object;
API Result cuDevicePrimaryCtxRetain(void **context, int) { return *context = &context_object, success; }
API Result cuCtxSetCurrent(void *) { return success; }

API Result cuMemAllocHost_v2(void **pointer, size_t bytes) {
    *pointer = aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
    return *pointer ? success : out_of_memory;
}
API Result cuMemFreeHost(void *pointer) { return free(pointer), success; }

// What a GPU reads when the graph runs, long after the host's memory has changed, is no work for a graph here.
API Result cuMemcpyHtoDAsync_v2(uint64_t to, const void *from, size_t bytes, void *stream) {
    LOCKED;
    if (Stream *s = capturing(stream)) return s->invalid = true, capture_unsupported;
    if (!bytes) return success;
    return allocated(to, bytes) ? (memcpy((void *)to, from, bytes), success) : invalid_value;
}
API Result cuMemcpyDtoHAsync_v2(void *to, uint64_t from, size_t bytes, void *stream) {
    LOCKED;
    if (Stream *s = capturing(stream)) return s->invalid = true, capture_unsupported;
    if (!bytes) return success;
    return allocated(from, bytes) ? (memcpy(to, (void *)from, bytes), success) : invalid_value;
}
API Result cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void *stream) {
    LOCKED;
    if (!bytes) return success;
    return submit(stream, [=] {
        if (!allocated(to, bytes) || !allocated(from, bytes)) return false;
        memmove((void *)to, (void *)from, bytes);
        return true;
    });
}
API Result cuMemsetD8Async(uint64_t to, unsigned char value, size_t bytes, void *stream) {
    LOCKED;
    if (!bytes) return success;
    return submit(stream, [=] { return allocated(to, bytes) && memset((void *)to, value, bytes); });
}

// Work is done when it is asked for, so streams and events have nothing to wait for, unless work is captured.
static std::vector<Stream *> streams;

Stream *emulated::capturing(void *stream) {
    Stream *s = (Stream *)stream;
    return s && s->capture ? s : nullptr;
}

int emulated::submit(void *stream, std::function<bool()> work) {
    if (Stream *s = capturing(stream)) {
        if (s->invalid) return capture_invalidated;
        s->capture->push_back(std::move(work));
        return success;
    }
    if (!stream)
        for (Stream *s : streams)
            if (s->blocking && s->capture) return s->invalid = true, capture_implicit;
    return work() ? success : invalid_value;
}

// Whether this thread must leave alone what may wait for the device, such as allocations.
static bool careful() {
    for (Stream *s : streams)
        if (s->capture && (s->mode == 0 || (s->mode == 1 && s->owner == std::this_thread::get_id())))
            return s->invalid = true;
    return false;
}

API Result cuMemAlloc_v2(uint64_t *pointer, size_t bytes) {
    LOCKED;
    if (!bytes) return invalid_value;
    if (careful()) return capture_unsupported;
    void *p = allocate(bytes);
    *pointer = (uint64_t)p;
    return p ? success : out_of_memory;
}
API Result cuMemFree_v2(uint64_t pointer) {
    LOCKED;
    if (careful()) return capture_unsupported;
    return !pointer || deallocate((void *)pointer) ? success : invalid_value;
}

API Result cuStreamCreate(void **stream, unsigned flags) {
    LOCKED;
    Stream *s = new Stream;
    s->blocking = !(flags & 1);
    streams.push_back(s);
    return *stream = s, success;
}
API Result cuStreamSynchronize(void *stream) {
    LOCKED;
    if (Stream *s = capturing(stream)) return s->invalid = true, capture_unsupported;
    return success;
}
API Result cuEventCreate(void **event, unsigned) { return *event = malloc(1), success; }
API Result cuEventRecord(void *, void *stream) {
    LOCKED;
    // Nobody could wait for it before the graph runs.
    if (Stream *s = capturing(stream)) return s->invalid = true, capture_unsupported;
    return success;
}
API Result cuEventSynchronize(void *) { return success; }
API Result cuEventDestroy_v2(void *event) { return free(event), success; }

API Result cuStreamBeginCapture_v2(void *stream, int mode) {
    LOCKED;
    Stream *s = (Stream *)stream;
    if (!s || mode < 0 || mode > 2 || s->capture || getenv("DIORAMA_EMULATED_NO_GRAPHS")) return invalid_value;
    s->capture = new Graph;
    s->invalid = false;
    s->mode = mode;
    s->owner = std::this_thread::get_id();
    return success;
}
API Result cuStreamEndCapture(void *stream, void **graph) {
    LOCKED;
    Stream *s = capturing(stream);
    *graph = nullptr;
    if (!s) return invalid_value;
    if (s->mode != 2 && s->owner != std::this_thread::get_id()) return capture_wrong_thread;
    Graph *made = s->capture;
    s->capture = nullptr;
    if (s->invalid) return delete made, capture_invalidated;
    if (getenv("DIORAMA_EMULATED_NODES")) fprintf(stderr, "emulated CUDA: a graph of %zu nodes\n", made->size());
    return *graph = made, success;
}
API Result cuGraphInstantiateWithFlags(void **executable, void *graph, unsigned long long) {
    LOCKED;
    return graph ? (*executable = new Graph(*(Graph *)graph), success) : invalid_value;
}
API Result cuGraphLaunch(void *executable, void *stream) {
    LOCKED;
    if (!executable) return invalid_value;
    for (auto &work : *(Graph *)executable)
        if (int status = submit(stream, work)) return status;
    return success;
}
API Result cuGraphDestroy(void *graph) { return delete (Graph *)graph, success; }
API Result cuGraphExecDestroy(void *executable) { return delete (Graph *)executable, success; }

API Result cuModuleLoadData(void **module, const void *) { return *module = malloc(1), success; }
API Result cuModuleGetFunction(void **function, void *, const char *name) {
    LOCKED;
    *function = find_kernel(name);
    return *function ? success : not_found;
}
API Result cuFuncSetAttribute(void *function, int attribute, int value) {
    LOCKED;
    // CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES
    if (attribute != 8) return success;
    if (value < 0 || (size_t)value > max_shared) return invalid_value;
    ((Kernel *)function)->allowed_shared = std::max((size_t)value, default_shared);
    return success;
}
API Result cuLaunchKernel(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                          unsigned shared, void *stream, void **arguments, void **extra) {
    LOCKED;
    if (!function || extra) return invalid_value;
    const Kernel &kernel = *(Kernel *)function;
    dim3 grid(gx, gy, gz), block(bx, by, bz);
    if (!capturing(stream))
        return submit(stream, [&] { return launch(kernel, grid, block, shared, arguments); });
    std::vector<std::vector<char>> values;
    for (size_t i = 0; i < kernel.sizes.size(); i++)
        values.emplace_back((char *)arguments[i], (char *)arguments[i] + kernel.sizes[i]);
    return submit(stream, [=, &kernel]() mutable {
        std::vector<void *> pointers;
        for (auto &value : values) pointers.push_back(value.data());
        return launch(kernel, grid, block, shared, pointers.data());
    });
}

static const char *error_text(Result result) {
    switch (result) {
    case success: return "no error";
    case invalid_value: return "invalid argument";
    case out_of_memory: return "out of memory";
    case no_such_device: return "invalid device ordinal";
    case not_found: return "named symbol not found";
    case capture_unsupported: return "operation not permitted when stream is capturing";
    case capture_invalidated: return "operation failed due to a previous error during capture";
    case capture_wrong_thread: return "attempt to terminate a thread-local capture sequence from another thread";
    case capture_implicit: return "operation would make the legacy stream depend on a capturing blocking stream";
    default: return "unknown error";
    }
}
API Result cuGetErrorString(Result result, const char **text) { return *text = error_text(result), success; }
