/* Words and marks of texts (annotators/hashing.py). */

#include "arguments.h"
#include "functions.h"
#include "hashes.h"

/* count_tokens(data: u8) -> how many words and marks there are. */
PyObject *count_tokens(PyObject *self, PyObject *given)
{
    Buffers held = {.count = 0};
    (void)self;
    READ(unsigned char, data, given);
    Py_ssize_t found = 0;
    unsigned char before = 0;
    for (Py_ssize_t i = 0; i < data_items; i++) {
        unsigned char kind = kind_of[data[i]];
        found += kind == 2 || (kind == 1 && before != 1);
        before = kind;
    }
    release(&held);
    return PyLong_FromSsize_t(found);
failed:
    release(&held);
    return NULL;
}

/* tokens(data: u8, starts: i64[n], hashes: u64[t], text: i64[t], first: i64[n + 1],
   start: i64[t], end: i64[t]): fills all but the first two. */
PyObject *tokens(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Buffers held = {.count = 0};
    (void)self;
    if (count != 7)
        return PyErr_Format(PyExc_TypeError, "tokens: expected 7 arguments");
    READ(unsigned char, data, args[0]);
    READ(int64_t, starts, args[1]);
    WRITE(uint64_t, hashes, args[2]);
    WRITE(int64_t, text, args[3]);
    WRITE(int64_t, first, args[4]);
    WRITE(int64_t, start, args[5]);
    WRITE(int64_t, end, args[6]);
    EXPECT(first_items == starts_items + 1);
    EXPECT(text_items == hashes_items && start_items == hashes_items && end_items == hashes_items);
    EXPECT(rising(starts, starts_items, data_items));
    Py_ssize_t at = 0, last = 0, found = 0, of = 0;
    uint64_t hash = 0;
    while (next_token(data, &at, data_items, &last, &hash)) {
        EXPECT(found < hashes_items);
        while (of < starts_items && starts[of] <= at)
            first[of++] = found;
        hashes[found] = hash;
        text[found] = of - 1;
        start[found] = at;
        end[found] = last;
        found++;
        at = last;
    }
    EXPECT(found == hashes_items);
    while (of <= starts_items)
        first[of++] = found;
    release(&held);
    Py_RETURN_NONE;
failed:
    release(&held);
    return NULL;
}
