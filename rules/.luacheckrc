-- Generated from the declared decision points by scripts/generate. Do not edit.
-- Run: luacheck --config rules/.luacheckrc rules
stds.gapbook = {
  read_globals = {
    "assert", "error", "ipairs", "pairs", "pcall", "select", "tonumber", "tostring", "type",
    math = { fields = { abs = {}, ceil = {}, floor = {}, fmod = {}, huge = {}, max = {}, maxinteger = {}, min = {}, mininteger = {}, modf = {}, pi = {}, sqrt = {}, tointeger = {}, type = {}, ult = {} } },
    string = { fields = { byte = {}, char = {}, find = {}, format = {}, gmatch = {}, gsub = {}, len = {}, lower = {}, match = {}, rep = {}, reverse = {}, sub = {}, upper = {} } },
    table = { fields = { concat = {}, insert = {}, pack = {}, remove = {}, sort = {}, unpack = {} } },
    utf8 = { fields = { char = {}, codepoint = {}, len = {} } },
    list = { fields = { filter = {}, map = {}, find = {}, contains = {}, count = {}, best = {} } },
    text = { fields = { contains = {}, starts_with = {}, words = {}, distance = {}, fold = {} } },
    trace = { fields = { note = {} } },
    "first_match", "rule", "override", "tests",
    param = { fields = { boolean = {}, integer = {}, text = {}, choice = {}, list = {} } },
  },
}
std = "gapbook"
max_line_length = 100
exclude_files = { "meta/**", "rules/meta/**", "**/meta/**" }
