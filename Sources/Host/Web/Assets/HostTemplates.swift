/// The host's own templates; part of the program, so that one file is all that is installed.
enum HostTemplates {
    static let head = template(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}} · Switchyard</title>
        <link rel="icon" type="image/svg+xml" href="/static/icon.svg">
        <link rel="stylesheet" href="/static/app.css">
        {{#styles}}<link rel="stylesheet" href="{{.}}">
        {{/styles}}</head>
        <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="site-header">
          <a class="brand" href="/"><img src="/static/icon.svg" alt="" width="22" height="22"> Switchyard</a>
          <nav aria-label="Pages">{{#navigation}}<a href="{{path}}"{{#current}} aria-current="page"{{/current}}>{{title}}</a>{{/navigation}}</nav>
          <span class="viewer">{{#viewer}}{{viewer}}{{/viewer}}{{^viewer}}<a href="/login">Log in</a>{{/viewer}}</span>
        </header>
        <main id="content">

        """)

    static let foot = template(
        """

        </main>
        <footer class="site-footer">Switchyard {{version}} · <a href="/api/openapi.json">API</a>{{#viewer}} · <form method="post" action="/logout"><button class="link">Log out</button></form>{{/viewer}}</footer>
        </body>
        </html>

        """)

    static let problem = template(
        """
        <section class="problem">
          <p class="problem-status">{{status}}</p>
          <h1>{{title}}</h1>
          <p>{{detail}}.</p>
          {{#remedy}}<p class="note">{{remedy}}</p>{{/remedy}}
          {{#login}}<p><a class="button" href="/login">Log in</a></p>{{/login}}
          <p><a href="/">To the front page</a></p>
        </section>
        """)

    static let login = template(
        """
        <section class="card narrow">
          <h1>Log in</h1>
          <p class="note">Paste a token of the API. An administrator makes one with <code>switchyard token create</code>.</p>
          <form method="post" action="/session">
            <label for="token">Token</label>
            <input id="token" name="token" type="password" autocomplete="current-password" required>
            <button class="button">Log in</button>
          </form>
        </section>
        """)

    static let overview = template(
        """
        <h1>Overview</h1>
        {{#ok}}<p class="alert alert-success"><strong>Working.</strong> Everything received is being applied.</p>{{/ok}}
        {{#trouble}}<p class="alert alert-danger"><strong>The log stands still.</strong> {{trouble}}</p>{{/trouble}}
        {{#maintenance}}<p class="alert alert-warning"><strong>Maintenance.</strong> Timers and effects are held back.</p>{{/maintenance}}
        <dl class="fields">
          <dt>Events applied</dt><dd><a href="/events">{{applied_seq}}</a></dd>
          <dt>Open effects</dt><dd>{{open_effects}}</dd>
          <dt>Set aside</dt><dd><a href="/dead-letters">{{dead_letters}}</a></dd>
        </dl>
        <h2>Plugins</h2>
        <ul class="plain">{{#plugins}}<li><strong>{{id}}</strong> <span class="badge">{{version}}</span></li>{{/plugins}}{{^plugins}}<li class="empty">No plugin is loaded.</li>{{/plugins}}</ul>
        """)

    static let plugins = template(
        """
        <h1>Plugins</h1>
        {{#is_empty}}<p class="empty">No plugin is loaded. Install one with <code>switchyard plugin install</code>.</p>{{/is_empty}}
        <div class="cards">
        {{#plugins}}
        <section class="card">
          <h2>{{id}} <span class="badge">{{version}}</span>{{#essential}} <span class="badge ongoing">essential</span>{{/essential}}{{#quarantine}} <span class="badge danger">in quarantine</span>{{/quarantine}}</h2>
          {{#quarantine}}<p class="alert alert-danger">{{quarantine}}</p>{{/quarantine}}
          {{#silence}}<p class="alert alert-warning">{{silence}}</p>{{/silence}}
          {{#can_release}}<form method="post" action="/plugins/{{id}}/release"><button class="button">Release</button></form>{{/can_release}}
          <dl class="fields">
            <dt>Library</dt><dd><code>{{sha256}}</code></dd>
            <dt>Listens to</dt><dd>{{#events}}<code>{{.}}</code> {{/events}}</dd>
            <dt>Asks for</dt><dd>{{#effects}}<code>{{.}}</code> {{/effects}}</dd>
            <dt>Commands</dt><dd>{{#commands}}<code>{{.}}</code> {{/commands}}</dd>
            <dt>Timers</dt><dd>{{#timers}}<code>{{.}}</code> {{/timers}}</dd>
          </dl>
        </section>
        {{/plugins}}
        </div>
        {{#signed_in}}<p><a href="/dead-letters">Dead letters and crashes</a></p>{{/signed_in}}
        """)

    static let events = template(
        """
        <h1>Events</h1>
        <p class="note">Everything that reached the host, newest first: what came in, what was asked for, what came of it.</p>
        {{#is_stranger}}<p class="note">Without a login only what is about public repositories is shown.</p>{{/is_stranger}}
        {{#is_empty}}<p class="empty">Nothing has happened yet.</p>{{/is_empty}}
        {{^is_empty}}
        <div class="scroll"><table>
          <thead><tr><th>#</th><th>Time</th><th>Kind</th><th>About</th><th>By</th><th>What</th><th>State</th></tr></thead>
          <tbody>
          {{#events}}
          <tr>
            <td class="number"><a href="/events/{{seq}}">{{seq}}</a></td>
            <td class="time"><time datetime="{{time}}">{{time}}</time></td>
            <td><code>{{kind}}</code></td>
            <td>{{#about_url}}<a href="{{about_url}}">{{about}}</a>{{/about_url}}{{^about_url}}{{about}}{{/about_url}}</td>
            <td>{{actor}}</td>
            <td>{{what}}</td>
            <td><span class="badge {{class}}"{{#reason}} title="{{reason}}"{{/reason}}>{{state}}</span></td>
          </tr>
          {{/events}}
          </tbody>
        </table></div>
        {{/is_empty}}
        {{#next}}<p><a class="button" href="{{next}}">Older</a></p>{{/next}}
        """)

    static let event = template(
        """
        <h1>Event {{seq}} <span class="badge {{class}}">{{state}}</span></h1>
        <dl class="fields">
          <dt>Kind</dt><dd><code>{{kind}}</code></dd>
          <dt>Time</dt><dd><time datetime="{{time}}">{{time}}</time></dd>
          {{#about}}<dt>About</dt><dd>{{#about_url}}<a href="{{about_url}}">{{about}}</a>{{/about_url}}{{^about_url}}{{about}}{{/about_url}}</dd>{{/about}}
          {{#actor}}<dt>By</dt><dd>{{actor}}</dd>{{/actor}}
          <dt>Source</dt><dd>{{source}}</dd>
          <dt>Delivery</dt><dd><code>{{delivery}}</code></dd>
          {{#reason}}<dt>Note</dt><dd>{{reason}}</dd>{{/reason}}
        </dl>
        {{#has_changes}}
        <h2>What it changed</h2>
        <div class="scroll"><table>
          <thead><tr><th>Of</th><th>Field</th><th>From</th><th>To</th></tr></thead>
          <tbody>{{#changes}}<tr><td>{{entity}}</td><td>{{field}}</td><td><code>{{old}}</code></td><td><code>{{new}}</code></td></tr>{{/changes}}</tbody>
        </table></div>
        {{/has_changes}}
        {{#text}}<h2>Document</h2><pre>{{text}}</pre>{{/text}}
        """)

    static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#3056d3"/><path d="M8 26V6M8 20c0-6 14-4 14-12" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/><circle cx="8" cy="6" r="3" fill="#fff"/><circle cx="22" cy="7" r="3" fill="#7ee2a8"/></svg>
        """

    static func template(_ text: String) -> PageTemplate {
        do { return try PageTemplate(text, named: "a template of the host") } catch {
            preconditionFailure("a template that is part of the program must be valid: \(error)")
        }
    }
}
