/* Whether a text holds one of many parts (dimensions/faults/keys.py). */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#include "functions.h"

enum { PAIRS = 65536 / 8, OFFSETS = 257 * 2 };

/* packed_keys(keys: tuple of bytes, none empty) -> bytes for holds_any: a bit for each pair of
   bytes with which a key begins, where the keys of each first byte begin, their sizes and bytes. */
PyObject *packed_keys(PyObject *self, PyObject *given)
{
    (void)self;
    Py_ssize_t total = PAIRS + OFFSETS, items = PyTuple_Check(given) ? PyTuple_GET_SIZE(given) : -1;
    for (Py_ssize_t i = 0; i < items; i++) {
        PyObject *key = PyTuple_GET_ITEM(given, i);
        if (!PyBytes_Check(key) || PyBytes_GET_SIZE(key) < 1 || PyBytes_GET_SIZE(key) > 255)
            items = -1;
        else
            total += 1 + PyBytes_GET_SIZE(key);
    }
    if (items < 0 || total > PAIRS + UINT16_MAX)
        return PyErr_Format(PyExc_ValueError, "packed_keys: expected a tuple of short bytes");
    PyObject *out = PyBytes_FromStringAndSize(NULL, total);
    if (out == NULL)
        return NULL;
    unsigned char *packed = (unsigned char *)PyBytes_AS_STRING(out);
    memset(packed, 0, PAIRS);
    uint16_t at = OFFSETS;
    for (int first = 0; first < 256; first++) {
        memcpy(packed + PAIRS + 2 * first, &at, 2);
        for (Py_ssize_t i = 0; i < items; i++) {
            const char *key = PyBytes_AS_STRING(PyTuple_GET_ITEM(given, i));
            unsigned char size = (unsigned char)PyBytes_GET_SIZE(PyTuple_GET_ITEM(given, i));
            if ((unsigned char)key[0] != first)
                continue;
            for (int next = 0; next < 256; next++)
                if (size == 1 || (unsigned char)key[1] == next)
                    packed[(first << 8 | next) >> 3] |= (unsigned char)(1 << (next & 7));
            packed[PAIRS + at] = size;
            memcpy(packed + PAIRS + at + 1, key, size);
            at = (uint16_t)(at + size + 1);
        }
    }
    memcpy(packed + PAIRS + 2 * 256, &at, 2);
    return out;
}

/* holds_any(text: str, keys: bytes of packed_keys) -> whether an ASCII text holds one of them;
   None where the text is not ASCII. */
PyObject *holds_any(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    (void)self;
    if (count != 2 || !PyUnicode_Check(args[0]) || !PyBytes_Check(args[1])
        || PyBytes_GET_SIZE(args[1]) < PAIRS + OFFSETS)
        return PyErr_Format(PyExc_TypeError, "holds_any: expected a text and packed keys");
    if (!PyUnicode_IS_ASCII(args[0]))
        Py_RETURN_NONE;
    const unsigned char *text = PyUnicode_1BYTE_DATA(args[0]);
    const unsigned char *end = text + PyUnicode_GET_LENGTH(args[0]);
    const unsigned char *packed = (const unsigned char *)PyBytes_AS_STRING(args[1]);
    const unsigned char *all = packed + PyBytes_GET_SIZE(args[1]);
    for (const unsigned char *at = text; at < end; at++) { /* a zero byte ends the text */
        int pair = at[0] << 8 | at[1];
        if (!(packed[pair >> 3] >> (pair & 7) & 1))
            continue;
        uint16_t begin, stop;
        memcpy(&begin, packed + PAIRS + 2 * at[0], 2);
        memcpy(&stop, packed + PAIRS + 2 * at[0] + 2, 2);
        if (PAIRS + stop > all - packed)
            return PyErr_Format(PyExc_ValueError, "holds_any: expected packed keys");
        for (const unsigned char *key = packed + PAIRS + begin;
             key < packed + PAIRS + stop && *key < all - key; key += *key + 1)
            if (*key <= end - at && memcmp(at, key + 1, *key) == 0)
                Py_RETURN_TRUE;
    }
    Py_RETURN_FALSE;
}
