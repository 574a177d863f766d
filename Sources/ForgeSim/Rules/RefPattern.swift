/// The patterns of rulesets: shell patterns in which `*` stops at a slash and `**/` stands for any folders.
enum RefPattern {
    static func matches(_ pattern: String, _ text: String) -> Bool {
        matches(Array(pattern.unicodeScalars)[...], Array(text.unicodeScalars)[...])
    }

    private typealias Scalars = ArraySlice<Unicode.Scalar>

    private static func matches(_ pattern: Scalars, _ text: Scalars) -> Bool {
        var pattern = pattern
        var text = text
        while let first = pattern.first {
            switch first {
            case "*": return star(pattern, text)
            case "?":
                guard let next = text.first, next != "/" else { return false }
            case "[":
                guard let next = text.first, next != "/", let (isIn, rest) = set(pattern.dropFirst(), next) else { return false }
                guard isIn else { return false }
                pattern = rest
                text = text.dropFirst()
                continue
            default:
                if first == "\\", pattern.count > 1 { pattern = pattern.dropFirst() }
                guard let wanted = pattern.first, text.first == wanted else { return false }
            }
            pattern = pattern.dropFirst()
            text = text.dropFirst()
        }
        return text.isEmpty
    }

    private static func star(_ pattern: Scalars, _ text: Scalars) -> Bool {
        let crossing = pattern.starts(with: ["*", "*", "/"] as [Unicode.Scalar])
        if crossing {
            let rest = pattern.dropFirst(3)
            var remaining = text
            while true {
                if matches(rest, remaining) { return true }
                guard let slash = remaining.firstIndex(of: "/") else { return false }
                remaining = remaining[(slash + 1)...]
            }
        }
        let rest = pattern.drop { $0 == "*" }
        var remaining = text
        while true {
            if matches(rest, remaining) { return true }
            guard let next = remaining.first, next != "/" else { return false }
            remaining = remaining.dropFirst()
        }
    }

    /// Parses a `[…]` set; returns whether it contains the character, and what follows; `nil` if it is not closed.
    private static func set(_ pattern: Scalars, _ character: Unicode.Scalar) -> (isIn: Bool, rest: Scalars)? {
        var pattern = pattern
        let negated = pattern.first == "^" || pattern.first == "!"
        if negated { pattern = pattern.dropFirst() }
        var isIn = false
        while let low = pattern.first {
            pattern = pattern.dropFirst()
            if low == "]" { return (isIn != negated, pattern) }
            if pattern.first == "-", let high = pattern.dropFirst().first, high != "]" {
                pattern = pattern.dropFirst(2)
                if low.value <= character.value, character.value <= high.value { isIn = true }
            } else if low == character {
                isIn = true
            }
        }
        return nil
    }
}
