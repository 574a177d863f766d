internal import Dispatch

/// Runs the work of one repository, one piece after another, on its own queue.
///
/// libgit2 blocks on file I/O; on the cooperative pool a long walk would take a thread away from everything else.
final class RepositoryExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(name: String) {
        queue = DispatchQueue(label: "switchyard.git.\(name)")
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
