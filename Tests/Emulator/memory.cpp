// Device memory: guarded at its end by a page nobody may touch (DIORAMA_EMULATED_GUARD=1) or by bytes that are checked
// when it is freed.
#include "run_time.h"

#include <sys/mman.h>
#include <unordered_map>

namespace emulated {

struct Allocation {
    size_t bytes, mapped;
    char *base;
};
static std::unordered_map<void *, Allocation> allocations;
static size_t allocated_bytes;

void *allocate(size_t bytes) {
    if (!bytes || allocated_bytes + bytes > total_memory) return nullptr;
    static const bool guarded = getenv("DIORAMA_EMULATED_GUARD") != nullptr;
    Allocation a{bytes, 0, nullptr};
    char *p;
    if (guarded) {
        size_t padded = (bytes + 15) / 16 * 16, pages = (padded + 4095) / 4096 * 4096;
        a.mapped = pages + 4096;
        void *base = mmap(nullptr, a.mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (base == MAP_FAILED) return nullptr;
        a.base = (char *)base;
        mprotect(a.base + pages, 4096, PROT_NONE);
        p = a.base + pages - padded;
    } else {
        p = a.base = (char *)aligned_alloc(256, (bytes + guard_bytes + 255) / 256 * 256);
        if (!p) return nullptr;
        memset(p + bytes, 0xA5, guard_bytes);
    }
    memset(p, 0xFF, bytes);
    allocated_bytes += bytes;
    allocations[p] = a;
    return p;
}

bool deallocate(void *p) {
    auto found = allocations.find(p);
    if (found == allocations.end()) return false;
    Allocation a = found->second;
    allocations.erase(found);
    allocated_bytes -= a.bytes;
    if (a.mapped) {
        munmap(a.base, a.mapped);
    } else {
        for (size_t i = 0; i < guard_bytes; i++)
            if ((unsigned char)((char *)p)[a.bytes + i] != 0xA5) {
                fprintf(stderr, "emulated CUDA: bytes beyond an allocation of %zu were written\n", a.bytes);
                abort();
            }
        free(p);
    }
    return true;
}

bool allocated(uint64_t pointer, size_t bytes) {
    for (auto &a : allocations)
        if (pointer >= (uint64_t)a.first && pointer + bytes <= (uint64_t)a.first + a.second.bytes) return true;
    fprintf(stderr, "emulated CUDA: a copy or fill of %zu bytes outside all allocations\n", bytes);
    return false;
}

}  // namespace emulated
