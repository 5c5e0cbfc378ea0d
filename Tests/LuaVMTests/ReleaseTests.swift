import LuaVM
import Testing

@Test("the machine says which Lua it runs")
func release() { #expect(luaRelease.hasPrefix("Lua 5.4")) }
