/// A `git merge-tree --stdin` process that does the merges of one composition; started when the first merge needs it.
///
/// Starting git costs more than most merges. The process sees objects that are added while it runs, because it looks on the disk for
/// each one that it does not know.
actor MergeSession {
    private struct Request {
        let ours: String
        let theirs: String
        let answer: CheckedContinuation<MergeAnswer, any Error>
    }

    private let process: GitProcess
    private let directory: String
    private let options: MergeOptions
    private var running: Task<Void, Never>?
    private var asked: Request?
    /// The process, while it is idle.
    private var idle: CheckedContinuation<Request?, Never>?
    private var hasEnded = false
    private var failure: (any Error)?

    init(process: GitProcess, directory: String, options: MergeOptions) {
        self.process = process
        self.directory = directory
        self.options = options
    }

    /// Merges two references; git finds their merge bases itself. One merge at a time.
    ///
    /// - Throws: `process` if git failed, which is never a conflict, and `timeout`. After either the session is unusable.
    func merge(ours: String, theirs: String) async throws -> MergeAnswer {
        let running = running ?? start()
        return try await GitProcess.beforeDeadline(process.settings.deadlines.merge, of: "merge-tree") {
            try await withTaskCancellationHandler {
                try await self.ask(ours, theirs)
            } onCancel: {
                running.cancel()
            }
        }
    }

    /// Lets the process end and waits for it; kills it if it does not.
    func end() async {
        hasEnded = true
        idle?.resume(returning: nil)
        idle = nil
        guard let running else { return }
        let alarm = Task {
            guard (try? await Task.sleep(for: Self.endTimeout)) != nil else { return }
            running.cancel()
        }
        await running.value
        alarm.cancel()
    }

    private static let endTimeout = Duration.seconds(5)

    private func start() -> Task<Void, Never> {
        let started = Task {
            do {
                let output = try await process.converse(
                    ["merge-tree", "--write-tree", "--stdin", "--name-only", "--messages", "--allow-unrelated-histories"],
                    in: directory, configuration: options.configuration, diesWithHost: false
                ) { try await self.serve($0) }
                fail(GitError(.process, "git merge-tree ended too early (\(output.status)): \(output.standardError.prefix(2000))"))
            } catch {
                fail(error)
            }
        }
        running = started
        return started
    }

    private func ask(_ ours: String, _ theirs: String) async throws -> MergeAnswer {
        if let failure { throw failure }
        return try await withCheckedThrowingContinuation { answer in
            asked = Request(ours: ours, theirs: theirs, answer: answer)
            guard let idle else { return }
            self.idle = nil
            idle.resume(returning: asked)
        }
    }

    private func nextRequest() async -> Request? {
        if let asked { return asked }
        if hasEnded { return nil }
        return await withCheckedContinuation { idle = $0 }
    }

    private func serve(_ conversation: GitConversation) async throws {
        var conversation = conversation
        var reader = MergeAnswerReader()
        while let request = await nextRequest() {
            // git flushes the end of an answer only with the next one, so each merge is followed by an empty one.
            guard await conversation.write("\(request.ours) \(request.theirs)\n\(request.ours) \(request.ours)\n") else { return }
            var answer = try reader.next()
            while answer == nil {
                guard let bytes = try await conversation.read() else { return }
                try reader.append(bytes)
                answer = try reader.next()
            }
            asked = nil
            if let answer { request.answer.resume(returning: answer) }
        }
    }

    private func fail(_ error: any Error) {
        failure = error
        asked?.answer.resume(throwing: error)
        asked = nil
    }
}
