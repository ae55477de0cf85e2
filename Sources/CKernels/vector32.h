// Vectors of f32 for the code included after this, once with LANES 16 (AVX-512) and once with 8 (AVX2).
#undef VECTOR
#undef LOAD
#undef STORE
#undef ALL
#undef ADD
#undef MULTIPLY
#undef FUSED
#undef TARGET
#undef FORM
#if LANES == 16
#define TARGET __attribute__((target("avx512f,fma")))
#define FORM(NAME) NAME##_avx512
#define VECTOR __m512
#define LOAD _mm512_loadu_ps
#define STORE _mm512_storeu_ps
#define ALL _mm512_set1_ps
#define ADD _mm512_add_ps
#define MULTIPLY _mm512_mul_ps
#define FUSED _mm512_fmadd_ps
#else
#define TARGET __attribute__((target("avx2,fma")))
#define FORM(NAME) NAME##_avx2
#define VECTOR __m256
#define LOAD _mm256_loadu_ps
#define STORE _mm256_storeu_ps
#define ALL _mm256_set1_ps
#define ADD _mm256_add_ps
#define MULTIPLY _mm256_mul_ps
#define FUSED _mm256_fmadd_ps
#endif
#define INLINE static inline __attribute__((always_inline)) TARGET
#define UNROLLED _Pragma("unroll")
