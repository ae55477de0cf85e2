// The backward pass of attention in bf16, without atomics.

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
