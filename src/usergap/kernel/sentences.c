/* Sentences (dimensions/counting.py). */

#include "ascii.h"
#include "functions.h"
#include "parts.h"

/* A sentence without its white space, where it has a letter or a digit. */
static int append_sentence(PyObject *list, const unsigned char *start, const unsigned char *end)
{
    int says = 0;
    for (const unsigned char *at = start; at < end && !says; at++)
        says = is_letter(*at) || is_digit(*at);
    if (!says)
        return 0;
    while (is_space(*start))
        start++;
    while (is_space(end[-1]))
        end--;
    return append(list, start, end);
}

/* sentences(text: str) -> the list of counting.sentences; None where the text is not ASCII. */
PyObject *sentences(PyObject *self, PyObject *given)
{
    (void)self;
    if (!PyUnicode_Check(given))
        return PyErr_Format(PyExc_TypeError, "sentences: expected a text");
    if (!PyUnicode_IS_ASCII(given))
        Py_RETURN_NONE;
    const unsigned char *at = PyUnicode_1BYTE_DATA(given), *text = at, *start = at;
    const unsigned char *end = at + PyUnicode_GET_LENGTH(given);
    PyObject *out = PyList_New(0);
    while (out != NULL && at < end) {
        unsigned char mark = *at++;
        if (mark == '.') {
            if (at < end && *at == '.')
                while (at < end && *at == '.')
                    at++;
            else if (at < end && (is_letter(*at) || is_digit(*at) || *at == '_')
                     && !(at - text > 1 && at[-2] >= 'a' && at[-2] <= 'z' && *at >= 'A' && *at <= 'Z'))
                continue;
        } else if (mark == '!' || mark == '?') {
            while (at < end && (*at == '!' || *at == '?'))
                at++;
        } else if (mark >= 10 && mark <= 13) {
            while (at < end && *at >= 10 && *at <= 13)
                at++;
        } else {
            continue;
        }
        if (append_sentence(out, start, at) < 0)
            Py_CLEAR(out);
        start = at;
    }
    if (out != NULL && append_sentence(out, start, end) < 0)
        Py_CLEAR(out);
    return out;
}
