// SPDX-License-Identifier: MIT
// Ports: where threads of a C program exchange messages with processes. For C programs that have a
// network in them (`cspc --entry=NAME`); nothing of it is needed by emitted C.
//
// A port carries items of one size from whoever sends to whoever receives, one at a time: who sends waits until
// somebody has received, as with a channel. Either side may close it. All functions may be called by
// any thread, and by processes through FOREIGN (the library `port`).
#ifndef CSPC_PORT_H
#define CSPC_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct csp_port;

// The port of that name, made when it is first asked for, for items of `size` bytes. NULL if it is there
// with another size, or if there is no memory. Ports last as long as the program.
struct csp_port *csp_port(const char *name, size_t size);

// Send the item, and wait until it has been received. False if the port is closed before that.
bool csp_port_send(struct csp_port *port, const void *item);

// Wait for an item. False if the port is closed and there is none.
bool csp_port_receive(struct csp_port *port, void *item);

// No more items: who sends or receives, now or later, is told so.
void csp_port_close(struct csp_port *port);

// The same by name, as the library `port` calls them.
void csp_port_put(const char *name, const void *item, int64_t size, bool *sent);
void csp_port_get(const char *name, void *item, int64_t size, bool *received);
void csp_port_end(const char *name, int64_t size);

#ifdef __cplusplus
}
#endif

#endif
