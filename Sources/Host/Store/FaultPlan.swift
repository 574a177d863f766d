/// Which places are to be deadly, one after the other: a value without I/O.
///
/// Written as `PLACE:COUNT,PLACE:COUNT,…`; without a count it is 1. A place's occasions are counted from when it is its turn,
/// that is, when all places before it have done their work. A runner is given a single place and the runner after it the
/// next, so that a runner which has been killed does not come to the same end again.
package struct FaultPlan: Sendable, Hashable {
    /// A place, and which of its occasions is the deadly one.
    package struct Step: Sendable, Hashable {
        package var point: FaultPoint
        package var count: Int

        package init(_ point: FaultPoint, _ count: Int = 1) {
            self.point = point
            self.count = count
        }

        /// As it is written.
        package var text: String { "\(point.rawValue):\(count)" }
    }

    /// The environment variable with the plan.
    package static let variable = "SWITCHYARD_FAULT"
    /// What a process writes to its standard error before it dies, followed by the place.
    package static let mark = "switchyard: killed at "

    private var steps: [Step]
    private var isHandedOut = false

    /// Reads a plan; what is no place is left out.
    package init(_ text: String) {
        steps = text.split(separator: ",").compactMap { word in
            let parts = word.split(separator: ":")
            guard let name = parts.first, let point = FaultPoint(rawValue: String(name)) else { return nil }
            return Step(point, parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
        }
    }

    /// Notes that the process has come to a place.
    /// - Returns: whether it dies there.
    package mutating func mustDie(at point: FaultPoint) -> Bool {
        guard steps.first?.point == point else { return false }
        steps[0].count -= 1
        guard steps[0].count == 0 else { return false }
        steps.removeFirst()
        return true
    }

    /// The place for a runner that is about to be started.
    package mutating func stepForRunner() -> Step? {
        guard let step = steps.first, step.point.isInRunner, !isHandedOut else { return nil }
        isHandedOut = true
        return step
    }

    /// The runner that was given a place has ended.
    package mutating func runnerHasEnded() {
        guard isHandedOut else { return }
        isHandedOut = false
        steps.removeFirst()
    }
}
