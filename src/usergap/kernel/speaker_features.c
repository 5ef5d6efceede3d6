/* Features of a speaker (dimensions/faults/speaker_features.py). */

#include <stdlib.h>
#include <string.h>

#include "ascii.h"
#include "hashes.h"
#include "speaker_features.h"

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

void speak(Features *found, PyObject *given)
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
