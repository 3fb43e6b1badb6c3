/* A small, good generator of chance (xoshiro256++, Blackman & Vigna 2019, public domain algorithm), seeded by one number. */
#ifndef SAMSYN_CHANCE_H
#define SAMSYN_CHANCE_H
#include <stdint.h>

typedef struct { uint64_t s[4]; } chance;

static inline uint64_t chance_turn(uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

static inline chance chance_from(uint64_t seed)
{
    chance c;
    for (int k = 0; k < 4; k++) {                       /* splitmix64 fills the state */
        uint64_t z = (seed += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        c.s[k] = z ^ (z >> 31);
    }
    return c;
}

static inline uint64_t chance_next(chance *c)
{
    uint64_t *s = c->s, result = chance_turn(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = chance_turn(s[3], 45);
    return result;
}

/* A whole number below n (n ≥ 1), exactly uniform (Lemire 2019: multiply, and reject the few that would be uneven). */
static inline uint32_t chance_below(chance *c, uint32_t n)
{
    uint64_t product = (chance_next(c) >> 32) * n;
    if ((uint32_t)product < n) {
        uint32_t least = (uint32_t)(-n) % n;
        while ((uint32_t)product < least)
            product = (chance_next(c) >> 32) * n;
    }
    return (uint32_t)(product >> 32);
}

/* A number in [0, 1) with 53 bits. */
static inline double chance_unit(chance *c) { return (double)(chance_next(c) >> 11) * 0x1p-53; }

#endif
