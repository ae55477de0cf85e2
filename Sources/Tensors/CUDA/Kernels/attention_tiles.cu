// What the attention kernels share: the tensor cores' instructions, 8 values at a time, and tiles in shared memory.
//
// A job is one head of one clip, job = clip * heads + head. Query i of a job sees the keys j below
// frame_tokens == 0 ? keys : min(keys, (i / frame_tokens + 1) * frame_tokens). The bf16 kernels follow FlashAttention-2
// (Dao 2023) on the tensor cores' mma.m16n8k16; they need head_dim 16, 32, 64 or 128, pointers aligned to 16 bytes, and
// strides of a multiple of 8 elements.

#ifdef DIORAMA_EMULATED
typedef unsigned char* shared_address;
#else
typedef unsigned shared_address;
#endif

__device__ __forceinline__ shared_address shared_base() {
#ifdef DIORAMA_EMULATED
    return dynamic_shared;
#else
    unsigned address;
    asm("{ .reg .u64 a; cvta.to.shared.u64 a, %1; cvt.u32.u64 %0, a; }" : "=r"(address) : "l"(dynamic_shared));
    return address;
#endif
}

/// Copies 16 bytes to shared memory, or clears them.
__device__ __forceinline__ void copy_async16(shared_address to, const void* from, bool valid) {
#ifdef DIORAMA_EMULATED
    emulated::copy_async(to, from, 16, valid ? 16 : 0);
#else
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(from), "r"(valid ? 16 : 0) : "memory");
#endif
}

__device__ __forceinline__ void copy_async4(shared_address to, const void* from, bool valid) {
#ifdef DIORAMA_EMULATED
    emulated::copy_async(to, from, 4, valid ? 4 : 0);
#else
    asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(to), "l"(from), "r"(valid ? 4 : 0) : "memory");
#endif
}

__device__ __forceinline__ void copy_commit() {
#ifdef DIORAMA_EMULATED
    emulated::copy_commit();
#else
    asm volatile("cp.async.commit_group;" ::: "memory");
#endif
}

/// Waits for all of this thread's copies.
__device__ __forceinline__ void copy_wait() {
#ifdef DIORAMA_EMULATED
    emulated::copy_wait(0);
#else
    asm volatile("cp.async.wait_group 0;" ::: "memory");
#endif
}

__device__ __forceinline__ void load_matrix_x4(unsigned (&r)[4], shared_address row) {
#ifdef DIORAMA_EMULATED
    emulated::load_matrix_x4(r, row, false);
#else
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                 : "r"(row));
#endif
}

__device__ __forceinline__ void load_matrix_x4_transposed(unsigned (&r)[4], shared_address row) {
#ifdef DIORAMA_EMULATED
    emulated::load_matrix_x4(r, row, true);
#else
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                 : "r"(row));
#endif
}

/// d [16, 8] += a [16, 16] * b [16, 8]
__device__ __forceinline__ void multiply_add(float (&d)[4], const unsigned (&a)[4], unsigned b0, unsigned b1) {
#ifdef DIORAMA_EMULATED
    unsigned b[2] = {b0, b1};
    emulated::mma_m16n8k16_bf16(d, a, b);
#else
    asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
#endif
}

__device__ __forceinline__ float fast_exp2(float x) {
#ifdef DIORAMA_EMULATED
    return exp2f(x);
#else
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
#endif
}

constexpr float log2_e = 1.4426950408889634f;

__device__ __forceinline__ float minus_infinity() { return __uint_as_float(0xFF800000u); }

/// How many keys query `i` sees.
__device__ __forceinline__ int keys_seen(int i, int keys, int frame_tokens) {
    return frame_tokens == 0 ? keys : min(keys, (i / frame_tokens + 1) * frame_tokens);
}

/// The first query that sees key `j`.
__device__ __forceinline__ int first_query(int j, int frame_tokens) {
    return frame_tokens == 0 ? 0 : j / frame_tokens * frame_tokens;
}

// Values of a row -----------------------------------------------------------------------------------------------------

__device__ __forceinline__ float group_sum(float x, int lanes) {
    for (int d = lanes / 2; d; d /= 2) x += __shfl_xor_sync(0xFFFFFFFFu, x, d);
    return x;
}

__device__ __forceinline__ void load8(const bf16* from, float (&x)[8]) {
    uint4 u = *(const uint4*)from;
    x[0] = low_f32(u.x), x[1] = high_f32(u.x), x[2] = low_f32(u.y), x[3] = high_f32(u.y);
    x[4] = low_f32(u.z), x[5] = high_f32(u.z), x[6] = low_f32(u.w), x[7] = high_f32(u.w);
}

__device__ __forceinline__ void load8(const float* from, float (&x)[8]) {
    float4 a = ((const float4*)from)[0], b = ((const float4*)from)[1];
    x[0] = a.x, x[1] = a.y, x[2] = a.z, x[3] = a.w, x[4] = b.x, x[5] = b.y, x[6] = b.z, x[7] = b.w;
}

__device__ __forceinline__ void store8(bf16* to, const float (&x)[8]) {
    *(uint4*)to = make_uint4(pack_bf16(x[0], x[1]), pack_bf16(x[2], x[3]), pack_bf16(x[4], x[5]),
                             pack_bf16(x[6], x[7]));
}

__device__ __forceinline__ void store8(float* to, const float (&x)[8]) {
    ((float4*)to)[0] = make_float4(x[0], x[1], x[2], x[3]);
    ((float4*)to)[1] = make_float4(x[4], x[5], x[6], x[7]);
}

__device__ __forceinline__ float load1(const bf16* from) { return to_f32(*from); }
__device__ __forceinline__ float load1(const float* from) { return *from; }
__device__ __forceinline__ void store1(bf16* to, float x) { *to = to_bf16(x); }
__device__ __forceinline__ void store1(float* to, float x) { *to = x; }

// Tiles in shared memory ----------------------------------------------------------------------------------------------

/// The bytes from a tile's begin to 8 values of a row. Pieces of 16 bytes change places within rows so that the same
/// piece of 8 consecutive rows lies in different banks.
template <int head_dim> __device__ __forceinline__ int place(int row, int piece) {
    constexpr int shift = head_dim >= 64 ? 0 : head_dim == 32 ? 1 : 2;
    constexpr int mask = head_dim >= 64 ? 7 : head_dim / 8 - 1;
    return row * head_dim * 2 + (piece ^ (row >> shift & mask)) * 16;
}

/// Begins to copy rows first ..< first + tile_rows, cleared from `end` on.
template <int head_dim, int tile_rows, int threads>
__device__ __forceinline__ void load_tile(shared_address to, const bf16* from, long stride, int first, int end) {
    constexpr int pieces = head_dim / 8;
#pragma unroll
    for (int n = 0; n < (tile_rows * pieces + threads - 1) / threads; n++) {
        int i = threadIdx.x + n * threads, row = i / pieces, piece = i % pieces;
        if (tile_rows * pieces % threads != 0 && i >= tile_rows * pieces) break;
        bool valid = first + row < end;
        copy_async16(to + place<head_dim>(row, piece), from + (valid ? first + row : 0) * stride + piece * 8, valid);
    }
}

/// The left operand [16, 16] whose rows begin at `row`, dimensions step * 16 on.
template <int head_dim>
__device__ __forceinline__ void load_left(unsigned (&a)[4], shared_address tile, int row, int step) {
    int lane = threadIdx.x % 32;
    load_matrix_x4(a, tile + place<head_dim>(row + lane % 16, step * 2 + lane / 16));
}

/// Two right operands [16, 8] for products with the transposed tile: rows `row` on are the columns of the product, and
/// dimensions step * 16 on are summed over.
template <int head_dim>
__device__ __forceinline__ void load_right_transposed(unsigned (&b)[4], shared_address tile, int row, int step) {
    int lane = threadIdx.x % 32;
    load_matrix_x4(b, tile + place<head_dim>(row + lane / 16 * 8 + lane % 8, step * 2 + lane / 8 % 2));
}

/// Two right operands [16, 8] for products with the tile itself: rows `row` on are summed over, and dimensions
/// step * 16 on are the columns of the product.
template <int head_dim>
__device__ __forceinline__ void load_right(unsigned (&b)[4], shared_address tile, int row, int step) {
    int lane = threadIdx.x % 32;
    load_matrix_x4_transposed(b, tile + place<head_dim>(row + lane % 16, step * 2 + lane / 16));
}

/// An accumulator [16, 16], of two tiles [16, 8], as a left operand.
__device__ __forceinline__ void as_left(unsigned (&a)[4], const float (&left)[4], const float (&right)[4]) {
    a[0] = pack_bf16(left[0], left[1]);
    a[1] = pack_bf16(left[2], left[3]);
    a[2] = pack_bf16(right[0], right[1]);
    a[3] = pack_bf16(right[2], right[3]);
}

template <int m, int n> __device__ __forceinline__ void clear(float (&x)[m][n][4]) {
#pragma unroll
    for (int i = 0; i < m; i++)
#pragma unroll
        for (int j = 0; j < n; j++)
#pragma unroll
            for (int e = 0; e < 4; e++) x[i][j][e] = 0;
}

// An accumulator's element e of tile n, of lane l, lies in row l / 4 + e / 2 * 8 and column n * 8 + l % 4 * 2 + e % 2.
