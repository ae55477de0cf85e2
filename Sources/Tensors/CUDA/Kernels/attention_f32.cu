// Attention in f32, forward and backward: the plain form, for any head_dim up to 128.
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
                      int keys, long q_stride, long kv_stride, int frame_tokens, float scale, const long* places,
                      int head_dim) {
    find_places(places, k, v);
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
