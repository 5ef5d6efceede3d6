/* Words, as many measures count them (dimensions/counting.py). */

#include "ascii.h"
#include "functions.h"
#include "parts.h"

/* words(text: str, hyphens, underscores, letters) -> the list of runs of letters and digits,
   joined by inner apostrophes and, where asked for, hyphens, with underscores as letters or
   not; where asked for, only those with a letter; None where the text is not ASCII. */
PyObject *words(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    (void)self;
    if (count != 4 || !PyUnicode_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "words: expected a text and three flags");
    if (!PyUnicode_IS_ASCII(args[0]))
        Py_RETURN_NONE;
    int hyphens, underscores, letters;
    if ((hyphens = PyObject_IsTrue(args[1])) < 0 || (underscores = PyObject_IsTrue(args[2])) < 0
        || (letters = PyObject_IsTrue(args[3])) < 0)
        return NULL;
    const unsigned char *at = PyUnicode_1BYTE_DATA(args[0]);
    const unsigned char *end = at + PyUnicode_GET_LENGTH(args[0]);
    unsigned char part[256] = {0};
    for (int i = 0; i < 128; i++)
        part[i] = is_letter((unsigned char)i) || is_digit((unsigned char)i)
                  || (i == '_' && underscores);
    PyObject *out = PyList_New(0);
    while (out != NULL && at < end) {
        if (!part[*at]) {
            at++;
            continue;
        }
        const unsigned char *start = at;
        int lettered = is_letter(*at);
        for (at++; at < end; at++) {
            if (!part[*at] && !((*at == '\'' || (*at == '-' && hyphens)) && part[at[1]]))
                break;
            lettered |= is_letter(*at);
        }
        if ((lettered || !letters) && append(out, start, at) < 0)
            Py_CLEAR(out);
    }
    return out;
}
