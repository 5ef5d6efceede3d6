#include "arguments.h"

void release(Buffers *held)
{
    while (held->count)
        PyBuffer_Release(&held->view[--held->count]);
}

void *bytes_of(Buffers *held, PyObject *given, int flags, Py_ssize_t width, Py_ssize_t *items)
{
    Py_buffer *view = &held->view[held->count];
    if (PyObject_GetBuffer(given, view, flags) < 0)
        return NULL;
    held->count++;
    if (items != NULL)
        *items = view->len / width;
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
