import ForgeSim
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        "reads back what it wrote",
        arguments: [
            #"{"a":1,"b":[true,false,null],"c":"x\n\"y\"\\"}"#, "[]", "{}", "-12", "1.5", #""é漢𝄞""#,
        ])
    func roundTrip(_ text: String) throws {
        #expect(try ForgeJSON(parsing: text).text == text)
    }

    @Test("understands escapes", arguments: [(#""\u0041\t""#, "A\t"), (#""\ud834\udd1e""#, "𝄞"), (#""\/""#, "/")])
    func escapes(_ text: String, _ expected: String) throws {
        #expect(try ForgeJSON(parsing: text).string == expected)
    }

    @Test("refuses what is not JSON", arguments: ["", "{", "[1,]", "{\"a\"}", "tru", "\"\u{1}\"", "1 2", "+1", "\"abc", "{'a':1}"])
    func malformed(_ text: String) {
        #expect(throws: ForgeJSONError.self) { try ForgeJSON(parsing: text) }
    }

    @Test("refuses nesting without end")
    func depth() {
        #expect(throws: ForgeJSONError.self) { try ForgeJSON(parsing: String(repeating: "[", count: 100_000)) }
    }

    @Test("compares objects without order")
    func equality() throws {
        #expect(try ForgeJSON(parsing: #"{"a":1,"b":2}"#) == ForgeJSON(parsing: #"{"b":2,"a":1.0}"#))
        #expect(try ForgeJSON(parsing: #"{"a":1}"#) != ForgeJSON(parsing: #"{"a":1,"b":null}"#))
    }
}
