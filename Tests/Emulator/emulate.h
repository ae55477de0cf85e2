// Lets g++ compile CUDA kernels as plain C++17 and run them on the CPU, a fiber per thread, block after block.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <utility>
#include <math.h>

#define DIORAMA_EMULATED 1

#define __global__
#define __device__
#define __host__
#define __constant__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
#define __grid_constant__
// Static storage inside a function, and unlike `static` it may follow `extern` too.
#define __shared__ thread_local

#define EMULATED_VECTOR2(name, type, alignment) \
    struct alignas(alignment) name { type x, y; }; \
    inline name make_##name(type x, type y) { return {x, y}; }
#define EMULATED_VECTOR3(name, type) \
    struct name { type x, y, z; }; \
    inline name make_##name(type x, type y, type z) { return {x, y, z}; }
#define EMULATED_VECTOR4(name, type, alignment) \
    struct alignas(alignment) name { type x, y, z, w; }; \
    inline name make_##name(type x, type y, type z, type w) { return {x, y, z, w}; }
EMULATED_VECTOR2(float2, float, 8)
EMULATED_VECTOR3(float3, float)
EMULATED_VECTOR4(float4, float, 16)
EMULATED_VECTOR2(double2, double, 16)
EMULATED_VECTOR2(int2, int, 8)
EMULATED_VECTOR3(int3, int)
EMULATED_VECTOR4(int4, int, 16)
EMULATED_VECTOR2(uint2, unsigned, 8)
EMULATED_VECTOR3(uint3, unsigned)
EMULATED_VECTOR4(uint4, unsigned, 16)
EMULATED_VECTOR2(short2, short, 4)
EMULATED_VECTOR4(short4, short, 8)
EMULATED_VECTOR2(ushort2, unsigned short, 4)
EMULATED_VECTOR4(ushort4, unsigned short, 8)
EMULATED_VECTOR2(uchar2, unsigned char, 2)
EMULATED_VECTOR4(uchar4, unsigned char, 4)
EMULATED_VECTOR2(longlong2, long long, 16)
EMULATED_VECTOR2(ulonglong2, unsigned long long, 16)

struct dim3 {
    unsigned x, y, z;
    dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

namespace emulated {

struct Fiber {
    void *stack_pointer;
    uint3 thread_index;
    int index, lane;
};

extern Fiber *current;
extern uint3 block_index;
extern dim3 block_size, grid_size;

[[noreturn]] void fail(const char *message);

/// Runs `operation` once, when all living lanes of `mask` have arrived; lanes[i] is what lane i passed as `argument`.
typedef void (*Collective)(void **lanes, unsigned mask);
void warp_collective(unsigned mask, Collective operation, void *argument);
void block_barrier();
/// The sum of the values of all living threads.
int block_sum(int value);
unsigned living_lanes();

/// Asynchronous copies take place when they are waited for, so that a missing wait shows.
void copy_async(void *to, const void *from, int bytes, int valid);
void copy_commit();
void copy_wait(int pending);

template <class T> struct Shuffle {
    T value, result;
    int source;

    static void run(void **lanes, unsigned mask) {
        for (int lane = 0; lane < 32; lane++)
            if (mask >> lane & 1) {
                Shuffle &self = *(Shuffle *)lanes[lane];
                bool present = self.source >= 0 && self.source < 32 && (mask >> self.source & 1);
                self.result = present ? ((Shuffle *)lanes[self.source])->value : self.value;
            }
    }
};

template <class T> T shuffle(unsigned mask, T value, int source) {
    Shuffle<T> s{value, value, source};
    warp_collective(mask, Shuffle<T>::run, &s);
    return s.result;
}

struct Vote {
    bool predicate;
    unsigned ballot;

    static void run(void **lanes, unsigned mask) {
        unsigned ballot = 0;
        for (int lane = 0; lane < 32; lane++)
            if (mask >> lane & 1) ballot |= (unsigned)((Vote *)lanes[lane])->predicate << lane;
        for (int lane = 0; lane < 32; lane++)
            if (mask >> lane & 1) ((Vote *)lanes[lane])->ballot = ballot;
    }
};

inline unsigned vote(unsigned mask, bool predicate) {
    Vote v{predicate, 0};
    warp_collective(mask, Vote::run, &v);
    return v.ballot;
}

inline float bf16_value(unsigned bits) {
    bits <<= 16;
    float f;
    memcpy(&f, &bits, 4);
    return f;
}

inline unsigned bf16_bits(float f) {
    uint32_t u;
    memcpy(&u, &f, 4);
    if (f != f) return 0x7FFF;
    return (u + 0x7FFF + (u >> 16 & 1)) >> 16;
}

/// d += a * b: mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32
void mma_m16n8k16_bf16(float *d, const unsigned *a, const unsigned *b);
/// ldmatrix.sync.aligned.m8n8.x4, each lane passing the address of a row of 16 bytes.
void load_matrix_x4(unsigned *registers, const void *row, bool transposed);
void load_matrix_x2(unsigned *registers, const void *row, bool transposed);

}  // namespace emulated

#define threadIdx (::emulated::current->thread_index)
#define blockIdx (::emulated::block_index)
#define blockDim (::emulated::block_size)
#define gridDim (::emulated::grid_size)
#define warpSize 32

inline void __syncthreads() { emulated::block_barrier(); }
inline int __syncthreads_count(int predicate) { return emulated::block_sum(predicate != 0); }
inline int __syncthreads_or(int predicate) { return emulated::block_sum(predicate != 0) != 0; }
inline int __syncthreads_and(int predicate) { return emulated::block_sum(predicate == 0) == 0; }
inline void __syncwarp(unsigned mask = 0xFFFFFFFFu) { emulated::warp_collective(mask, nullptr, nullptr); }
inline void __threadfence() {}
inline void __threadfence_block() {}
inline unsigned __activemask() { return emulated::living_lanes(); }

template <class T> T __shfl_sync(unsigned mask, T value, int source, int width = 32) {
    int lane = emulated::current->lane;
    return emulated::shuffle(mask, value, (lane & ~(width - 1)) | (source & (width - 1)));
}
template <class T> T __shfl_xor_sync(unsigned mask, T value, int bits, int width = 32) {
    int lane = emulated::current->lane, source = lane ^ bits;
    return emulated::shuffle(mask, value, (source & ~(width - 1)) > lane ? lane : source);
}
template <class T> T __shfl_down_sync(unsigned mask, T value, unsigned distance, int width = 32) {
    int lane = emulated::current->lane, source = lane + (int)distance;
    return emulated::shuffle(mask, value, (lane & (width - 1)) + (int)distance < width ? source : lane);
}
template <class T> T __shfl_up_sync(unsigned mask, T value, unsigned distance, int width = 32) {
    int lane = emulated::current->lane, source = lane - (int)distance;
    return emulated::shuffle(mask, value, (lane & (width - 1)) >= (int)distance ? source : lane);
}
inline unsigned __ballot_sync(unsigned mask, int predicate) { return emulated::vote(mask, predicate != 0); }
inline int __any_sync(unsigned mask, int predicate) { return emulated::vote(mask, predicate != 0) != 0; }
inline int __all_sync(unsigned mask, int predicate) { return emulated::vote(mask, predicate == 0) == 0; }

#define EMULATED_ATOMIC(name, type, expression) \
    inline type name(type *at, type value) { \
        type old = *at; \
        *at = expression; \
        return old; \
    }
EMULATED_ATOMIC(atomicAdd, float, old + value)
EMULATED_ATOMIC(atomicAdd, double, old + value)
EMULATED_ATOMIC(atomicAdd, int, old + value)
EMULATED_ATOMIC(atomicAdd, unsigned, old + value)
EMULATED_ATOMIC(atomicAdd, unsigned long long, old + value)
EMULATED_ATOMIC(atomicMax, int, old > value ? old : value)
EMULATED_ATOMIC(atomicMax, unsigned, old > value ? old : value)
EMULATED_ATOMIC(atomicMin, int, old < value ? old : value)
EMULATED_ATOMIC(atomicMin, unsigned, old < value ? old : value)
EMULATED_ATOMIC(atomicExch, int, value)
EMULATED_ATOMIC(atomicExch, unsigned, value)
EMULATED_ATOMIC(atomicExch, float, value)
EMULATED_ATOMIC(atomicOr, int, old | value)
EMULATED_ATOMIC(atomicOr, unsigned, old | value)
EMULATED_ATOMIC(atomicAnd, unsigned, old & value)
template <class T> T atomicCAS(T *at, T expected, T value) {
    T old = *at;
    if (old == expected) *at = value;
    return old;
}

template <class T> T __ldg(const T *p) { return *p; }
template <class T> T __ldcs(const T *p) { return *p; }
template <class T> T __ldcg(const T *p) { return *p; }
template <class T> void __stcs(T *p, T value) { *p = value; }
template <class T> void __stcg(T *p, T value) { *p = value; }

template <class To, class From> To emulated_bits(From value) {
    static_assert(sizeof(To) == sizeof(From), "sizes differ");
    To result;
    memcpy(&result, &value, sizeof result);
    return result;
}
inline unsigned __float_as_uint(float f) { return emulated_bits<unsigned>(f); }
inline int __float_as_int(float f) { return emulated_bits<int>(f); }
inline float __uint_as_float(unsigned u) { return emulated_bits<float>(u); }
inline float __int_as_float(int u) { return emulated_bits<float>(u); }
inline long long __double_as_longlong(double d) { return emulated_bits<long long>(d); }
inline double __longlong_as_double(long long u) { return emulated_bits<double>(u); }

inline unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)((unsigned long long)a * b >> 32); }
inline int __mulhi(int a, int b) { return (int)((long long)a * b >> 32); }
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    return (unsigned long long)((unsigned __int128)a * b >> 64);
}
inline int __popc(unsigned u) { return __builtin_popcount(u); }
inline int __ffs(int u) { return __builtin_ffs(u); }
inline int __clz(int u) { return u ? __builtin_clz((unsigned)u) : 32; }
inline unsigned __brev(unsigned u) {
    unsigned r = 0;
    for (int i = 0; i < 32; i++) r |= (u >> i & 1) << (31 - i);
    return r;
}
inline unsigned __byte_perm(unsigned a, unsigned b, unsigned s) {
    unsigned long long both = (unsigned long long)b << 32 | a;
    unsigned r = 0;
    for (int i = 0; i < 4; i++) r |= (unsigned)(both >> (8 * (s >> 4 * i & 7)) & 255) << (8 * i);
    return r;
}
inline unsigned __funnelshift_l(unsigned low, unsigned high, unsigned shift) {
    return (unsigned)((((unsigned long long)high << 32 | low) << (shift & 31)) >> 32);
}
inline unsigned __funnelshift_r(unsigned low, unsigned high, unsigned shift) {
    return (unsigned)(((unsigned long long)high << 32 | low) >> (shift & 31));
}

#define EMULATED_MINMAX(type) \
    inline type min(type a, type b) { return b < a ? b : a; } \
    inline type max(type a, type b) { return a < b ? b : a; }
EMULATED_MINMAX(int)
EMULATED_MINMAX(unsigned)
EMULATED_MINMAX(long)
EMULATED_MINMAX(unsigned long)
EMULATED_MINMAX(long long)
EMULATED_MINMAX(unsigned long long)
inline float min(float a, float b) { return fminf(a, b); }
inline float max(float a, float b) { return fmaxf(a, b); }
inline double min(double a, double b) { return fmin(a, b); }
inline double max(double a, double b) { return fmax(a, b); }
// Mixed kinds of integers, as CUDA has them.
inline unsigned min(int a, unsigned b) { return min((unsigned)a, b); }
inline unsigned min(unsigned a, int b) { return min(a, (unsigned)b); }
inline unsigned max(int a, unsigned b) { return max((unsigned)a, b); }
inline unsigned max(unsigned a, int b) { return max(a, (unsigned)b); }
inline long min(int a, long b) { return min((long)a, b); }
inline long min(long a, int b) { return min(a, (long)b); }
inline long max(int a, long b) { return max((long)a, b); }
inline long max(long a, int b) { return max(a, (long)b); }

inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
inline double rsqrt(double x) { return 1.0 / sqrt(x); }
inline float fdividef(float a, float b) { return a / b; }
inline float __fdividef(float a, float b) { return a / b; }
inline float __frcp_rn(float x) { return 1.0f / x; }
inline float __frsqrt_rn(float x) { return 1.0f / sqrtf(x); }
inline float __fsqrt_rn(float x) { return sqrtf(x); }
inline float __fadd_rn(float a, float b) { return a + b; }
inline float __fsub_rn(float a, float b) { return a - b; }
inline float __fmul_rn(float a, float b) { volatile float product = a * b; return product; }
inline float __fmaf_rn(float a, float b, float c) { return fmaf(a, b, c); }
inline float __fdiv_rn(float a, float b) { return a / b; }
inline int __float2int_rn(float x) { return (int)rintf(x); }
inline int __float2int_rd(float x) { return (int)floorf(x); }
inline int __float2int_ru(float x) { return (int)ceilf(x); }
inline int __float2int_rz(float x) { return (int)x; }
inline unsigned __float2uint_rn(float x) { return (unsigned)rintf(x); }
inline unsigned __float2uint_rz(float x) { return (unsigned)x; }
inline float __int2float_rn(int x) { return (float)x; }
inline float __uint2float_rn(unsigned x) { return (float)x; }
inline float __saturatef(float x) { return fminf(fmaxf(x, 0.0f), 1.0f); }
// The C library declares functions of these names, so they cannot be defined again.
#define __expf(x) expf(x)
#define __exp10f(x) exp10f(x)
#define __logf(x) logf(x)
#define __log2f(x) log2f(x)
#define __log10f(x) log10f(x)
#define __cosf(x) cosf(x)
#define __sinf(x) sinf(x)
#define __tanf(x) tanf(x)
#define __powf(x, y) powf(x, y)
#define __sincosf(x, s, c) sincosf(x, s, c)
#define __trap() ::emulated::fail("__trap()")
#define __nanosleep(n) ((void)(n))
inline long long clock64() { return 0; }

// Kernels declare it too, some within extern "C".
extern "C" thread_local unsigned char dynamic_shared[];

// What the generated part of the library registers.
namespace emulated {

typedef void (*Entry)(void **arguments);
/// `sizes` are those of the kernel's arguments, `count` of them.
void add_kernel(const char *name, Entry entry, const size_t *sizes, size_t count);

template <class... A, size_t... i>
void unpack(void (*f)(A...), void **arguments, std::index_sequence<i...>) {
    (void)arguments;
    f(*(std::remove_reference_t<A> *)arguments[i]...);
}

template <class... A> void invoke(void (*f)(A...), void **arguments) {
    unpack(f, arguments, std::make_index_sequence<sizeof...(A)>());
}

template <class... A> void add_kernel(const char *name, Entry entry, void (*)(A...)) {
    static const size_t sizes[] = {sizeof(std::remove_reference_t<A>)..., 0};
    add_kernel(name, entry, sizes, sizeof...(A));
}

}  // namespace emulated
