/* Hashes of words and bytes, equal to those of hashing.py. */

#ifndef USERGAP_HASHES_H
#define USERGAP_HASHES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

static const uint64_t BASE = 0x9E3779B97F4A7C15ULL;
static const uint64_t SPREAD = 0xD6E8FEB86659FD93ULL;
enum { WORD = 24 }; /* bytes of a word that its hash reads */

extern unsigned char kind_of[256]; /* 0: space, 1: of a word, 2: a mark */
extern uint64_t scattered[256], scattered_emotion[256];
extern uint32_t crc_table[256];

void fill_tables(void);

static inline uint64_t mixed(uint64_t out)
{
    out ^= out >> 30;
    out *= 0xBF58476D1CE4E5B9ULL;
    out ^= out >> 27;
    out *= 0x94D049BB133111EBULL;
    return out ^ out >> 31;
}

static inline uint64_t run_of(const uint64_t *hashes, int n)
{
    uint64_t out = hashes[0];
    for (int step = 1; step < n; step++)
        out = out * BASE + hashes[step];
    return out;
}

/* The next word or mark at or after `at`, before `stop`: its end and hash; 0 where none is. */
static inline int next_token(const unsigned char *data, Py_ssize_t *at, Py_ssize_t stop,
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

#endif
