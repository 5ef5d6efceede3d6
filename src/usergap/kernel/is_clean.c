/* Texts that need no cleaning (dialogues/cleaning.py). */

#include "functions.h"

/* is_clean(text: str) -> whether cleaning.clean_text leaves it as it is. */
PyObject *is_clean(PyObject *self, PyObject *given)
{
    (void)self;
    if (!PyUnicode_Check(given))
        return PyErr_Format(PyExc_TypeError, "is_clean: expected a text");
    int kind = PyUnicode_KIND(given);
    const void *data = PyUnicode_DATA(given);
    Py_ssize_t size = PyUnicode_GET_LENGTH(given);
    if (size && PyUnicode_READ(kind, data, 0) == 0xFEFF)
        Py_RETURN_FALSE;
    for (Py_ssize_t i = 0; i < size; i++) {
        Py_UCS4 letter = PyUnicode_READ(kind, data, i);
        if ((letter < 32 && letter != 9 && letter != 10)
            || (letter >= 0x7F && letter <= 0x9F && letter != 0x85)
            || (letter >= 0xD800 && letter <= 0xDFFF))
            Py_RETURN_FALSE;
    }
    Py_RETURN_TRUE;
}
