/* Signs of the form of texts (annotators/turn_context.py). */

#include <string.h>

#include "arguments.h"
#include "ascii.h"
#include "functions.h"

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
PyObject *forms(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Buffers held = {.count = 0};
    PyObject *left = NULL;
    (void)self;
    if (count != 3 || !PyList_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "forms: expected a list of texts");
    int answers = PyObject_IsTrue(args[1]), width = answers ? 7 : 19;
    if (answers < 0)
        return NULL;
    WRITE(float, out, args[2]);
    EXPECT(out_items == width * PyList_GET_SIZE(args[0]));
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
