import PluginABI
import PluginAPI
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One open run of a hook: what the plugin's `sy_call` stands for.
///
/// Unchecked: only the thread that opened a frame uses it; ``OpenCalls`` checks that.
final class CallFrame: @unchecked Sendable {
    /// What the kind of hook may do.
    struct Access: OptionSet {
        let rawValue: UInt8

        /// Making an instance: only `fail` and the log.
        static let load = Access(rawValue: 1)
        /// Inside the transaction of an event.
        static let apply = Access(rawValue: 2)
        /// A read-only snapshot.
        static let query = Access(rawValue: 4)
    }

    let host: any HostCalls
    let manifest: Manifest
    let access: Access
    let arena = Arena()
    fileprivate let thread = pthread_self()
    private var tables: [UnsafeRawPointer: Arena] = [:]

    var result: JSON?
    var failure: String?
    var lastError = ""

    init(host: any HostCalls, manifest: Manifest, access: Access) {
        self.host = host
        self.manifest = manifest
        self.access = access
    }

    /// Keeps the rows alive until the hook returns, or releases them.
    func lend(_ table: SQLTable) -> UnsafePointer<sy_rows> {
        let arena = Arena()
        let rows = arena.allocate(sy_rows.self, count: 1)
        let names = arena.allocate(sy_bytes.self, count: table.columns.count)
        for (index, name) in table.columns.enumerated() { names[index] = arena.bytes(name) }
        let values = arena.values(table.values)
        rows[0] = sy_rows(
            size: UInt64(MemoryLayout<sy_rows>.size), column_count: UInt64(names.count),
            row_count: UInt64(table.rowCount), columns: UnsafePointer(names.baseAddress),
            values: UnsafePointer(values.baseAddress))
        guard let address = rows.baseAddress else { preconditionFailure("an arena answers memory for one value") }
        tables[UnsafeRawPointer(address)] = arena
        return UnsafePointer(address)
    }

    func release(_ rows: UnsafeRawPointer) throws {
        guard tables.removeValue(forKey: rows) != nil else {
            throw PluginError(.invalid, "these rows do not belong to the call, or were given back before")
        }
    }
}

/// The open calls by number. A plugin holds a number instead of a pointer, so one that is used too late is detected, not dereferenced.
enum OpenCalls {
    private struct State {
        var last: UInt = 0
        var frames: [UInt: CallFrame] = [:]
    }

    private static let state = Mutex(State())

    /// How many hooks may be open on one thread: a hook, and services called by services.
    static let maximumDepth = 16

    /// Opens a call for the duration of the body.
    static func with<Value>(_ frame: CallFrame, _ body: (OpaquePointer) throws -> Value) throws -> Value {
        let number: UInt? = state.withLock { state in
            guard state.frames.values.count(where: { $0.thread == frame.thread }) <= maximumDepth else { return nil }
            state.last += 1
            state.frames[state.last] = frame
            return state.last
        }
        guard let number, let call = OpaquePointer(bitPattern: number) else {
            throw PluginError(.failed, "services call each other more than \(maximumDepth) deep; look for a circle")
        }
        defer { state.withLock { $0.frames[number] = nil } }
        let value = try body(call)
        guard !closeFrames(above: number, of: frame.thread) else {
            throw PluginError(
                .failed,
                "'\(frame.manifest.id)', or a service that it called, jumped out of a hook over the host: an exception or longjmp must not leave a function"
            )
        }
        return value
    }

    /// Calls that were opened within this one and are still open when it ends were jumped over.
    private static func closeFrames(above number: UInt, of thread: pthread_t) -> Bool {
        state.withLock { state in
            let left = state.frames.filter { $0.key > number && $0.value.thread == thread }.keys
            for key in left { state.frames[key] = nil }
            return !left.isEmpty
        }
    }

    /// The frame of one of this thread's open calls.
    static func frame(_ call: OpaquePointer?) -> CallFrame? {
        let frame = state.withLock { $0.frames[UInt(bitPattern: call)] }
        return frame?.thread == pthread_self() ? frame : nil
    }
}
