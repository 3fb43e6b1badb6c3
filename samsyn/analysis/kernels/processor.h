/* Returns what this processor can run, as levels of x86-64: 4 AVX-512, 3 AVX2, 1 anything else. */
int samsyn_processor_level(void);
