// Threads as fibers: barriers, warp-wide operations, launches.
#include "run_time.h"

#include <map>
#include <sys/mman.h>

#ifndef __x86_64__
#error "switching fibers is written for x86-64"
#endif

alignas(1024) thread_local unsigned char dynamic_shared[emulated::max_shared + emulated::guard_bytes];

namespace emulated {

Fiber *current;
uint3 block_index;
dim3 block_size, grid_size;

static const size_t stack_bytes = 256 * 1024;

struct Warp {
    unsigned runnable, living, arrived;
    Collective operation;
    void *arguments[32];
    unsigned needs[32];
};

static std::vector<Fiber> fibers;
static std::vector<char *> stacks;
static std::vector<Warp> warps;
static int living, waiting, vote_sum, vote_result;
static void *scheduler_stack;
static void **kernel_arguments;
static const Kernel *running;
static bool reverse_order;

void fail(const char *message) {
    uint3 t = current ? current->thread_index : uint3{0, 0, 0};
    fprintf(stderr, "emulated CUDA: %s: in kernel %s, block (%u, %u, %u), thread (%u, %u, %u)\n", message,
            running ? running->name.c_str() : "-", block_index.x, block_index.y, block_index.z, t.x, t.y, t.z);
    abort();
}

// Saves the callee-saved registers on this stack and goes on with the other one.
extern "C" void emulated_switch(void **from, void *to);
asm(R"(
    .text
    .globl emulated_switch
    .hidden emulated_switch
    .type emulated_switch, @function
emulated_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size emulated_switch, .-emulated_switch
)");

static int pick(unsigned mask) { return reverse_order ? 31 - __builtin_clz(mask) : __builtin_ctz(mask); }

static Fiber *next_fiber() {
    int count = (int)warps.size(), here = current->index / 32;
    for (int i = 0; i < count; i++) {
        int w = reverse_order ? (here + count - i) % count : (here + i) % count;
        if (warps[w].runnable) return &fibers[w * 32 + pick(warps[w].runnable)];
    }
    return nullptr;
}

static void go_on_with(Fiber *next, void **from) {
    current = next;
    emulated_switch(from, next->stack_pointer);
}

static void block_here() {
    Fiber *self = current, *next = next_fiber();
    if (!next) fail("deadlock: every thread waits");
    if (next != self) go_on_with(next, &self->stack_pointer);
}

static void release_block() {
    for (Warp &warp : warps) warp.runnable = warp.living;
    waiting = 0;
    vote_result = vote_sum;
    vote_sum = 0;
}

/// Completes the collective of the lanes in `needed` if they are all here.
static bool complete(Warp &warp, unsigned needed) {
    needed &= warp.living;
    if (!needed || (warp.arrived & needed) != needed) return false;
    if (warp.operation) warp.operation(warp.arguments, needed);
    warp.arrived &= ~needed;
    warp.runnable |= needed;
    return true;
}

static void thread_main() {
    running->entry(kernel_arguments);
    Fiber *self = current;
    Warp &warp = warps[self->index / 32];
    unsigned bit = 1u << self->lane;
    warp.living &= ~bit;
    warp.runnable &= ~bit;
    living--;
    drop_copies(self->index);
    if (warp.arrived) complete(warp, warp.needs[__builtin_ctz(warp.arrived)]);
    if (living && waiting == living) release_block();
    void *unused;
    Fiber *next = next_fiber();
    if (next) go_on_with(next, &unused);
    if (living) fail("deadlock: every thread left waits");
    emulated_switch(&unused, scheduler_stack);
    abort();
}

int block_sum(int value) {
    vote_sum += value;
    if (++waiting == living) {
        release_block();
        return vote_result;
    }
    warps[current->index / 32].runnable &= ~(1u << current->lane);
    block_here();
    return vote_result;
}

void block_barrier() { block_sum(0); }

void warp_collective(unsigned mask, Collective operation, void *argument) {
    Fiber *self = current;
    Warp &warp = warps[self->index / 32];
    unsigned bit = 1u << self->lane;
    if (!(mask & bit)) fail("a lane is missing from the mask it passes");
    if (warp.arrived && warp.operation != operation) fail("lanes of a warp are at different operations");
    warp.operation = operation;
    warp.arguments[self->lane] = argument;
    warp.needs[self->lane] = mask;
    warp.arrived |= bit;
    if (complete(warp, mask)) return;
    warp.runnable &= ~bit;
    block_here();
}

unsigned living_lanes() { return warps[current->index / 32].living; }

static std::map<std::string, Kernel> &registry() {
    static std::map<std::string, Kernel> kernels;
    return kernels;
}

Kernel *find_kernel(const char *name) {
    auto found = registry().find(name);
    return found == registry().end() ? nullptr : &found->second;
}

void add_kernel(const char *name, Entry entry, const size_t *sizes, size_t count) {
    registry()[name] = Kernel{name, entry, default_shared, std::vector<size_t>(sizes, sizes + count)};
}

static void prepare(int threads) {
    while ((int)stacks.size() < threads) {
        void *p = mmap(nullptr, stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p == MAP_FAILED) fail("no memory for stacks");
        mprotect(p, 4096, PROT_NONE);
        stacks.push_back((char *)p);
    }
    fibers.resize((size_t)threads);
    prepare_copies(threads);
    warps.resize((size_t)(threads + 31) / 32);
}

static void run_block(int threads, size_t shared) {
    memset(dynamic_shared, 0xFF, shared + guard_bytes);
    living = threads;
    waiting = vote_sum = 0;
    for (size_t w = 0; w < warps.size(); w++) {
        int lanes = std::min(32, threads - (int)w * 32);
        unsigned mask = lanes == 32 ? 0xFFFFFFFFu : (1u << lanes) - 1;
        warps[w].living = warps[w].runnable = mask;
        warps[w].arrived = 0;
        warps[w].operation = nullptr;
    }
    for (int i = 0; i < threads; i++) {
        Fiber &f = fibers[(size_t)i];
        unsigned x = (unsigned)i % block_size.x, y = (unsigned)i / block_size.x;
        f.thread_index = {x, y % block_size.y, y / block_size.y};
        f.index = i;
        f.lane = i % 32;
        void **top = (void **)(stacks[(size_t)i] + stack_bytes) - 2;
        *top = (void *)thread_main;
        f.stack_pointer = top - 6;
    }
    Fiber *first = &fibers[reverse_order ? (size_t)(threads - 1) : 0];
    go_on_with(first, &scheduler_stack);
    for (size_t i = 0; i < guard_bytes; i++)
        if (dynamic_shared[shared + i] != 0xFF) fail("a write beyond the dynamic shared memory of the launch");
}

bool launch(const Kernel &kernel, dim3 grid, dim3 block, size_t shared, void **arguments) {
    size_t threads = (size_t)block.x * block.y * block.z;
    if (!threads || threads > 1024 || block.z > 64 || !grid.x || !grid.y || !grid.z || grid.x > 0x7FFFFFFF ||
        grid.y > 65535 || grid.z > 65535 || shared > kernel.allowed_shared) {
        fprintf(stderr, "emulated CUDA: bad launch of %s: grid (%u, %u, %u), block (%u, %u, %u), shared %zu of %zu\n",
                kernel.name.c_str(), grid.x, grid.y, grid.z, block.x, block.y, block.z, shared,
                kernel.allowed_shared);
        return false;
    }
    const char *order = getenv("DIORAMA_EMULATED_ORDER");
    reverse_order = order && !strcmp(order, "reverse");
    running = &kernel;
    kernel_arguments = arguments;
    block_size = block;
    grid_size = grid;
    prepare((int)threads);
    for (unsigned z = 0; z < grid.z; z++)
        for (unsigned y = 0; y < grid.y; y++)
            for (unsigned x = 0; x < grid.x; x++) {
                block_index = {x, y, z};
                run_block((int)threads, shared);
            }
    current = nullptr;
    running = nullptr;
    return true;
}

}  // namespace emulated
