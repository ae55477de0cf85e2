// Attention: rotation of queries and keys, the forward pass and a backward pass without atomics.
//
// A job is one head of one clip, job = clip * heads + head. Query i of a job sees the keys j below
// frame_tokens == 0 ? keys : min(keys, (i / frame_tokens + 1) * frame_tokens). The bf16 kernels follow FlashAttention-2
// (Dao 2023) on the tensor cores' mma.m16n8k16; they need head_dim 16, 32, 64 or 128, pointers aligned to 16 bytes, and
// strides of a multiple of 8 elements. The f32 kernels are the plain form, for any head_dim up to 128.

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

// Rotation ------------------------------------------------------------------------------------------------------------

/// Lanes that share one head of one token; with 16, 32, 64 and 128 dimensions each lane holds 8 of either half.
__device__ __forceinline__ int rotate_lanes(int head_dim) {
    return head_dim == 16 || head_dim == 32 || head_dim == 64 || head_dim == 128 ? head_dim / 16 : 32;
}

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

/// Where a thread of the rotation kernels works.
struct RotatePlace {
    int lane, lanes, half, clip, token, head;
    bool exists, vectors;
    long job, table;

    __device__ __forceinline__ RotatePlace(int clips, int sequence, int heads, int head_dim, int table_rows) {
        lanes = rotate_lanes(head_dim);
        vectors = lanes != 32;
        half = head_dim / 2;
        long item = ((long)blockIdx.x * blockDim.x + threadIdx.x) / lanes, total = (long)clips * sequence * heads;
        lane = threadIdx.x % lanes;
        exists = item < total;
        // Lanes beyond the end stay for the sums over groups.
        if (!exists) item = total - 1;
        head = (int)(item % heads);
        long row = item / heads;
        clip = (int)(row / sequence);
        token = (int)(row % sequence);
        job = (long)clip * heads + head;
        table = (table_rows == sequence ? token : row) * half;
    }

    __device__ __forceinline__ long source(int sequence, int heads, int head_dim, int part) const {
        return (((long)clip * sequence + token) * 3 + part) * heads * head_dim + head * head_dim;
    }
};

template <class T>
__device__ __forceinline__ void rotate(const T* qkv, const float* cosine, const float* sine, int clips, int sequence,
                                       int heads, int head_dim, int table_rows, int normalize, T* q, T* k, T* v,
                                       long kv_head_stride, float* inverse) {
    RotatePlace at(clips, sequence, heads, head_dim, table_rows);
    int half = at.half;
    T* outputs[3] = {q + (at.job * sequence + at.token) * head_dim,
                     k + at.job * kv_head_stride + (long)at.token * head_dim,
                     v + at.job * kv_head_stride + (long)at.token * head_dim};
    if (at.vectors) {
        int i = at.lane * 8;
        float c[8], s[8];
        load8(cosine + at.table + i, c);
        load8(sine + at.table + i, s);
#pragma unroll
        for (int part = 0; part < 3; part++) {
            const T* x = qkv + at.source(sequence, heads, head_dim, part);
            float a[8], b[8];
            load8(x + i, a);
            load8(x + half + i, b);
            if (part < 2) {
                float scale = 1;
                if (normalize) {
                    float sum = 0;
#pragma unroll
                    for (int j = 0; j < 8; j++) sum += a[j] * a[j] + b[j] * b[j];
                    scale = 1.0f / sqrtf(group_sum(sum, at.lanes) / (float)head_dim + 1e-6f);
                }
                if (inverse && at.lane == 0 && at.exists)
                    inverse[((long)part * clips * heads + at.job) * sequence + at.token] = scale;
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    float x0 = a[j] * scale, x1 = b[j] * scale;
                    a[j] = x0 * c[j] - x1 * s[j];
                    b[j] = x0 * s[j] + x1 * c[j];
                }
            }
            if (at.exists) {
                store8(outputs[part] + i, a);
                store8(outputs[part] + half + i, b);
            }
        }
        return;
    }
#pragma unroll
    for (int part = 0; part < 3; part++) {
        const T* x = qkv + at.source(sequence, heads, head_dim, part);
        float scale = 1;
        if (normalize && part < 2) {
            float sum = 0;
            for (int i = at.lane; i < head_dim; i += 32) sum += load1(x + i) * load1(x + i);
            scale = 1.0f / sqrtf(warp_sum(sum) / (float)head_dim + 1e-6f);
        }
        if (!at.exists) continue;
        if (part < 2 && inverse && at.lane == 0)
            inverse[((long)part * clips * heads + at.job) * sequence + at.token] = scale;
        for (int i = at.lane; i < half; i += 32) {
            float c = part < 2 ? cosine[at.table + i] : 1, s = part < 2 ? sine[at.table + i] : 0;
            float a = load1(x + i) * scale, b = load1(x + half + i) * scale;
            store1(outputs[part] + i, a * c - b * s);
            store1(outputs[part] + half + i, a * s + b * c);
        }
    }
}

template <class T>
__device__ __forceinline__ void rotate_backward(const float* dq, const float* dk, const float* dv, const T* qkv,
                                                const float* cosine, const float* sine, const float* inverse, int clips,
                                                int sequence, int heads, int head_dim, int table_rows, int normalize,
                                                T* dqkv) {
    RotatePlace at(clips, sequence, heads, head_dim, table_rows);
    int half = at.half;
    const float* gradients[3] = {dq, dk, dv};
    long from = (at.job * sequence + at.token) * head_dim;
    if (at.vectors) {
        int i = at.lane * 8;
        float c[8], s[8];
        load8(cosine + at.table + i, c);
        load8(sine + at.table + i, s);
#pragma unroll
        for (int part = 0; part < 3; part++) {
            long to = at.source(sequence, heads, head_dim, part);
            float a[8], b[8];
            load8(gradients[part] + from + i, a);
            load8(gradients[part] + from + half + i, b);
            if (part < 2) {
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    float x0 = a[j], x1 = b[j];
                    a[j] = x0 * c[j] + x1 * s[j];
                    b[j] = x1 * c[j] - x0 * s[j];
                }
                if (normalize) {
                    float scale = inverse[((long)part * clips * heads + at.job) * sequence + at.token];
                    float x0[8], x1[8], dot = 0;
                    load8(qkv + to + i, x0);
                    load8(qkv + to + half + i, x1);
#pragma unroll
                    for (int j = 0; j < 8; j++) {
                        x0[j] *= scale, x1[j] *= scale;
                        dot += x0[j] * a[j] + x1[j] * b[j];
                    }
                    dot = group_sum(dot, at.lanes) / (float)head_dim;
#pragma unroll
                    for (int j = 0; j < 8; j++) {
                        a[j] = scale * (a[j] - x0[j] * dot);
                        b[j] = scale * (b[j] - x1[j] * dot);
                    }
                }
            }
            if (at.exists) {
                store8(dqkv + to + i, a);
                store8(dqkv + to + half + i, b);
            }
        }
        return;
    }
#pragma unroll
    for (int part = 0; part < 3; part++) {
        long to = at.source(sequence, heads, head_dim, part);
        const float* g = gradients[part] + from;
        float a[2], b[2], x0[2] = {0, 0}, x1[2] = {0, 0}, scale = 1, dot = 0;
        if (normalize && part < 2) scale = inverse[((long)part * clips * heads + at.job) * sequence + at.token];
#pragma unroll
        for (int n = 0; n < 2; n++) {
            int i = at.lane + n * 32;
            if (i >= half) continue;
            float c = part < 2 ? cosine[at.table + i] : 1, s = part < 2 ? sine[at.table + i] : 0;
            a[n] = g[i] * c + g[i + half] * s;
            b[n] = g[i + half] * c - g[i] * s;
            x0[n] = load1(qkv + to + i) * scale;
            x1[n] = load1(qkv + to + half + i) * scale;
            dot += x0[n] * a[n] + x1[n] * b[n];
        }
        dot = normalize && part < 2 ? warp_sum(dot) / (float)head_dim : 0;
#pragma unroll
        for (int n = 0; n < 2; n++) {
            int i = at.lane + n * 32;
            if (i >= half || !at.exists) continue;
            store1(dqkv + to + i, scale * (a[n] - x0[n] * dot));
            store1(dqkv + to + half + i, scale * (b[n] - x1[n] * dot));
        }
    }
}

/// Rotates, and with `normalize` first normalises, the queries and keys of qkv, which is
/// [clips * sequence, 3 * heads * head_dim], and copies the values. cosine and sine are [table_rows, head_dim / 2],
/// table_rows being `sequence` where all clips share them and clips * sequence otherwise. q is
/// [clips * heads, sequence, head_dim]; the keys and values of a job begin at job * kv_head_stride. inverse
/// [2, clips * heads, sequence], of queries and keys, may be null.
/// Grid: ceil(clips * sequence * heads * lanes / 256), where lanes is head_dim / 16 if head_dim is 16, 32, 64 or 128
/// and 32 otherwise. Block: 256. No dynamic shared memory. head_dim is even and at most 128.
extern "C" __global__ void __launch_bounds__(256)
rotate_bf16(const bf16* qkv, const float* cosine, const float* sine, int clips, int sequence, int heads, int head_dim,
            int table_rows, int normalize, bf16* q, bf16* k, bf16* v, long kv_head_stride, float* inverse) {
    rotate(qkv, cosine, sine, clips, sequence, heads, head_dim, table_rows, normalize, q, k, v, kv_head_stride,
           inverse);
}

/// Launched like rotate_bf16.
extern "C" __global__ void __launch_bounds__(256)
rotate_f32(const float* qkv, const float* cosine, const float* sine, int clips, int sequence, int heads, int head_dim,
           int table_rows, int normalize, float* q, float* k, float* v, long kv_head_stride, float* inverse) {
    rotate(qkv, cosine, sine, clips, sequence, heads, head_dim, table_rows, normalize, q, k, v, kv_head_stride,
           inverse);
}

/// The gradient of qkv from those of the rotated queries, keys and values, each [clips * heads, sequence, head_dim].
/// `inverse` may be null without `normalize`. Launched like rotate_bf16.
extern "C" __global__ void __launch_bounds__(256)
rotate_backward_bf16(const float* dq, const float* dk, const float* dv, const bf16* qkv, const float* cosine,
                     const float* sine, const float* inverse, int clips, int sequence, int heads, int head_dim,
                     int table_rows, int normalize, bf16* dqkv) {
    rotate_backward(dq, dk, dv, qkv, cosine, sine, inverse, clips, sequence, heads, head_dim, table_rows, normalize,
                    dqkv);
}

/// Launched like rotate_bf16.
extern "C" __global__ void __launch_bounds__(256)
rotate_backward_f32(const float* dq, const float* dk, const float* dv, const float* qkv, const float* cosine,
                    const float* sine, const float* inverse, int clips, int sequence, int heads, int head_dim,
                    int table_rows, int normalize, float* dqkv) {
    rotate_backward(dq, dk, dv, qkv, cosine, sine, inverse, clips, sequence, heads, head_dim, table_rows, normalize,
                    dqkv);
}

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

// Forward -------------------------------------------------------------------------------------------------------------

constexpr int forward_keys = 64;

/// A block takes 16 * blocks_m * warps queries, each warp 16 * blocks_m of them, and goes through the keys that any of
/// them sees in tiles of 64. With `split`, the block takes a part blockIdx.z of the keys and writes its normalised f32
/// output and its log-sum-exp to partial and lse, [splits, jobs, rows, head_dim] and [splits, jobs, rows].
template <int head_dim, int blocks_m, int warps, bool split>
__device__ __forceinline__ void attention_forward(const bf16* q, const bf16* k, const bf16* v, bf16* out,
                                                  float* partial, float* lse, int heads, int rows, int keys,
                                                  long q_stride, long kv_stride, int frame_tokens, float scale) {
    constexpr int warp_rows = 16 * blocks_m, block_rows = warp_rows * warps, threads = 32 * warps;
    constexpr int steps = head_dim / 16, key_tiles = forward_keys / 8;
    constexpr int tile_bytes = forward_keys * head_dim * 2;
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    long job = blockIdx.y;
    // The last queries see most keys, so they come first.
    int first = (int)(gridDim.x - 1 - blockIdx.x) * block_rows;
    int begin = 0, end = keys_seen(min(first + block_rows, rows) - 1, keys, frame_tokens);
    if (split) {
        int tiles = (keys + forward_keys - 1) / forward_keys, part = blockIdx.z, parts = gridDim.z;
        begin = (int)((long)tiles * part / parts) * forward_keys;
        end = min(end, (int)((long)tiles * (part + 1) / parts) * forward_keys);
    }
    shared_address q_tile = shared_base(), kv_tiles = q_tile + block_rows * head_dim * 2;
    q += job * q_stride;
    k += job * kv_stride;
    v += job * kv_stride;

    load_tile<head_dim, block_rows, threads>(q_tile, q, head_dim, first, rows);
    if (begin < end) {
        load_tile<head_dim, forward_keys, threads>(kv_tiles, k, head_dim, begin, keys);
        load_tile<head_dim, forward_keys, threads>(kv_tiles + tile_bytes, v, head_dim, begin, keys);
    }
    copy_commit();

    int warp_row = warp * warp_rows, warp_first = first + warp_row;
    int seen[blocks_m][2];
#pragma unroll
    for (int m = 0; m < blocks_m; m++)
#pragma unroll
        for (int h = 0; h < 2; h++)
            seen[m][h] = keys_seen(min(warp_first + m * 16 + h * 8 + lane / 4, rows - 1), keys, frame_tokens);
    int seen_by_all = keys_seen(warp_first, keys, frame_tokens);
    // A warp past the last query only helps to load.
    int seen_by_any = warp_first < rows ? keys_seen(min(warp_first + warp_rows, rows) - 1, keys, frame_tokens) : 0;

    float o[blocks_m][head_dim / 8][4], top[blocks_m][2], sum[blocks_m][2];
    unsigned query[blocks_m][steps][4];
    clear(o);
#pragma unroll
    for (int m = 0; m < blocks_m; m++)
#pragma unroll
        for (int h = 0; h < 2; h++) top[m][h] = minus_infinity(), sum[m][h] = 0;
    float scale2 = scale * log2_e;

#pragma unroll 1
    for (int tile = begin; tile < end; tile += forward_keys) {
        int stage = (tile - begin) / forward_keys % 2;
        copy_wait();
        __syncthreads();
        if (tile + forward_keys < end) {
            shared_address next = kv_tiles + (1 - stage) * 2 * tile_bytes;
            load_tile<head_dim, forward_keys, threads>(next, k, head_dim, tile + forward_keys, keys);
            load_tile<head_dim, forward_keys, threads>(next + tile_bytes, v, head_dim, tile + forward_keys, keys);
            copy_commit();
        }
        if (tile == begin) {
#pragma unroll
            for (int m = 0; m < blocks_m; m++)
#pragma unroll
                for (int step = 0; step < steps; step++)
                    load_left<head_dim>(query[m][step], q_tile, warp_row + m * 16, step);
        }
        if (tile >= seen_by_any) continue;
        shared_address k_tile = kv_tiles + stage * 2 * tile_bytes, v_tile = k_tile + tile_bytes;

        float s[blocks_m][key_tiles][4];
        clear(s);
#pragma unroll
        for (int step = 0; step < steps; step++)
#pragma unroll
            for (int n = 0; n < key_tiles; n += 2) {
                unsigned b[4];
                load_right_transposed<head_dim>(b, k_tile, n * 8, step);
#pragma unroll
                for (int m = 0; m < blocks_m; m++) {
                    multiply_add(s[m][n], query[m][step], b[0], b[1]);
                    multiply_add(s[m][n + 1], query[m][step], b[2], b[3]);
                }
            }

        if (tile + forward_keys > seen_by_all) {
#pragma unroll
            for (int m = 0; m < blocks_m; m++)
#pragma unroll
                for (int n = 0; n < key_tiles; n++)
#pragma unroll
                    for (int e = 0; e < 4; e++)
                        if (tile + n * 8 + lane % 4 * 2 + e % 2 >= seen[m][e / 2]) s[m][n][e] = minus_infinity();
        }

#pragma unroll
        for (int m = 0; m < blocks_m; m++)
#pragma unroll
            for (int h = 0; h < 2; h++) {
                float highest = top[m][h];
#pragma unroll
                for (int n = 0; n < key_tiles; n++)
                    highest = fmaxf(highest, fmaxf(s[m][n][h * 2], s[m][n][h * 2 + 1]));
                highest = fmaxf(highest, __shfl_xor_sync(0xFFFFFFFFu, highest, 1));
                highest = fmaxf(highest, __shfl_xor_sync(0xFFFFFFFFu, highest, 2));
                // Every query sees the first tile, but in a later part it may see nothing yet.
                float base = split && highest == minus_infinity() ? 0.0f : highest;
                float shrink = fast_exp2((top[m][h] - base) * scale2), offset = base * scale2, total = 0;
                top[m][h] = highest;
#pragma unroll
                for (int n = 0; n < key_tiles; n++)
#pragma unroll
                    for (int e = h * 2; e < h * 2 + 2; e++) {
                        s[m][n][e] = fast_exp2(s[m][n][e] * scale2 - offset);
                        total += s[m][n][e];
                    }
                sum[m][h] = sum[m][h] * shrink + total;
#pragma unroll
                for (int n = 0; n < head_dim / 8; n++) {
                    o[m][n][h * 2] *= shrink;
                    o[m][n][h * 2 + 1] *= shrink;
                }
            }

#pragma unroll
        for (int step = 0; step < forward_keys / 16; step++) {
            unsigned p[blocks_m][4];
#pragma unroll
            for (int m = 0; m < blocks_m; m++) as_left(p[m], s[m][step * 2], s[m][step * 2 + 1]);
#pragma unroll
            for (int n = 0; n < head_dim / 8; n += 2) {
                unsigned b[4];
                load_right<head_dim>(b, v_tile, step * 16, n / 2);
#pragma unroll
                for (int m = 0; m < blocks_m; m++) {
                    multiply_add(o[m][n], p[m], b[0], b[1]);
                    multiply_add(o[m][n + 1], p[m], b[2], b[3]);
                }
            }
        }
    }
    copy_wait();

    // Rows go out by way of the warp's part of the query tile, so that neighbouring lanes write neighbouring pieces.
    __syncwarp();
#pragma unroll
    for (int m = 0; m < blocks_m; m++)
#pragma unroll
        for (int h = 0; h < 2; h++) {
            float total = sum[m][h];
            total += __shfl_xor_sync(0xFFFFFFFFu, total, 1);
            total += __shfl_xor_sync(0xFFFFFFFFu, total, 2);
            float inverse = split && total == 0 ? 0.0f : 1.0f / total;
            int tile_row = warp_row + m * 16 + h * 8 + lane / 4, row = first + tile_row;
            if (split) {
                if (row >= rows) continue;
                long at = ((long)blockIdx.z * gridDim.y + job) * rows + row;
                if (lane % 4 == 0)
                    lse[at] = total == 0 ? minus_infinity() : top[m][h] * scale + logf(total);
#pragma unroll
                for (int n = 0; n < head_dim / 8; n++)
                    *(float2*)(partial + at * head_dim + n * 8 + lane % 4 * 2) =
                        make_float2(o[m][n][h * 2] * inverse, o[m][n][h * 2 + 1] * inverse);
            } else {
                if (lse && lane % 4 == 0 && row < rows) lse[job * rows + row] = top[m][h] * scale + logf(total);
#pragma unroll
                for (int n = 0; n < head_dim / 8; n++)
                    *(unsigned*)(dynamic_shared + place<head_dim>(tile_row, n) + lane % 4 * 4) =
                        pack_bf16(o[m][n][h * 2] * inverse, o[m][n][h * 2 + 1] * inverse);
            }
        }
    if (split) return;
    __syncwarp();
    long width = (long)heads * head_dim;
    out += job / heads * rows * width + job % heads * head_dim;
    constexpr int pieces = head_dim / 8;
#pragma unroll
    for (int n = 0; n < warp_rows * pieces / 32; n++) {
        int i = lane + n * 32, row = warp_row + i / pieces, piece = i % pieces;
        if (first + row < rows)
            *(uint4*)(out + (first + row) * width + piece * 8) =
                *(const uint4*)(dynamic_shared + place<head_dim>(row, piece));
    }
}

/// The attention of every job: queries at job * q_stride, [rows, head_dim], keys and values at job * kv_stride,
/// [keys, head_dim]. out is [clips * rows, heads * head_dim]; lse, the natural logarithm of each query's sum, is
/// [jobs, rows] or null.
/// Grid: (ceil(rows / 128), jobs). Block: 128, for head_dim 128: 256.
/// Dynamic shared memory: (128 + 4 * 64) * head_dim * 2 bytes, so head_dim 128, with 96 KB, needs the attribute raised.
extern "C" __global__ void __launch_bounds__(128)
attention_forward_bf16_16(const bf16* q, const bf16* k, const bf16* v, bf16* out, float* lse, int heads, int rows,
                          int keys, long q_stride, long kv_stride, int frame_tokens, float scale) {
    attention_forward<16, 2, 4, false>(q, k, v, out, nullptr, lse, heads, rows, keys, q_stride, kv_stride, frame_tokens,
                                       scale);
}

extern "C" __global__ void __launch_bounds__(128)
attention_forward_bf16_32(const bf16* q, const bf16* k, const bf16* v, bf16* out, float* lse, int heads, int rows,
                          int keys, long q_stride, long kv_stride, int frame_tokens, float scale) {
    attention_forward<32, 2, 4, false>(q, k, v, out, nullptr, lse, heads, rows, keys, q_stride, kv_stride, frame_tokens,
                                       scale);
}

extern "C" __global__ void __launch_bounds__(128, 2)
attention_forward_bf16_64(const bf16* q, const bf16* k, const bf16* v, bf16* out, float* lse, int heads, int rows,
                          int keys, long q_stride, long kv_stride, int frame_tokens, float scale) {
    attention_forward<64, 2, 4, false>(q, k, v, out, nullptr, lse, heads, rows, keys, q_stride, kv_stride, frame_tokens,
                                       scale);
}

extern "C" __global__ void __launch_bounds__(256)
attention_forward_bf16_128(const bf16* q, const bf16* k, const bf16* v, bf16* out, float* lse, int heads, int rows,
                           int keys, long q_stride, long kv_stride, int frame_tokens, float scale) {
    attention_forward<128, 1, 8, false>(q, k, v, out, nullptr, lse, heads, rows, keys, q_stride, kv_stride,
                                        frame_tokens, scale);
}

/// The forward pass of few jobs with few queries but many keys: each block takes a part of the keys. partial is
/// [splits, jobs, rows, head_dim] and sums [splits, jobs, rows]; attention_combine_bf16 makes the output of them.
/// Grid: (ceil(rows / 64), jobs, splits), where splits is at most ceil(keys / 64). Block: 128.
/// Dynamic shared memory: (64 + 4 * 64) * head_dim * 2 bytes, so head_dim 128, with 80 KB, needs the attribute raised.
extern "C" __global__ void __launch_bounds__(128)
attention_split_bf16_16(const bf16* q, const bf16* k, const bf16* v, float* partial, float* sums, int rows, int keys,
                        long q_stride, long kv_stride, int frame_tokens, float scale) {
    attention_forward<16, 1, 4, true>(q, k, v, nullptr, partial, sums, 1, rows, keys, q_stride, kv_stride, frame_tokens,
                                      scale);
}

extern "C" __global__ void __launch_bounds__(128, 2)
attention_split_bf16_32(const bf16* q, const bf16* k, const bf16* v, float* partial, float* sums, int rows, int keys,
                        long q_stride, long kv_stride, int frame_tokens, float scale) {
    attention_forward<32, 1, 4, true>(q, k, v, nullptr, partial, sums, 1, rows, keys, q_stride, kv_stride, frame_tokens,
                                      scale);
}

extern "C" __global__ void __launch_bounds__(128)
attention_split_bf16_64(const bf16* q, const bf16* k, const bf16* v, float* partial, float* sums, int rows, int keys,
                        long q_stride, long kv_stride, int frame_tokens, float scale) {
    attention_forward<64, 1, 4, true>(q, k, v, nullptr, partial, sums, 1, rows, keys, q_stride, kv_stride, frame_tokens,
                                      scale);
}

extern "C" __global__ void __launch_bounds__(128)
attention_split_bf16_128(const bf16* q, const bf16* k, const bf16* v, float* partial, float* sums, int rows, int keys,
                         long q_stride, long kv_stride, int frame_tokens, float scale) {
    attention_forward<128, 1, 4, true>(q, k, v, nullptr, partial, sums, 1, rows, keys, q_stride, kv_stride,
                                       frame_tokens, scale);
}

/// out [clips * rows, heads * head_dim] and, if not null, lse [jobs, rows] of the parts that attention_split left.
/// Grid: ceil(jobs * rows * head_dim / 8 / 128). Block: 128. No dynamic shared memory.
extern "C" __global__ void __launch_bounds__(128)
attention_combine_bf16(const float* partial, const float* sums, bf16* out, float* lse, int jobs, int heads, int rows,
                       int head_dim, int splits) {
    int pieces = head_dim / 8;
    long i = (long)blockIdx.x * blockDim.x + threadIdx.x, count = (long)jobs * rows;
    long item = i / pieces, job = item / rows, row = item % rows;
    int piece = (int)(i % pieces);
    if (item >= count) return;
    float top = minus_infinity(), total = 0, o[8] = {0, 0, 0, 0, 0, 0, 0, 0};
    for (int n = 0; n < splits; n++) top = fmaxf(top, sums[n * count + item]);
    for (int n = 0; n < splits; n++) {
        float weight = expf(sums[n * count + item] - top), x[8];
        load8(partial + (n * count + item) * head_dim + piece * 8, x);
        total += weight;
#pragma unroll
        for (int j = 0; j < 8; j++) o[j] += weight * x[j];
    }
#pragma unroll
    for (int j = 0; j < 8; j++) o[j] /= total;
    store8(out + (job / heads * rows + row) * heads * head_dim + job % heads * head_dim + piece * 8, o);
    if (lse && piece == 0) lse[item] = top + logf(total);
}

// Backward ------------------------------------------------------------------------------------------------------------

/// delta [clips * heads, rows], the sum over each head of out * dout, both [clips * rows, heads * head_dim].
/// Grid: ceil(clips * rows * heads * head_dim / 8 / 256). Block: 256. No dynamic shared memory. head_dim is 16, 32, 64
/// or 128.
extern "C" __global__ void __launch_bounds__(256)
attention_delta_bf16(const bf16* out, const bf16* dout, float* delta, int clips, int rows, int heads, int head_dim) {
    int lanes = head_dim / 8;
    long i = (long)blockIdx.x * blockDim.x + threadIdx.x, count = (long)clips * rows * heads * lanes;
    float sum = 0;
    if (i < count) {
        float a[8], b[8];
        load8(out + i * 8, a);
        load8(dout + i * 8, b);
#pragma unroll
        for (int j = 0; j < 8; j++) sum += a[j] * b[j];
    }
    sum = group_sum(sum, lanes);
    if (i >= count || i % lanes != 0) return;
    long item = i / lanes, row = item / heads;
    delta[(row / rows * heads + item % heads) * rows + row % rows] = sum;
}

constexpr int backward_tile = 64;

/// A block takes 16 * blocks_m * warps keys and goes through the queries that see any of them in tiles of 64, of which
/// `width` at a time are in registers. All products have keys as rows: the weights and their gradients then already lie
/// in registers as the left operands of the products that give dv and dk. With `keep`, keys and values stay in
/// registers too.
template <int head_dim, int blocks_m, int warps, int width, bool keep>
__device__ __forceinline__ void attention_backward_kv(const bf16* q, const bf16* k, const bf16* v, const bf16* dout,
                                                      const float* lse, const float* delta, float* dk, float* dv,
                                                      int heads, int rows, int frame_tokens, float scale) {
    constexpr int warp_keys = 16 * blocks_m, block_keys = warp_keys * warps, threads = 32 * warps;
    constexpr int steps = head_dim / 16, columns = width / 8, tile_bytes = backward_tile * head_dim * 2;
    // A stage holds queries, output gradients, log-sum-exps and deltas.
    constexpr int stage_bytes = 2 * tile_bytes + 2 * backward_tile * 4;
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    long job = blockIdx.y;
    // The first keys are seen by most queries and come first by themselves.
    int first = blockIdx.x * block_keys;
    int begin = first_query(first, frame_tokens);
    shared_address k_tile = shared_base(), v_tile = k_tile + block_keys * head_dim * 2;
    shared_address stages = v_tile + block_keys * head_dim * 2;
    long dout_stride = (long)heads * head_dim;
    q += job * rows * head_dim;
    k += job * rows * head_dim;
    v += job * rows * head_dim;
    dout += job / heads * rows * dout_stride + job % heads * head_dim;
    lse += job * rows;
    delta += job * rows;

    auto load_stage = [&](int stage, int tile) {
        shared_address to = stages + stage * stage_bytes;
        load_tile<head_dim, backward_tile, threads>(to, q, head_dim, tile, rows);
        load_tile<head_dim, backward_tile, threads>(to + tile_bytes, dout, dout_stride, tile, rows);
        for (int i = threadIdx.x; i < 2 * backward_tile; i += threads) {
            int row = tile + i % backward_tile;
            const float* from = i < backward_tile ? lse : delta;
            copy_async4(to + 2 * tile_bytes + i * 4, from + (row < rows ? row : 0), row < rows);
        }
    };
    load_tile<head_dim, block_keys, threads>(k_tile, k, head_dim, first, rows);
    load_tile<head_dim, block_keys, threads>(v_tile, v, head_dim, first, rows);
    load_stage(0, begin);
    copy_commit();

    int warp_row = warp * warp_keys, warp_first = first + warp_row;
    int from[blocks_m][2];
#pragma unroll
    for (int m = 0; m < blocks_m; m++)
#pragma unroll
        for (int h = 0; h < 2; h++) from[m][h] = first_query(warp_first + m * 16 + h * 8 + lane / 4, frame_tokens);
    int any_from = warp_first < rows ? first_query(warp_first, frame_tokens) : rows;
    int all_from = first_query(warp_first + warp_keys - 1, frame_tokens);

    float gk[blocks_m][head_dim / 8][4], gv[blocks_m][head_dim / 8][4];
    clear(gk);
    clear(gv);
    unsigned key[blocks_m][keep ? steps : 1][4], value[blocks_m][keep ? steps : 1][4];
    float scale2 = scale * log2_e;

#pragma unroll 1
    for (int tile = begin; tile < rows; tile += backward_tile) {
        int stage = (tile - begin) / backward_tile % 2;
        copy_wait();
        __syncthreads();
        if (tile + backward_tile < rows) {
            load_stage(1 - stage, tile + backward_tile);
            copy_commit();
        }
        if (keep && tile == begin) {
#pragma unroll
            for (int m = 0; m < blocks_m; m++)
#pragma unroll
                for (int step = 0; step < steps; step++) {
                    load_left<head_dim>(key[m][keep ? step : 0], k_tile, warp_row + m * 16, step);
                    load_left<head_dim>(value[m][keep ? step : 0], v_tile, warp_row + m * 16, step);
                }
        }
        shared_address q_tile = stages + stage * stage_bytes, dout_tile = q_tile + tile_bytes;
        const float* tile_lse = (const float*)(dynamic_shared + 2 * block_keys * head_dim * 2 + stage * stage_bytes +
                                               2 * tile_bytes);

#pragma unroll 1
        for (int part = 0; part < backward_tile; part += width) {
            if (tile + part + width <= any_from) continue;
            float p[blocks_m][columns][4], d[blocks_m][columns][4];
            clear(p);
            clear(d);
#pragma unroll
            for (int step = 0; step < steps; step++) {
                if (!keep) {
#pragma unroll
                    for (int m = 0; m < blocks_m; m++) {
                        load_left<head_dim>(key[m][0], k_tile, warp_row + m * 16, step);
                        load_left<head_dim>(value[m][0], v_tile, warp_row + m * 16, step);
                    }
                }
#pragma unroll
                for (int n = 0; n < columns; n += 2) {
                    unsigned b[4];
                    load_right_transposed<head_dim>(b, q_tile, part + n * 8, step);
#pragma unroll
                    for (int m = 0; m < blocks_m; m++) {
                        multiply_add(p[m][n], key[m][keep ? step : 0], b[0], b[1]);
                        multiply_add(p[m][n + 1], key[m][keep ? step : 0], b[2], b[3]);
                    }
                    load_right_transposed<head_dim>(b, dout_tile, part + n * 8, step);
#pragma unroll
                    for (int m = 0; m < blocks_m; m++) {
                        multiply_add(d[m][n], value[m][keep ? step : 0], b[0], b[1]);
                        multiply_add(d[m][n + 1], value[m][keep ? step : 0], b[2], b[3]);
                    }
                }
            }
            bool masked = tile + part < all_from;
#pragma unroll
            for (int n = 0; n < columns; n++) {
                int column = part + n * 8 + lane % 4 * 2;
                float2 sums = *(const float2*)(tile_lse + column);
                float2 deltas = *(const float2*)(tile_lse + backward_tile + column);
                sums.x *= log2_e, sums.y *= log2_e;
#pragma unroll
                for (int m = 0; m < blocks_m; m++)
#pragma unroll
                    for (int e = 0; e < 4; e++) {
                        float weight = fast_exp2(p[m][n][e] * scale2 - (e % 2 ? sums.y : sums.x));
                        if (masked && tile + column + e % 2 < from[m][e / 2]) weight = 0;
                        p[m][n][e] = weight;
                        d[m][n][e] = weight * (d[m][n][e] - (e % 2 ? deltas.y : deltas.x));
                    }
            }
#pragma unroll
            for (int step = 0; step < width / 16; step++) {
                unsigned a[blocks_m][4], c[blocks_m][4];
#pragma unroll
                for (int m = 0; m < blocks_m; m++) {
                    as_left(a[m], p[m][step * 2], p[m][step * 2 + 1]);
                    as_left(c[m], d[m][step * 2], d[m][step * 2 + 1]);
                }
#pragma unroll
                for (int n = 0; n < head_dim / 8; n += 2) {
                    unsigned b[4];
                    load_right<head_dim>(b, dout_tile, part + step * 16, n / 2);
#pragma unroll
                    for (int m = 0; m < blocks_m; m++) {
                        multiply_add(gv[m][n], a[m], b[0], b[1]);
                        multiply_add(gv[m][n + 1], a[m], b[2], b[3]);
                    }
                    load_right<head_dim>(b, q_tile, part + step * 16, n / 2);
#pragma unroll
                    for (int m = 0; m < blocks_m; m++) {
                        multiply_add(gk[m][n], c[m], b[0], b[1]);
                        multiply_add(gk[m][n + 1], c[m], b[2], b[3]);
                    }
                }
            }
        }
    }
    copy_wait();

#pragma unroll
    for (int m = 0; m < blocks_m; m++)
#pragma unroll
        for (int h = 0; h < 2; h++) {
            int row = warp_first + m * 16 + h * 8 + lane / 4;
            if (row >= rows) continue;
            long at = (job * rows + row) * head_dim + lane % 4 * 2;
#pragma unroll
            for (int n = 0; n < head_dim / 8; n++) {
                *(float2*)(dk + at + n * 8) = make_float2(gk[m][n][h * 2] * scale, gk[m][n][h * 2 + 1] * scale);
                *(float2*)(dv + at + n * 8) = make_float2(gv[m][n][h * 2], gv[m][n][h * 2 + 1]);
            }
        }
}

/// A block takes 16 * blocks_m * warps queries and goes through the keys that any of them sees in tiles of 64, of which
/// `width` at a time are in registers. With `keep`, queries and output gradients stay in registers.
template <int head_dim, int blocks_m, int warps, int width, bool keep>
__device__ __forceinline__ void attention_backward_q(const bf16* q, const bf16* k, const bf16* v, const bf16* dout,
                                                     const float* lse, const float* delta, float* dq, int heads,
                                                     int rows, int frame_tokens, float scale) {
    constexpr int warp_rows = 16 * blocks_m, block_rows = warp_rows * warps, threads = 32 * warps;
    constexpr int steps = head_dim / 16, columns = width / 8, tile_bytes = backward_tile * head_dim * 2;
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    long job = blockIdx.y;
    int first = (int)(gridDim.x - 1 - blockIdx.x) * block_rows;
    int end = keys_seen(min(first + block_rows, rows) - 1, rows, frame_tokens);
    shared_address q_tile = shared_base(), dout_tile = q_tile + block_rows * head_dim * 2;
    shared_address stages = dout_tile + block_rows * head_dim * 2;
    long dout_stride = (long)heads * head_dim;
    q += job * rows * head_dim;
    k += job * rows * head_dim;
    v += job * rows * head_dim;
    dout += job / heads * rows * dout_stride + job % heads * head_dim;

    auto load_stage = [&](int stage, int tile) {
        shared_address to = stages + stage * 2 * tile_bytes;
        load_tile<head_dim, backward_tile, threads>(to, k, head_dim, tile, rows);
        load_tile<head_dim, backward_tile, threads>(to + tile_bytes, v, head_dim, tile, rows);
    };
    load_tile<head_dim, block_rows, threads>(q_tile, q, head_dim, first, rows);
    load_tile<head_dim, block_rows, threads>(dout_tile, dout, dout_stride, first, rows);
    load_stage(0, 0);
    copy_commit();

    int warp_row = warp * warp_rows, warp_first = first + warp_row;
    int seen[blocks_m][2];
    float sums[blocks_m][2], deltas[blocks_m][2];
#pragma unroll
    for (int m = 0; m < blocks_m; m++)
#pragma unroll
        for (int h = 0; h < 2; h++) {
            int row = min(warp_first + m * 16 + h * 8 + lane / 4, rows - 1);
            seen[m][h] = keys_seen(row, rows, frame_tokens);
            sums[m][h] = lse[job * rows + row] * log2_e;
            deltas[m][h] = delta[job * rows + row];
        }
    int seen_by_all = keys_seen(warp_first, rows, frame_tokens);
    int seen_by_any = warp_first < rows ? keys_seen(min(warp_first + warp_rows, rows) - 1, rows, frame_tokens) : 0;

    float g[blocks_m][head_dim / 8][4];
    clear(g);
    unsigned query[blocks_m][keep ? steps : 1][4], gradient[blocks_m][keep ? steps : 1][4];
    float scale2 = scale * log2_e;

#pragma unroll 1
    for (int tile = 0; tile < end; tile += backward_tile) {
        int stage = tile / backward_tile % 2;
        copy_wait();
        __syncthreads();
        if (tile + backward_tile < end) {
            load_stage(1 - stage, tile + backward_tile);
            copy_commit();
        }
        if (keep && tile == 0) {
#pragma unroll
            for (int m = 0; m < blocks_m; m++)
#pragma unroll
                for (int step = 0; step < steps; step++) {
                    load_left<head_dim>(query[m][keep ? step : 0], q_tile, warp_row + m * 16, step);
                    load_left<head_dim>(gradient[m][keep ? step : 0], dout_tile, warp_row + m * 16, step);
                }
        }
        shared_address k_tile = stages + stage * 2 * tile_bytes, v_tile = k_tile + tile_bytes;

#pragma unroll 1
        for (int part = 0; part < backward_tile; part += width) {
            if (tile + part >= seen_by_any) break;
            float p[blocks_m][columns][4], d[blocks_m][columns][4];
            clear(p);
            clear(d);
#pragma unroll
            for (int step = 0; step < steps; step++) {
                if (!keep) {
#pragma unroll
                    for (int m = 0; m < blocks_m; m++) {
                        load_left<head_dim>(query[m][0], q_tile, warp_row + m * 16, step);
                        load_left<head_dim>(gradient[m][0], dout_tile, warp_row + m * 16, step);
                    }
                }
#pragma unroll
                for (int n = 0; n < columns; n += 2) {
                    unsigned b[4];
                    load_right_transposed<head_dim>(b, k_tile, part + n * 8, step);
#pragma unroll
                    for (int m = 0; m < blocks_m; m++) {
                        multiply_add(p[m][n], query[m][keep ? step : 0], b[0], b[1]);
                        multiply_add(p[m][n + 1], query[m][keep ? step : 0], b[2], b[3]);
                    }
                    load_right_transposed<head_dim>(b, v_tile, part + n * 8, step);
#pragma unroll
                    for (int m = 0; m < blocks_m; m++) {
                        multiply_add(d[m][n], gradient[m][keep ? step : 0], b[0], b[1]);
                        multiply_add(d[m][n + 1], gradient[m][keep ? step : 0], b[2], b[3]);
                    }
                }
            }
            bool masked = tile + part + width > seen_by_all;
#pragma unroll
            for (int m = 0; m < blocks_m; m++)
#pragma unroll
                for (int n = 0; n < columns; n++)
#pragma unroll
                    for (int e = 0; e < 4; e++) {
                        float weight = fast_exp2(p[m][n][e] * scale2 - sums[m][e / 2]);
                        if (masked && tile + part + n * 8 + lane % 4 * 2 + e % 2 >= seen[m][e / 2]) weight = 0;
                        d[m][n][e] = weight * (d[m][n][e] - deltas[m][e / 2]);
                    }
#pragma unroll
            for (int step = 0; step < width / 16; step++) {
                unsigned a[blocks_m][4];
#pragma unroll
                for (int m = 0; m < blocks_m; m++) as_left(a[m], d[m][step * 2], d[m][step * 2 + 1]);
#pragma unroll
                for (int n = 0; n < head_dim / 8; n += 2) {
                    unsigned b[4];
                    load_right<head_dim>(b, k_tile, part + step * 16, n / 2);
#pragma unroll
                    for (int m = 0; m < blocks_m; m++) {
                        multiply_add(g[m][n], a[m], b[0], b[1]);
                        multiply_add(g[m][n + 1], a[m], b[2], b[3]);
                    }
                }
            }
        }
    }
    copy_wait();

#pragma unroll
    for (int m = 0; m < blocks_m; m++)
#pragma unroll
        for (int h = 0; h < 2; h++) {
            int row = warp_first + m * 16 + h * 8 + lane / 4;
            if (row >= rows) continue;
            long at = (job * rows + row) * head_dim + lane % 4 * 2;
#pragma unroll
            for (int n = 0; n < head_dim / 8; n++)
                *(float2*)(dq + at + n * 8) = make_float2(g[m][n][h * 2] * scale, g[m][n][h * 2 + 1] * scale);
        }
}

/// The gradients of keys and values, f32 [jobs, rows, head_dim] like q, k and v, whose rows lie densely; there are as
/// many keys as rows. dout is [clips * rows, heads * head_dim], lse and delta are [jobs, rows].
/// Grid: (ceil(rows / 64), jobs). Block: 128.
/// Dynamic shared memory: 6 * 64 * head_dim * 2 + 1024 bytes; head_dim 64 and 128, with 49 and 97 KB, need the
/// attribute raised.
extern "C" __global__ void __launch_bounds__(128)
attention_backward_kv_bf16_16(const bf16* q, const bf16* k, const bf16* v, const bf16* dout, const float* lse,
                              const float* delta, float* dk, float* dv, int heads, int rows, int frame_tokens,
                              float scale) {
    attention_backward_kv<16, 1, 4, 64, true>(q, k, v, dout, lse, delta, dk, dv, heads, rows, frame_tokens, scale);
}

extern "C" __global__ void __launch_bounds__(128)
attention_backward_kv_bf16_32(const bf16* q, const bf16* k, const bf16* v, const bf16* dout, const float* lse,
                              const float* delta, float* dk, float* dv, int heads, int rows, int frame_tokens,
                              float scale) {
    attention_backward_kv<32, 1, 4, 64, true>(q, k, v, dout, lse, delta, dk, dv, heads, rows, frame_tokens, scale);
}

extern "C" __global__ void __launch_bounds__(128, 2)
attention_backward_kv_bf16_64(const bf16* q, const bf16* k, const bf16* v, const bf16* dout, const float* lse,
                              const float* delta, float* dk, float* dv, int heads, int rows, int frame_tokens,
                              float scale) {
    attention_backward_kv<64, 1, 4, 64, true>(q, k, v, dout, lse, delta, dk, dv, heads, rows, frame_tokens, scale);
}

extern "C" __global__ void __launch_bounds__(128, 2)
attention_backward_kv_bf16_128(const bf16* q, const bf16* k, const bf16* v, const bf16* dout, const float* lse,
                               const float* delta, float* dk, float* dv, int heads, int rows, int frame_tokens,
                               float scale) {
    attention_backward_kv<128, 1, 4, 16, false>(q, k, v, dout, lse, delta, dk, dv, heads, rows, frame_tokens, scale);
}

/// The gradient of queries; arguments as above.
/// Grid: (ceil(rows / 128), jobs). Block: 128, for head_dim 128: 256.
/// Dynamic shared memory: (2 * 128 + 4 * 64) * head_dim * 2 bytes; head_dim 64 and 128, with 64 and 128 KB, need the
/// attribute raised.
extern "C" __global__ void __launch_bounds__(128)
attention_backward_q_bf16_16(const bf16* q, const bf16* k, const bf16* v, const bf16* dout, const float* lse,
                             const float* delta, float* dq, int heads, int rows, int frame_tokens, float scale) {
    attention_backward_q<16, 2, 4, 32, true>(q, k, v, dout, lse, delta, dq, heads, rows, frame_tokens, scale);
}

extern "C" __global__ void __launch_bounds__(128)
attention_backward_q_bf16_32(const bf16* q, const bf16* k, const bf16* v, const bf16* dout, const float* lse,
                             const float* delta, float* dq, int heads, int rows, int frame_tokens, float scale) {
    attention_backward_q<32, 2, 4, 32, true>(q, k, v, dout, lse, delta, dq, heads, rows, frame_tokens, scale);
}

extern "C" __global__ void __launch_bounds__(128, 2)
attention_backward_q_bf16_64(const bf16* q, const bf16* k, const bf16* v, const bf16* dout, const float* lse,
                             const float* delta, float* dq, int heads, int rows, int frame_tokens, float scale) {
    attention_backward_q<64, 2, 4, 32, false>(q, k, v, dout, lse, delta, dq, heads, rows, frame_tokens, scale);
}

extern "C" __global__ void __launch_bounds__(256)
attention_backward_q_bf16_128(const bf16* q, const bf16* k, const bf16* v, const bf16* dout, const float* lse,
                              const float* delta, float* dq, int heads, int rows, int frame_tokens, float scale) {
    attention_backward_q<128, 1, 8, 64, false>(q, k, v, dout, lse, delta, dq, heads, rows, frame_tokens, scale);
}

// Attention in f32 ----------------------------------------------------------------------------------------------------
//
// A warp per query or key, whose lanes take turns being 32 keys or queries and 32 dimensions.

constexpr int plain_warps = 8, plain_dim = 128, plain_rows = 32;

/// Rows first ..< first + 32 as [32][head_dim + 1], cleared from `end` on. The padding puts a column in different
/// banks.
__device__ __forceinline__ void load_plain(float* to, const float* from, long stride, int first, int end,
                                           int head_dim) {
    for (int i = threadIdx.x; i < plain_rows * head_dim; i += blockDim.x) {
        int row = i / head_dim, column = i % head_dim;
        to[row * (head_dim + 1) + column] = first + row < end ? from[(first + row) * stride + column] : 0.0f;
    }
}

__device__ __forceinline__ float dot_plain(const float* a, const float* b, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) sum += a[i] * b[i];
    return sum;
}

/// sum, of which lane l holds dimensions l, l + 32 and so on, += the weighted sum of 32 rows, lane l holding weight l.
__device__ __forceinline__ void add_rows(float (&sum)[plain_dim / 32], float weight, const float* rows, int head_dim) {
    int lane = threadIdx.x % 32;
    for (int j = 0; j < plain_rows; j++) {
        float w = __shfl_sync(0xFFFFFFFFu, weight, j);
#pragma unroll
        for (int n = 0; n < plain_dim / 32; n++)
            if (lane + n * 32 < head_dim) sum[n] += w * rows[j * (head_dim + 1) + lane + n * 32];
    }
}

__device__ __forceinline__ void store_row(float* to, const float (&x)[plain_dim / 32], float scale, int head_dim) {
#pragma unroll
    for (int n = 0; n < plain_dim / 32; n++) {
        int i = threadIdx.x % 32 + n * 32;
        if (i < head_dim) to[i] = x[n] * scale;
    }
}

/// Grid: (ceil(rows / 8), jobs). Block: 256. No dynamic shared memory. The arguments are those of
/// attention_forward_bf16_64 and head_dim, at most 128.
extern "C" __global__ void __launch_bounds__(256)
attention_forward_f32(const float* q, const float* k, const float* v, float* out, float* lse, int heads, int rows,
                      int keys, long q_stride, long kv_stride, int frame_tokens, float scale, int head_dim) {
    __shared__ float key_tile[plain_rows * (plain_dim + 1)], value_tile[plain_rows * (plain_dim + 1)];
    __shared__ float query[plain_warps][plain_dim];
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32, first = blockIdx.x * plain_warps;
    int row = min(first + warp, rows - 1);
    long job = blockIdx.y;
    for (int i = lane; i < head_dim; i += 32) query[warp][i] = q[job * q_stride + (long)row * head_dim + i];
    int seen = keys_seen(row, keys, frame_tokens);
    int end = keys_seen(min(first + plain_warps, rows) - 1, keys, frame_tokens);
    float o[plain_dim / 32] = {0, 0, 0, 0}, top = minus_infinity(), sum = 0;
    for (int tile = 0; tile < end; tile += plain_rows) {
        __syncthreads();
        load_plain(key_tile, k + job * kv_stride, head_dim, tile, keys, head_dim);
        load_plain(value_tile, v + job * kv_stride, head_dim, tile, keys, head_dim);
        __syncthreads();
        if (tile >= seen) continue;
        float s = dot_plain(query[warp], key_tile + lane * (head_dim + 1), head_dim) * scale;
        if (tile + lane >= seen) s = minus_infinity();
        float highest = fmaxf(top, warp_max(s)), shrink = expf(top - highest), weight = expf(s - highest);
        top = highest;
        sum = sum * shrink + warp_sum(weight);
#pragma unroll
        for (int n = 0; n < plain_dim / 32; n++) o[n] *= shrink;
        add_rows(o, weight, value_tile, head_dim);
    }
    if (first + warp >= rows) return;
    store_row(out + (job / heads * rows + row) * heads * head_dim + job % heads * head_dim, o, 1 / sum, head_dim);
    if (lse && lane == 0) lse[job * rows + row] = top + logf(sum);
}

/// Grid: (ceil(rows / 8), clips * heads). Block: 256. No dynamic shared memory.
extern "C" __global__ void __launch_bounds__(256)
attention_delta_f32(const float* out, const float* dout, float* delta, int clips, int rows, int heads, int head_dim) {
    (void)clips;
    int lane = threadIdx.x % 32, row = blockIdx.x * plain_warps + threadIdx.x / 32;
    long job = blockIdx.y;
    if (row >= rows) return;
    long at = (job / heads * rows + row) * heads * head_dim + job % heads * head_dim;
    float sum = 0;
    for (int i = lane; i < head_dim; i += 32) sum += out[at + i] * dout[at + i];
    sum = warp_sum(sum);
    if (lane == 0) delta[job * rows + row] = sum;
}

/// Grid: (ceil(rows / 8), jobs). Block: 256. No dynamic shared memory. The arguments are those of
/// attention_backward_kv_bf16_64 and head_dim, at most 128.
extern "C" __global__ void __launch_bounds__(256)
attention_backward_kv_f32(const float* q, const float* k, const float* v, const float* dout, const float* lse,
                          const float* delta, float* dk, float* dv, int heads, int rows, int frame_tokens, float scale,
                          int head_dim) {
    __shared__ float query_tile[plain_rows * (plain_dim + 1)], gradient_tile[plain_rows * (plain_dim + 1)];
    __shared__ float key[plain_warps][plain_dim], value[plain_warps][plain_dim];
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32, first = blockIdx.x * plain_warps;
    int row = min(first + warp, rows - 1);
    long job = blockIdx.y, width = (long)heads * head_dim, at = job * rows * head_dim;
    dout += job / heads * rows * width + job % heads * head_dim;
    for (int i = lane; i < head_dim; i += 32) {
        key[warp][i] = k[at + (long)row * head_dim + i];
        value[warp][i] = v[at + (long)row * head_dim + i];
    }
    int from = first_query(row, frame_tokens);
    float gk[plain_dim / 32] = {0, 0, 0, 0}, gv[plain_dim / 32] = {0, 0, 0, 0};
    for (int tile = first_query(first, frame_tokens); tile < rows; tile += plain_rows) {
        __syncthreads();
        load_plain(query_tile, q + at, head_dim, tile, rows, head_dim);
        load_plain(gradient_tile, dout, width, tile, rows, head_dim);
        __syncthreads();
        int i = tile + lane;
        float weight = 0, d = 0;
        if (i >= from && i < rows) {
            float s = dot_plain(key[warp], query_tile + lane * (head_dim + 1), head_dim) * scale;
            weight = expf(s - lse[job * rows + i]);
            d = dot_plain(value[warp], gradient_tile + lane * (head_dim + 1), head_dim);
            d = weight * (d - delta[job * rows + i]);
        }
        __syncwarp();
        add_rows(gv, weight, gradient_tile, head_dim);
        add_rows(gk, d, query_tile, head_dim);
    }
    if (first + warp >= rows) return;
    store_row(dk + at + (long)row * head_dim, gk, scale, head_dim);
    store_row(dv + at + (long)row * head_dim, gv, 1, head_dim);
}

/// Launched like attention_backward_kv_f32.
extern "C" __global__ void __launch_bounds__(256)
attention_backward_q_f32(const float* q, const float* k, const float* v, const float* dout, const float* lse,
                         const float* delta, float* dq, int heads, int rows, int frame_tokens, float scale,
                         int head_dim) {
    __shared__ float key_tile[plain_rows * (plain_dim + 1)], value_tile[plain_rows * (plain_dim + 1)];
    __shared__ float query[plain_warps][plain_dim], gradient[plain_warps][plain_dim];
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32, first = blockIdx.x * plain_warps;
    int row = min(first + warp, rows - 1);
    long job = blockIdx.y, width = (long)heads * head_dim, at = job * rows * head_dim;
    dout += job / heads * rows * width + job % heads * head_dim;
    for (int i = lane; i < head_dim; i += 32) {
        query[warp][i] = q[at + (long)row * head_dim + i];
        gradient[warp][i] = dout[row * width + i];
    }
    int seen = keys_seen(row, rows, frame_tokens);
    int end = keys_seen(min(first + plain_warps, rows) - 1, rows, frame_tokens);
    float sum = lse[job * rows + row], mean = delta[job * rows + row], g[plain_dim / 32] = {0, 0, 0, 0};
    for (int tile = 0; tile < end; tile += plain_rows) {
        __syncthreads();
        load_plain(key_tile, k + at, head_dim, tile, rows, head_dim);
        load_plain(value_tile, v + at, head_dim, tile, rows, head_dim);
        __syncthreads();
        float d = 0;
        if (tile + lane < seen) {
            float s = dot_plain(query[warp], key_tile + lane * (head_dim + 1), head_dim) * scale;
            d = dot_plain(gradient[warp], value_tile + lane * (head_dim + 1), head_dim);
            d = expf(s - sum) * (d - mean);
        }
        __syncwarp();
        add_rows(g, d, key_tile, head_dim);
    }
    if (first + warp >= rows) return;
    store_row(dq + at + (long)row * head_dim, g, scale, head_dim);
}
