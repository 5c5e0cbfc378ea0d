#ifndef GAPBOOK_CLUAVM_H
#define GAPBOOK_CLUAVM_H

// The guarded virtual machine. No type of lua.h stands here, so that Swift can import this header.

const char *gvm_lua_release(void);

#endif
