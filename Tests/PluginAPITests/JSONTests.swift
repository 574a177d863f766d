import PluginAPI
import Testing

@Suite("JSON documents")
struct JSONTests {
    @Test(
        "a document survives parsing and serialising",
        arguments: [
            "null", "true", "false", "0", "-7", "9223372036854775807", "-9223372036854775808", "1.5", "\"\"", "[]", "{}",
            "[1,[2,[3]],{\"a\":null}]", "{\"a\":{\"b\":[true,\"x\"]},\"c\":-0.25}", "\"\\\"\\\\\\n\\t\\u0001é😀\"",
        ])
    func roundTrip(_ text: String) throws {
        #expect(try JSON(parsing: text).text == text)
        #expect(try JSON(parsing: Array(text.utf8)).text == text)
    }

    @Test("keys are sorted by their bytes, whatever the order of the members")
    func sortedKeys() throws {
        #expect(try JSON(parsing: "{\"b\":1,\"a\":2,\"é\":3,\"B\":4}").text == "{\"B\":4,\"a\":2,\"b\":1,\"é\":3}")
    }

    @Test("whole numbers stay whole, others do not")
    func numbers() throws {
        #expect(try JSON(parsing: "7") == .int(7))
        #expect(try JSON(parsing: "7.0") == .double(7))
        #expect(try JSON(parsing: "1e3") == .double(1000))
        #expect(try JSON(parsing: "9223372036854775808") == .double(9_223_372_036_854_775_808))
        #expect(JSON.double(7).int == 7)
        #expect(JSON.double(7.5).int == nil)
        #expect(JSON.double(.infinity).text == "null")
    }

    @Test(
        "what is not a document is refused with its place",
        arguments: [
            ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\"}", 4), ("{a:1}", 1), ("01", 2), ("1.", 2), ("-", 1), ("tru", 0),
            ("\"a", 2), ("\"\\x\"", 3), ("1 2", 2), ("[1}", 2), ("\"\n\"", 1), ("+1", 0), ("\"\\u12g4\"", 5), ("1e999", 5),
        ])
    func refused(_ text: String, _ offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
        #expect(error?.offset == offset)
    }

    @Test("bytes that are no UTF-8 are refused")
    func invalidUTF8() {
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22] as [UInt8]) }
    }

    @Test("escapes become characters, half a surrogate pair becomes the replacement character")
    func escapes() throws {
        #expect(try JSON(parsing: #""\u0041\u00e9\ud83d\ude00\/\b\f\r""#).string == "Aé😀/\u{8}\u{C}\r")
        #expect(try JSON(parsing: #""\ud83dx""#).string == "\u{FFFD}x")
        #expect(try JSON(parsing: #""\ud83d\u0041""#).string == "\u{FFFD}A")
        #expect(try JSON(parsing: #""\ude00""#).string == "\u{FFFD}")
    }

    @Test("512 levels are enough, 513 are refused instead of overflowing the stack")
    func depth() throws {
        let nested = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
        _ = try JSON(parsing: nested(512))
        #expect(throws: JSONError.self) { try JSON(parsing: nested(513)) }
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
    }

    @Test("of two equal keys the last wins")
    func repeatedKeys() throws {
        #expect(try JSON(parsing: "{\"a\":1,\"a\":2}")["a"] == 2)
    }

    @Test("members and elements that are missing are null")
    func subscripts() {
        var document: JSON = ["a": [1, "x"], "b": nil]
        #expect(document["a"][1].string == "x")
        #expect(document["a"][2].isNull)
        #expect(document["z"]["y"][3].isNull)
        document["c"]["d"] = 5
        #expect(document.text == #"{"a":[1,"x"],"b":null,"c":{"d":5}}"#)
    }

    private struct Sample: Codable, Equatable {
        struct Part: Codable, Equatable {
            var commitID: String
            var flags: [Bool]
        }
        var baseSha: String
        var targetURL: String?
        var count: Int
        var part: Part
        var byName: [String: Int]
        var raw: JSON
        var when: Timestamp
    }

    @Test("Swift values become documents in snake case and come back")
    func codable() throws {
        let sample = Sample(
            baseSha: "ab", targetURL: nil, count: 3, part: .init(commitID: "c", flags: [true, false]),
            byName: ["camelKey": 1], raw: ["keepMe": [nil, 1.5]], when: Timestamp(milliseconds: 5))
        let document = try JSON(encoding: sample)
        #expect(
            document.text
                == #"{"base_sha":"ab","by_name":{"camelKey":1},"count":3,"part":{"commit_id":"c","flags":[true,false]},"raw":{"keepMe":[null,1.5]},"when":5}"#
        )
        #expect(try document.decode(as: Sample.self) == sample)
    }

    @Test("the keys of dictionaries stay as they are, wherever one is")
    func dictionaries() throws {
        let nested = ["someRepo": ["someBranch": 1]]
        let document = try JSON(encoding: nested)
        #expect(document.text == #"{"someRepo":{"someBranch":1}}"#)
        #expect(try document.decode(as: [String: [String: Int]].self) == nested)
        #expect(try JSON(encoding: [nested]).decode(as: [[String: [String: Int]]].self) == [nested])
    }

    /// Has keys of its own that may be anything.
    private struct Labels: Codable, Equatable {
        struct Label: CodingKey {
            let stringValue: String
            let intValue: Int? = nil
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        var all: [String: Int]

        init(all: [String: Int]) { self.all = all }
        init(from decoder: any Decoder) throws {
            let labels = try decoder.container(keyedBy: Label.self)
            all = try Dictionary(uniqueKeysWithValues: labels.allKeys.map { ($0.stringValue, try labels.decode(Int.self, forKey: $0)) })
        }
        func encode(to encoder: any Encoder) throws {
            var labels = encoder.container(keyedBy: Label.self)
            for (name, value) in all { if let label = Label(stringValue: name) { try labels.encode(value, forKey: label) } }
        }
    }

    @Test("keys that may be any text stay as they are, too")
    func labels() throws {
        let labels = Labels(all: ["needsWork": 1, "WIP": 2])
        let document = try JSON(encoding: labels)
        #expect(document.text == #"{"WIP":2,"needsWork":1}"#)
        #expect(try document.decode(as: Labels.self) == labels)
    }

    @Test("a member that does not fit is named by the error")
    func codableErrors() throws {
        var document = try JSON(encoding: ["a": 1])
        document["count"] = "three"
        let error = #expect(throws: DecodingError.self) { try document.decode(as: Sample.self) }
        guard case .keyNotFound(let key, _)? = error else {
            Issue.record("a missing member was expected, not \(String(describing: error))")
            return
        }
        #expect(key.stringValue == "baseSha")
    }
}

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "a moment is written as the calendar says",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (951_782_399_000, "2000-02-28T23:59:59Z"), (951_782_400_999, "2000-02-29T00:00:00Z"),
            (1_700_000_000_000, "2023-11-14T22:13:20Z"), (4_107_542_400_000, "2100-03-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"), (-86_400_000, "1969-12-31T00:00:00Z"),
        ])
    func description(_ milliseconds: Int, _ text: String) {
        #expect(Timestamp(milliseconds: Int64(milliseconds)).description == text)
    }

    @Test(
        "calculations with the most extreme moments end at the first and the last one",
        arguments: [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max])
    func extremes(_ number: Int64) {
        let moment = Timestamp(milliseconds: number)
        #expect(moment.description.hasSuffix("Z"))
        #expect(moment.seconds <= number / 1000 && moment.seconds >= number / 1000 - 1)
        for delta in [Int64.min, -1, 0, 1, .max] {
            let (sum, isBeyond) = number.addingReportingOverflow(delta)
            #expect(moment.adding(milliseconds: delta).milliseconds == (isBeyond ? (delta > 0 ? .max : .min) : sum))
            #expect((moment.adding(seconds: delta) >= moment) == (delta >= 0) || number == .min, "the first moment has none before it")
            #expect((moment - Timestamp(milliseconds: delta) >= 0) == (number >= delta))
            #expect((Timestamp(seconds: delta).milliseconds >= 0) == (delta >= 0))
        }
    }
}
