extension FailureAttribution {
    /// The message, also kept as the staging's reason.
    var text: String {
        switch cause {
        case .timedOut(let minutes):
            return "timed out (>\(minutes) minutes)"
        case .failed(let context, let url, let sha):
            let place = sha.map { " on \($0)" } ?? ""
            let more = url.map { " (view more at \($0))" } ?? ""
            return context + place + more
        case .unknown:
            return "unknown reason"
        }
    }
}
