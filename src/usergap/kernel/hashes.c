#include "hashes.h"

unsigned char kind_of[256];
uint64_t scattered[256], scattered_emotion[256];
uint32_t crc_table[256];

void fill_tables(void)
{
    for (int i = 0; i < 256; i++) {
        int lower = i >= 'A' && i <= 'Z' ? i + 32 : i;
        int space = i < 33 || i == 127;
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
