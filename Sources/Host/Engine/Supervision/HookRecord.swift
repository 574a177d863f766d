internal import CRunner
import Foundation
import PluginBridge
import Synchronization

/// Which hooks are running: shared memory that outlives the runner, so that the host knows which plugin to blame for a crash.
///
/// The first slot is the apply thread's; each query takes one of the others while it runs.
///
/// Unchecked: the memory is designed for one writer per slot and any number of readers.
package final class HookRecord: HookObserver, @unchecked Sendable {
    /// A hook that was running when the record was read.
    package struct Entry: Sendable, Hashable {
        /// How the hook's thread ended the process, if it did.
        package enum Ending: Sendable, Hashable {
            case none
            case signal(Int32)
            case exit
        }

        package var plugin: String
        package var hook: String
        /// Nil outside of an event.
        package var event: Int64?
        /// On the monotonic clock, in milliseconds.
        package var startedAt: Int64
        package var ending: Ending

        package init(plugin: String, hook: String, event: Int64?, startedAt: Int64 = 0, ending: Ending = .none) {
            self.plugin = plugin
            self.hook = hook
            self.event = event
            self.startedAt = startedAt
            self.ending = ending
        }
    }

    private let record: OpaquePointer
    /// The descriptor of the memory, for the runner; -1 in the runner, which no longer needs it.
    package let descriptor: Int32
    private let freePlaces = Mutex(Array((1..<Int32(SY_RECORD_PLACES)).reversed()))

    /// Creates a record, in the host.
    package init() throws {
        var descriptor: Int32 = -1
        guard let record = sy_record_create(&descriptor) else { throw SupervisionError(.system, "cannot make shared memory", errno) }
        self.record = record
        self.descriptor = descriptor
    }

    /// Opens the record behind a descriptor, in the runner.
    package init(attachedTo descriptor: Int32) throws {
        guard let record = sy_record_attach(descriptor) else {
            throw SupervisionError(.system, "cannot map the record of hooks", errno)
        }
        self.record = record
        self.descriptor = -1
    }

    deinit {
        sy_record_close(record)
        if descriptor >= 0 { close(descriptor) }
    }

    // MARK: In the runner

    /// From now on a fatal signal or an exit marks itself in the record, even on threads that run no hook: there it marks the
    /// plugin whose code is on the stack. From here on the record lives as long as the process.
    package func watchFaults() throws {
        _ = Unmanaged.passRetained(self)
        guard sy_record_watch_faults(record) == 0 else { throw SupervisionError(.system, "cannot watch for fatal signals", errno) }
    }

    /// From now on a hook that closes this descriptor ends the process when it returns.
    package func guardDescriptor(_ descriptor: Int32) throws {
        guard sy_record_guard(descriptor) == 0 else { throw SupervisionError(.system, "cannot look at the link", errno) }
    }

    /// From now on allocations beyond this limit fail; cannot be undone.
    package static func limitMemory(to bytes: UInt64) throws {
        guard sy_limit_memory(bytes) == 0 else { throw SupervisionError(.system, "cannot limit the runner's memory", errno) }
    }

    /// Records the hooks that the body runs as those of the apply thread.
    package func applying<Value>(event: Int64?, _ body: () throws -> Value) rethrows -> Value {
        sy_record_begin(record, 0, event ?? 0)
        defer { sy_record_end() }
        return try body()
    }

    /// Records the hooks that the body runs as those of one query.
    /// - Returns: nil if all slots for queries are taken.
    package func querying<Value>(_ body: () throws -> Value) rethrows -> Value? {
        guard let place = freePlaces.withLock({ $0.popLast() }) else { return nil }
        sy_record_prepare_thread()
        sy_record_begin(record, place, 0)
        defer {
            sy_record_end()
            freePlaces.withLock { $0.append(place) }
        }
        return try body()
    }

    /// Records whose code a library opened by this path is.
    package func libraryIsOpen(_ path: String, of plugin: String) { _ = sy_record_library(plugin, path) }

    package func hookBegins(_ hook: String, of plugin: String) { sy_record_push(plugin, hook) }

    package func hookEnds() { sy_record_pop() }

    // MARK: In the host

    /// The hooks that are running, or were when the runner ended: the apply thread's first, then those of queries. If a plugin's
    /// code ended the process on a thread that ran no hook, the last entry stands for it: with that plugin's hook if one was running,
    /// since it may be waiting for the thread, and otherwise with ``strayHook``.
    package var entries: [Entry] {
        (0...Int32(SY_RECORD_STRAY)).compactMap { index in
            var place = sy_place()
            sy_record_read(record, index, &place)
            let ending: Entry.Ending
            switch Int(place.state) {
            case SY_PLACE_RUNNING: ending = .none
            case SY_PLACE_FAULTED: ending = .signal(place.signal)
            case SY_PLACE_EXITED: ending = .exit
            default: return nil
            }
            return Entry(
                plugin: Self.text(of: place.plugin), hook: Self.text(of: place.hook), event: place.event == 0 ? nil : place.event,
                startedAt: place.started_ms, ending: ending)
        }
    }

    /// The name in place of a hook if a plugin's code ended the process on a thread that the plugin had started.
    package static let strayHook = SY_RECORD_STRAY_HOOK

    /// The exit code of a runner in which a hook has closed the link.
    package static let linkLost = Int32(SY_LINK_LOST)

    /// The clock of ``Entry/startedAt``; milliseconds.
    package static var now: Int64 { sy_monotonic_ms() }

    private static func text<Characters>(of characters: Characters) -> String {
        withUnsafeBytes(of: characters) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
