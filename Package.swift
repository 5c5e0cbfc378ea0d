// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Debian's static Lua. The `:` makes the linker take that very file; `m` and `dl` are what it needs.
let lua: [LinkerSetting] = [
    .linkedLibrary(":liblua5.4.a"), .linkedLibrary("m"), .linkedLibrary("dl"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

// The targets in the order of docs/internals/architecture.md: an arrow points only to an earlier row.

/// What needs no package from outside, and so builds in under a minute: release, sanitizer and fuzz
/// builds leave out the rest by `GAPBOOK_ENGINE_ONLY=1`.
let engine: [Target] = [
    module("Diagnostics"),
    .target(name: "CLuaVM", linkerSettings: lua),
    module("LuaVM", ["CLuaVM", "Diagnostics"]),
    module("Diary", ["Diagnostics"]),
    module("Slots", ["Diary"]),
    tests("DiagnosticsTests", ["Diagnostics"]),
    tests("LuaVMTests", ["LuaVM"]),
    tests("DiaryTests", ["Diary", "Diagnostics"]),
    tests("SlotsTests", ["Slots", "Diary"]),
]

let product: [Target] = [
    module(
        "Rules",
        ["LuaVM", "Diary", "Diagnostics", .product(name: "Crypto", package: "swift-crypto")]),
    module("Findings", ["Diary"]),
    module("Evaluation", ["Slots", "Rules", "Findings", "Diary", "Diagnostics"]),
    .executableTarget(
        name: "gapbook",
        dependencies: [
            "Evaluation", "Findings", "Rules", "Slots", "Diary", "Diagnostics",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        swiftSettings: settings),
    tests("RulesTests", ["Rules", "LuaVM", "Diary", "Diagnostics"]),
    tests("FindingsTests", ["Findings", "Diary"]),
    tests("EvaluationTests", ["Evaluation", "Findings", "Rules", "Slots", "Diary", "Diagnostics"]),
    tests("AcceptanceTests", []),
    tests("ArchitectureTests", []),
]

let isEngineOnly = Context.environment["GAPBOOK_ENGINE_ONLY"] == "1"

let package = Package(
    name: "gapbook",
    products: isEngineOnly ? [] : [.executable(name: "gapbook", targets: ["gapbook"])],
    dependencies: isEngineOnly
        ? []
        : [
            .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
            .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        ],
    targets: engine + (isEngineOnly ? [] : product),
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu11
)

// Benchmarks never gate a build; `Benchmarks/README.md` says how they are run.
if Context.environment["GAPBOOK_BENCHMARKS"] == "1" {
    func benchmark(_ name: String, _ path: String, _ dependencies: [Target.Dependency]) -> Target {
        .executableTarget(
            name: name, dependencies: dependencies, path: "Benchmarks/\(path)",
            swiftSettings: settings)
    }
    func support(_ name: String, _ path: String, _ dependencies: [Target.Dependency]) -> Target {
        .target(
            name: name, dependencies: dependencies, path: "Benchmarks/\(path)",
            swiftSettings: settings)
    }
    package.targets += [
        .target(name: "CSlotsBaseline", path: "Benchmarks/Slots/CSlotsBaseline"),
        benchmark(
            "SlotsBenchmark", "Slots/SlotsBenchmark", ["Slots", "Diary", "CSlotsBaseline"]),
        support("Measuring", "Measuring", []),
        support("SamplePractice", "SamplePractice", ["Diary"]),
        .target(
            name: "CDecisionHost", dependencies: ["CLuaVM"],
            path: "Benchmarks/Decision/CDecisionHost"),
        support(
            "DecisionHosts", "Decision/DecisionHosts", ["CDecisionHost", "LuaVM", "Diary"]),
        benchmark(
            "DecisionBenchmark", "Decision/DecisionBenchmark",
            [
                "DecisionHosts", "CDecisionHost", "Measuring", "SamplePractice", "Rules", "LuaVM",
                "Diary",
            ]),
        support(
            "PlainPractice", "Practice/PlainPractice",
            [
                "CDecisionHost", "CSlotsBaseline", "DecisionHosts", "Evaluation", "Rules", "Slots",
                "Diary",
            ]),
        benchmark(
            "PracticeBenchmark", "Practice/PracticeBenchmark",
            [
                "PlainPractice", "Measuring", "SamplePractice", "Evaluation", "Rules", "Slots",
                "Diary",
            ]),
        benchmark(
            "FleetBenchmark", "Fleet/FleetBenchmark",
            ["PlainPractice", "Measuring", "SamplePractice", "Evaluation", "Rules", "Diary"]),
    ]
}
