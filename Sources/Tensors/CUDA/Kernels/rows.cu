// Row by row: layer norm, adaLN modulation, gates, sums over rows.

// y = (x - mean) / deviation * (1 + scale) + shift; shift and scale hold a row for every `rows_per_mod` rows, or are null. One
// warp a row, blocks of 256.
extern "C" __global__ void layer_norm(const float *x, int rows, int d, const float *shift, const float *scale,
                                      long mod_ld, int rows_per_mod, float eps, void *y, int y_wide, float *mean,
                                      float *rstd) {
    int row = blockIdx.x * (blockDim.x >> 5) + (threadIdx.x >> 5), lane = threadIdx.x & 31;
    if (row >= rows) return;
    const float *v = x + (long)row * d;
    float sum = 0.0f, squares = 0.0f;
    for (int i = lane; i < d; i += 32) sum += v[i];
    float mu = warp_sum(sum) / (float)d;
    for (int i = lane; i < d; i += 32) squares += (v[i] - mu) * (v[i] - mu);
    float inverse = 1.0f / sqrtf(warp_sum(squares) / (float)d + eps);
    if (lane == 0) {
        mean[row] = mu;
        rstd[row] = inverse;
    }
    long group = (long)(row / rows_per_mod) * mod_ld;
    for (int i = lane; i < d; i += 32) {
        float value = (v[i] - mu) * inverse;
        if (shift) value = value * (1.0f + scale[group + i]) + shift[group + i];
        store(y, (long)row * d + i, y_wide, value);
    }
}

// One block for `rows_per_mod` rows that share a row of modulation. dx accumulates where `adds`, dshift and dscale always;
// these two and scale may be null.
extern "C" __global__ void layer_norm_backward(const float *x, const void *dy, int dy_wide, int rows, int d,
                                               const float *scale, long mod_ld, int rows_per_mod, const float *mean,
                                               const float *rstd, float *dx, int adds, float *dshift, float *dscale) {
    int first = blockIdx.x * rows_per_mod, end = min(rows, first + rows_per_mod);
    int warp = threadIdx.x >> 5, lane = threadIdx.x & 31;
    const float *s = scale ? scale + blockIdx.x * mod_ld : nullptr;
    for (int row = first + warp; row < end; row += blockDim.x >> 5) {
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
        float shifts = 0.0f, scales = 0.0f;
        for (int row = first; row < end; row++) {
            float g = load(dy, (long)row * d + i, dy_wide);
            shifts += g;
            scales += g * (x[(long)row * d + i] - mean[row]) * rstd[row];
        }
        dshift[blockIdx.x * mod_ld + i] += shifts;
        dscale[blockIdx.x * mod_ld + i] += scales;
    }
}

// out = x + gate (y + bias); gate a row for every `rows_per_mod` rows, or null (1); bias [d] or null. One block for
// `rows_per_mod` rows where there is a gate, else for any 8.
extern "C" __global__ void gated_residual(const float *x, const void *y, int y_wide, const float *bias, const float *gate,
                                          long mod_ld, int rows_per_mod, int rows, int d, float *out) {
    int first = blockIdx.x * rows_per_mod, end = min(rows, first + rows_per_mod);
    for (long i = (long)first * d + threadIdx.x; i < (long)end * d; i += blockDim.x) {
        int column = (int)(i % d);
        float value = load(y, i, y_wide) + (bias ? bias[column] : 0.0f);
        out[i] = x[i] + (gate ? gate[blockIdx.x * mod_ld + column] : 1.0f) * value;
    }
}

// dy = gate dout, and dgate += the group's sum of dout (y + bias). One block for `rows_per_mod` rows, one thread a column.
extern "C" __global__ void gated_residual_backward(const float *dout, const void *y, int y_wide, const float *bias,
                                                   const float *gate, long mod_ld, int rows_per_mod, int rows, int d,
                                                   void *dy, int dy_wide, float *dgate) {
    int first = blockIdx.x * rows_per_mod, end = min(rows, first + rows_per_mod);
    for (int i = threadIdx.x; i < d; i += blockDim.x) {
        float g = gate ? gate[blockIdx.x * mod_ld + i] : 1.0f, b = bias ? bias[i] : 0.0f, sum = 0.0f;
        for (int row = first; row < end; row++) {
            long at = (long)row * d + i;
            float value = dout[at];
            if (dgate) sum += value * (load(y, at, y_wide) + b);
            store(dy, at, dy_wide, value * g);
        }
        if (dgate) dgate[blockIdx.x * mod_ld + i] += sum;
    }
}

// Sums over a part of the rows, in a fixed order: partial [parts, columns]. Blocks of 32 columns x 8 rows, grid (columns / 32,
// parts).
extern "C" __global__ void sum_rows(const void *x, int x_wide, int rows, int columns, float *partial) {
    __shared__ float sums[8][33];
    int column = blockIdx.x * 32 + (threadIdx.x & 31), lane = threadIdx.x >> 5;
    int size = (rows + gridDim.y - 1) / gridDim.y, end = min(rows, (int)(blockIdx.y + 1) * size);
    float sum = 0.0f;
    if (column < columns)
        for (int row = blockIdx.y * size + lane; row < end; row += 8) sum += load(x, (long)row * columns + column, x_wide);
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
    for (int i = 0; i < parts; i++) total += partial[(long)i * columns + column];
    sum[column] += total;
}
