package import PluginABI

extension sy_bytes {
    /// The bytes where they are, borrowed.
    package var buffer: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : Int(clamping: size))
    }

    /// A copy as text, or nil for "none". Bytes that are no UTF-8 become U+FFFD.
    package var text: String? { data == nil ? nil : String(decoding: buffer, as: UTF8.self) }

    /// A copy, empty for "none".
    package var copy: [UInt8] { Array(buffer) }

    /// The parsed document.
    ///
    /// - Throws: ``JSONError``.
    package func document() throws -> JSON { try JSON(parsing: buffer) }
}

extension sy_value {
    /// A copy as a Swift value; types that this version does not know are null.
    package var value: SQLValue {
        switch type {
        case SY_INTEGER: .integer(integer)
        case SY_REAL: .real(real)
        case SY_TEXT: .text(bytes.text ?? "")
        case SY_BLOB: .blob(bytes.copy)
        default: .null
        }
    }
}
