/// The limits at the boundary. Each is far above what a plugin needs, and stops one that has lost control from
/// taking the host along.
package enum BridgeLimits {
    /// The largest document that a hook may return, in bytes.
    package static let documentSize: UInt64 = 16 << 20
    /// The arguments of one statement: as many as SQLite accepts.
    package static let arguments: UInt64 = 32_766
    /// The latest time that a timer can be set to: the end of the year 9999, in milliseconds since 1970.
    package static let lastTime: Int64 = 253_402_300_799_999
}
