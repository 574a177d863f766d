/// The style sheet of all pages.
enum StyleSheet {
    static let text = """
        :root {
          --bg: #f6f7f9; --surface: #ffffff; --raised: #ffffff; --text: #1d2330; --muted: #667085; --line: #e2e5eb;
          --link: #2f54c8; --accent: #3056d3; --shadow: 0 1px 2px rgb(16 24 40 / 6%), 0 1px 3px rgb(16 24 40 / 8%);
          --success: #1a7f46; --success-bg: #e3f6ea; --success-mark: #2fa866;
          --danger: #b3261e; --danger-bg: #fdeceb; --danger-mark: #d9473d;
          --ongoing: #8a5a00; --ongoing-bg: #fdf3dc; --ongoing-mark: #e0a52d;
          --info: #2447b2; --info-bg: #e8eefd; --info-mark: #5b80ee;
          --grey-bg: #eceff3; --grey-mark: #98a2b3;
          --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, "Helvetica Neue", sans-serif;
          --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --bg: #11141a; --surface: #191d25; --raised: #1f242e; --text: #e4e7ec; --muted: #98a2b3; --line: #2c323d;
            --link: #8fb0ff; --accent: #6b8cff; --shadow: 0 1px 2px rgb(0 0 0 / 40%);
            --success: #6fd69a; --success-bg: #14301f; --success-mark: #2fa866;
            --danger: #ff9d95; --danger-bg: #3a1917; --danger-mark: #d9473d;
            --ongoing: #f1c15f; --ongoing-bg: #33270d; --ongoing-mark: #d69a22;
            --info: #a9c0ff; --info-bg: #1a2444; --info-mark: #5b80ee;
            --grey-bg: #262b35; --grey-mark: #667085;
          }
        }
        * { box-sizing: border-box; }
        body { background: var(--bg); color: var(--text); font: 15px/1.55 var(--sans); margin: 0; }
        h1 { font-size: 1.5rem; letter-spacing: -0.01em; line-height: 1.25; margin: 0 0 0.75rem; }
        h2 { font-size: 1.2rem; letter-spacing: -0.005em; line-height: 1.3; margin: 1.75rem 0 0.6rem; }
        h3 { font-size: 1rem; margin: 1.25rem 0 0.5rem; }
        h4 { color: var(--muted); font-size: 0.74rem; font-weight: 600; letter-spacing: 0.06em; margin: 1.1rem 0 0.4rem; text-transform: uppercase; }
        main > h1:first-child, main > h2:first-child, article > h2:first-child { margin-top: 0; }
        p { margin: 0.5rem 0; }
        a { color: var(--link); text-decoration: none; }
        a:hover { text-decoration: underline; text-underline-offset: 2px; }
        :focus-visible { border-radius: 3px; outline: 2px solid var(--accent); outline-offset: 2px; }
        code, pre { font-family: var(--mono); font-size: 0.86em; }
        code { background: var(--grey-bg); border-radius: 4px; overflow-wrap: anywhere; padding: 0.1em 0.35em; }
        pre { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; overflow: auto; padding: 0.8rem 1rem; white-space: pre-wrap; word-break: break-word; }
        small { font-size: 0.85em; }
        time { font-variant-numeric: tabular-nums; }
        .skip { left: -999px; position: absolute; }
        .skip:focus { background: var(--surface); left: 1rem; padding: 0.4rem 0.8rem; top: 0.5rem; z-index: 2; }

        .site-header { align-items: center; background: var(--surface); border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 0.4rem 1.5rem; padding: 0.6rem max(1.25rem, calc((100vw - 74rem) / 2)); position: sticky; top: 0; z-index: 1; }
        .brand { align-items: center; color: var(--text); display: inline-flex; font-weight: 650; gap: 0.5rem; letter-spacing: -0.01em; }
        .brand:hover { text-decoration: none; }
        .site-header nav { display: flex; flex-wrap: wrap; gap: 0.25rem; }
        .site-header nav a { border-radius: 6px; color: var(--muted); padding: 0.25rem 0.65rem; }
        .site-header nav a:hover { background: var(--grey-bg); text-decoration: none; }
        .site-header nav a[aria-current] { background: var(--grey-bg); color: var(--text); font-weight: 550; }
        .viewer { color: var(--muted); font-size: 0.9rem; margin-inline-start: auto; }
        main { margin: 0 auto; max-width: 76.5rem; padding: 1.75rem 1.25rem 3rem; }
        .site-footer { border-top: 1px solid var(--line); color: var(--muted); font-size: 0.85rem; margin: 0 auto; max-width: 74rem; padding: 1rem 0 2rem; text-align: center; }
        .site-footer form { display: inline; }
        button.link { background: none; border: 0; color: var(--link); cursor: pointer; font: inherit; padding: 0; }

        .note, .byline, .key, .batch-name, .muted, .empty { color: var(--muted); }
        .empty { background: var(--surface); border: 1px dashed var(--line); border-radius: 10px; padding: 1.5rem; text-align: center; }
        .plain { list-style: none; margin: 0; padding: 0; }
        .card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); padding: 1rem 1.25rem; }
        .card > :first-child { margin-top: 0; }
        .cards { display: grid; gap: 1rem; }
        .narrow { margin: 2rem auto; max-width: 26rem; }
        .button { background: var(--accent); border: 0; border-radius: 7px; color: #fff; cursor: pointer; display: inline-block; font: inherit; font-weight: 550; padding: 0.4rem 1rem; }
        .button:hover { filter: brightness(1.08); text-decoration: none; }
        label { display: block; font-weight: 550; margin-top: 0.75rem; }
        input { background: var(--bg); border: 1px solid var(--line); border-radius: 7px; color: var(--text); font: inherit; margin: 0.25rem 0 0.9rem; padding: 0.45rem 0.7rem; width: 100%; }
        .scroll { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; overflow-x: auto; }
        table { border-collapse: collapse; font-size: 0.92rem; width: 100%; }
        th { color: var(--muted); font-size: 0.78rem; font-weight: 600; letter-spacing: 0.03em; text-align: start; text-transform: uppercase; }
        th, td { padding: 0.45rem 0.8rem; vertical-align: top; }
        thead tr { border-bottom: 1px solid var(--line); }
        tbody tr + tr { border-top: 1px solid var(--line); }
        tbody tr:hover { background: var(--grey-bg); }
        td.number, td.time { font-variant-numeric: tabular-nums; white-space: nowrap; }
        td.time { color: var(--muted); }

        .badge, .priority { background: var(--grey-bg); border-radius: 999px; color: var(--muted); display: inline-block; font-size: 0.78rem; font-weight: 550; line-height: 1.5; padding: 0.05rem 0.6rem; vertical-align: 0.1em; white-space: nowrap; }
        .priority { background: var(--info-bg); color: var(--info); }
        .badge.success { background: var(--success-bg); color: var(--success); }
        .badge.danger { background: var(--danger-bg); color: var(--danger); }
        .badge.ongoing, .badge.warning { background: var(--ongoing-bg); color: var(--ongoing); }
        .square { background: var(--grey-mark); border-radius: 3px; display: inline-block; height: 0.75rem; vertical-align: -0.05rem; width: 0.75rem; }
        .square.success { background: var(--success-mark); }
        .square.ongoing { background: var(--ongoing-mark); }
        .square.danger { background: var(--danger-mark); }
        .alert { background: var(--surface); border: 1px solid var(--line); border-inline-start: 4px solid var(--grey-mark); border-radius: 8px; margin: 1rem 0; padding: 0.7rem 1rem; }
        .alert-success { background: var(--success-bg); border-color: transparent; border-inline-start-color: var(--success-mark); }
        .alert-danger { background: var(--danger-bg); border-color: transparent; border-inline-start-color: var(--danger-mark); }
        .alert-warning { background: var(--ongoing-bg); border-color: transparent; border-inline-start-color: var(--ongoing-mark); }
        .alert-primary, .alert-info { background: var(--info-bg); border-color: transparent; border-inline-start-color: var(--info-mark); }
        .alert-light { color: var(--muted); }
        .fields { display: grid; gap: 0.3rem 1.25rem; grid-template-columns: max-content 1fr; margin: 0.75rem 0; }
        .fields dt { color: var(--muted); }
        .fields dd { margin: 0; overflow-wrap: anywhere; }
        .checklist { list-style: none; margin: 1rem 0; padding: 0; }
        .checklist ul { list-style: none; padding-inline-start: 1.4rem; }
        .checklist li { margin: 0.15rem 0; }
        .checklist li::before { display: inline-block; font-weight: 700; width: 1.3rem; }
        .checklist .ok::before { color: var(--success-mark); content: "✓"; }
        .checklist .fail::before { color: var(--danger-mark); content: "✗"; }
        .checklist .none::before { color: var(--grey-mark); content: "○"; }
        .problem { margin: 4rem auto; max-width: 32rem; text-align: center; }
        .problem-status { color: var(--grey-mark); font-size: 4rem; font-weight: 700; letter-spacing: -0.03em; line-height: 1; margin: 0; }
        @media (max-width: 40rem) { .fields { grid-template-columns: 1fr; } .fields dd { margin-bottom: 0.4rem; } }

        """
}
