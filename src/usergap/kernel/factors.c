/* Factors of lexical diversity (dimensions/mtld.py). */

#include "arguments.h"
#include "functions.h"

/* factors(numbers: i64[n], different, threshold) -> complete factors, tokens and different
   tokens of the rest, read forwards, then the same read backwards; a number a different token,
   from 0. */
PyObject *factors(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Buffers held = {.count = 0};
    int64_t *met = NULL, out[6] = {0};
    (void)self;
    if (count != 3)
        return PyErr_Format(PyExc_TypeError, "factors: expected 3 arguments");
    Py_ssize_t different = PyLong_AsSsize_t(args[1]);
    double threshold = PyFloat_AsDouble(args[2]);
    if (PyErr_Occurred())
        return NULL;
    READ(int64_t, numbers, args[0]);
    EXPECT(different >= 0 && within(numbers, numbers_items, different));
    met = PyMem_Calloc((size_t)different + 1, sizeof(int64_t));
    if (met == NULL) {
        PyErr_NoMemory();
        goto failed;
    }
    int64_t factor = 1; /* met[token] holds the factor in which it was seen last */
    for (int way = 0; way < 2; way++, factor++) {
        int64_t complete = 0, length = 0, seen = 0;
        for (Py_ssize_t i = 0; i < numbers_items; i++) {
            int64_t token = numbers[way ? numbers_items - 1 - i : i];
            length++;
            if (met[token] != factor) {
                met[token] = factor;
                seen++;
            } else if ((double)seen < threshold * (double)length) {
                complete++;
                factor++;
                length = seen = 0;
            }
        }
        out[3 * way] = complete;
        out[3 * way + 1] = length;
        out[3 * way + 2] = seen;
    }
    PyMem_Free(met);
    release(&held);
    return Py_BuildValue("LLLLLL", (long long)out[0], (long long)out[1], (long long)out[2],
                         (long long)out[3], (long long)out[4], (long long)out[5]);
failed:
    PyMem_Free(met);
    release(&held);
    return NULL;
}
