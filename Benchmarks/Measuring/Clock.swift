#if canImport(Glibc)
    import Glibc
#endif

/// CPU time of this thread in seconds: what other work on the machine takes does not count.
public func threadSeconds() -> Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

/// Time on the wall in seconds, for what several threads do together.
public func wallSeconds() -> Double { seconds(CLOCK_MONOTONIC) }

/// Bytes of memory that the process has in use now.
public func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 256)
    guard fgets(&text, Int32(text.count), file) != nil else { return 0 }
    let fields = String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        .split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
}

/// Stops the benchmark: the two sides disagree, so their times mean nothing.
public func stop(_ message: String) -> Never {
    print(message)
    exit(1)
}

private func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
