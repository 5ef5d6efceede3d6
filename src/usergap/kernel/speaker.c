/* Buckets of a speaker's features, and their weights (speaker_model.py). */

#include "arguments.h"
#include "functions.h"
#include "speaker_features.h"

/* speaker_buckets(low: str) -> the list of buckets; None where the text is not ASCII. */
PyObject *speaker_buckets(PyObject *self, PyObject *given)
{
    (void)self;
    if (!PyUnicode_Check(given))
        return PyErr_Format(PyExc_TypeError, "speaker_buckets: expected a text");
    if (!PyUnicode_IS_ASCII(given))
        Py_RETURN_NONE;
    Features found = {.count = 0};
    speak(&found, given);
    PyObject *out = PyList_New(found.count);
    for (int i = 0; out != NULL && i < found.count; i++) {
        PyObject *bucket = PyLong_FromUnsignedLong(found.found[i]);
        if (bucket == NULL)
            Py_CLEAR(out);
        else
            PyList_SET_ITEM(out, i, bucket);
    }
    return out;
}

/* speaker_sum(low: str, weights: f64[2^18]) -> the number of buckets and the sum of their
   weights in order; None where the text is not ASCII. */
PyObject *speaker_sum(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Buffers held = {.count = 0};
    (void)self;
    if (count != 2 || !PyUnicode_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "speaker_sum: expected a text and weights");
    if (!PyUnicode_IS_ASCII(args[0]))
        Py_RETURN_NONE;
    READ(double, weights, args[1]);
    EXPECT(weights_items == 1 << SPEAKER_BITS);
    Features found = {.count = 0};
    speak(&found, args[0]);
    double total = 0;
    for (int i = 0; i < found.count; i++)
        total += weights[found.found[i]];
    release(&held);
    return Py_BuildValue("id", found.count, total);
failed:
    release(&held);
    return NULL;
}
