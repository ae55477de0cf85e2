// cuBLAS: column-major products in f32 and bf16.
#include "run_time.h"

#ifdef EMULATOR_WITH_BLAS
#include <cblas.h>
#endif

using namespace emulated;

struct Handle {
    void *stream = nullptr;
    uint64_t workspace = 0;
};

API int cublasCreate_v2(void **handle) { return *handle = new Handle, 0; }
API int cublasSetStream_v2(void *handle, void *stream) { return *(Handle *)handle = Handle{stream, 0}, 0; }
API int cublasSetWorkspace_v2(void *handle, void *workspace, size_t bytes) {
    LOCKED;
    if ((uint64_t)workspace % 256 || !allocated((uint64_t)workspace, bytes)) return 7;
    return ((Handle *)handle)->workspace = (uint64_t)workspace, 0;
}

// Without a workspace of the caller's, cuBLAS allocates in the middle of a capture.
static int submitted(void *handle, std::function<int()> work) {
    if (!handle) return work();
    Handle &h = *(Handle *)handle;
    if (capturing(h.stream) && !h.workspace) return 14;
    int status = 0;
    int refused = submit(h.stream, [&status, work, records = capturing(h.stream) != nullptr] {
        int result = work();
        if (!records) status = result;
        return result == 0;
    });
    return status ? status : refused ? 13 : 0;
}

static const int type_f32 = 0, type_bf16 = 14;

// op(X) as [rows, columns] in row-major f32, X column-major.
static std::vector<float> unpacked(const void *x, int type, bool transposed, int rows, int columns, long ld) {
    std::vector<float> result((size_t)rows * (size_t)columns);
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++) {
            long at = transposed ? j + i * ld : i + j * ld;
            result[(size_t)i * (size_t)columns + (size_t)j] =
                type == type_f32 ? ((const float *)x)[at] : bf16_value(((const unsigned short *)x)[at]);
        }
    return result;
}

// c [m, n] = a [m, k] * b [k, n], all row-major.
static void multiply(const float *a, const float *b, float *c, int m, int n, int k) {
#ifdef EMULATOR_WITH_BLAS
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a, k, b, n, 0, c, n);
#else
    std::fill_n(c, (size_t)m * (size_t)n, 0.0f);
    for (int n0 = 0; n0 < n; n0 += 256)
        for (int k0 = 0; k0 < k; k0 += 64)
            for (int i = 0; i < m; i++)
                for (int p = k0; p < std::min(k, k0 + 64); p++) {
                    float x = a[(size_t)i * (size_t)k + (size_t)p];
                    const float *row = b + (size_t)p * (size_t)n;
                    float *out = c + (size_t)i * (size_t)n;
                    for (int j = n0; j < std::min(n, n0 + 256); j++) out[j] += x * row[j];
                }
#endif
}

static int gemm(int ta, int tb, int m, int n, int k, float alpha, const void *a, int a_type, long lda, const void *b,
                int b_type, long ldb, float beta, void *c, int c_type, long ldc) {
    for (int type : {a_type, b_type, c_type})
        if (type != type_f32 && type != type_bf16) return 15;
    if (m < 0 || n < 0 || k < 0 || lda < std::max(1, ta ? k : m) || ldb < std::max(1, tb ? n : k) ||
        ldc < std::max(1, m))
        return 7;
    std::vector<float> x = unpacked(a, a_type, ta != 0, m, k, lda), y = unpacked(b, b_type, tb != 0, k, n, ldb);
    std::vector<float> product((size_t)m * (size_t)n, 0.0f);
    if (m && n && k) multiply(x.data(), y.data(), product.data(), m, n, k);
    for (int j = 0; j < n; j++)
        for (int i = 0; i < m; i++) {
            long at = i + j * ldc;
            float value = alpha * product[(size_t)i * (size_t)n + (size_t)j];
            if (c_type == type_f32) {
                float *out = (float *)c + at;
                *out = beta == 0 ? value : value + beta * *out;
            } else {
                unsigned short *out = (unsigned short *)c + at;
                *out = (unsigned short)bf16_bits(beta == 0 ? value : value + beta * bf16_value(*out));
            }
        }
    return 0;
}

API int cublasGemmEx(void *handle, int ta, int tb, int m, int n, int k, const void *alpha, const void *a, int a_type, int lda,
                     const void *b, int b_type, int ldb, const void *beta, void *c, int c_type, int ldc, int, int) {
    LOCKED;
    return submitted(handle, [=, alpha = *(const float *)alpha, beta = *(const float *)beta] {
        return gemm(ta, tb, m, n, k, alpha, a, a_type, lda, b, b_type, ldb, beta, c, c_type, ldc);
    });
}

API int cublasGemmStridedBatchedEx(void *handle, int ta, int tb, int m, int n, int k, const void *alpha, const void *a,
                                   int a_type, int lda, long long a_stride, const void *b, int b_type, int ldb,
                                   long long b_stride, const void *beta, void *c, int c_type, int ldc,
                                   long long c_stride, int batches, int, int) {
    LOCKED;
    auto at = [](const void *p, int type, long long elements) {
        return (const char *)p + elements * (type == type_f32 ? 4 : 2);
    };
    return submitted(handle, [=, alpha = *(const float *)alpha, beta = *(const float *)beta] {
        for (int i = 0; i < batches; i++) {
            int status = gemm(ta, tb, m, n, k, alpha, at(a, a_type, i * a_stride), a_type, lda,
                              at(b, b_type, i * b_stride), b_type, ldb, beta, (void *)at(c, c_type, i * c_stride),
                              c_type, ldc);
            if (status) return status;
        }
        return 0;
    });
}
