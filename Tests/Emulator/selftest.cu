// Kernels for the emulator's own test.
extern "C" __global__ void reverse_block(const float* in, float* out, int n) {
    extern __shared__ __align__(16) unsigned char dynamic_shared[];
    __shared__ float total;
    float* tile = (float*)dynamic_shared;
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    tile[threadIdx.x] = i < n ? in[i] : 0.0f;
    if (threadIdx.x == 0) total = 0;
    __syncthreads();
    atomicAdd(&total, tile[threadIdx.x]);
    __syncthreads();
    if (i < n) out[i] = tile[blockDim.x - 1 - threadIdx.x] + total;
}

extern "C" __global__ void __launch_bounds__(64, 2) warp_sums(const float* in, float* out) {
    float v = in[blockIdx.x * blockDim.x + threadIdx.x];
    for (int d = 16; d; d /= 2) v += __shfl_xor_sync(0xFFFFFFFFu, v, d);
    float first = __shfl_sync(0xFFFFFFFFu, v + threadIdx.x, 3);
    if (threadIdx.x % 32 == 5) out[(blockIdx.x * blockDim.x + threadIdx.x) / 32] = v + first;
}

template <int n> __device__ __forceinline__ void dynamic_user(unsigned* out) {
    extern __shared__ __align__(16) unsigned char dynamic_shared[];
    out[threadIdx.x] = dynamic_shared[threadIdx.x] + n;
}

extern "C" __global__ void unwritten(unsigned* out) {
    if (threadIdx.x >= 8) return;
    __syncthreads();
    dynamic_user<1>(out);
}

extern "C" __global__ void tensor_cores(const unsigned short* a, const unsigned short* b, float* c) {
    extern __shared__ __align__(16) unsigned char dynamic_shared[];
    // a [16, 16] and b [16, 8], both row-major.
    unsigned short* s = (unsigned short*)dynamic_shared;
    int lane = threadIdx.x;
    emulated::copy_async(s + lane * 8, a + lane * 8, 16, 16);
    emulated::copy_commit();
    if (lane < 16) emulated::copy_async(s + 256 + lane * 8, b + lane * 8, 16, 16);
    emulated::copy_commit();
    emulated::copy_wait(0);
    __syncthreads();
    unsigned x[4], y[2];
    float d[4] = {0, 0, 0, 0};
    emulated::load_matrix_x4(x, s + lane % 16 * 16 + lane / 16 * 8, false);
    emulated::load_matrix_x2(y, s + 256 + lane % 16 * 8, true);
    emulated::mma_m16n8k16_bf16(d, x, y);
    for (int i = 0; i < 4; i++) c[(lane / 4 + i / 2 * 8) * 8 + lane % 4 * 2 + i % 2] = d[i];
}
