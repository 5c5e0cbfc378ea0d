#include <stdio.h>
#include <string.h>

#include "machine.h"

// string.format without addresses (%p) and with its length capped.

typedef struct {
    char text[24];  // "%", up to 5 flags, width, precision, "ll" and the conversion
    size_t count;
    bool has_modifiers;
} Directive;

static _Noreturn void invalid(lua_State *L, const char *at) {
    vm_fail(L, GVM_RUNTIME, "invalid conversion `%%%c` to `string.format`", *at ? *at : ' ');
}

static void take_digits(lua_State *L, Directive *d, const char **at) {
    int count = 0;
    while (**at >= '0' && **at <= '9') {
        if (++count > 2) vm_fail(L, GVM_RUNTIME, "width or precision has more than two digits");
        d->text[d->count++] = *(*at)++;
    }
}

/// Reads flags, width and precision behind a `%`; leaves `*at` at the conversion.
static Directive read_directive(lua_State *L, const char **at) {
    Directive d = {.text = "%", .count = 1};
    const char *start = *at;
    while (**at != 0 && strchr("-+ #0", **at) != NULL) {
        if (d.count > 5) invalid(L, *at);
        d.text[d.count++] = *(*at)++;
    }
    take_digits(L, &d, at);
    if (**at == '.') {
        d.text[d.count++] = *(*at)++;
        take_digits(L, &d, at);
    }
    d.has_modifiers = *at != start;
    return d;
}

static void finish(Directive *d, const char *conversion) {
    size_t count = strlen(conversion);
    memcpy(d->text + d->count, conversion, count + 1);
}

static void add(luaL_Buffer *out, const char *bytes, size_t count) {
    if (luaL_bufflen(out) + count > (size_t)vm_machine(out->L)->limits.string_bytes) {
        vm_trip(out->L, GVM_TRIP_STRING_BYTES);
    }
    vm_charge(out->L, 1 + count / 16);
    luaL_addlstring(out, bytes, count);
}

static void add_quoted(luaL_Buffer *out, int argument) {
    lua_State *L = out->L;
    if (lua_type(L, argument) != LUA_TSTRING) {
        vm_fail(L, GVM_RUNTIME, "`%%q` quotes a string, not a %s", luaL_typename(L, argument));
    }
    size_t count;
    const char *s = lua_tolstring(L, argument, &count);
    add(out, "\"", 1);
    for (size_t i = 0; i < count; i++) {
        uint8_t c = (uint8_t)s[i];
        char escape[8];
        if (c == '"' || c == '\\' || c == '\n') {
            escape[0] = '\\';
            escape[1] = (char)c;
            add(out, escape, 2);
        } else if (c < 0x20 || c == 0x7f) {
            bool digit_follows = i + 1 < count && s[i + 1] >= '0' && s[i + 1] <= '9';
            int n = snprintf(escape, sizeof escape, digit_follows ? "\\%03d" : "\\%d", c);
            add(out, escape, (size_t)n);
        } else {
            add(out, s + i, 1);
        }
    }
    add(out, "\"", 1);
}

static void add_string(luaL_Buffer *out, Directive *d, int argument) {
    lua_State *L = out->L;
    luaL_argcheck(L, argument <= lua_gettop(L), argument, "no value");
    size_t count;
    // The text goes under the buffer's own place, which must stay on top.
    vm_show(L, argument, &count);
    lua_replace(L, argument);
    const char *s = lua_tolstring(L, argument, &count);
    if (!d->has_modifiers) {
        add(out, s, count);
        return;
    }
    if (strlen(s) != count || count > 200) {
        vm_fail(L, GVM_RUNTIME, "`%%s` with a width takes at most 200 bytes and no zeros");
    }
    char text[400];
    finish(d, "s");
    int n = snprintf(text, sizeof text, d->text, s);
    add(out, text, (size_t)n);
}

static lua_Number number_argument(lua_State *L, int argument) {
    luaL_checktype(L, argument, LUA_TNUMBER);
    return lua_tonumber(L, argument);
}

static lua_Integer integer_argument(lua_State *L, int argument) {
    luaL_checktype(L, argument, LUA_TNUMBER);
    return luaL_checkinteger(L, argument);
}

static void add_argument(luaL_Buffer *out, Directive *d, char conversion, int argument) {
    lua_State *L = out->L;
    char text[512];  // %99.99f of the largest double has about 420 characters
    char kind[4] = {conversion, 0, 0, 0};
    int n = 0;
    switch (conversion) {
    case 'c':
        finish(d, kind);
        n = snprintf(text, sizeof text, d->text, (int)integer_argument(L, argument));
        break;
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X':
        kind[0] = kind[1] = 'l';
        kind[2] = conversion;
        finish(d, kind);
        n = snprintf(text, sizeof text, d->text, (long long)integer_argument(L, argument));
        break;
    case 'e': case 'E': case 'f': case 'g': case 'G':
        finish(d, kind);
        n = snprintf(text, sizeof text, d->text, number_argument(L, argument));
        break;
    case 'q':
        if (d->has_modifiers) invalid(L, &conversion);
        add_quoted(out, argument);
        return;
    case 's': add_string(out, d, argument); return;
    default: invalid(L, &conversion);
    }
    if (n > 0) add(out, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

int vm_string_format(lua_State *L) {
    int count = vm_enter(L);
    size_t length;
    const char *at = luaL_checklstring(L, 1, &length);
    const char *end = at + length;
    luaL_Buffer out;
    luaL_buffinit(L, &out);
    int argument = 1;
    while (at < end) {
        const char *percent = memchr(at, '%', (size_t)(end - at));
        add(&out, at, (size_t)((percent ? percent : end) - at));
        if (percent == NULL) break;
        at = percent + 1;
        if (*at == '%') {
            add(&out, at++, 1);
            continue;
        }
        Directive d = read_directive(L, &at);
        if (++argument > count) luaL_argerror(L, argument, "no value");
        if (at == end) invalid(L, "");
        add_argument(&out, &d, *at++, argument);
    }
    luaL_pushresult(&out);
    return 1;
}
