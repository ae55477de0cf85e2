// Usage: selftest FOLDER, which holds the libraries built from selftest.cu.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <vector>

static void *library;
template <class F> static F *symbol(const char *name) {
    void *p = dlsym(library, name);
    if (!p) printf("missing %s\n", name), exit(1);
    return (F *)p;
}
#define CHECK(x) do { if (!(x)) printf("%s:%d: %s\n", __FILE__, __LINE__, #x), exit(1); } while (0)

static uint64_t device(size_t bytes, const void *from = nullptr) {
    uint64_t p;
    CHECK(symbol<int(uint64_t *, size_t)>("cuMemAlloc_v2")(&p, bytes) == 0);
    typedef int Copy(uint64_t, const void *, size_t, void *);
    if (from) CHECK(symbol<Copy>("cuMemcpyHtoDAsync_v2")(p, from, bytes, 0) == 0);
    return p;
}
template <class T> static std::vector<T> host(uint64_t p, size_t n) {
    std::vector<T> v(n);
    CHECK(symbol<int(void *, uint64_t, size_t, void *)>("cuMemcpyDtoHAsync_v2")(v.data(), p, n * sizeof(T), 0) == 0);
    return v;
}
static int launch(const char *name, unsigned grid, unsigned block, unsigned shared, std::vector<void *> arguments,
                  void *stream = nullptr) {
    void *f;
    CHECK(symbol<int(void **, void *, const char *)>("cuModuleGetFunction")(&f, nullptr, name) == 0);
    typedef int Launch(void *, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, void *, void **,
                       void **);
    return symbol<Launch>("cuLaunchKernel")(f, grid, 1, 1, block, 1, 1, shared, stream, arguments.data(), 0);
}
static unsigned short bf16(float f) {
    uint32_t u;
    memcpy(&u, &f, 4);
    return (unsigned short)(u >> 16);
}

// A graph does nothing before it is launched, then the same each time; what it cannot hold ends the capture.
static void test_graphs() {
    typedef int OfStream(void *);
    typedef int End(void *, void **);
    void *stream, *graph, *executable;
    CHECK(symbol<int(void **, unsigned)>("cuStreamCreate")(&stream, 1) == 0);
    auto begin = [&](int mode) { return symbol<int(void *, int)>("cuStreamBeginCapture_v2")(stream, mode); };
    std::vector<float> ones(64, 1);
    uint64_t in = device(256, ones.data()), out = device(8);
    CHECK(begin(2) == 0 && begin(2) != 0);
    uint64_t spare = device(16);
    CHECK(spare && launch("warp_sums", 1, 64, 0, {&in, &out}, stream) == 0);
    CHECK(symbol<End>("cuStreamEndCapture")(stream, &graph) == 0);
    typedef int Instantiate(void **, void *, unsigned long long);
    CHECK(symbol<Instantiate>("cuGraphInstantiateWithFlags")(&executable, graph, 0) == 0);
    CHECK(symbol<OfStream>("cuGraphDestroy")(graph) == 0);
    CHECK(std::isnan(host<float>(out, 1)[0]));
    for (int turn = 0; turn < 2; turn++) {
        CHECK(symbol<int(void *, void *)>("cuGraphLaunch")(executable, stream) == 0);
        CHECK(host<float>(out, 1)[0] == 67);
        CHECK(symbol<int(uint64_t, unsigned char, size_t, void *)>("cuMemsetD8Async")(out, 0, 8, stream) == 0);
    }
    CHECK(symbol<OfStream>("cuGraphExecDestroy")(executable) == 0);
    CHECK(begin(2) == 0 && symbol<OfStream>("cuStreamSynchronize")(stream) == 900);
    CHECK(symbol<End>("cuStreamEndCapture")(stream, &graph) == 901 && !graph);
    CHECK(begin(1) == 0 && symbol<int(uint64_t *, size_t)>("cuMemAlloc_v2")(&spare, 16) == 900);
    CHECK(symbol<End>("cuStreamEndCapture")(stream, &graph) == 901);
}

int main(int, char **argv) {
    library = dlopen((std::string(argv[1]) + "/libcuda.so.1").c_str(), RTLD_NOW);
    if (!library) printf("%s\n", dlerror()), exit(1);
    int n = 1000, blocks = 8;
    std::vector<float> x((size_t)n);
    for (int i = 0; i < n; i++) x[(size_t)i] = (float)(i % 17);
    uint64_t in = device((size_t)n * 4, x.data()), out = device((size_t)n * 4);
    CHECK(std::isnan(host<float>(out, 1)[0]));
    CHECK(launch("reverse_block", (unsigned)blocks, 128, 512, {&in, &out, &n}) == 0);
    std::vector<float> y = host<float>(out, (size_t)n);
    for (int i = 0; i < n; i++) {
        int first = i / 128 * 128, j = first + 127 - i % 128;
        float total = 0;
        for (int p = first; p < first + 128 && p < n; p++) total += x[(size_t)p];
        CHECK(y[(size_t)i] == total + (j < n ? x[(size_t)j] : 0));
    }
    CHECK(launch("warp_sums", 4, 64, 0, {&in, &out}) == 0);
    y = host<float>(out, 8);
    for (int w = 0; w < 8; w++) {
        float sum = 0;
        for (int i = 0; i < 32; i++) sum += x[(size_t)(w * 32 + i)];
        CHECK(y[(size_t)w] == 2 * sum + (float)(w % 2 * 32 + 3));
    }
    CHECK(launch("unwritten", 1, 100, 64, {&out}) == 0);
    CHECK(host<unsigned>(out, 8)[7] == 256);
    CHECK(launch("unwritten", 1, 100, 64 * 1024, {&out}) == 1);
    void *f;
    CHECK(symbol<int(void **, void *, const char *)>("cuModuleGetFunction")(&f, nullptr, "absent") == 500);

    std::vector<unsigned short> a(256), b(128);
    for (auto &v : a) v = bf16((float)(rand() % 9 - 4));
    for (auto &v : b) v = bf16((float)(rand() % 9 - 4));
    auto value = [](unsigned short v) {
        uint32_t u = (uint32_t)v << 16;
        float r;
        memcpy(&r, &u, 4);
        return r;
    };
    uint64_t da = device(512, a.data()), db = device(256, b.data()), dc = device(512);
    CHECK(launch("tensor_cores", 1, 32, 768, {&da, &db, &dc}) == 0);
    std::vector<float> c = host<float>(dc, 128);
    // The same product by the emulated cuBLAS, whose matrices are column-major: c' = b' a'.
    typedef int Gemm(void *, int, int, int, int, int, const void *, const void *, int, int, const void *, int, int,
                     const void *, void *, int, int, int, int);
    float one = 1, zero = 0;
    uint64_t dd = device(512);
    CHECK(symbol<Gemm>("cublasGemmEx")(0, 0, 0, 8, 16, 16, &one, (void *)db, 14, 8, (void *)da, 14, 16, &zero,
                                       (void *)dd, 0, 8, 68, -1) == 0);
    std::vector<float> d = host<float>(dd, 128);
    for (int i = 0; i < 16; i++)
        for (int j = 0; j < 8; j++) {
            float sum = 0;
            for (int k = 0; k < 16; k++) sum += value(a[(size_t)(i * 16 + k)]) * value(b[(size_t)(k * 8 + j)]);
            CHECK(sum == c[(size_t)(i * 8 + j)]);
            CHECK(sum == d[(size_t)(i * 8 + j)]);
        }
    test_graphs();
    auto start = std::chrono::steady_clock::now();
    n = 1000 * 128;
    std::vector<float> big((size_t)n, 1);
    uint64_t large = device((size_t)n * 4, big.data());
    for (int i = 0; i < 10; i++) CHECK(launch("warp_sums", 2000, 64, 0, {&large, &large}) == 0);
    double s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    printf("passed; %.1f ns a thread and warp operation\n", s * 1e9 / (10.0 * n * 6));
}
