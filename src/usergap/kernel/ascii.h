/* Kinds of ASCII characters, as str.isspace, str.isalpha and str.isdigit tell them. */

#ifndef USERGAP_ASCII_H
#define USERGAP_ASCII_H

static inline int is_space(unsigned char byte)
{
    return byte == ' ' || (byte >= 9 && byte <= 13) || (byte >= 28 && byte <= 31);
}

static inline int is_letter(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static inline int is_digit(unsigned char byte)
{
    return byte >= '0' && byte <= '9';
}

#endif
