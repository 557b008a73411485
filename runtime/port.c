// SPDX-License-Identifier: MIT
// Ports: a place for one item, with a lock of its own. Processes come here by csp_blocking, so whoever
// waits keeps a thread of the system, and no process from running.
#include <config.h>

#include "cspc/port.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// All fields are guarded by `lock` but those that never change.
struct csp_port {
    char *name;
    size_t size;
    struct csp_port *next; // guarded by `ports_lock`
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool full, closed;
    uint64_t sent, received; // how many items
    unsigned char item[];
};

static pthread_mutex_t ports_lock = PTHREAD_MUTEX_INITIALIZER;
static struct csp_port *ports;

static struct csp_port *
new_port(const char *name, size_t size)
{
    struct csp_port *const port = calloc(1, sizeof *port + size);
    if (port == NULL)
        return NULL;
    port->name = strdup(name);
    port->size = size;
    if (port->name == NULL) {
        free(port);
        return NULL;
    }
    pthread_mutex_init(&port->lock, NULL);
    pthread_cond_init(&port->changed, NULL);
    port->next = ports;
    ports = port;
    return port;
}

struct csp_port *
csp_port(const char *name, size_t size)
{
    pthread_mutex_lock(&ports_lock);
    struct csp_port *port = ports;
    while (port != NULL && strcmp(port->name, name) != 0)
        port = port->next;
    if (port == NULL)
        port = new_port(name, size);
    pthread_mutex_unlock(&ports_lock);
    return port != NULL && port->size == size ? port : NULL;
}

bool
csp_port_send(struct csp_port *port, const void *item)
{
    pthread_mutex_lock(&port->lock);
    while (port->full && !port->closed)
        pthread_cond_wait(&port->changed, &port->lock);
    bool is_received = false;
    if (!port->closed) {
        memcpy(port->item, item, port->size);
        port->full = true;
        const uint64_t number = ++port->sent;
        pthread_cond_broadcast(&port->changed);
        while (port->received < number && !port->closed)
            pthread_cond_wait(&port->changed, &port->lock);
        is_received = port->received >= number;
    }
    pthread_mutex_unlock(&port->lock);
    return is_received;
}

bool
csp_port_receive(struct csp_port *port, void *item)
{
    pthread_mutex_lock(&port->lock);
    while (!port->full && !port->closed)
        pthread_cond_wait(&port->changed, &port->lock);
    const bool is_there = port->full && !port->closed;
    if (is_there) {
        memcpy(item, port->item, port->size);
        port->full = false;
        port->received++;
        pthread_cond_broadcast(&port->changed);
    }
    pthread_mutex_unlock(&port->lock);
    return is_there;
}

void
csp_port_close(struct csp_port *port)
{
    pthread_mutex_lock(&port->lock);
    port->closed = true;
    pthread_cond_broadcast(&port->changed);
    pthread_mutex_unlock(&port->lock);
}

// ---- for the library -----------------------------------------------------------------------------

void
csp_port_put(const char *name, const void *item, int64_t size, bool *sent)
{
    struct csp_port *const port = csp_port(name, (size_t)size);
    *sent = port != NULL && csp_port_send(port, item);
}

void
csp_port_get(const char *name, void *item, int64_t size, bool *received)
{
    struct csp_port *const port = csp_port(name, (size_t)size);
    *received = port != NULL && csp_port_receive(port, item);
}

void
csp_port_end(const char *name, int64_t size)
{
    struct csp_port *const port = csp_port(name, (size_t)size);
    if (port != NULL)
        csp_port_close(port);
}
