/* The inner loops of the shipped annotators and of the fault audit, over bytes and hashes.

   Every function here has an equal in Python beside its caller, which says what it computes;
   tests hold both to the same values, bit for bit. Arrays come and go as buffers: contiguous,
   of the types named at each function, checked by their sizes only, as the callers make them.
   Nothing here is public. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0
#error "floats are kept wider than they are here: values would differ"
#endif

#define VERSION 5

/* ------------------------------------------------------------------ hashes (hashing.py) */

static const uint64_t BASE = 0x9E3779B97F4A7C15ULL;
static const uint64_t SPREAD = 0xD6E8FEB86659FD93ULL;
enum { WORD = 24 }; /* bytes of a word that its hash reads */

static unsigned char folded[256], kind_of[256];
static uint64_t scattered[256], scattered_emotion[256];
static uint32_t crc_table[256];

static uint64_t mixed(uint64_t out)
{
    out ^= out >> 30;
    out *= 0xBF58476D1CE4E5B9ULL;
    out ^= out >> 27;
    out *= 0x94D049BB133111EBULL;
    return out ^ out >> 31;
}

static void fill_tables(void)
{
    for (int i = 0; i < 256; i++) {
        int lower = i >= 'A' && i <= 'Z' ? i + 32 : i;
        int space = i < 33 || i == 127;
        folded[i] = (unsigned char)(space ? ' ' : lower);
        kind_of[i] = (lower >= 'a' && lower <= 'z') || (i >= '0' && i <= '9') || i == '\''
                             || i == '_' || i >= 128 ? 1 : space ? 0 : 2;
        scattered[i] = mixed((uint64_t)i + 1);
        scattered_emotion[i] = mixed((uint64_t)i + 77);
        uint32_t crc = (uint32_t)i;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320U : crc >> 1;
        crc_table[i] = crc;
    }
}

/* The next word or mark at or after `at`, before `stop`: its end and hash; 0 where none is. */
static int next_token(const unsigned char *data, Py_ssize_t *at, Py_ssize_t stop,
                      Py_ssize_t *end, uint64_t *hash)
{
    Py_ssize_t start = *at;
    while (start < stop && kind_of[data[start]] == 0)
        start++;
    if (start >= stop)
        return 0;
    Py_ssize_t last = start + 1;
    if (kind_of[data[start]] == 1)
        while (last < stop && kind_of[data[last]] == 1)
            last++;
    uint64_t out = scattered[data[start]];
    Py_ssize_t read = last - start < WORD ? last : start + WORD;
    for (Py_ssize_t i = start + 1; i < read; i++)
        out = out * BASE + scattered[data[i]];
    *at = start;
    *end = last;
    *hash = mixed(out + (uint64_t)(last - start));
    return 1;
}

/* ------------------------------------------------------------------ arguments */

enum { MOST = 16 };

typedef struct {
    Py_buffer view[MOST];
    int count;
} Buffers;

static void release(Buffers *held)
{
    while (held->count)
        PyBuffer_Release(&held->view[--held->count]);
}

/* The bytes of an argument; NULL with an exception where it has none. */
static void *bytes_of(Buffers *held, PyObject *given, int flags, Py_ssize_t width,
                      Py_ssize_t *items)
{
    Py_buffer *view = &held->view[held->count];
    if (PyObject_GetBuffer(given, view, flags) < 0)
        return NULL;
    held->count++;
    if (items != NULL)
        *items = view->len / width;
    return view->buf;
}

#define READ(type, name, given)                                                              \
    Py_ssize_t name##_items = 0;                                                             \
    const type *name = bytes_of(&held, given, PyBUF_SIMPLE, sizeof(type), &name##_items);    \
    if (name == NULL)                                                                        \
        goto failed
#define WRITE(type, name, given)                                                             \
    Py_ssize_t name##_items = 0;                                                             \
    type *name = bytes_of(&held, given, PyBUF_WRITABLE, sizeof(type), &name##_items);        \
    if (name == NULL)                                                                        \
        goto failed
#define EXPECT(condition)                                                                    \
    if (!(condition)) {                                                                      \
        PyErr_SetString(PyExc_ValueError, "an array of another size: " #condition);          \
        goto failed;                                                                         \
    }

static int rising(const int64_t *values, Py_ssize_t items, int64_t most)
{
    int64_t before = 0;
    for (Py_ssize_t i = 0; i < items; i++) {
        if (values[i] < before || values[i] > most)
            return 0;
        before = values[i];
    }
    return 1;
}

static int within(const int64_t *values, Py_ssize_t items, int64_t most)
{
    for (Py_ssize_t i = 0; i < items; i++)
        if (values[i] < 0 || values[i] >= most)
            return 0;
    return 1;
}

/* ------------------------------------------------------------------ tokens (hashing.tokens) */

/* count_tokens(data: u8) -> how many words and marks there are. */
static PyObject *count_tokens(PyObject *self, PyObject *given)
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
static PyObject *tokens(PyObject *self, PyObject *const *args, Py_ssize_t count)
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

/* ------------------------------------------------------------------ emotion_model.py */

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
static PyObject *emotion_sums(PyObject *self, PyObject *const *args, Py_ssize_t count)
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
        for (int known = 0; next_token(data, &at, stop, &end, &hash); at = end, known++) {
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

/* ------------------------------------------------------------------ turn_ngrams.py */

enum { BLOCKS = 7, TURN_BITS = 22 };
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

static uint64_t run_of(const uint64_t *hashes, int n)
{
    uint64_t out = hashes[0];
    for (int step = 1; step < n; step++)
        out = out * BASE + hashes[step];
    return out;
}

static int64_t least(int64_t one, int64_t other)
{
    return one < other ? one : other;
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
static PyObject *occurrences(PyObject *self, PyObject *const *args, Py_ssize_t count)
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

static int32_t ones(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555ULL;
    word = (word & 0x3333333333333333ULL) + (word >> 2 & 0x3333333333333333ULL);
    return (int32_t)(((word + (word >> 4)) & 0x0F0F0F0F0F0F0F0FULL) * 0x0101010101010101ULL >> 56);
}

/* scaled(rows: i64[m], buckets: i64[m], marks: u64[2^22 / 64], ranks: i32[2^22 / 64],
   rarity: f32[c], values: f32[m], indices: i32[m], bounds: i32[turns + 1]) -> how many columns
   are known. A bucket that is marked has the column of its rank among them: a table of ranks
   stays in the cache, one of columns does not. */
static PyObject *scaled(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Buffers held = {.count = 0};
    double *square = NULL;
    int64_t *row_of = NULL;
    int32_t *column_of = NULL;
    (void)self;
    if (count != 8)
        return PyErr_Format(PyExc_TypeError, "scaled: expected 8 arguments");
    READ(int64_t, rows, args[0]);
    READ(int64_t, buckets, args[1]);
    READ(uint64_t, marks, args[2]);
    READ(int32_t, ranks, args[3]);
    READ(float, rarity, args[4]);
    WRITE(float, values, args[5]);
    WRITE(int32_t, indices, args[6]);
    WRITE(int32_t, bounds, args[7]);
    EXPECT(marks_items == 1 << (TURN_BITS - 6) && ranks_items == marks_items);
    Py_ssize_t turns = bounds_items - 1;
    EXPECT(turns >= 0 && buckets_items == rows_items && rows_items < INT32_MAX);
    EXPECT(values_items == rows_items && indices_items == rows_items);
    square = PyMem_Calloc((size_t)(turns * BLOCKS + 1), sizeof(double));
    row_of = PyMem_Malloc((size_t)(rows_items + 1) * sizeof(int64_t));
    column_of = PyMem_Malloc((size_t)(rows_items + 1) * sizeof(int32_t));
    if (square == NULL || row_of == NULL || column_of == NULL) {
        PyErr_NoMemory();
        goto failed;
    }
    memset(bounds, 0, (size_t)(turns + 1) * sizeof(int32_t));
    Py_ssize_t known = 0;
    for (Py_ssize_t i = 0; i < rows_items; i++) {
        EXPECT(0 <= buckets[i] && buckets[i] < 1 << TURN_BITS);
        uint64_t word = marks[buckets[i] >> 6];
        int bit = (int)(buckets[i] & 63);
        if (!(word >> bit & 1))
            continue;
        int32_t found = ranks[buckets[i] >> 6] + ones(word & (((uint64_t)1 << bit) - 1));
        EXPECT(0 <= found && found < rarity_items && 0 <= rows[i] && rows[i] < turns * BLOCKS);
        float own = rarity[found] * rarity[found];
        square[rows[i]] += (double)own;
        bounds[rows[i] / BLOCKS + 1]++;
        row_of[known] = rows[i];
        column_of[known++] = found;
    }
    for (Py_ssize_t row = 0; row < turns * BLOCKS; row++)
        square[row] = sqrt(square[row] < 1e-12 ? 1e-12 : square[row]);
    for (Py_ssize_t turn = 0; turn < turns; turn++)
        bounds[turn + 1] += bounds[turn];
    for (Py_ssize_t i = 0; i < known; i++) { /* bounds[turn] runs to where the next one begins */
        int32_t at = bounds[row_of[i] / BLOCKS]++;
        values[at] = rarity[column_of[i]] / (float)square[row_of[i]];
        indices[at] = column_of[i];
    }
    memmove(bounds + 1, bounds, (size_t)turns * sizeof(int32_t));
    bounds[0] = 0;
    PyMem_Free(square);
    PyMem_Free(row_of);
    PyMem_Free(column_of);
    release(&held);
    return PyLong_FromSsize_t(known);
failed:
    PyMem_Free(square);
    PyMem_Free(row_of);
    PyMem_Free(column_of);
    release(&held);
    return NULL;
}

/* ------------------------------------------------------------------ lexicons.py */

/* phrases(hashes: u64, first: i64[n + 1], n, size, keys: u64[k], shift, place: i16[2^18],
   lists: i64[most, k], whole: f32[n, lists], begun: f32[n, lists]): adds to the last two. */
static PyObject *phrases(PyObject *self, PyObject *const *args, Py_ssize_t count)
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

/* ------------------------------------------------------------------ speaker_features.py */

enum { LONGEST = 600, SPEAKER_BITS = 18 };

static uint32_t crc(uint32_t before, const char *text, int size)
{
    uint32_t out = ~before;
    for (int i = 0; i < size; i++)
        out = out >> 8 ^ crc_table[(out ^ (unsigned char)text[i]) & 255];
    return ~out;
}

static int is_one_of(const char *word, int size, const char *spaced)
{
    for (const char *at = spaced; *at; at++) {
        const char *end = strchr(at, ' ');
        if (end - at == size && memcmp(at, word, (size_t)size) == 0)
            return 1;
        at = end;
    }
    return 0;
}

static int is_space(unsigned char byte)
{
    return byte == ' ' || (byte >= 9 && byte <= 13) || (byte >= 28 && byte <= 31);
}

static int is_letter(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static int is_digit(unsigned char byte)
{
    return byte >= '0' && byte <= '9';
}

typedef struct {
    uint32_t found[8 * LONGEST]; /* two a word and six a sentence at most */
    int count;
} Features;

typedef struct {
    const char *after; /* a space and the word */
    int size;
} Word;

/* The features of one sentence's words; `asked`: it ends with a question mark. */
static void of_sentence(Features *to, const Word *words, int count, int asked, int opens)
{
    static const char mine[] = "i i'm i've i'd i'll my me mine we we're our us myself im ive ";
    static const char yours[] = "you you're your you'll you'd you've yours yourself u ur ";
    const char *begins = asked ? "s?" : "s.", *open = asked ? "o?" : "o.";
    int own = 0, other = 0, starts = count < 3 ? count : 3;
    uint32_t first = crc(0, begins, 2), so = crc(0, "s", 1), spoken = crc(0, "o", 1);
    for (int i = 0; i < count; i++) {
        const char *text = words[i].after;
        int size = words[i].size;
        to->found[to->count++] = crc(crc(0, "w", 1), text, size);
        if (i > 0) {
            uint32_t pair = crc(crc(0, "b", 1), words[i - 1].after, words[i - 1].size);
            to->found[to->count++] = crc(pair, text, size);
        }
        own = own || (strchr("imwou", text[1]) && is_one_of(text + 1, size - 1, mine));
        other = other || (strchr("yu", text[1]) && is_one_of(text + 1, size - 1, yours));
    }
    for (int i = 0; i < starts; i++)
        so = crc(so, words[i].after, words[i].size);
    to->found[to->count++] = so;
    to->found[to->count++] = first = crc(first, words[0].after, words[0].size);
    if (count > 1)
        to->found[to->count++] = crc(first, words[1].after, words[1].size);
    if (opens) {
        to->found[to->count++] = crc(crc(0, open, 2), words[0].after, words[0].size);
        spoken = crc(spoken, words[0].after, words[0].size);
        if (count > 1)
            spoken = crc(spoken, words[1].after, words[1].size);
        to->found[to->count++] = spoken;
    }
    char whose[32];
    int size = PyOS_snprintf(whose, sizeof whose, "p%c %s %s", asked ? '?' : '.',
                             own ? "True" : "False", other ? "True" : "False");
    to->found[to->count++] = crc(0, whose, size);
}

/* The end of the word, number or mark that begins at `at`; `at` itself where none does. */
static int token_end(const char *low, int at, int stop)
{
    int end = at;
    if (low[at] >= 'a' && low[at] <= 'z') {
        while (end < stop && low[end] >= 'a' && low[end] <= 'z')
            end++;
        if (end + 1 < stop && low[end] == '\'' && low[end + 1] >= 'a' && low[end + 1] <= 'z')
            for (end++; end < stop && low[end] >= 'a' && low[end] <= 'z';)
                end++;
    } else if (is_digit((unsigned char)low[at])) {
        while (end < stop && is_digit((unsigned char)low[end]))
            end++;
    } else if (low[at] == '?' || low[at] == '!') {
        end++;
    } else {
        while (end < stop && is_letter((unsigned char)low[end]))
            end++;
    }
    return end;
}

static int by_size(const void *one, const void *other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

/* The different buckets of an ASCII text, sorted. */
static void speak(Features *found, PyObject *given)
{
    const char *low = (const char *)PyUnicode_1BYTE_DATA(given);
    int stop = (int)(PyUnicode_GET_LENGTH(given) < LONGEST ? PyUnicode_GET_LENGTH(given) : LONGEST);
    
    Word words[LONGEST];
    char text[2 * LONGEST];
    int at = 0, opens = 1;
    while (at < stop) { /* a sentence a round */
        int count = 0, tokens_seen = 0, asked = 0, used = 0;
        while (at < stop) {
            if (is_space((unsigned char)low[at])) {
                int closed = at > 0 && strchr(".!?", low[at - 1]) != NULL && low[at - 1];
                if (!closed && low[at] != '\n') {
                    at++;
                    continue;
                }
                while (at < stop && (closed ? is_space((unsigned char)low[at]) : low[at] == '\n'))
                    at++;
                break;
            }
            int end = token_end(low, at, stop);
            if (end == at) {
                at++;
                continue;
            }
            tokens_seen++;
            asked = low[at] == '?';
            if (!asked && low[at] != '!') {
                int number = is_digit((unsigned char)low[at]), size = number ? 1 : end - at;
                words[count++] = (Word){text + used, size + 1};
                text[used++] = ' ';
                memcpy(text + used, number ? "0" : low + at, (size_t)size);
                used += size;
            }
            at = end;
        }
        if (count)
            of_sentence(found, words, count, asked, opens);
        opens = opens && !tokens_seen;
    }
    for (int i = 0; i < found->count; i++)
        found->found[i] &= (1U << SPEAKER_BITS) - 1;
    qsort(found->found, (size_t)found->count, sizeof *found->found, by_size);
    int different = 0;
    for (int i = 0; i < found->count; i++)
        if (i == 0 || found->found[i] != found->found[i - 1])
            found->found[different++] = found->found[i];
    found->count = different;
}

/* speaker_buckets(low: str) -> the list of buckets; None where the text is not ASCII. */
static PyObject *speaker_buckets(PyObject *self, PyObject *given)
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
static PyObject *speaker_sum(PyObject *self, PyObject *const *args, Py_ssize_t count)
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

/* ------------------------------------------------------------------ looking for cues */

enum { PAIRS = 65536 / 8, OFFSETS = 257 * 2 };

/* packed_keys(keys: tuple of bytes, none empty) -> bytes for holds_any: a bit for each pair of
   bytes with which a key begins, where the keys of each first byte begin, their sizes and bytes. */
static PyObject *packed_keys(PyObject *self, PyObject *given)
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
static PyObject *holds_any(PyObject *self, PyObject *const *args, Py_ssize_t count)
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
    for (const unsigned char *at = text; at < end; at++) { /* a zero byte ends the text */
        int pair = at[0] << 8 | at[1];
        if (!(packed[pair >> 3] >> (pair & 7) & 1))
            continue;
        uint16_t begin, stop;
        memcpy(&begin, packed + PAIRS + 2 * at[0], 2);
        memcpy(&stop, packed + PAIRS + 2 * at[0] + 2, 2);
        for (const unsigned char *key = packed + PAIRS + begin; key < packed + PAIRS + stop;
             key += *key + 1)
            if (*key <= end - at && memcmp(at, key + 1, *key) == 0)
                Py_RETURN_TRUE;
    }
    Py_RETURN_FALSE;
}

/* ------------------------------------------------------------------ turn_context.py */

static int begins_with(const unsigned char *at, const unsigned char *end, const char *mark)
{
    size_t size = strlen(mark);
    return (size_t)(end - at) >= size && memcmp(at, mark, size) == 0;
}

static void form_of(const unsigned char *text, Py_ssize_t size, float *out)
{
    const unsigned char *end = text + size, *first = text, *last = end;
    Py_ssize_t counted[128] = {0};
    int code = 0, link = 0, dots = 0, self = begins_with(text, end, "I "), upper = 0, lower = 0;
    for (const unsigned char *at = text; at < end; at++) {
        counted[*at & 127]++;
        upper |= *at >= 'A' && *at <= 'Z';
        lower |= *at >= 'a' && *at <= 'z';
        switch (*at) {
        case '`': code |= begins_with(at, end, "```"); break;
        case '<': code |= begins_with(at, end, "</"); break;
        case '{': code = 1; break;
        case 'h': link |= begins_with(at, end, "http"); break;
        case '.': dots |= begins_with(at, end, "..."); break;
        case ' ': self |= begins_with(at, end, " I "); break;
        default: break;
        }
    }
    while (first < last && is_space(*first))
        first++;
    while (first < last && is_space(last[-1]))
        last--;
    int opens = first < last ? *first : 0, closes = first < last ? last[-1] : 0;
    const double values[] = {
        (double)size, (double)counted[' '], (double)counted['?'], closes == '?', closes == '.',
        closes == ':', (double)counted['\n'], code, counted['"'] > 0, counted[':'] > 0,
        opens >= 'a' && opens <= 'z', is_digit((unsigned char)opens), upper && !lower && size > 3,
        link, counted['!'] > 0, dots, 1, self, counted[','] > 0,
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        out[i] = (float)values[i];
}

static int reads(PyObject *text, Py_ssize_t at, Py_ssize_t end, const char *mark)
{
    const void *data = PyUnicode_DATA(text);
    for (; *mark; mark++, at++)
        if (at >= end || PyUnicode_READ(PyUnicode_KIND(text), data, at) != (Py_UCS4)*mark)
            return 0;
    return 1;
}

static void form_of_answer(PyObject *text, float *out)
{
    enum { END = 200, READ_LINES = 2000, READ_ITEMS = 600 };
    const void *data = PyUnicode_DATA(text);
    int kind = PyUnicode_KIND(text), items = 0, code = 0;
    Py_ssize_t size = PyUnicode_GET_LENGTH(text), stop = size, end = size > END ? size - END : 0;
    Py_ssize_t most = least(size, READ_LINES), few = least(size, READ_ITEMS);
    Py_ssize_t lines = 0, asked = 0;
    for (Py_ssize_t at = 0; at < most; at++) {
        Py_UCS4 letter = PyUnicode_READ(kind, data, at);
        if (letter == '\n') {
            lines++;
            items |= reads(text, at, few, "\n1.") || reads(text, at, few, "\n- ")
                     || reads(text, at, few, "\n* ");
        } else if (letter == '`') {
            code |= reads(text, at, most, "```");
        }
    }
    while (stop > end && Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, stop - 1)))
        stop--;
    for (Py_ssize_t at = end; at < stop; at++)
        asked += PyUnicode_READ(kind, data, at) == '?';
    Py_UCS4 closes = stop > end ? PyUnicode_READ(kind, data, stop - 1) : 0;
    out[0] = (float)(double)size;
    out[1] = closes == '?';
    out[2] = (float)asked;
    out[3] = stop > end && !(closes < 128 && closes && strchr(".!?:\"`)*|]'", (int)closes));
    out[4] = (float)items;
    out[5] = (float)code;
    out[6] = (float)lines;
}

/* forms(texts: list of str, answers, out: f32[n, 19], or f32[n, 7] of answers) -> the numbers
   of the texts that are not ASCII, whose rows it leaves; of answers it leaves none. */
static PyObject *forms(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Buffers held = {.count = 0};
    PyObject *left = NULL;
    (void)self;
    if (count != 3 || !PyList_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "forms: expected a list of texts");
    int answers = PyObject_IsTrue(args[1]), width = answers ? 7 : 19;
    WRITE(float, out, args[2]);
    EXPECT(answers >= 0 && out_items == width * PyList_GET_SIZE(args[0]));
    left = PyList_New(0);
    if (left == NULL)
        goto failed;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(args[0]); i++) {
        PyObject *text = PyList_GET_ITEM(args[0], i);
        EXPECT(PyUnicode_Check(text));
        if (answers) {
            form_of_answer(text, out + i * width);
            continue;
        }
        if (!PyUnicode_IS_ASCII(text)) {
            PyObject *number = PyLong_FromSsize_t(i);
            int failed_to = number == NULL || PyList_Append(left, number) < 0;
            Py_XDECREF(number);
            if (failed_to)
                goto failed;
            continue;
        }
        form_of(PyUnicode_1BYTE_DATA(text), PyUnicode_GET_LENGTH(text), out + i * width);
    }
    release(&held);
    return left;
failed:
    release(&held);
    Py_XDECREF(left);
    return NULL;
}

/* ------------------------------------------------------------------ words of many measures */

static int append(PyObject *list, const unsigned char *start, const unsigned char *end)
{
    PyObject *part = PyUnicode_New(end - start, 127);
    if (part == NULL)
        return -1;
    memcpy(PyUnicode_1BYTE_DATA(part), start, (size_t)(end - start));
    int failed_to = PyList_Append(list, part);
    Py_DECREF(part);
    return failed_to;
}

/* words(text: str, hyphens, underscores, letters) -> the list of runs of letters and digits,
   joined by inner apostrophes and, where asked for, hyphens, with underscores as letters or
   not; where asked for, only those with a letter; None where the text is not ASCII. */
static PyObject *words(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    (void)self;
    if (count != 4 || !PyUnicode_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "words: expected a text and three flags");
    if (!PyUnicode_IS_ASCII(args[0]))
        Py_RETURN_NONE;
    int hyphens = PyObject_IsTrue(args[1]), underscores = PyObject_IsTrue(args[2]);
    int letters = PyObject_IsTrue(args[3]);
    const unsigned char *at = PyUnicode_1BYTE_DATA(args[0]);
    const unsigned char *end = at + PyUnicode_GET_LENGTH(args[0]);
    unsigned char part[256] = {0};
    for (int i = 0; i < 128; i++)
        part[i] = is_letter((unsigned char)i) || is_digit((unsigned char)i)
                  || (i == '_' && underscores > 0);
    PyObject *out = PyList_New(0);
    while (out != NULL && at < end) {
        if (!part[*at]) {
            at++;
            continue;
        }
        const unsigned char *start = at;
        int lettered = is_letter(*at);
        for (at++; at < end; at++) {
            if (!part[*at] && !((*at == '\'' || (*at == '-' && hyphens > 0)) && part[at[1]]))
                break;
            lettered |= is_letter(*at);
        }
        if ((lettered || letters <= 0) && append(out, start, at) < 0)
            Py_CLEAR(out);
    }
    return out;
}

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
static PyObject *sentences(PyObject *self, PyObject *given)
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

/* is_clean(text: str) -> whether cleaning.clean_text leaves it as it is. */
static PyObject *is_clean(PyObject *self, PyObject *given)
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

/* ------------------------------------------------------------------ mtld.py */

/* factors(numbers: i64[n], different, threshold) -> complete factors, tokens and different
   tokens of the rest, read forwards, then the same read backwards; a number a different token,
   from 0. */
static PyObject *factors(PyObject *self, PyObject *const *args, Py_ssize_t count)
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

/* ------------------------------------------------------------------ the module */

#define FAST(name) {#name, (PyCFunction)(void (*)(void))name, METH_FASTCALL, NULL}

static PyMethodDef methods[] = {
    {"count_tokens", count_tokens, METH_O, NULL},
    {"packed_keys", packed_keys, METH_O, NULL},
    {"sentences", sentences, METH_O, NULL},
    {"is_clean", is_clean, METH_O, NULL},
    {"speaker_buckets", speaker_buckets, METH_O, NULL},
    FAST(tokens), FAST(emotion_sums), FAST(occurrences), FAST(scaled), FAST(phrases),
    FAST(factors), FAST(speaker_sum), FAST(holds_any), FAST(forms), FAST(words), {NULL, NULL, 0, NULL},
};

static int set_up(PyObject *module)
{
    fill_tables();
    return PyModule_AddIntConstant(module, "VERSION", VERSION);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)set_up}, {0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, .m_name = "usergap._compiled", .m_size = 0, .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit__compiled(void)
{
    return PyModuleDef_Init(&module);
}
