#include <ctype.h>
#include <string.h>

#include "pattern.h"

// Lua's patterns with every step counted: a pattern can take time that grows with a power of the
// subject, all inside one instruction. A test holds the answers against the stock matcher's.

enum { OPEN = -1, POSITION = -2, DEEPEST = 200 };

static const char *match(Matcher *m, const char *s, const char *p);

static void step(Matcher *m) {
    if (++m->machine->pattern_steps > m->machine->limits.pattern_steps) {
        vm_trip(m->L, GVM_TRIP_PATTERN_STEPS);
    }
}

static _Noreturn void malformed(Matcher *m, const char *what) {
    vm_fail(m->L, GVM_RUNTIME, "malformed pattern (%s)", what);
}

/// The end of the one-character class that starts at `p`.
static const char *class_end(Matcher *m, const char *p) {
    if (*p == '%') {
        if (p + 1 == m->pattern_end) malformed(m, "ends with `%`");
        return p + 2;
    }
    if (*p != '[') return p + 1;
    p += p[1] == '^' ? 2 : 1;
    do {  // the first character belongs to the set even if it is `]`
        if (p >= m->pattern_end) malformed(m, "missing `]`");
        if (*p++ == '%' && p < m->pattern_end) p++;
    } while (p >= m->pattern_end || *p != ']');
    return p + 1;
}

static bool in_class(int c, int class) {
    bool inside;
    switch (tolower(class)) {
    case 'a': inside = isalpha(c); break;
    case 'c': inside = iscntrl(c); break;
    case 'd': inside = isdigit(c); break;
    case 'g': inside = isgraph(c); break;
    case 'l': inside = islower(c); break;
    case 'p': inside = ispunct(c); break;
    case 's': inside = isspace(c); break;
    case 'u': inside = isupper(c); break;
    case 'w': inside = isalnum(c); break;
    case 'x': inside = isxdigit(c); break;
    default: return class == c;
    }
    return isupper(class) ? !inside : inside;
}

/// `p` is at `[`, `last` at its `]`.
static bool in_set(Matcher *m, int c, const char *p, const char *last) {
    bool wanted = true;
    if (p[1] == '^') {
        wanted = false;
        p++;
    }
    while (++p < last) {
        step(m);
        if (*p == '%') {
            p++;
            if (in_class(c, (uint8_t)*p)) return wanted;
        } else if (p[1] == '-' && p + 2 < last) {
            if ((uint8_t)p[0] <= c && c <= (uint8_t)p[2]) return wanted;
            p += 2;
        } else if ((uint8_t)*p == c) {
            return wanted;
        }
    }
    return !wanted;
}

static bool is_single(Matcher *m, const char *s, const char *p, const char *end) {
    step(m);
    if (s >= m->subject_end) return false;
    int c = (uint8_t)*s;
    switch (*p) {
    case '.': return true;
    case '%': return in_class(c, (uint8_t)p[1]);
    case '[': return in_set(m, c, p, end - 1);
    default: return (uint8_t)*p == c;
    }
}

static const char *match_balance(Matcher *m, const char *s, const char *p) {
    if (p + 1 >= m->pattern_end) malformed(m, "missing arguments to `%b`");
    if (s >= m->subject_end || *s != *p) return NULL;
    int depth = 1;
    while (++s < m->subject_end) {
        step(m);
        if (*s == p[1]) {
            if (--depth == 0) return s + 1;
        } else if (*s == *p) {
            depth++;
        }
    }
    return NULL;
}

static const char *match_most(Matcher *m, const char *s, const char *p, const char *end) {
    ptrdiff_t count = 0;
    while (is_single(m, s + count, p, end)) count++;
    for (; count >= 0; count--) {
        const char *rest = match(m, s + count, end + 1);
        if (rest != NULL) return rest;
    }
    return NULL;
}

static const char *match_least(Matcher *m, const char *s, const char *p, const char *end) {
    for (;; s++) {
        const char *rest = match(m, s, end + 1);
        if (rest != NULL) return rest;
        if (!is_single(m, s, p, end)) return NULL;
    }
}

static const char *open_capture(Matcher *m, const char *s, const char *p, ptrdiff_t what) {
    if (m->level >= MATCH_CAPTURES) vm_fail(m->L, GVM_RUNTIME, "too many captures");
    m->captures[m->level].start = s;
    m->captures[m->level].length = what;
    m->level++;
    const char *rest = match(m, s, p);
    if (rest == NULL) m->level--;
    return rest;
}

static const char *close_capture(Matcher *m, const char *s, const char *p) {
    int index = m->level - 1;
    while (index >= 0 && m->captures[index].length != OPEN) index--;
    if (index < 0) vm_fail(m->L, GVM_RUNTIME, "invalid pattern capture");
    m->captures[index].length = s - m->captures[index].start;
    const char *rest = match(m, s, p);
    if (rest == NULL) m->captures[index].length = OPEN;
    return rest;
}

/// The subject after a repetition of an earlier capture. A position capture holds no text, and
/// matches nowhere.
static const char *match_again(Matcher *m, const char *s, int digit) {
    int index = digit - '1';
    if (index < 0 || index >= m->level || m->captures[index].length == OPEN) {
        vm_fail(m->L, GVM_RUNTIME, "invalid capture index %%%d", index + 1);
    }
    ptrdiff_t length = m->captures[index].length;
    if (length < 0 || m->subject_end - s < length) return NULL;
    vm_charge_pattern(m->L, (size_t)length / 16 + 1);
    return memcmp(m->captures[index].start, s, (size_t)length) == 0 ? s + length : NULL;
}

static bool at_frontier(Matcher *m, const char *s, const char *p, const char **after) {
    if (p >= m->pattern_end || *p != '[') malformed(m, "missing `[` after `%f`");
    *after = class_end(m, p);
    int before = s == m->subject ? 0 : (uint8_t)s[-1];
    int here = s == m->subject_end ? 0 : (uint8_t)*s;
    return !in_set(m, before, p, *after - 1) && in_set(m, here, p, *after - 1);
}

/// One item with its `?`, `*`, `+` or `-`; gives where to go on, or ends the match in `*answer`.
static bool repeat(Matcher *m, const char **s, const char **p, const char **answer) {
    const char *end = class_end(m, *p);
    char suffix = end < m->pattern_end ? *end : 0;
    if (suffix == '*') *answer = match_most(m, *s, *p, end);
    else if (suffix == '-') *answer = match_least(m, *s, *p, end);
    else if (suffix == '+') {
        *answer = is_single(m, *s, *p, end) ? match_most(m, *s + 1, *p, end) : NULL;
    } else if (suffix == '?') {
        if (is_single(m, *s, *p, end) && (*answer = match(m, *s + 1, end + 1)) != NULL) {
            return false;
        }
        *p = end + 1;
        return true;
    } else if (is_single(m, *s, *p, end)) {
        *s += 1;
        *p = end;
        return true;
    } else {
        *answer = NULL;
    }
    return false;
}

/// The escapes that are no class. True when one stood here: `*s` is then where it ended, or NULL.
static bool escape(Matcher *m, const char **s, const char **p) {
    const char *after;
    switch ((*p)[1]) {
    case 'b':
        *s = match_balance(m, *s, *p + 2);
        *p += 4;
        return true;
    case 'f':
        if (!at_frontier(m, *s, *p + 2, &after)) *s = NULL;
        *p = after;
        return true;
    case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
        *s = match_again(m, *s, (uint8_t)(*p)[1]);
        *p += 2;
        return true;
    default: return false;
    }
}

static const char *match(Matcher *m, const char *s, const char *p) {
    if (++m->depth > DEEPEST) vm_fail(m->L, GVM_RUNTIME, "pattern too complex");
    const char *answer = NULL;
    while (true) {
        step(m);
        if (p == m->pattern_end) {
            answer = s;
            break;
        }
        if (*p == '(') {
            bool position = p + 1 < m->pattern_end && p[1] == ')';
            answer = position ? open_capture(m, s, p + 2, POSITION)
                              : open_capture(m, s, p + 1, OPEN);
            break;
        }
        if (*p == ')') {
            answer = close_capture(m, s, p + 1);
            break;
        }
        if (*p == '$' && p + 1 == m->pattern_end) {
            answer = s == m->subject_end ? s : NULL;
            break;
        }
        if (*p == '%' && p + 1 < m->pattern_end && escape(m, &s, &p)) {
            if (s == NULL) break;
            continue;
        }
        if (!repeat(m, &s, &p, &answer)) break;
    }
    m->depth--;
    return answer;
}

const char *vm_match(Matcher *m, const char *s, const char *p) {
    m->level = 0;
    m->depth = 0;
    return match(m, s, p);
}

void vm_push_capture(Matcher *m, int index, const char *start, const char *end) {
    if (index >= m->level) {
        if (index != 0) vm_fail(m->L, GVM_RUNTIME, "invalid capture index %%%d", index + 1);
        lua_pushlstring(m->L, start, (size_t)(end - start));
        return;
    }
    const ptrdiff_t length = m->captures[index].length;
    if (length == OPEN) vm_fail(m->L, GVM_RUNTIME, "unfinished capture");
    if (length == POSITION) {
        lua_pushinteger(m->L, m->captures[index].start - m->subject + 1);
    } else {
        lua_pushlstring(m->L, m->captures[index].start, (size_t)length);
    }
}

int vm_push_captures(Matcher *m, const char *start, const char *end) {
    int count = m->level == 0 && start != NULL ? 1 : m->level;
    luaL_checkstack(m->L, count, "too many captures");
    for (int i = 0; i < count; i++) vm_push_capture(m, i, start, end);
    vm_charge(m->L, (size_t)count + (size_t)(end != NULL ? end - start : 0) / 16);
    return count;
}
