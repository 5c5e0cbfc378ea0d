#include "machine.h"
#include "wire.h"

// One call: the highest layer's function with (argument, parameters, base), where `base(input)`
// runs the next layer with the same parameters and a base of its own, at most once.

static void push_decision(lua_State *L, lua_Integer position);

/// Upvalues: position of the layer that holds this base, the parameters, its own input, whether it
/// was called.
static int base(lua_State *L) {
    int count = vm_enter(L);
    const gvm_call_input *call = vm_machine(L)->call;
    lua_Integer below = lua_tointeger(L, lua_upvalueindex(1)) + 1;
    if (lua_toboolean(L, lua_upvalueindex(4))) {
        vm_fail(L, GVM_RUNTIME, "`base` can be called only once");
    }
    if (call == NULL || below >= (lua_Integer)call->chain_count) {
        vm_fail(L, GVM_RUNTIME, "there is no lower layer for `base` to call");
    }
    lua_pushboolean(L, true);
    lua_replace(L, lua_upvalueindex(4));
    if (count == 0) lua_pushvalue(L, lua_upvalueindex(3));
    lua_settop(L, 1);
    vm_trace_base(L, (int32_t)call->chain[below]);
    push_decision(L, below);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_pushinteger(L, below);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_pushvalue(L, 1);
    lua_pushboolean(L, false);
    lua_pushcclosure(L, base, 4);
    lua_call(L, 3, LUA_MULTRET);
    return lua_gettop(L) - 1;
}

/// Pushes the function that the layer's table holds.
static void push_decision(lua_State *L, lua_Integer position) {
    const gvm_call_input *call = vm_machine(L)->call;
    const char *name = (const char *)call->function.start;
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_OPENED);
    if (lua_rawgeti(L, -1, call->chain[position] + 1) != LUA_TTABLE) {
        vm_fail(L, GVM_BAD_INPUT, "source %d is not open", (int)call->chain[position]);
    }
    lua_pushlstring(L, name, call->function.count);
    if (lua_rawget(L, -2) != LUA_TFUNCTION) {
        lua_pushlstring(L, name, call->function.count);
        vm_fail(
            L, GVM_RUNTIME, "`%s` is %s, not a function", lua_tostring(L, -1),
            lua_isnil(L, -2) ? "missing" : luaL_typename(L, -2));
    }
    lua_replace(L, -3);
    lua_pop(L, 1);
}

/// The parameters of a practice rarely change from call to call: the same bytes give the same
/// read-only table.
static void push_parameters(lua_State *L, gvm_bytes bytes) {
    gvm_machine *m = vm_machine(L);
    Buffer *cached = &m->cached_parameters;
    bool same = bytes.count > 0
        && vm_compare_bytes(
               (const char *)bytes.start, bytes.count, (const char *)cached->bytes, cached->count)
            == 0;
    if (same) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_PARAMETERS);
        return;
    }
    cached->count = 0;
    vm_decode(L, bytes, DECODE_PARAMETERS);
    lua_pushvalue(L, -1);
    lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_PARAMETERS);
    vm_append(L, cached, bytes.start, bytes.count);
}

/// Leaves the result on the stack; the limits begin after the input has been decoded.
int vm_run_chain(lua_State *L) {
    gvm_machine *m = vm_machine(L);
    const gvm_call_input *call = m->call;
    if (call->chain_count == 0) vm_fail(L, GVM_BAD_INPUT, "a call needs at least one source");
    vm_decode(L, call->argument, DECODE_PLAIN);
    push_parameters(L, call->parameters);
    m->ceiling = m->live + (size_t)m->limits.memory;
    m->peak = m->live;
    m->metered = true;
    push_decision(L, 0);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_pushinteger(L, 0);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 1);
    lua_pushboolean(L, false);
    lua_pushcclosure(L, base, 4);
    lua_call(L, 3, 1);
    vm_encode(L, -1, &m->result, ENCODE_RESULT);
    return 0;
}
