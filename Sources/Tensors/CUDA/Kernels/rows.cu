// Row by row: layer norm, adaLN modulation, gates, sums over rows. A warp keeps a row of up to 1,024 columns in registers, two
// columns a lane at a time; wider rows, and odd ones, are read anew for every use.
constexpr int row_pairs = 16;

__device__ __forceinline__ float2 load2(const void *x, long i, int wide) {
    if (wide) return *(const float2 *)((const float *)x + i);
    unsigned pair = *(const unsigned *)((const bf16 *)x + i);
    return make_float2(low_f32(pair), high_f32(pair));
}

__device__ __forceinline__ void store2(void *x, long i, int wide, float2 v) {
    if (wide)
        *(float2 *)((float *)x + i) = v;
    else
        *(unsigned *)((bf16 *)x + i) = pack_bf16(v.x, v.y);
}

__device__ __forceinline__ bool fits_registers(int d) { return d <= row_pairs * 64 && d % 2 == 0; }

// What follows the reading of a row in `layer_norm`; columns beyond d are 0. Kernels that share it make the same bits, for it is not
// left to the compiler which product and sum are rounded in one.
__device__ __forceinline__ void normalize_row(const float2 (&kept)[row_pairs], int row, int d, const float *shift,
                                              const float *scale, long group, float eps, void *y, int y_wide,
                                              float *mean, float *rstd) {
    int lane = threadIdx.x & 31;
    long at = (long)row * d;
    float sum = 0.0f, squares = 0.0f;
#pragma unroll
    for (int j = 0; j < row_pairs; j++) sum += kept[j].x + kept[j].y;
    float mu = warp_sum(sum) / (float)d;
#pragma unroll
    for (int j = 0; j < row_pairs; j++) {
        if (j * 64 + lane * 2 < d) {
            float a = kept[j].x - mu, b = kept[j].y - mu;
            squares = fmaf(a, a, fmaf(b, b, squares));
        }
    }
    float inverse = 1.0f / sqrtf(warp_sum(squares) / (float)d + eps);
    if (mean && lane == 0) mean[row] = mu, rstd[row] = inverse;
#pragma unroll
    for (int j = 0; j < row_pairs; j++) {
        int i = j * 64 + lane * 2;
        if (i >= d) continue;
        float2 value = make_float2((kept[j].x - mu) * inverse, (kept[j].y - mu) * inverse);
        if (shift) {
            value.x = fmaf(value.x, 1.0f + scale[group + i], shift[group + i]);
            value.y = fmaf(value.y, 1.0f + scale[group + i + 1], shift[group + i + 1]);
        }
        store2(y, at + i, y_wide, value);
    }
}

// y = (x - mean) / deviation * (1 + scale) + shift; shift and scale hold a row for every `rows_per_mod` rows, or are null; so
// may mean and rstd be. One warp a row, blocks of 256.
extern "C" __global__ void layer_norm(const float *x, int rows, int d, const float *shift, const float *scale,
                                      long mod_ld, int rows_per_mod, float eps, void *y, int y_wide, float *mean,
                                      float *rstd) {
    int row = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5), lane = threadIdx.x & 31;
    if (row >= rows) return;
    long at = (long)row * d, group = (long)(row / rows_per_mod) * mod_ld;
    const float *v = x + at;
    float sum = 0.0f, squares = 0.0f;
    if (!fits_registers(d)) {
        for (int i = lane; i < d; i += 32) sum += v[i];
        float mu = warp_sum(sum) / (float)d;
        for (int i = lane; i < d; i += 32) squares += (v[i] - mu) * (v[i] - mu);
        float inverse = 1.0f / sqrtf(warp_sum(squares) / (float)d + eps);
        if (mean && lane == 0) mean[row] = mu, rstd[row] = inverse;
        for (int i = lane; i < d; i += 32) {
            float value = (v[i] - mu) * inverse;
            if (shift) value = value * (1.0f + scale[group + i]) + shift[group + i];
            store(y, at + i, y_wide, value);
        }
        return;
    }
    float2 kept[row_pairs];
#pragma unroll
    for (int j = 0; j < row_pairs; j++) {
        int i = j * 64 + lane * 2;
        kept[j] = i < d ? load2(v, i, 1) : make_float2(0.0f, 0.0f);
    }
    normalize_row(kept, row, d, shift, scale, group, eps, y, y_wide, mean, rstd);
}

// One block for `rows_per_mod` rows that share a row of modulation. dx accumulates where `adds`, dshift and dscale always;
// these two and scale may be null.
extern "C" __global__ void __launch_bounds__(256)
layer_norm_backward(const float *x, const void *dy, int dy_wide, int rows, int d, const float *scale, long mod_ld,
                    int rows_per_mod, const float *mean, const float *rstd, float *dx, int adds, float *dshift,
                    float *dscale) {
    __shared__ float shifts[row_pairs * 64], scales[row_pairs * 64];
    int first = blockIdx.x * rows_per_mod, end = min(rows, first + rows_per_mod);
    int warp = threadIdx.x >> 5, lane = threadIdx.x & 31, warps = blockDim.x >> 5;
    const float *s = scale ? scale + blockIdx.x * mod_ld : nullptr;
    if (!fits_registers(d)) {
        for (int row = first + warp; row < end; row += warps) {
            long at = (long)row * d;
            float mu = mean[row], inverse = rstd[row], sum = 0.0f, dot = 0.0f;
            for (int i = lane; i < d; i += 32) {
                float g = load(dy, at + i, dy_wide) * (s ? 1.0f + s[i] : 1.0f);
                sum += g;
                dot += g * (x[at + i] - mu) * inverse;
            }
            sum = warp_sum(sum) / (float)d;
            dot = warp_sum(dot) / (float)d;
            for (int i = lane; i < d; i += 32) {
                float g = load(dy, at + i, dy_wide) * (s ? 1.0f + s[i] : 1.0f);
                float value = inverse * (g - sum - (x[at + i] - mu) * inverse * dot);
                dx[at + i] = adds ? dx[at + i] + value : value;
            }
        }
        if (!dshift) return;
        for (int i = threadIdx.x; i < d; i += blockDim.x) {
            float total = 0.0f, scaled = 0.0f;
            for (int row = first; row < end; row++) {
                float g = load(dy, (long)row * d + i, dy_wide);
                total += g;
                scaled += g * (x[(long)row * d + i] - mean[row]) * rstd[row];
            }
            dshift[blockIdx.x * mod_ld + i] += total;
            dscale[blockIdx.x * mod_ld + i] += scaled;
        }
        return;
    }
    // Each lane's sums over its warp's rows.
    float2 total[row_pairs], scaled[row_pairs];
#pragma unroll
    for (int j = 0; j < row_pairs; j++) total[j] = scaled[j] = make_float2(0.0f, 0.0f);
    for (int row = first + warp; row < end; row += warps) {
        long at = (long)row * d;
        float mu = mean[row], inverse = rstd[row], sum = 0.0f, dot = 0.0f;
        float2 g[row_pairs], n[row_pairs];
#pragma unroll
        for (int j = 0; j < row_pairs; j++) {
            int i = j * 64 + lane * 2;
            if (i >= d) continue;
            g[j] = load2(dy, at + i, dy_wide);
            n[j] = load2(x, at + i, 1);
            n[j] = make_float2((n[j].x - mu) * inverse, (n[j].y - mu) * inverse);
            total[j].x += g[j].x, total[j].y += g[j].y;
            scaled[j].x += g[j].x * n[j].x, scaled[j].y += g[j].y * n[j].y;
            if (s) g[j].x *= 1.0f + s[i], g[j].y *= 1.0f + s[i + 1];
            sum += g[j].x + g[j].y;
            dot += g[j].x * n[j].x + g[j].y * n[j].y;
        }
        sum = warp_sum(sum) / (float)d;
        dot = warp_sum(dot) / (float)d;
#pragma unroll
        for (int j = 0; j < row_pairs; j++) {
            int i = j * 64 + lane * 2;
            if (i >= d) continue;
            float2 value = make_float2(inverse * (g[j].x - sum - n[j].x * dot), inverse * (g[j].y - sum - n[j].y * dot));
            if (adds) {
                float2 old = load2(dx, at + i, 1);
                value.x += old.x, value.y += old.y;
            }
            store2(dx, at + i, 1, value);
        }
    }
    if (!dshift) return;
    // One warp after the other, so that the order of the sum is fixed.
    for (int turn = 0; turn < warps; turn++) {
        if (warp == turn) {
#pragma unroll
            for (int j = 0; j < row_pairs; j++) {
                int i = j * 64 + lane * 2;
                if (i >= d) continue;
                shifts[i] = (turn ? shifts[i] : 0.0f) + total[j].x;
                shifts[i + 1] = (turn ? shifts[i + 1] : 0.0f) + total[j].y;
                scales[i] = (turn ? scales[i] : 0.0f) + scaled[j].x;
                scales[i + 1] = (turn ? scales[i + 1] : 0.0f) + scaled[j].y;
            }
        }
        __syncthreads();
    }
    for (int i = threadIdx.x; i < d; i += blockDim.x) {
        dshift[blockIdx.x * mod_ld + i] += shifts[i];
        dscale[blockIdx.x * mod_ld + i] += scales[i];
    }
}

// out = x + gate (y + bias); gate a row for every `rows_per_mod` rows, or null (1); bias [d] or null. One block for
// `rows_per_block` rows, a warp a row. `residual_norm` must make the same bits, so that neither leaves it to the compiler
// whether product and sum are rounded in one.
extern "C" __global__ void gated_residual(const float *x, const void *y, int y_wide, const float *bias, const float *gate,
                                          long mod_ld, int rows_per_mod, int rows, int d, float *out,
                                          int rows_per_block) {
    int first = blockIdx.x * rows_per_block, end = min(rows, first + rows_per_block);
    int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
    for (int row = first + warp; row < end; row += blockDim.x >> 5) {
        long at = (long)row * d;
        const float *g = gate ? gate + (long)(row / rows_per_mod) * mod_ld : nullptr;
        if (d % 2) {
            for (int i = lane; i < d; i += 32)
                out[at + i] = x[at + i] + (g ? g[i] : 1.0f) * (load(y, at + i, y_wide) + (bias ? bias[i] : 0.0f));
            continue;
        }
        for (int i = lane * 2; i < d; i += 64) {
            float2 v = load2(y, at + i, y_wide), w = load2(x, at + i, 1);
            if (bias) v.x += bias[i], v.y += bias[i + 1];
            store2(out, at + i, 1,
                   g ? make_float2(fmaf(v.x, g[i], w.x), fmaf(v.y, g[i + 1], w.y)) : make_float2(w.x + v.x, w.y + v.y));
        }
    }
}

template <int wide> __device__ __forceinline__ void load_row(float2 (&kept)[row_pairs], const void *x, long at, int d) {
#pragma unroll
    for (int j = 0; j < row_pairs; j++) {
        int i = j * 64 + (threadIdx.x & 31) * 2;
        kept[j] = i < d ? load2(x, at + i, wide) : make_float2(0.0f, 0.0f);
    }
}

// `gated_residual`, and `layer_norm` of what it makes, for rows that fit into registers. One warp a row, blocks of 128.
extern "C" __global__ void __launch_bounds__(128)
residual_norm(const float *x, const void *y, int y_wide, const float *bias, const float *gate, long gate_ld,
              int rows_per_gate, int rows, int d, float *out, const float *shift, const float *scale, long mod_ld,
              int rows_per_mod, float eps, void *normal, int normal_wide) {
    int row = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5), lane = threadIdx.x & 31;
    if (row >= rows) return;
    long at = (long)row * d;
    if (gate) gate += (long)(row / rows_per_gate) * gate_ld;
    float2 kept[row_pairs], old[row_pairs];
    // In turns that ask nothing within, so that a row is read all at once.
#pragma unroll
    for (int j = 0; j < row_pairs; j++) {
        int i = j * 64 + lane * 2;
        old[j] = i < d ? load2(x, at + i, 1) : make_float2(0.0f, 0.0f);
    }
    if (y_wide)
        load_row<1>(kept, y, at, d);
    else
        load_row<0>(kept, y, at, d);
    if (bias) {
#pragma unroll
        for (int j = 0; j < row_pairs; j++) {
            int i = j * 64 + lane * 2;
            if (i < d) kept[j].x += bias[i], kept[j].y += bias[i + 1];
        }
    }
    if (gate) {
#pragma unroll
        for (int j = 0; j < row_pairs; j++) {
            int i = j * 64 + lane * 2;
            if (i < d)
                kept[j] = make_float2(fmaf(kept[j].x, gate[i], old[j].x), fmaf(kept[j].y, gate[i + 1], old[j].y));
        }
    } else {
#pragma unroll
        for (int j = 0; j < row_pairs; j++) kept[j] = make_float2(old[j].x + kept[j].x, old[j].y + kept[j].y);
    }
#pragma unroll
    for (int j = 0; j < row_pairs; j++) {
        int i = j * 64 + lane * 2;
        if (i < d) store2(out, at + i, 1, kept[j]);
    }
    normalize_row(kept, row, d, shift, scale, (long)(row / rows_per_mod) * mod_ld, eps, normal, normal_wide, nullptr,
                  nullptr);
}

// dy = gate dout, and dgate += the group's sum of dout (y + bias). One block for `rows_per_mod` rows, two columns a thread.
extern "C" __global__ void gated_residual_backward(const float *dout, const void *y, int y_wide, const float *bias,
                                                   const float *gate, long mod_ld, int rows_per_mod, int rows, int d,
                                                   void *dy, int dy_wide, float *dgate) {
    int first = blockIdx.x * rows_per_mod, end = min(rows, first + rows_per_mod);
    if (gate) gate += blockIdx.x * mod_ld;
    if (dgate) dgate += blockIdx.x * mod_ld;
    if (d % 2) {
        for (int i = threadIdx.x; i < d; i += blockDim.x) {
            float g = gate ? gate[i] : 1.0f, b = bias ? bias[i] : 0.0f, sum = 0.0f;
            for (int row = first; row < end; row++) {
                long at = (long)row * d + i;
                float value = dout[at];
                if (dgate) sum += value * (load(y, at, y_wide) + b);
                store(dy, at, dy_wide, value * g);
            }
            if (dgate) dgate[i] += sum;
        }
        return;
    }
    for (int i = threadIdx.x * 2; i < d; i += blockDim.x * 2) {
        float2 g = gate ? make_float2(gate[i], gate[i + 1]) : make_float2(1.0f, 1.0f);
        float2 b = bias ? make_float2(bias[i], bias[i + 1]) : make_float2(0.0f, 0.0f), sum = make_float2(0.0f, 0.0f);
#pragma unroll 4
        for (int row = first; row < end; row++) {
            long at = (long)row * d + i;
            float2 value = load2(dout, at, 1);
            if (dgate) {
                float2 v = load2(y, at, y_wide);
                sum.x += value.x * (v.x + b.x);
                sum.y += value.y * (v.y + b.y);
            }
            store2(dy, at, dy_wide, make_float2(value.x * g.x, value.y * g.y));
        }
        if (dgate) dgate[i] += sum.x, dgate[i + 1] += sum.y;
    }
}

// Sums over a part of the rows, in a fixed order: partial [parts, columns]. Blocks of 32 columns x 8 rows, grid (columns / 32,
// parts).
extern "C" __global__ void sum_rows(const void *x, int x_wide, int rows, int columns, float *partial) {
    __shared__ float sums[8][33];
    int column = blockIdx.x * 32 + (threadIdx.x & 31), lane = threadIdx.x >> 5;
    int size = (rows + gridDim.y - 1) / gridDim.y, end = min(rows, (int)(blockIdx.y + 1) * size);
    float sum = 0.0f;
    if (column < columns) {
#pragma unroll 8
        for (int row = blockIdx.y * size + lane; row < end; row += 8) sum += load(x, (long)row * columns + column, x_wide);
    }
    sums[lane][threadIdx.x & 31] = sum;
    __syncthreads();
    if (lane == 0 && column < columns) {
        for (int i = 1; i < 8; i++) sum += sums[i][threadIdx.x & 31];
        partial[(long)blockIdx.y * columns + column] = sum;
    }
}

// sum += the parts. One thread a column.
extern "C" __global__ void add_parts(const float *partial, int parts, int columns, float *sum) {
    int column = blockIdx.x * blockDim.x + threadIdx.x;
    if (column >= columns) return;
    float total = 0.0f;
#pragma unroll 8
    for (int i = 0; i < parts; i++) total += partial[(long)i * columns + column];
    sum[column] += total;
}
