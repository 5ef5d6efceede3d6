/* usergap._compiled: the inner loops of the shipped annotators and of the fault audit, over
   bytes and hashes.

   Every function has an equal in Python beside its caller, which says what it computes; tests
   hold both to the same values, bit for bit. Nothing here is public. */

#include <float.h>

#include "functions.h"
#include "hashes.h"

#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0
#error "floats are kept wider than they are here: values would differ"
#endif

#define VERSION 5

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
