/* What tells a chatbot's turn from a person's, of one text. */

#ifndef USERGAP_SPEAKER_FEATURES_H
#define USERGAP_SPEAKER_FEATURES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

enum { LONGEST = 600, SPEAKER_BITS = 18 };

typedef struct {
    uint32_t found[8 * LONGEST]; /* two a word and six a sentence at most */
    int count;
} Features;

/* The different buckets of an ASCII text, sorted. */
void speak(Features *found, PyObject *given);

#endif
