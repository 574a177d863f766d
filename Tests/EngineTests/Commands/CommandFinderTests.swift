import Foundation
import Testing

@testable import Engine
@testable import PluginRules

@Suite struct CommandFinderTests {
    private func find(_ body: String, bot: String = "bot") -> [String] {
        CommandFinder(botName: bot).find(in: body).map(\.text)
    }

    @Test(
        arguments: [
            ("bot r+", ["r+"]), ("@bot r+", ["r+"]), ("#bot r+", ["r+"]), ("Bot r+", ["r+"]), ("@BOT: r+", ["r+"]),
            ("bot:r+", ["r+"]), ("bot\tr+", ["r+"]), ("  bot r+  ", ["r+"]), ("    bot r+", ["r+"]), ("\t@bot r+\t", ["r+"]),
            ("\u{A0}bot\u{A0}r+", ["r+"]), ("bot  r+   rebase-ff", ["r+   rebase-ff"]), ("bot", []), ("bot:", [""]),
            ("botr+", []), ("bot, r+", []), ("|bot r+", []), ("@@bot r+", []), ("@#bot r+", []), ("hey bot r+", []),
            ("> bot r+", []), (">bot r+", []), ("- bot r+", []), ("@ bot r+", []), ("robot r+", []), ("`bot r+`", []),
            ("bots r+", []), ("@bot-two r+", []), ("", []), ("\n\n", []),
        ] as [(String, [String])])
    func `a command line starts with the name of the bot`(body: String, expected: [String]) {
        #expect(find(body) == expected)
    }

    @Test(arguments: ["a\nbot r+\nb\nbot retry", "a\r\nbot r+\r\nb\r\nbot retry\r\n", "a\rbot r+\rb\rbot retry"])
    func `lines end in any way`(body: String) {
        #expect(
            CommandFinder(botName: "bot").find(in: body) == [CommandLine(number: 2, text: "r+"), CommandLine(number: 4, text: "retry")])
    }

    @Test(arguments: [
        ("```\nbot r+\n```", 0), ("```\nbot r+\n```\nbot r-", 1), ("~~~\nbot r+\n~~~\nbot r-", 1),
        ("```sh\nbot r+\n```", 0), ("```\nbot r+", 0), ("````\n```\nbot r+\n````\nbot r-", 1),
        ("```\n~~~\nbot r+\n```\nbot r-", 1), ("   ```\nbot r+\n   ```\nbot r-", 1), ("- ```\n  bot r+\n  ```\n\nbot r-", 1),
        ("1. ```\n   bot r+\n   ```\nbot r-", 1), ("- ```\n  bot r+\nbot r-", 1), ("1. x\n\n    ```\n    bot r+\n    ```\nbot r-", 1),
        ("``\nbot r+\n``", 1), ("``` a ` b\nbot r+", 1), ("```\n```x\nbot r+\n```", 0), ("```\n    ```\nbot r+\n```", 0),
        ("> ```\nbot r+", 1), ("> ```\n> bot r+\n> ```\nbot r-", 1), ("```\n> bot\nbot r+\n```", 0),
        ("text ```\nbot r+", 1), ("```\r\nbot r+\r\n```\r\nbot r-", 1), ("\t```\n\tbot r+\n\t```\nbot r-", 1),
    ])
    func `fenced code and quotations are no commands`(body: String, count: Int) {
        #expect(find(body).count == count)
    }

    @Test(arguments: [
        ("<!--\nbot r+\n-->", 0), ("<!--\nbot r+\n-->\nbot r-", 1), ("<!-- x -->\nbot r+", 1), ("<!--\n\nbot r+\n\n-->", 0),
        ("   <!--\nbot r+", 0), ("    <!--\nbot r+", 0), ("hello <!--\nbot r+\n-->", 0), ("hello <!--\nbot r+\n\nbot r-", 1),
        ("`<!--` opens one\nbot r+", 1), ("bot r+ <!-- because -->", 1), ("bot r+ <!--\nbot r-\n-->", 1), ("<pre>\nbot r+\n</pre>", 0),
        ("<PRE>\nbot r+\n</Pre>\nbot r-", 1), ("<pre class=x>bot r+\nbot r+", 0), ("<prefix>\nbot r+", 1), ("<style>\nbot r+\n</style>", 0),
        ("<!--\n```\nbot r+\n-->\nbot r-", 1), ("```\n<!--\n```\nbot r+", 1), ("<!--\r\nbot r+\r\n-->\r\nbot r-", 1),
        ("a < b <!- c\nbot r+", 1), ("<!--\n\(String(repeating: "x", count: 20_000))-->\nbot r+", 1),
    ])
    func `what HTML hides is no command`(body: String, count: Int) {
        #expect(find(body).count == count)
    }

    @Test(arguments: [
        ("c++", "c++ r+", 1), ("c++", "ccc r+", 0), (".*", "bot r+", 0), (".*", ".* r+", 1), ("Été", "@été r+", 1), ("", " r+", 0),
    ])
    func `every character of the name stands for itself`(bot: String, body: String, count: Int) {
        #expect(find(body, bot: bot).count == count)
    }
}
