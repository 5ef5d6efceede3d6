/* The functions of the kernel: each is described where it is defined. */

#ifndef USERGAP_FUNCTIONS_H
#define USERGAP_FUNCTIONS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *count_tokens(PyObject *self, PyObject *given);
PyObject *is_clean(PyObject *self, PyObject *given);
PyObject *packed_keys(PyObject *self, PyObject *given);
PyObject *sentences(PyObject *self, PyObject *given);
PyObject *speaker_buckets(PyObject *self, PyObject *given);

PyObject *emotion_sums(PyObject *self, PyObject *const *args, Py_ssize_t count);
PyObject *factors(PyObject *self, PyObject *const *args, Py_ssize_t count);
PyObject *forms(PyObject *self, PyObject *const *args, Py_ssize_t count);
PyObject *holds_any(PyObject *self, PyObject *const *args, Py_ssize_t count);
PyObject *occurrences(PyObject *self, PyObject *const *args, Py_ssize_t count);
PyObject *phrases(PyObject *self, PyObject *const *args, Py_ssize_t count);
PyObject *scaled(PyObject *self, PyObject *const *args, Py_ssize_t count);
PyObject *speaker_sum(PyObject *self, PyObject *const *args, Py_ssize_t count);
PyObject *tokens(PyObject *self, PyObject *const *args, Py_ssize_t count);
PyObject *words(PyObject *self, PyObject *const *args, Py_ssize_t count);

#endif
