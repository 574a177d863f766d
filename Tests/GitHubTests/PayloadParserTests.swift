import Contract
import Foundation
import Testing

@testable import GitHub

/// The parser that skips most of a document agrees with the one that reads all of it.
@Suite struct PayloadParserTests {
    private static let shape = PayloadShape(["a", "list"], ["o": PayloadShape(["x"]), "empty": PayloadShape()])

    @Test(arguments: [
        (#"{"a":1,"b":2}"#, #"{"a":1}"#), (#" { "o" : { "x" : [ 1 , {"y":null} ] , "z" : 3 } } "#, #"{"o":{"x":[1,{"y":null}]}}"#),
        (#"{"o":null,"empty":{"p":1}}"#, #"{"o":null,"empty":{}}"#), (#"{"o":[{"x":1,"y":2}]}"#, #"{"o":[{"x":1,"y":2}]}"#),
        (#"{"\u0061":"\u00e4\n"}"#, #"{"a":"ä\n"}"#), (#"{"a":1,"a":2}"#, #"{"a":2}"#), (#"{"a\\":1,"aa":2,"":3}"#, "{}"),
        ("[1]", "[1]"), (#"{"list":[],"q":[[],{},[{"a":[1.5e-3,-0,true,false]}]]}"#, #"{"list":[]}"#), ("{}", "{}"),
    ])
    func `only what the shape names is kept`(text: String, expected: String) throws {
        #expect(try PayloadParser.parse(Array(text.utf8), Self.shape) == JSON(parsing: expected))
    }

    @Test(arguments: [511, 512, 513])
    func `depth is limited as elsewhere`(depth: Int) {
        let text = "{\"q\":" + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
        let isRead = (try? PayloadParser.parse(Array(text.utf8), Self.shape)) != nil
        #expect(isRead == ((try? JSON(parsing: text)) != nil))
        #expect(isRead == (depth <= 512))
    }

    @Test func `damaged documents are refused by both parsers or by none`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures/webhooks")
        let body = Array(try Data(contentsOf: folder.appending(path: "check_run.completed.json")))
        let alphabet = Array("{}[]:,\"\\ntf0123456789.-+eEu \n\t\0".utf8)
        var state: UInt64 = 0x5EED
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var refused = 0
        for _ in 0..<4_000 {
            var damaged = body
            for _ in 0...random(3) {
                let place = random(damaged.count)
                switch random(3) {
                case 0: damaged[place] = alphabet[random(alphabet.count)]
                case 1: damaged.insert(alphabet[random(alphabet.count)], at: place)
                default: damaged.remove(at: place)
                }
            }
            let whole = try? JSON(parsing: damaged)
            let part = try? PayloadParser.parse(damaged, .webhook)
            refused += whole == nil ? 1 : 0
            #expect((whole == nil) == (part == nil), "\(String(decoding: damaged, as: UTF8.self))")
            #expect(part?["check_run"]["name"] == whole?["check_run"]["name"])
        }
        #expect((400...3_600).contains(refused), "\(refused) of 4,000 were refused: the damage is too rare or too common to show anything")
    }
}
