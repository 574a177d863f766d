import Forge
import GitHub
import Testing

/// Signatures, with the example of GitHub's documentation ("Validating webhook deliveries").
@Suite struct SignatureVerifierTests {
    private let body = Array("Hello, World!".utf8)
    private let secret = Secret("It's a Secret to Everybody")
    private let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

    @Test func `the documented example is valid`() {
        #expect(SignatureVerifier.verify(signature: signature, body: body, secrets: [secret]) == .valid)
        #expect(SignatureVerifier.signature(of: body, secret: secret) == signature)
    }

    @Test func `any of several secrets will do, the order does not matter`() {
        let others = [Secret("old"), Secret("new")]
        #expect(SignatureVerifier.verify(signature: signature, body: body, secrets: others + [secret]) == .valid)
        #expect(SignatureVerifier.verify(signature: signature, body: body, secrets: [secret] + others) == .valid)
        #expect(SignatureVerifier.verify(signature: signature, body: body, secrets: others) == .wrong)
    }

    @Test func `a secret from a file may end with a line end`() {
        let fromFile = Secret("It's a Secret to Everybody\n")
        #expect(SignatureVerifier.verify(signature: signature, body: body, secrets: [fromFile]) == .valid)
    }

    @Test func `one changed byte is enough`() {
        #expect(SignatureVerifier.verify(signature: signature, body: Array("Hello, World?".utf8), secrets: [secret]) == .wrong)
        let other = signature.dropLast() + "8"
        #expect(SignatureVerifier.verify(signature: String(other), body: body, secrets: [secret]) == .wrong)
    }

    @Test func `no secret and an empty secret accept nothing`() {
        #expect(SignatureVerifier.verify(signature: signature, body: body, secrets: []) == .wrong)
        let forged = SignatureVerifier.signature(of: body, secret: Secret(""))
        #expect(SignatureVerifier.verify(signature: forged, body: body, secrets: [Secret("")]) == .wrong)
    }

    @Test(arguments: [
        nil, "", "sha256=", "sha1=757107ea", "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    ])
    func `what is not written as a signature counts as none`(signature: String?) {
        #expect(SignatureVerifier.verify(signature: signature, body: body, secrets: [secret]) == .missing)
    }
}
