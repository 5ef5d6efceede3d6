#include "arguments.h"

static uint64_t nothing; /* where an array has no bytes, and so perhaps no place */

void release(Buffers *held)
{
    while (held->count)
        PyBuffer_Release(&held->view[--held->count]);
}

static int overlap(const Py_buffer *one, const Py_buffer *other)
{
    uintptr_t first = (uintptr_t)one->buf, second = (uintptr_t)other->buf;
    return other->len && first < second + (size_t)other->len && second < first + (size_t)one->len;
}

void *bytes_of(Buffers *held, PyObject *given, int flags, Py_ssize_t width, Py_ssize_t *items)
{
    Py_buffer *view = &held->view[held->count];
    if (PyObject_GetBuffer(given, view, flags) < 0)
        return NULL;
    held->count++;
    *items = view->len / width;
    if (view->len == 0)
        return &nothing;
    if (view->len % width || (uintptr_t)view->buf % (size_t)width) {
        PyErr_SetString(PyExc_ValueError, "an array of another size: of part of an item");
        return NULL;
    }
    for (int i = 0; flags == PyBUF_WRITABLE && i < held->count - 1; i++)
        if (overlap(view, &held->view[i])) {
            PyErr_SetString(PyExc_ValueError, "an array to write shares another's memory");
            return NULL;
        }
    return view->buf;
}

int rising(const int64_t *values, Py_ssize_t items, int64_t most)
{
    int64_t before = 0;
    for (Py_ssize_t i = 0; i < items; i++) {
        if (values[i] < before || values[i] > most)
            return 0;
        before = values[i];
    }
    return 1;
}

int within(const int64_t *values, Py_ssize_t items, int64_t most)
{
    for (Py_ssize_t i = 0; i < items; i++)
        if (values[i] < 0 || values[i] >= most)
            return 0;
    return 1;
}
