import ArgumentParser
import Engine
import Foundation
import HostConfiguration
import PluginAPI

/// `switchyard plugin`: the drop-in folder and its lock file.
struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Install, lock and verify plugins.",
        subcommands: [
            List.self, Verify.self, Lock.self, Install.self, Reload.self, Release.self, PrintManifest.self,
        ])

    /// Which drop-in folder to use.
    struct Folder: ParsableArguments {
        @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
        var config = "switchyard.yaml"

        @Option(help: ArgumentHelp("The host's folder; default: data of the configuration.", valueName: "dir"))
        var data: String?

        @Option(help: ArgumentHelp("The drop-in folder itself; then no configuration is read.", valueName: "dir"))
        var plugins: String?

        @Flag(help: "Answer as JSON.")
        var json = false

        func loader() throws -> PluginLoader {
            if let plugins { return PluginLoader(directory: plugins) }
            if let data, !FileManager.default.fileExists(atPath: config) { return PluginLoader(directory: "\(data)/plugins") }
            let configuration = try ConfigurationFile.load(path: config, data: data).configuration
            return PluginLoader(
                directory: HostRuntime.pluginFolder(configuration.plugins.directory, dataDirectory: data ?? configuration.data ?? "var"))
        }

        func show(_ entries: [PluginLockFile.Entry], _ word: String) throws {
            if json { return Output.document(["items": .array(try entries.map { try JSON(encoding: $0) })]) }
            for entry in entries { Output.line("\(word) \(entry.id) \(entry.version) (\(entry.library), sha256 \(entry.sha256))") }
        }
    }

    /// `switchyard plugin list`: what is locked.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List the locked plugins.")
        @OptionGroup var folder: Folder

        func run() async throws {
            try await Output.run {
                let loader = try folder.loader()
                let entries = try PluginLockFile(readingFrom: loader.lockPath).plugins
                if entries.isEmpty, !folder.json { Output.line("no plugin is locked in \(loader.lockPath)") }
                try folder.show(entries, "locked")
            }
        }
    }

    /// `switchyard plugin verify`: whether the files are those that were locked.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check that the libraries are those that were locked.")
        @OptionGroup var folder: Folder

        func run() async throws {
            try await Output.run {
                let loader = try folder.loader()
                let entries = try PluginLockFile(readingFrom: loader.lockPath).plugins
                var failures: [String] = []
                for entry in entries {
                    do { _ = try loader.prepare(entry.id) } catch { failures.append("\(error)") }
                }
                if folder.json {
                    Output.document(["ok": .bool(failures.isEmpty), "checked": .int(Int64(entries.count)), "problems": JSON(failures)])
                } else {
                    for failure in failures { Output.complain(failure) }
                    if failures.isEmpty { Output.line("as locked: \(entries.map(\.id).joined(separator: ", "))") }
                }
                if !failures.isEmpty { throw ExitCode(1) }
            }
        }
    }

    /// `switchyard plugin lock`: trust what is in the folder now.
    struct Lock: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lock", abstract: "Trust the libraries that are in the drop-in folder now.")
        @Argument(help: "Ids of the plugins; default: all in the folder.")
        var ids: [String] = []
        @OptionGroup var folder: Folder

        func run() async throws {
            try await Output.run {
                let loader = try folder.loader()
                let found = try ids.isEmpty ? FileManager.default.contentsOfDirectory(atPath: loader.directory).sorted() : ids
                try folder.show(try PluginInstaller(loader, readManifest: ManifestChild.read).lock(found), "locked")
            }
        }
    }

    /// `switchyard plugin install`: copy a library into the folder and trust it.
    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "install", abstract: "Copy a built library into the drop-in folder and trust it.")
        @Argument(help: "The built library.")
        var library: String
        @Option(help: ArgumentHelp("Folder with its templates.", valueName: "dir"))
        var templates: String?
        @OptionGroup var folder: Folder

        func run() async throws {
            try await Output.run {
                let loader = try folder.loader()
                let installer = PluginInstaller(loader, readManifest: ManifestChild.read)
                try folder.show([try installer.install(library: library, templates: templates)], "installed")
            }
        }
    }

    /// `switchyard plugin manifest`: opens a library in this process and prints its manifest; the other commands run it as a child.
    struct PrintManifest: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "manifest", abstract: "Print the manifest inside a library.", shouldDisplay: false)
        @Argument(help: "The library.")
        var library: String

        func run() async throws {
            try await Output.run { Output.line(try PluginLibrary.manifest(of: library)) }
        }
    }
}
