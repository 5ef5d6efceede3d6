/* Occurrences as rows of length 1 (annotators/turn_features.py). */

#include <math.h>
#include <string.h>

#include "arguments.h"
#include "functions.h"
#include "turns.h"

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
PyObject *scaled(PyObject *self, PyObject *const *args, Py_ssize_t count)
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
