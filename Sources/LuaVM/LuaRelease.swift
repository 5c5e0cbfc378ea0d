internal import CLuaVM

/// The release of Lua that this build runs, for example `Lua 5.4.4`.
public var luaRelease: String { String(cString: gvm_lua_release()) }
