/* Which of the compiled variants can this processor (and its operating system) run? */
#include "processor.h"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#include <cpuid.h>

#define BIT(word, bit) (((word) >> (bit)) & 1u)

int samsyn_processor_level(void)
{
    unsigned a, b, c, d, first_c, extended_c = 0;
    if (!__get_cpuid(1, &a, &b, &first_c, &d) || !BIT(first_c, 27))
        return 1;                                               /* no OSXSAVE: wide registers are not saved */
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    if ((low & 0x6) != 0x6)
        return 1;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !__get_cpuid(0x80000001, &a, &c, &extended_c, &d))
        return 1;
    __get_cpuid_count(7, 0, &a, &b, &c, &d);
    int third = BIT(first_c, 12) && BIT(first_c, 22) && BIT(first_c, 28) && BIT(first_c, 29)   /* FMA MOVBE AVX F16C */
        && BIT(b, 3) && BIT(b, 5) && BIT(b, 8) && BIT(extended_c, 5);                          /* BMI1 AVX2 BMI2 LZCNT */
    if (!third)
        return 1;
    int fourth = (low & 0xe6) == 0xe6 && BIT(b, 16) && BIT(b, 17) && BIT(b, 28) && BIT(b, 30) && BIT(b, 31);
    return fourth ? 4 : 3;                                      /* AVX-512 F, DQ, CD, BW, VL */
}
#else
int samsyn_processor_level(void)
{
    return 1;
}
#endif
