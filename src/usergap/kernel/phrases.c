/* Phrases of word lists (annotators/lexicons.py). */

#include "arguments.h"
#include "functions.h"
#include "hashes.h"

/* phrases(hashes: u64, first: i64[n + 1], n, size, keys: u64[k], shift, place: i16[2^18],
   lists: i64[most, k], whole: f32[n, lists], begun: f32[n, lists]): adds to the last two. */
PyObject *phrases(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    enum { PLACES = 18 };
    Buffers held = {.count = 0};
    (void)self;
    if (count != 10)
        return PyErr_Format(PyExc_TypeError, "phrases: expected 10 arguments");
    long n = PyLong_AsLong(args[2]), size = PyLong_AsLong(args[3]), shift = PyLong_AsLong(args[5]);
    if (PyErr_Occurred())
        return NULL;
    READ(uint64_t, hashes, args[0]);
    READ(int64_t, first, args[1]);
    READ(uint64_t, keys, args[4]);
    READ(int16_t, place, args[6]);
    READ(int64_t, lists, args[7]);
    WRITE(float, whole, args[8]);
    WRITE(float, begun, args[9]);
    Py_ssize_t texts = first_items - 1;
    EXPECT(texts > 0 && n > 0 && n < 4 && shift >= 0 && shift <= 64 - PLACES);
    EXPECT(keys_items > 0 && place_items == 1 << PLACES && lists_items % keys_items == 0);
    EXPECT(whole_items % texts == 0 && (size == 0 || begun_items == whole_items));
    EXPECT(rising(first, first_items, hashes_items));
    Py_ssize_t width = whole_items / texts;
    for (Py_ssize_t text = 0; text < texts; text++)
        for (int64_t i = first[text]; i + n <= first[text + 1]; i++) {
            uint64_t run = run_of(hashes + i, (int)n);
            int16_t row = place[run >> shift & ((1 << PLACES) - 1)];
            EXPECT(0 <= row && row < keys_items);
            if (keys[row] != run)
                continue;
            for (Py_ssize_t at = row; at < lists_items; at += keys_items) {
                EXPECT(lists[at] < width);
                if (lists[at] < 0)
                    continue;
                whole[text * width + lists[at]] += 1;
                if (size && i - first[text] + n <= size)
                    begun[text * width + lists[at]] += 1;
            }
        }
    release(&held);
    Py_RETURN_NONE;
failed:
    release(&held);
    return NULL;
}
