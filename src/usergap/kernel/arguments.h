/* Arrays that come and go as buffers: contiguous, of the types named at each function, which
   only their sizes tell, as the callers make them. None that is written shares memory with one
   that comes before it. */

#ifndef USERGAP_ARGUMENTS_H
#define USERGAP_ARGUMENTS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

enum { MOST = 16 };

typedef struct {
    Py_buffer view[MOST];
    int count;
} Buffers;

void release(Buffers *held);

/* The bytes of an argument; NULL with an exception where it has none. */
void *bytes_of(Buffers *held, PyObject *given, int flags, Py_ssize_t width, Py_ssize_t *items);

#define READ(type, name, given)                                                              \
    Py_ssize_t name##_items = 0;                                                             \
    const type *name = bytes_of(&held, given, PyBUF_SIMPLE, sizeof(type), &name##_items);    \
    if (name == NULL)                                                                        \
        goto failed
#define WRITE(type, name, given)                                                             \
    Py_ssize_t name##_items = 0;                                                             \
    type *name = bytes_of(&held, given, PyBUF_WRITABLE, sizeof(type), &name##_items);        \
    if (name == NULL)                                                                        \
        goto failed
#define EXPECT(condition)                                                                    \
    if (!(condition)) {                                                                      \
        PyErr_SetString(PyExc_ValueError, "an array of another size: " #condition);          \
        goto failed;                                                                         \
    }

/* Whether values never fall, from 0 to `most`. */
int rising(const int64_t *values, Py_ssize_t items, int64_t most);

/* Whether values are in 0 ... `most` - 1. */
int within(const int64_t *values, Py_ssize_t items, int64_t most);

static inline int64_t least(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

#endif
