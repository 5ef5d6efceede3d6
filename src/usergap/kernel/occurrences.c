/* Runs of words and characters of turns (annotators/turn_ngrams.py). */

#include "arguments.h"
#include "functions.h"
#include "hashes.h"
#include "turns.h"

enum { IN_WORDS, IN_CHARS, IN_START, IN_SHAPE, IN_ANSWER_END, IN_REPLY_START, IN_REPLY_END };

typedef struct {
    int64_t *rows, *buckets;
    Py_ssize_t count;
} Found;

static void emit(Found *to, int64_t turn, int block, uint64_t hash)
{
    uint64_t space = (uint64_t)(block + 1) * SPREAD;
    to->rows[to->count] = turn * BLOCKS + block;
    to->buckets[to->count++] = (int64_t)(mixed(hash ^ space) >> (64 - TURN_BITS));
}

/* Runs of n tokens in the first `most` of each text, for the text itself. */
static void within_texts(Found *to, int block, const uint64_t *hashes, const int64_t *first,
                         Py_ssize_t texts, int n, int64_t most, uint64_t more)
{
    for (Py_ssize_t text = 0; text < texts; text++) {
        int64_t stop = least(first[text + 1], first[text] + most);
        for (int64_t i = first[text]; i + n <= stop; i++)
            emit(to, text, block, run_of(hashes + i, n) + more);
    }
}

/* The same of the message of[turn], given to the turn. */
static void around(Found *to, int block, const uint64_t *hashes, const int64_t *first,
                   const int64_t *of, Py_ssize_t turns, int n, int64_t most)
{
    for (Py_ssize_t turn = 0; turn < turns; turn++) {
        int64_t start = first[of[turn]], stop = least(first[of[turn] + 1], start + most);
        for (int64_t i = start; i + n <= stop; i++)
            emit(to, turn, block, run_of(hashes + i, n));
    }
}

/* occurrences(words: u64, shape: u64, first: i64[n + 1], data: u8, starts: i64[n],
   ends: i64[n], heads: u64, head_first: i64[m + 1], tails: u64, tail_first: i64[m + 1],
   before: i64[n], after: i64[n]) -> two bytearrays: rows and buckets, i64. */
PyObject *occurrences(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    enum { START = 8, HEAD = 16, CHARS = 4 };
    const int64_t all = INT64_MAX / 2;
    Buffers held = {.count = 0};
    PyObject *rows = NULL, *buckets = NULL;
    (void)self;
    if (count != 12)
        return PyErr_Format(PyExc_TypeError, "occurrences: expected 12 arguments");
    READ(uint64_t, words, args[0]);
    READ(uint64_t, shape, args[1]);
    READ(int64_t, first, args[2]);
    READ(unsigned char, data, args[3]);
    READ(int64_t, starts, args[4]);
    READ(int64_t, ends, args[5]);
    READ(uint64_t, heads, args[6]);
    READ(int64_t, head_first, args[7]);
    READ(uint64_t, tails, args[8]);
    READ(int64_t, tail_first, args[9]);
    READ(int64_t, before, args[10]);
    READ(int64_t, after, args[11]);
    Py_ssize_t turns = starts_items;
    EXPECT(first_items == turns + 1 && ends_items == turns);
    EXPECT(before_items == turns && after_items == turns && shape_items == words_items);
    EXPECT(head_first_items > 0 && tail_first_items == head_first_items);
    EXPECT(rising(first, first_items, words_items));
    EXPECT(rising(head_first, head_first_items, heads_items));
    EXPECT(rising(tail_first, tail_first_items, tails_items));
    EXPECT(within(before, turns, head_first_items - 1) && within(after, turns, head_first_items - 1));
    int64_t room = 6 * words_items + data_items + (2 * START + 3) * turns;
    for (Py_ssize_t turn = 0; turn < turns; turn++) {
        EXPECT(0 <= starts[turn] && starts[turn] <= ends[turn] && ends[turn] < data_items);
        EXPECT(turn == 0 || ends[turn - 1] < starts[turn]);
        room += 2 * (tail_first[before[turn] + 1] - tail_first[before[turn]]);
        room += tail_first[after[turn] + 1] - tail_first[after[turn]];
        room += 3 * least(HEAD, head_first[after[turn] + 1] - head_first[after[turn]]);
    }
    rows = PyByteArray_FromStringAndSize(NULL, room * (Py_ssize_t)sizeof(int64_t));
    buckets = PyByteArray_FromStringAndSize(NULL, room * (Py_ssize_t)sizeof(int64_t));
    if (rows == NULL || buckets == NULL)
        goto failed;
    Found to = {(int64_t *)PyByteArray_AS_STRING(rows), (int64_t *)PyByteArray_AS_STRING(buckets), 0};
    for (int n = 1; n <= 3; n++)
        within_texts(&to, IN_WORDS, words, first, turns, n, all, 0);
    for (Py_ssize_t turn = 0; turn < turns; turn++)
        for (int64_t i = starts[turn] - 1; i + CHARS - 1 <= ends[turn]; i++) {
            uint64_t run = scattered[i < starts[turn] ? ' ' : data[i]];
            for (int64_t next = i + 1; next < i + CHARS; next++)
                run = run * BASE + scattered[next == ends[turn] ? ' ' : data[next]];
            emit(&to, turn, IN_CHARS, run);
        }
    for (int n = 1; n <= 2; n++)
        within_texts(&to, IN_START, words, first, turns, n, START, 0);
    for (int n = 1; n <= 3; n++) /* the first run alone */
        within_texts(&to, IN_START, words, first, turns, n, n, (uint64_t)n);
    for (int n = 2; n <= 4; n++)
        within_texts(&to, IN_SHAPE, shape, first, turns, n, all, (uint64_t)n);
    for (int n = 1; n <= 2; n++)
        around(&to, IN_ANSWER_END, tails, tail_first, before, turns, n, all);
    for (int n = 1; n <= 3; n++)
        around(&to, IN_REPLY_START, heads, head_first, after, turns, n, HEAD);
    around(&to, IN_REPLY_END, tails, tail_first, after, turns, 1, all);
    release(&held);
    if (PyByteArray_Resize(rows, to.count * (Py_ssize_t)sizeof(int64_t)) < 0
        || PyByteArray_Resize(buckets, to.count * (Py_ssize_t)sizeof(int64_t)) < 0)
        goto failed;
    return Py_BuildValue("NN", rows, buckets);
failed:
    release(&held);
    Py_XDECREF(rows);
    Py_XDECREF(buckets);
    return NULL;
}
