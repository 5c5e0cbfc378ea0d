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
/// builds leave out the rest by `GAPBOOK_PART=engine`.
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

/// The core: what evaluates snapshots, without a network or a database.
let core: [Target] = [
    module(
        "Rules",
        ["LuaVM", "Diary", "Diagnostics", .product(name: "Crypto", package: "swift-crypto")]),
    module("Findings", ["Diary"]),
    module("Evaluation", ["Slots", "Rules", "Findings", "Diary", "Diagnostics"]),
    tests("RulesTests", ["Rules", "LuaVM", "Diary", "Diagnostics"]),
    tests("FindingsTests", ["Findings", "Diary"]),
    tests("EvaluationTests", ["Evaluation", "Findings", "Rules", "Slots", "Diary", "Diagnostics"]),
]

let httpClient: [Target.Dependency] = [
    .product(name: "AsyncHTTPClient", package: "async-http-client"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]
let httpServer: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "NIOCore", package: "swift-nio"),
]
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")

/// The wire: adapters, the ledger, the flows over them, and the service.
let wire: [Target] = [
    .target(name: "CGzip", linkerSettings: [.linkedLibrary("z")]),
    module("Ports", ["Diary", "Diagnostics"]),
    module("Patients", ["Ports"]),
    module("Wire", ["Ports", "Diary", "Diagnostics"] + httpClient),
    module("PMS", ["Wire", "Ports", "Diary", "Diagnostics"]),
    module("PMSExact", ["PMS", "Wire", "Ports", "Diary", "Diagnostics"]),
    module("PMSOasis", ["PMS", "Wire", "Ports", "Diary", "Diagnostics"]),
    module("Marketplace", ["CGzip", "Wire", "Ports", "Diary", "Diagnostics"]),
    module(
        "Ledger",
        [
            "CGzip", "Ports", "Diary", "Diagnostics",
            .product(name: "GRDB", package: "GRDB.swift"),
            .product(name: "Crypto", package: "swift-crypto"),
        ]),
    module(
        "Flows",
        [
            "Evaluation", "Findings", "Rules", "Patients", "Ports", "Diary", "Diagnostics",
            .product(name: "Crypto", package: "swift-crypto"), logging,
        ]),
    module(
        "Simulators",
        [
            "CGzip", "Diary", "Diagnostics", logging,
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
        ] + httpServer),
    module(
        "Server",
        [
            "Flows", "Evaluation", "Findings", "Rules", "Ports", "Diary", "Diagnostics", logging,
            lifecycle, .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            .product(name: "Yams", package: "Yams"),
        ] + httpServer),
    tests("PortsTests", ["Ports", "Diary"]),
    tests("PatientsTests", ["Patients", "Ports"]),
    tests("WireTests", ["Wire", "Ports", "Diary", "Diagnostics"]),
    tests(
        "PMSTests",
        [
            "PMS", "PMSExact", "PMSOasis", "Simulators", "Wire", "Ports", "Diary", "Diagnostics",
        ]),
    tests(
        "MarketplaceTests",
        ["Marketplace", "Simulators", "CGzip", "Wire", "Ports", "Diary", "Diagnostics"]),
    tests(
        "LedgerTests",
        [
            "Ledger", "Ports", "Diary", "Diagnostics",
            .product(name: "GRDB", package: "GRDB.swift"),
        ], resources: [.copy("Schemas")]),
    tests(
        "FlowsTests",
        [
            "Flows", "Evaluation", "Findings", "Rules", "Ports", "Diary", "Diagnostics", logging,
        ]),
    .target(
        name: "CSimulatedDisk", path: "Tests/CSimulatedDisk",
        linkerSettings: [.linkedLibrary("sqlite3")]),
    tests(
        "SimulationTests",
        [
            "CSimulatedDisk", "Ledger", "Flows", "Evaluation", "Findings", "Rules", "Ports",
            "Diary", "Diagnostics", logging,
        ]),
    tests("SimulatorsTests", ["Simulators", "Wire", "Ports", "Diary", "Diagnostics"]),
    tests(
        "ServerTests",
        [
            "Server", "Ledger", "Flows", "Evaluation", "Findings", "Rules", "Ports", "Diary",
            "Diagnostics",
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"), logging,
        ]),
]

let product: [Target] = [
    .executableTarget(
        name: "gapbook",
        dependencies: [
            "Server", "Simulators", "Flows", "Ledger", "Marketplace", "PMSOasis", "PMSExact", "PMS",
            "Wire", "Ports", "Evaluation", "Findings", "Rules", "Slots", "Diary", "Diagnostics",
            logging,
            lifecycle, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ],
        swiftSettings: settings),
    tests("AcceptanceTests", ["Simulators", "Ledger", "Findings", "Ports", "Diary"]),
    tests("ArchitectureTests", []),
]

/// What of the wire needs no network, for the large counts in release: `GAPBOOK_PART=offline`.
let offline: Set = [
    "CGzip", "Ports", "Patients", "Ledger", "Flows", "LedgerTests", "CSimulatedDisk",
    "SimulationTests",
]

/// The Lua machine alone, for AddressSanitizer: `GAPBOOK_PART=lua`.
let machine: Set = ["Diagnostics", "CLuaVM", "LuaVM", "LuaVMTests"]

let part = Context.environment["GAPBOOK_PART"]
let targets: [Target] =
    switch part {
    case "lua": engine.filter { machine.contains($0.name) }
    case "engine": engine
    case "offline": engine + core + wire.filter { offline.contains($0.name) }
    default: engine + core + wire + product
    }

let package = Package(
    name: "gapbook",
    products: part == nil ? [.executable(name: "gapbook", targets: ["gapbook"])] : [],
    dependencies: part == "engine" || part == "lua"
        ? []
        : [
            .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
            .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
            .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
            .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
            .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
            .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
            .package(
                url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
            .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
            .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
            .package(
                url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        ],
    targets: targets,
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
        .target(
            name: "CBookingBaseline", path: "Benchmarks/Booking/CBookingBaseline",
            linkerSettings: [.linkedLibrary("sqlite3")]),
        benchmark(
            "BookingBenchmark", "Booking/BookingBenchmark",
            ["CBookingBaseline", "Measuring", "Ledger", "Ports", "Diary"]),
        support(
            "StandIns", "Scale/StandIns",
            [
                "Measuring", "Simulators", "Ledger", "Ports", "Diary",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        benchmark(
            "ScaleBenchmark", "Scale/ScaleBenchmark",
            [
                "StandIns", "Measuring", "Simulators", "Server", "Ledger", "Flows", "Evaluation",
                "Rules", "Ports", "Diary", logging,
            ]),
        benchmark(
            "LatencyBenchmark", "Scale/LatencyBenchmark",
            ["StandIns", "Measuring", "Simulators", "Diary"]),
    ]
}
