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

API Result cuMemAlloc_v2(uint64_t *pointer, size_t bytes) {
    LOCKED;
    if (!bytes) return invalid_value;
    void *p = allocate(bytes);
    *pointer = (uint64_t)p;
    return p ? success : out_of_memory;
}
API Result cuMemFree_v2(uint64_t pointer) {
    LOCKED;
    return !pointer || deallocate((void *)pointer) ? success : invalid_value;
}
API Result cuMemAllocHost_v2(void **pointer, size_t bytes) {
    *pointer = aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
    return *pointer ? success : out_of_memory;
}
API Result cuMemFreeHost(void *pointer) { return free(pointer), success; }

API Result cuMemcpyHtoDAsync_v2(uint64_t to, const void *from, size_t bytes, void *) {
    LOCKED;
    if (!bytes) return success;
    return allocated(to, bytes) ? (memcpy((void *)to, from, bytes), success) : invalid_value;
}
API Result cuMemcpyDtoHAsync_v2(void *to, uint64_t from, size_t bytes, void *) {
    LOCKED;
    if (!bytes) return success;
    return allocated(from, bytes) ? (memcpy(to, (void *)from, bytes), success) : invalid_value;
}
API Result cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void *) {
    LOCKED;
    if (!bytes) return success;
    if (!allocated(to, bytes) || !allocated(from, bytes)) return invalid_value;
    memmove((void *)to, (void *)from, bytes);
    return success;
}
API Result cuMemsetD8Async(uint64_t to, unsigned char value, size_t bytes, void *) {
    LOCKED;
    if (!bytes) return success;
    return allocated(to, bytes) ? (memset((void *)to, value, bytes), success) : invalid_value;
}

// Work is done when it is asked for, so streams and events have nothing to wait for.
API Result cuStreamCreate(void **stream, unsigned) { return *stream = malloc(1), success; }
API Result cuStreamSynchronize(void *) { return success; }
API Result cuEventCreate(void **event, unsigned) { return *event = malloc(1), success; }
API Result cuEventRecord(void *, void *) { return success; }
API Result cuEventSynchronize(void *) { return success; }
API Result cuEventDestroy_v2(void *event) { return free(event), success; }

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
                          unsigned shared, void *, void **arguments, void **extra) {
    LOCKED;
    if (!function || extra) return invalid_value;
    return launch(*(Kernel *)function, dim3(gx, gy, gz), dim3(bx, by, bz), shared, arguments) ? success
                                                                                             : invalid_value;
}

static const char *error_text(Result result) {
    switch (result) {
    case success: return "no error";
    case invalid_value: return "invalid argument";
    case out_of_memory: return "out of memory";
    case no_such_device: return "invalid device ordinal";
    case not_found: return "named symbol not found";
    default: return "unknown error";
    }
}
API Result cuGetErrorString(Result result, const char **text) { return *text = error_text(result), success; }
