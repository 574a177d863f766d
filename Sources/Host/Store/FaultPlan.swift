/// The fault points at which to kill a process, one after the other: a value without I/O.
///
/// Written as `PLACE:COUNT,PLACE:COUNT,…`; the count defaults to 1. Visits to a point are counted from the moment it becomes
/// the current one, that is, once all points before it have fired. A runner is given a single point and the runner after it the
/// next, so that a restarted runner does not die at the same point again.
package struct FaultPlan: Sendable, Hashable {
    /// A fault point, and the visit on which it fires.
    package struct Step: Sendable, Hashable {
        package var point: FaultPoint
        package var count: Int

        package init(_ point: FaultPoint, _ count: Int = 1) {
            self.point = point
            self.count = count
        }

        /// The text form.
        package var text: String { "\(point.rawValue):\(count)" }
    }

    /// The environment variable that holds the plan.
    package static let variable = "SWITCHYARD_FAULT"
    /// What a process writes to its standard error before it dies, followed by the name of the point.
    package static let mark = "switchyard: killed at "

    private var steps: [Step]
    private var isHandedOut = false

    /// Parses a plan; unknown points are left out.
    package init(_ text: String) {
        steps = text.split(separator: ",").compactMap { word in
            let parts = word.split(separator: ":")
            guard let name = parts.first, let point = FaultPoint(rawValue: String(name)) else { return nil }
            return Step(point, parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
        }
    }

    /// Records that the process has reached a point.
    /// - Returns: whether the process is to die there.
    package mutating func mustDie(at point: FaultPoint) -> Bool {
        guard steps.first?.point == point else { return false }
        steps[0].count -= 1
        guard steps[0].count == 0 else { return false }
        steps.removeFirst()
        return true
    }

    /// The point for a runner that is about to be started.
    package mutating func stepForRunner() -> Step? {
        guard let step = steps.first, step.point.isInRunner, !isHandedOut else { return nil }
        isHandedOut = true
        return step
    }

    /// Records that the runner that was given a point has ended.
    package mutating func runnerHasEnded() {
        guard isHandedOut else { return }
        isHandedOut = false
        steps.removeFirst()
    }
}
