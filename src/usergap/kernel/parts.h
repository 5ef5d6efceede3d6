/* A part of an ASCII text, appended to a list. */

#ifndef USERGAP_PARTS_H
#define USERGAP_PARTS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

static inline int append(PyObject *list, const unsigned char *start, const unsigned char *end)
{
    PyObject *part = PyUnicode_New(end - start, 127);
    if (part == NULL)
        return -1;
    memcpy(PyUnicode_1BYTE_DATA(part), start, (size_t)(end - start));
    int failed_to = PyList_Append(list, part);
    Py_DECREF(part);
    return failed_to;
}

#endif
