// NVRTC: takes any program, for the kernels are built in and found by their names.
#include "run_time.h"

API int nvrtcCreateProgram(void **program, const char *, const char *, int, const char *const *, const char *const *) {
    return *program = malloc(1), 0;
}
API int nvrtcCompileProgram(void *, int, const char *const *) { return 0; }
API int nvrtcGetProgramLogSize(void *, size_t *size) { return *size = 1, 0; }
API int nvrtcGetProgramLog(void *, char *log) { return *log = 0, 0; }
API int nvrtcGetCUBINSize(void *, size_t *size) { return *size = 9, 0; }
API int nvrtcGetCUBIN(void *, char *code) { return memcpy(code, "emulated", 9), 0; }
API int nvrtcDestroyProgram(void **program) { return free(*program), *program = nullptr, 0; }
