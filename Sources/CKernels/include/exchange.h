#pragma once

// Exchanges two files or folders of one file system at once. Returns 0, or -1 with errno.
int dk_exchange(const char *a, const char *b);
