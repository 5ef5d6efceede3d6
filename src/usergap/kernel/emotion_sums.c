/* Weights of the features of emotions (annotators/emotion_model.py). */

#include "arguments.h"
#include "functions.h"
#include "hashes.h"

enum { EMOTION_BITS = 19 };

typedef struct {
    const uint64_t *packed;
    uint64_t even, odd; /* four 16-bit lanes each: 257 bytes fit */
    int pending;
    int64_t *sums;
    int64_t count;
} Sums;

static void flush(Sums *to)
{
    for (int lane = 0; lane < 4; lane++) {
        to->sums[2 * lane] += (int64_t)(to->even >> 16 * lane & 0xFFFF);
        to->sums[2 * lane + 1] += (int64_t)(to->odd >> 16 * lane & 0xFFFF);
    }
    to->even = to->odd = 0;
    to->pending = 0;
}

static void add(Sums *to, uint64_t hash, int kind)
{
    uint64_t factor = SPREAD * (2 * (uint64_t)kind + 1);
    uint64_t found = to->packed[hash * factor >> (64 - EMOTION_BITS)];
    if (to->pending == 257)
        flush(to);
    to->even += found & 0x00FF00FF00FF00FFULL;
    to->odd += found >> 8 & 0x00FF00FF00FF00FFULL;
    to->pending++;
    to->count++;
}

static Py_ssize_t place_in(const uint64_t *keys, Py_ssize_t items, uint64_t key)
{
    Py_ssize_t low = 0, high = items;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < items && keys[low] == key ? low : -1;
}

/* emotion_sums(data: u8, starts: i64[n], ends: i64[n], capitals: u8[n], keys: u64[k],
   lists: u64[k], packed: u64[2^19], sums: i64[n, 8], count: i64[n]): adds to the last two. */
PyObject *emotion_sums(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Buffers held = {.count = 0};
    (void)self;
    if (count != 9)
        return PyErr_Format(PyExc_TypeError, "emotion_sums: expected 9 arguments");
    READ(unsigned char, data, args[0]);
    READ(int64_t, starts, args[1]);
    READ(int64_t, ends, args[2]);
    READ(unsigned char, capitals, args[3]);
    READ(uint64_t, keys, args[4]);
    READ(uint64_t, lists, args[5]);
    READ(uint64_t, packed, args[6]);
    WRITE(int64_t, sums, args[7]);
    WRITE(int64_t, counts, args[8]);
    EXPECT(ends_items == starts_items && capitals_items == starts_items);
    EXPECT(sums_items == 8 * starts_items && counts_items == starts_items);
    EXPECT(lists_items == keys_items && packed_items == (Py_ssize_t)1 << EMOTION_BITS);
    for (Py_ssize_t text = 0; text < starts_items; text++) {
        int64_t begin = starts[text], stop = ends[text];
        EXPECT(0 <= begin && begin <= stop && stop < data_items);
        Sums to = {packed, 0, 0, 0, sums + 8 * text, 0};
        Py_ssize_t at = begin, end = 0;
        uint64_t hash = 0, before = 0, two = 0;
        for (Py_ssize_t known = 0; next_token(data, &at, stop, &end, &hash); at = end, known++) {
            add(&to, hash, 1);
            if (known > 1)
                add(&to, two * BASE + hash, 3);
            two = before * BASE + hash;
            if (known > 0)
                add(&to, two, 2);
            before = hash;
            Py_ssize_t row = place_in(keys, keys_items, hash);
            if (row >= 0)
                add(&to, lists[row], 30);
        }
        /* every run of 2 to 5 bytes, with a space before the text and one after it */
        for (int64_t i = begin - 1; i <= stop; i++) {
            uint64_t run = scattered_emotion[i < begin ? ' ' : data[i]];
            for (int order = 2; order <= 5 && i + order - 1 <= stop; order++) {
                int64_t next = i + order - 1;
                run = run * BASE + scattered_emotion[next == stop ? ' ' : data[next]];
                add(&to, run, 10 + order);
            }
        }
        if (capitals[text])
            add(&to, 1, 31);
        flush(&to);
        counts[text] += to.count;
    }
    release(&held);
    Py_RETURN_NONE;
failed:
    release(&held);
    return NULL;
}
