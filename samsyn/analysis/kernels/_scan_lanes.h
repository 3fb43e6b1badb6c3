/* Included once for each width of a lane: LANE is its type, NAMED(name) the function's name. */

void NAMED(samsyn_scan_draw)(uint64_t seed, int lanes, int32_t *values, const int64_t *stratum_start, int strata,
                             const int32_t *take, int slots, LANE *counts)
{
    chance c = chance_from(seed);
    for (int lane = 0; lane < lanes; lane++)
        for (int stratum = 0; stratum < strata; stratum++) {
            int64_t at = stratum_start[stratum], end = stratum_start[stratum + 1];
            const int32_t *wanted = take + ((int64_t)lane * strata + stratum) * slots;
            for (int slot = 0; slot < slots; slot++)
                for (int32_t k = 0; k < wanted[slot] && at < end; k++, at++) {
                    int64_t other = at + chance_below(&c, (uint32_t)(end - at));
                    int32_t drawn = values[other];
                    values[other] = values[at];
                    values[at] = drawn;
                    counts[((int64_t)drawn + slot) * lanes + lane]++;
                }
        }
}

void NAMED(samsyn_scan_scatter)(uint64_t seed, int lanes, const double *keep, const int32_t *alias, int bins,
                                const int64_t *draws, LANE *counts)
{
    chance c = chance_from(seed);
    for (int lane = 0; lane < lanes; lane++)
        for (int64_t k = 0; k < draws[lane]; k++) {
            int32_t bin = (int32_t)chance_below(&c, (uint32_t)bins);
            if (chance_unit(&c) >= keep[bin])
                bin = alias[bin];
            counts[(int64_t)bin * lanes + lane]++;
        }
}

static void NAMED(run_up)(LANE *counts, int zones, int slots)
{
    for (int64_t z = 0; z < zones; z++)
        for (int slot = 1; slot < slots; slot++) {
            LANE *row = counts + (z * slots + slot) * LANES;
            for (int l = 0; l < LANES; l++)
                row[l] += row[l - LANES];
        }
}

static void NAMED(look_closer)(const LANE *now, const LANE *before, LANE least, double size, int is_bernoulli,
                               double cases, double points, double *maxima)
{
    for (int l = 0; l < LANES; l++) {
        LANE count = now[l] - (before ? before[l] : 0);
        if (count < least)
            continue;
        double ratio = is_bernoulli ? bernoulli_ratio(count, size, cases, points) : poisson_ratio(count, size, cases);
        if (ratio > maxima[l])
            maxima[l] = ratio;
    }
}

static int NAMED(any_reaches)(const LANE *restrict now, const LANE *restrict before, LANE least)
{
    LANE any = 0;
    if (before)
        for (int l = 0; l < LANES; l++)
            any |= (LANE)(now[l] - before[l]) >= least;
    else
        for (int l = 0; l < LANES; l++)
            any |= now[l] >= least;
    return any != 0;
}

void NAMED(samsyn_scan_maxima)(LANE *counts, int zones, int slots, const int64_t *start, const int32_t *zone,
                               const uint8_t *closes, int centres, const int32_t *low, const int32_t *high, int intervals,
                               const double *size, const LANE *least, int is_bernoulli, double cases, double points,
                               LANE *room, double *maxima)
{
    int64_t window = 0, width = (int64_t)slots * LANES;
    NAMED(run_up)(counts, zones, slots);
    for (int centre = 0; centre < centres; centre++) {
        memset(room, 0, (size_t)width * sizeof(LANE));
        for (int64_t entry = start[centre]; entry < start[centre + 1]; entry++) {
            const LANE *restrict row = counts + zone[entry] * width;
            LANE *restrict sum = room;
            for (int64_t k = 0; k < width; k++)
                sum[k] += row[k];
            if (!closes[entry])
                continue;
            for (int i = 0; i < intervals; i++, window++) {
                const LANE *now = room + (int64_t)high[i] * LANES;
                const LANE *before = low[i] < 0 ? 0 : room + (int64_t)low[i] * LANES;
                if (NAMED(any_reaches)(now, before, least[window]))
                    NAMED(look_closer)(now, before, least[window], size[window], is_bernoulli, cases, points, maxima);
            }
        }
    }
}

void NAMED(samsyn_scan_least)(const double *size, int64_t windows, const double *most, int counts, LANE *least)
{
    for (int64_t w = 0; w < windows; w++) {
        int below = 0, above = counts;                          /* the first c with most[c] > size, or counts */
        while (below < above) {
            int middle = (below + above) / 2;
            if (most[middle] > size[w])
                above = middle;
            else
                below = middle + 1;
        }
        least[w] = (LANE)below;
    }
}
