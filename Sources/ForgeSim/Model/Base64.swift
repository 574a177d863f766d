import Foundation

/// Base64 without line breaks.
func base64(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
}

/// Base64 in lines of 60 characters, as the forge answers blobs.
func base64Lines(_ bytes: [UInt8]) -> String {
    var out = ""
    for (index, character) in base64(bytes).enumerated() {
        if index > 0, index % 60 == 0 { out.append("\n") }
        out.append(character)
    }
    return out.isEmpty ? out : out + "\n"
}

/// Decodes base64 leniently: line breaks and missing padding are accepted.
func unbase64(_ text: String) -> [UInt8]? {
    let digits = text.filter { !$0.isWhitespace && $0 != "=" }
    let padded = digits + String(repeating: "=", count: (4 - digits.count % 4) % 4)
    return Data(base64Encoded: padded).map(Array.init)
}
