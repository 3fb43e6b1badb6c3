/* The scan's simulations. Everything that depends on the width of a lane stands in _scan_lanes.h. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "_chance.h"
#include "scan.h"

#define LANES 32

static double poisson_ratio(double count, double expected, double cases)
{
    double inside = count * log(count / expected);
    return count < cases ? inside + (cases - count) * log((cases - count) / (cases - expected)) : inside;
}

static double times_log(double count, double share) { return count > 0 ? count * log(share) : 0; }

static double bernoulli_ratio(double count, double size, double cases, double points)
{
    double out = points - size, outside = cases - count;
    return times_log(count, count / size) + times_log(size - count, 1 - count / size)
        + times_log(outside, outside / out) + times_log(out - outside, 1 - outside / out)
        - times_log(cases, cases / points) - times_log(points - cases, 1 - cases / points);
}

#define LANE uint16_t
#define NAMED(name) name##16
#include "_scan_lanes.h"
#undef LANE
#undef NAMED
#define LANE uint32_t
#define NAMED(name) name##32
#include "_scan_lanes.h"
