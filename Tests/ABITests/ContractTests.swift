import Foundation
import PluginABI
import Testing

@Suite("The C header")
struct ContractTests {
    @Test(
        "compiles without a warning",
        arguments: [
            ["cc", "-std=c99"], ["clang", "-std=c99"], ["c++", "-std=c++17", "-x", "c++"], ["clang++", "-std=c++17", "-x", "c++"],
        ])
    func compiles(_ compiler: [String]) throws {
        try syntax(compiler, of: "\(Project.headers)/switchyard_plugin.h", ["-Wno-pragma-once-outside-header"])
    }

    @Test("keeps every place, size and type of the released versions", arguments: ["abi_1_0.c"])
    func golden(_ file: String) throws {
        try syntax(["cc", "-std=c11"], of: "\(Project.root)/Tests/ABITests/Golden/\(file)", [])
    }

    @Test("the golden file notices a member that moved, and a function whose type changed")
    func goldenCanFail() throws {
        let header = try String(contentsOfFile: "\(Project.headers)/switchyard_plugin.h", encoding: .utf8)
        let golden = "\(Project.root)/Tests/ABITests/Golden/abi_1_0.c"
        let workshop = try Workshop()
        let changes = [
            ("    int64_t seq; ", "    int64_t added; int64_t seq; "),
            ("int64_t *changes);", "int32_t *changes);"),
            ("sy_bytes name, int64_t time);", "sy_bytes name, uint64_t time);"),
        ]
        for (old, new) in changes {
            let changed = header.replacingOccurrences(of: old, with: new)
            try #require(changed != header)
            try workshop.write(changed, to: "\(workshop.root)/switchyard_plugin.h")
            let result = try shell("cc", "-std=c11", "-fsyntax-only", "-I\(workshop.root)", golden)
            #expect(result.code != 0, "the change '\(new)' was not noticed")
        }
    }

    private func syntax(_ compiler: [String], of file: String, _ options: [String]) throws {
        let result = try run(
            compiler + ["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only"] + options
                + ["-I\(Project.headers)", file])
        #expect(result.code == 0, "\(result.output)")
    }

    private func run(_ command: [String]) throws -> (code: Int32, output: String) {
        // Quoted for `sh`: the command is a list of fixed words and paths.
        try shell("sh", "-c", command.map { "'\($0)'" }.joined(separator: " "))
    }

    @Test("is the same for Swift: values are small, structs begin with their size")
    func imported() {
        #expect(MemoryLayout<sy_bytes>.size == 16)
        #expect(MemoryLayout<sy_value>.size == 40)
        #expect(MemoryLayout<sy_plugin>.offset(of: \.size) == 0)
        #expect(MemoryLayout<sy_plugin>.offset(of: \.extension) == 128)
        #expect(MemoryLayout<sy_event>.offset(of: \.document) == 96)
        #expect(SY_ABI_MAJOR == 1 && SY_ABI_MINOR == 0)
    }

    @Test("a built plugin exports the one function", arguments: ["Swift", "C", "forwardport"])
    func exports(_ name: String) throws {
        let library =
            switch name {
            case "Swift": try Project.helloSwift()
            case "C": try Project.helloC()
            default: try Project.forwardPort()
            }
        let result = try shell("nm", "-D", "--defined-only", library)
        #expect(result.code == 0)
        let names = result.output.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) }
        #expect(names.filter { $0.hasPrefix("sy_") } == ["sy_plugin_1"])
        if name == "C" { #expect(names == ["sy_plugin_1"]) }
    }
}
