"""The style sheet of the report's page."""

CSS = """
:root { color-scheme: light dark; --page: #fbfbfa; --card: #fff; --ink: #1c2024; --soft: #60646c; --rule: #e2e3e6;
  --bar: #2f6fc4; --bar2: #d9822b; --track: #eceef1; --ok: #1a7f4b; --partial: #8a6100; --error: #c0322b;
  --other: #5b6470; }
@media (prefers-color-scheme: dark) { :root { --page: #131518; --card: #1b1e22; --ink: #e8eaed; --soft: #a0a6ae;
  --rule: #33383f; --bar: #6ea8f0; --bar2: #eba55c; --track: #2a2e34; --ok: #5bc98d; --partial: #dcb457;
  --error: #f2807a; --other: #a0a6ae; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: .95rem; margin: 0 0 .5rem; }
p { margin: .25rem 0 .75rem; }
.soft { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin-top: 1.25rem; }
.card { background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; padding: .85rem 1rem;
  min-width: 0; }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: .75rem;
  align-items: start; }
.stack { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
.wide, .flow { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; font-weight: 600; color: var(--soft); }
th, td { padding: .25rem .6rem .25rem 0; border-top: 1px solid var(--rule); vertical-align: top;
  overflow-wrap: anywhere; }
thead th { border-top: 0; white-space: nowrap; overflow-wrap: normal; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
.name { min-width: 9rem; }
.ok { color: var(--ok); } .partial { color: var(--partial); } .error { color: var(--error); }
.not_qa, .duplicate, .superseded { color: var(--other); }
.status { font-weight: 600; white-space: nowrap; overflow-wrap: normal; }
.track { display: block; height: .6rem; margin-top: .45rem; min-width: 4rem; background: var(--track);
  border-radius: .3rem; overflow: hidden; }
.track i { display: block; height: 100%; background: var(--bar); }
.long { min-width: 12rem; }
@media (max-width: 40rem) {
  .flow thead { display: none; } .flow table, .flow tbody { display: block; }
  .flow tr { display: flex; flex-wrap: wrap; gap: 0 .75rem; border-top: 1px solid var(--rule); padding: .35rem 0; }
  .flow td { border: 0; padding: 0; min-width: 0; max-width: 100%; } .flow .long { flex: 0 0 100%; color: var(--soft); }
  .flow td:empty { display: none; }
}
details { margin-top: .5rem; font-size: .9rem; }
summary { color: var(--soft); cursor: pointer; }
.legend span { margin-right: 1rem; }
.legend i { display: inline-block; width: .75rem; height: .75rem; border-radius: .15rem; margin-right: .35rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { fill: var(--ink); stroke: none; font-size: 12px; font-family: inherit; }
svg .background { fill: none; }
svg .guide.line { fill: none; stroke: var(--rule); }
svg .axis.x .guide.line { display: none; }
svg .axis > path.line { fill: none; stroke: var(--soft); }
svg .axis.x text { text-anchor: middle; } svg .axis.y text { text-anchor: end; }
svg .axis.x text[transform] { text-anchor: start; } svg .axis.x text[transform].backwards { text-anchor: end; }
svg .color-0 rect { fill: var(--bar); } svg .color-1 rect { fill: var(--bar2); }
svg text.value { text-anchor: start; }
svg text.no_data { text-anchor: middle; fill: var(--soft); }
"""
"""Light and dark by the reader's setting; one column on a phone. Charts take their colours from here."""
