// SPDX-License-Identifier: MIT
// UNPACKSN and ROUNDSN: REAL32 numbers in parts.
#include <config.h>

#include "internal.h"

enum { MAX_EXPONENT = 255, FRACTION_BITS = 23 };

void
csp_unpacksn_int32(int32_t *fraction, int32_t *exponent, int32_t *type, int32_t bits)
{
    const uint32_t stored = (uint32_t)bits & 0x7FFFFFu;
    const uint32_t biased = (uint32_t)bits >> FRACTION_BITS & MAX_EXPONENT;
    uint32_t whole = stored << 8;
    *exponent = (int32_t)biased;
    if (biased == MAX_EXPONENT) {
        *type = stored == 0 ? 2 : 3;
    } else if (biased != 0) {
        *type = 1;
        whole |= 0x80000000u;
    } else {
        // A denormalised number has the weight of exponent 1.
        *type = stored != 0;
        *exponent = stored != 0;
    }
    *fraction = (int32_t)whole;
}

// The long number is normalised, so that `whole` has its one in the highest bit unless the result
// is denormalised. 24 of its bits are kept; adding to the packed number carries into the exponent
// as it must, up to infinity.
int32_t
csp_roundsn_int32(int32_t exponent, int32_t fraction, int32_t guard)
{
    uint64_t whole = (uint64_t)(uint32_t)fraction << 32 | (uint32_t)guard;
    if (whole == 0)
        return 0;
    const int places = __builtin_clzll(whole);
    int64_t biased = (int64_t)exponent - places;
    whole <<= places;
    if (biased >= MAX_EXPONENT)
        return MAX_EXPONENT << FRACTION_BITS;
    if (biased <= -32)
        return 0;
    bool sticky = false;
    if (biased <= 0) {
        sticky = (whole & (((uint64_t)1 << (1 - biased)) - 1)) != 0;
        whole >>= 1 - biased;
        biased = 0;
    }
    const uint64_t rest = whole & 0xFFFFFFFFFFu;
    const uint64_t half = 0x8000000000u;
    uint32_t packed = (uint32_t)biased << FRACTION_BITS | ((uint32_t)(whole >> 40) & 0x7FFFFFu);
    if (rest > half || (rest == half && (sticky || (packed & 1) != 0)))
        packed++;
    return (int32_t)packed;
}
