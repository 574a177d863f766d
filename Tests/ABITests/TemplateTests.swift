import Foundation
import Testing

@testable import Engine

/// What stands beside a library as its templates is served to everybody, so nothing leads out of the folder.
@Suite("Templates of a plugin")
struct TemplateTests {
    /// A thing that is not a plain file, made at a path; `secret` is a file that nobody may see.
    enum Oddity: String, CaseIterable {
        case link, relativeLink, danglingLink, linkToFolder, linkInside, pipe, folderIsLink, deepFolders

        func make(in folder: String, secret: String) throws {
            let files = FileManager.default
            let templates = "\(folder)/templates"
            if self != .folderIsLink { try files.createDirectory(atPath: templates, withIntermediateDirectories: true) }
            switch self {
            case .link: try files.createSymbolicLink(atPath: "\(templates)/token.css", withDestinationPath: secret)
            case .relativeLink: try files.createSymbolicLink(atPath: "\(templates)/token.css", withDestinationPath: "../../../secret.css")
            case .danglingLink: try files.createSymbolicLink(atPath: "\(templates)/token.css", withDestinationPath: "/nowhere")
            case .linkToFolder:
                try files.createSymbolicLink(
                    atPath: "\(templates)/all", withDestinationPath: (secret as NSString).deletingLastPathComponent)
            case .linkInside:
                try files.createDirectory(atPath: "\(templates)/inner", withIntermediateDirectories: true)
                try files.createSymbolicLink(atPath: "\(templates)/inner/token.css", withDestinationPath: secret)
            case .pipe: #expect(mkfifo("\(templates)/token.css", 0o600) == 0)
            case .folderIsLink:
                try files.createSymbolicLink(atPath: templates, withDestinationPath: (secret as NSString).deletingLastPathComponent)
            case .deepFolders:
                let deep = templates + String(repeating: "/d", count: 12)
                try files.createDirectory(atPath: deep, withIntermediateDirectories: true)
            }
        }
    }

    @Test("a link, a pipe or a folder without end is refused with its path, and nothing of it is copied", arguments: Oddity.allCases)
    func odd(oddity: Oddity) throws {
        let workshop = try Workshop()
        try workshop.compile("good")
        let secret = "\(workshop.root)/secret.css"
        try workshop.write("a secret", to: secret)
        let folder = "\(workshop.loader.directory)/good"
        try oddity.make(in: folder, secret: secret)
        let error = #expect(throws: PluginLoadError.self) { try workshop.loader.prepare("good") }
        #expect(error?.message.contains("\(folder)/templates") == true, "\(String(describing: error))")
        let copies = FileManager.default.enumerator(atPath: workshop.loader.cache)?.allObjects.compactMap { $0 as? String } ?? []
        #expect(!copies.contains { $0.hasSuffix(".css") }, "\(copies)")
    }

    @Test("plain files are copied with their folders, and those of an earlier version are gone")
    func plain() throws {
        let workshop = try Workshop()
        try workshop.compile("good")
        let templates = "\(workshop.loader.directory)/good/templates"
        try FileManager.default.createDirectory(atPath: "\(templates)/parts", withIntermediateDirectories: true)
        try workshop.write("old", to: "\(templates)/old.mustache")
        try workshop.write("one", to: "\(templates)/parts/one.mustache")
        let first = try workshop.loader.prepare("good").directory
        #expect(try String(contentsOfFile: "\(first)/templates/parts/one.mustache", encoding: .utf8) == "one")
        try FileManager.default.removeItem(atPath: "\(templates)/old.mustache")
        let second = try workshop.loader.prepare("good").directory
        #expect(!FileManager.default.fileExists(atPath: "\(second)/templates/old.mustache"))
    }
}
