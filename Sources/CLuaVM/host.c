#include "machine.h"

// Functions of the host. They see bytes and answer with bytes; whatever raises does so here, after
// the host's frame has returned.

static int call_host(lua_State *L) {
    gvm_machine *m = vm_machine(L);
    int count = vm_enter(L);
    int32_t function = (int32_t)lua_tointeger(L, lua_upvalueindex(1));
    if (++m->host_calls > m->limits.host_calls) vm_trip(L, GVM_TRIP_HOST_CALLS);
    if (count > 16) vm_fail(L, GVM_RUNTIME, "too many arguments to a function of the host");
    m->arguments.count = 0;
    for (int i = 1; i <= count; i++) vm_encode(L, i, &m->arguments, ENCODE_ARGUMENT);
    vm_charge(L, m->arguments.count / 4);
    m->reply.count = 0;
    int32_t status =
        m->host(m->context, m, function, m->arguments.bytes, m->arguments.count);
    vm_charge(L, m->reply.count / 4);
    if (m->reply.count > (size_t)m->limits.result_bytes) vm_trip(L, GVM_TRIP_STRING_BYTES);
    gvm_bytes reply = {m->reply.bytes, m->reply.count};
    if (status != 0) {
        luaL_where(L, 1);
        lua_pushlstring(L, (const char *)reply.start, reply.count);
        lua_concat(L, 2);
        return lua_error(L);
    }
    vm_decode(L, reply, DECODE_PLAIN);
    if (lua_type(L, -1) == LUA_TSTRING
        && (size_t)lua_rawlen(L, -1) > (size_t)m->limits.string_bytes) {
        vm_trip(L, GVM_TRIP_STRING_BYTES);
    }
    return 1;
}

gvm_status gvm_reply(gvm_machine *m, const uint8_t *bytes, size_t count) {
    m->reply.count = 0;
    return vm_append_quiet(m, &m->reply, bytes, count) ? GVM_OK : GVM_TRIP;
}

void vm_push_host_function(lua_State *L, int32_t function) {
    lua_pushinteger(L, function);
    lua_pushcclosure(L, call_host, 1);
}

/// A constructor marks the table that it is given and returns it: `rule { ... }`.
static int construct(lua_State *L) {
    vm_enter(L);
    lua_settop(L, 1);
    if (lua_isnil(L, 1)) {
        lua_newtable(L);
        lua_replace(L, 1);
    }
    if (!lua_istable(L, 1)) {
        vm_fail(
            L, GVM_RUNTIME, "`%s` takes a table, not a %s", lua_tostring(L, lua_upvalueindex(1)),
            luaL_typename(L, 1));
    }
    vm_check_writable(L, 1);
    lua_pushliteral(L, "__kind");
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_rawset(L, 1);
    return 1;
}

void vm_push_constructor(lua_State *L, Name name) {
    lua_pushlstring(L, name.bytes, name.count);
    lua_pushcclosure(L, construct, 1);
}
