#include <string.h>

#include "machine.h"

// A read-only table is an empty table whose metatable leads reads to a data table and refuses
// writes; the data table's own metatable answers for names that are not there. Rules have neither
// metatables nor rawset, so the data table itself is out of their reach: nothing here may ever
// hand it out. (Userdata decode in half the time, but every read of a field then costs a call into
// C; proxies win from about a thousand reads on, and one evaluation reads more.)

int vm_refuse_write(lua_State *L) {
    vm_charge(L, 1);
    vm_fail(L, GVM_RUNTIME, "cannot change the input: it is read-only");
}

static int length_of_list(lua_State *L) {
    vm_thaw(L, 1);
    lua_pushinteger(L, (lua_Integer)lua_rawlen(L, -1));
    return 1;
}

void vm_freeze(lua_State *L, bool is_list) {
    luaL_checkstack(L, 6, NULL);
    lua_createtable(L, 0, 0);
    lua_createtable(L, 0, is_list ? 3 : 2);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_KEY_INDEX);
    lua_pushvalue(L, -4);
    lua_rawset(L, -3);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_KEY_NEWINDEX);
    lua_pushcfunction(L, vm_refuse_write);
    lua_rawset(L, -3);
    if (is_list) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_KEY_LEN);
        lua_pushcfunction(L, length_of_list);
        lua_rawset(L, -3);
    }
    lua_setmetatable(L, -2);
    lua_replace(L, -2);
}

bool vm_thaw(lua_State *L, int index) {
    index = lua_absindex(L, index);
    luaL_checkstack(L, 3, NULL);
    if (!lua_getmetatable(L, index)) {
        lua_pushvalue(L, index);
        return false;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_KEY_INDEX);
    lua_rawget(L, -2);
    lua_replace(L, -2);
    return true;
}

void vm_check_writable(lua_State *L, int index) {
    luaL_checktype(L, index, LUA_TTABLE);
    if (!lua_getmetatable(L, index)) return;
    vm_fail(L, GVM_RUNTIME, "cannot change the input: it is read-only");
}

/// __index of a record's data: a field without a value is nil, any other name is an error.
static int missing_field(lua_State *L) {
    vm_charge(L, 1);
    const Shape *shape = &vm_machine(L)->shapes[lua_tointeger(L, lua_upvalueindex(1))];
    Text subject = {.count = 0};
    vm_text_add(&subject, "`%s` has", shape->name.bytes);
    if (lua_type(L, 2) != LUA_TSTRING) {
        vm_fail_unknown_key(L, subject.bytes, "field", 2, 1, 0);
    }
    Name key;
    key.bytes = (char *)lua_tolstring(L, 2, &key.count);
    for (size_t i = 0; i < shape->fields.count; i++) {
        Name known = shape->fields.items[i];
        if (known.count == key.count && memcmp(known.bytes, key.bytes, key.count) == 0) return 0;
    }
    vm_fail_unknown(L, subject.bytes, "field", key, &shape->fields);
}

/// __index of a list's data: nil beyond its end, an error for a name.
static int missing_item(lua_State *L) {
    vm_charge(L, 1);
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    vm_fail(L, GVM_RUNTIME, "a list has no field `%s`", lua_tostring(L, 2));
}

/// __index of parameters and libraries: upvalues are what to call them and a table of names whose
/// value is nil.
static int missing_name(lua_State *L) {
    vm_charge(L, 1);
    if (lua_istable(L, lua_upvalueindex(2))) {
        lua_pushvalue(L, 2);
        if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) return 0;
        lua_pop(L, 1);
    }
    lua_settop(L, 2);
    lua_pushvalue(L, lua_upvalueindex(2));
    const char *subject = lua_tostring(L, lua_upvalueindex(1));
    const char *noun = strcmp(subject, "there is") == 0 ? "name" : "field";
    vm_fail_unknown_key(L, subject, noun, 2, 1, 3);
}

/// Gives the data on top a metatable for unknown names; `nulls` is a table's place, or 0.
void vm_named_data(lua_State *L, const char *label, int nulls) {
    luaL_checkstack(L, 5, NULL);
    if (nulls != 0) nulls = lua_absindex(L, nulls);
    lua_createtable(L, 0, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_KEY_INDEX);
    lua_pushstring(L, label);
    if (nulls != 0) lua_pushvalue(L, nulls);
    else lua_pushnil(L);
    lua_pushcclosure(L, missing_name, 2);
    lua_rawset(L, -3);
    lua_setmetatable(L, -2);
}

static void build_shape(lua_State *L, const Shape *shape, lua_Integer index) {
    lua_createtable(L, 0, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, SLOT_KEY_INDEX);
    lua_pushinteger(L, index);
    lua_pushcclosure(L, missing_field, 1);
    lua_rawset(L, -3);
    lua_rawseti(L, -3, index + 1);
    lua_createtable(L, (int)shape->fields.count, 0);
    for (size_t i = 0; i < shape->fields.count; i++) {
        lua_pushlstring(L, shape->fields.items[i].bytes, shape->fields.items[i].count);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_rawseti(L, -2, index + 1);
}

void vm_build_shapes(lua_State *L) {
    gvm_machine *m = vm_machine(L);
    const char *const names[] = {"__index", "__newindex", "__len", "id"};
    for (int i = 0; i < 4; i++) {
        lua_pushstring(L, names[i]);
        lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_KEY_INDEX + i);
    }
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, missing_item);
    lua_setfield(L, -2, "__index");
    lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_LIST_META);
    lua_createtable(L, (int)m->shape_count, 0);
    lua_createtable(L, (int)m->shape_count, 0);
    for (size_t i = 0; i < m->shape_count; i++) build_shape(L, &m->shapes[i], (lua_Integer)i);
    lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_SHAPE_KEYS);
    lua_rawseti(L, LUA_REGISTRYINDEX, SLOT_SHAPE_META);
}
