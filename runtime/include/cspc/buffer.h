// SPDX-License-Identifier: MIT
// BUFFERED channels: room for items that have been sent and not yet received. A part of cspc/rt.h.
#ifndef CSPC_BUFFER_H
#define CSPC_BUFFER_H

#include "cspc/channel.h"
#include "cspc/mobile.h"

// How an item travels: as a csp_value, as one that is a mobile, or by its address.
enum csp_item { CSP_ITEM_VALUE, CSP_ITEM_MOBILE, CSP_ITEM_BLOCK };

// What happens to an item for which there is no room: its sender waits, it is dropped, or the oldest is.
enum csp_overflow { CSP_BUFFERED, CSP_DROPPING, CSP_SLIDING };

// Give each of `count` channels room for `room` items of `size` bytes; `site` is told if that cannot
// be. The room is a mobile, and ends as such. With room for none a BUFFERED channel stays as it is;
// the other kinds must have room.
void *csp_buffers_new(struct csp_chan *channels, int64_t count, int64_t room,
                      enum csp_overflow overflow, enum csp_item nature, size_t size,
                      const struct csp_site *site);

#endif
