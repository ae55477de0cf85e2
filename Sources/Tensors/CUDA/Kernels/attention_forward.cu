// The forward pass of attention in bf16, whole or with the keys shared out to several blocks.

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
/// [jobs, rows] or null, and so are places.
/// Grid: (ceil(rows / 128), jobs). Block: 128, for head_dim 128: 256.
/// Dynamic shared memory: (128 + 4 * 64) * head_dim * 2 bytes, so head_dim 128, with 96 KB, needs the attribute raised.
extern "C" __global__ void __launch_bounds__(128)
attention_forward_bf16_16(const bf16* q, const bf16* k, const bf16* v, bf16* out, float* lse, int heads, int rows,
                          int keys, long q_stride, long kv_stride, int frame_tokens, float scale,
                          const long* places) {
    find_places(places, k, v);
    attention_forward<16, 2, 4, false>(q, k, v, out, nullptr, lse, heads, rows, keys, q_stride, kv_stride, frame_tokens,
                                       scale);
}

extern "C" __global__ void __launch_bounds__(128)
attention_forward_bf16_32(const bf16* q, const bf16* k, const bf16* v, bf16* out, float* lse, int heads, int rows,
                          int keys, long q_stride, long kv_stride, int frame_tokens, float scale,
                          const long* places) {
    find_places(places, k, v);
    attention_forward<32, 2, 4, false>(q, k, v, out, nullptr, lse, heads, rows, keys, q_stride, kv_stride, frame_tokens,
                                       scale);
}

extern "C" __global__ void __launch_bounds__(128, 2)
attention_forward_bf16_64(const bf16* q, const bf16* k, const bf16* v, bf16* out, float* lse, int heads, int rows,
                          int keys, long q_stride, long kv_stride, int frame_tokens, float scale,
                          const long* places) {
    find_places(places, k, v);
    attention_forward<64, 2, 4, false>(q, k, v, out, nullptr, lse, heads, rows, keys, q_stride, kv_stride, frame_tokens,
                                       scale);
}

extern "C" __global__ void __launch_bounds__(256)
attention_forward_bf16_128(const bf16* q, const bf16* k, const bf16* v, bf16* out, float* lse, int heads, int rows,
                           int keys, long q_stride, long kv_stride, int frame_tokens, float scale,
                           const long* places) {
    find_places(places, k, v);
    attention_forward<128, 1, 8, false>(q, k, v, out, nullptr, lse, heads, rows, keys, q_stride, kv_stride,
                                        frame_tokens, scale);
}

/// The forward pass of few jobs with few queries but many keys: each block takes a part of the keys. partial is
/// [splits, jobs, rows, head_dim] and sums [splits, jobs, rows]; attention_combine_bf16 makes the output of them.
/// Grid: (ceil(rows / 64), jobs, splits), where splits is at most ceil(keys / 64). Block: 128.
/// Dynamic shared memory: (64 + 4 * 64) * head_dim * 2 bytes, so head_dim 128, with 80 KB, needs the attribute raised.
extern "C" __global__ void __launch_bounds__(128)
attention_split_bf16_16(const bf16* q, const bf16* k, const bf16* v, float* partial, float* sums, int rows, int keys,
                        long q_stride, long kv_stride, int frame_tokens, float scale,
                        const long* places) {
    find_places(places, k, v);
    attention_forward<16, 1, 4, true>(q, k, v, nullptr, partial, sums, 1, rows, keys, q_stride, kv_stride, frame_tokens,
                                      scale);
}

extern "C" __global__ void __launch_bounds__(128, 2)
attention_split_bf16_32(const bf16* q, const bf16* k, const bf16* v, float* partial, float* sums, int rows, int keys,
                        long q_stride, long kv_stride, int frame_tokens, float scale,
                        const long* places) {
    find_places(places, k, v);
    attention_forward<32, 1, 4, true>(q, k, v, nullptr, partial, sums, 1, rows, keys, q_stride, kv_stride, frame_tokens,
                                      scale);
}

extern "C" __global__ void __launch_bounds__(128)
attention_split_bf16_64(const bf16* q, const bf16* k, const bf16* v, float* partial, float* sums, int rows, int keys,
                        long q_stride, long kv_stride, int frame_tokens, float scale,
                        const long* places) {
    find_places(places, k, v);
    attention_forward<64, 1, 4, true>(q, k, v, nullptr, partial, sums, 1, rows, keys, q_stride, kv_stride, frame_tokens,
                                      scale);
}

extern "C" __global__ void __launch_bounds__(128)
attention_split_bf16_128(const bf16* q, const bf16* k, const bf16* v, float* partial, float* sums, int rows, int keys,
                         long q_stride, long kv_stride, int frame_tokens, float scale,
                         const long* places) {
    find_places(places, k, v);
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
