#include "CLuaVM.h"

#include <lua5.4/lua.h>

const char *gvm_lua_release(void) { return LUA_RELEASE; }
