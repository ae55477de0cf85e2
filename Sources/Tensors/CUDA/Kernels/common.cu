// What all kernels share: bf16 values, sums over a warp, and the few instructions that CUDA C++ has no name for.

typedef unsigned short bf16;

extern __shared__ __align__(16) unsigned char dynamic_shared[];

__device__ __forceinline__ float to_f32(bf16 x) { return __uint_as_float((unsigned)x << 16); }
/// The two halves of a packed pair.
__device__ __forceinline__ float low_f32(unsigned pair) { return __uint_as_float(pair << 16); }
__device__ __forceinline__ float high_f32(unsigned pair) { return __uint_as_float(pair & 0xFFFF0000u); }

/// Rounds to nearest even; NaN stays NaN.
__device__ __forceinline__ unsigned pack_bf16(float low, float high) {
#ifdef DIORAMA_EMULATED
    return emulated::bf16_bits(low) | emulated::bf16_bits(high) << 16;
#else
    unsigned pair;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(pair) : "f"(high), "f"(low));
    return pair;
#endif
}

__device__ __forceinline__ bf16 to_bf16(float x) { return (bf16)pack_bf16(x, 0.0f); }

__device__ __forceinline__ float warp_sum(float x) {
#pragma unroll
    for (int d = 16; d; d /= 2) x += __shfl_xor_sync(0xFFFFFFFFu, x, d);
    return x;
}

__device__ __forceinline__ float warp_max(float x) {
#pragma unroll
    for (int d = 16; d; d /= 2) x = fmaxf(x, __shfl_xor_sync(0xFFFFFFFFu, x, d));
    return x;
}

/// Keys and values lie where `places` says, if it is not null: a graph that is replayed finds their addresses there.
template <class T> __device__ __forceinline__ void find_places(const long *places, T *&k, T *&v) {
    if (places) k = (T *)places[0], v = (T *)places[1];
}
