/* What the features of turns share. */

#ifndef USERGAP_TURNS_H
#define USERGAP_TURNS_H

enum { BLOCKS = 7, TURN_BITS = 22 };

#endif
