// SPDX-License-Identifier: MIT
// The predefined routines that speak to the scheduler or the memory. Processes have no priorities:
// whatever is set, all have 0. Nor are they bound to processors: whatever is set, they may
// run on any, which is -1.
#ifndef CSPC_CONTROL_H
#define CSPC_CONTROL_H

#include <stdatomic.h>
#include <stdint.h>

static inline void
csp_setpri(int64_t priority)
{
    (void)priority;
}

static inline void
csp_getpri_int16(int16_t *priority)
{
    *priority = 0;
}

static inline void
csp_getpri_int32(int32_t *priority)
{
    *priority = 0;
}

static inline void
csp_getpri_int64(int64_t *priority)
{
    *priority = 0;
}

static inline void
csp_incpri(void)
{
}

static inline void
csp_decpri(void)
{
}

static inline void
csp_raise_priority(void)
{
}

static inline void
csp_lower_priority(void)
{
}

static inline void
csp_setaff(int64_t affinity)
{
    (void)affinity;
}

static inline void
csp_getaff_int16(int16_t *affinity)
{
    *affinity = -1;
}

static inline void
csp_getaff_int32(int32_t *affinity)
{
    *affinity = -1;
}

static inline void
csp_getaff_int64(int64_t *affinity)
{
    *affinity = -1;
}

static inline void
csp_memory_barrier(void)
{
    atomic_thread_fence(memory_order_seq_cst);
}

static inline void
csp_read_memory_barrier(void)
{
    atomic_thread_fence(memory_order_acquire);
}

static inline void
csp_write_memory_barrier(void)
{
    atomic_thread_fence(memory_order_release);
}

#endif
