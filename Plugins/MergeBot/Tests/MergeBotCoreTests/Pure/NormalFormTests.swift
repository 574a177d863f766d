import PluginAPI
import Testing

@testable import MergeBotCore

/// What the forge, the mirror and people write differently is the same.
@Suite struct NormalFormTests {
    @Test(arguments: [
        ("a\r\nb", "a\nb", true), ("a\rb", "a\nb", true), ("a  \nb\t", "a\nb", true), ("a\n", "a", true), ("\r\n\n a", "a", true),
        ("cafe\u{301}", "caf\u{e9}", true), (nil, "", true), (nil, " \r\n ", true), ("a\n\nb", "a\nb", false), ("a\n  b", "a\nb", false),
        ("A", "a", false), (nil, "a", false),
    ])
    func textsAreComparedInOneForm(left: String?, right: String?, same: Bool) {
        #expect(NormalForm.areSame(left, right) == same)
        #expect(NormalForm.areSame(right, left) == same)
        #expect(NormalForm.text(NormalForm.text(left)) == NormalForm.text(left))
    }

    @Test(arguments: [(nil, ""), ("a\r\nb\r\n", "a\nb\n"), ("a\rb", "a\rb"), ("a\r\r\n", "a\r\n"), ("a  \n", "a  \n"), ("\r\n", "\n")])
    func textsAreStoredWithLineFeeds(text: String?, stored: String) {
        #expect(Array(NormalForm.lines(text).utf8) == Array(stored.utf8))
    }

    @Test(arguments: [("Ann", "ann", true), ("@ann", "ANN", true), ("ann", "anna", false), ("", "@", true)])
    func loginsAreComparedInOneForm(left: String, right: String, same: Bool) {
        #expect(NormalForm.areSameLogin(left, right) == same)
        #expect(left.isLogin(right) == same)
    }

    @Test func aMessageInAnotherFormIsNoMissedUpdate() {
        func version(_ title: String?, _ body: String?) -> MissedUpdate.Version {
            let message = MessageBuilder.pullRequestMessage(title: title ?? "", body: body ?? "")
            return MissedUpdate.Version(head: "1", target: "main", message: message, isDraft: false, isOpen: true)
        }
        #expect(MissedUpdate(known: version("Fix", "a\n\nb"), found: version("Fix ", "a\r\n\r\nb  \r\n")) == nil)
        #expect(MissedUpdate(known: version("Fix", ""), found: version("Fix", nil)) == nil)
        #expect(MissedUpdate(known: version("Fix", "a"), found: version("Fix", "b"))?.properties == "message")
    }
}
