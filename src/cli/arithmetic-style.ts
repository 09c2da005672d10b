/** The look of the lesson's page, in light, in dark and on paper. */
export const lessonStyle = `
:root {
  --paper: #fbfbf8; --card: #ffffff; --ink: #1c1f24; --quiet: #5b6370; --line: #d5d8dd;
  --input: #eceef2; --read: #ffd479; --read-line: #a86400; --padding-read: #fff1d2; --now: #1f6feb; --now-ink: #ffffff;
  --done: #d8e6fc; --weight: #e7f3e8; --link: #0b57c2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --card: #1c1f25; --ink: #e8eaed; --quiet: #a2abb8; --line: #3a404a;
    --input: #2a2f38; --read: #8a5d10; --read-line: #ffc14d; --padding-read: #3d2f14; --now: #6ea8ff; --now-ink: #0d1117;
    --done: #22375a; --weight: #23382a; --link: #8ab8ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 1.5rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 0 0 .25rem; }
h4 { font-size: 1rem; margin: 1rem 0 .5rem; }
small, figcaption, .legend { color: var(--quiet); font-size: .875rem; font-weight: normal; }
p { margin: .4rem 0; max-width: 46rem; }
pre, code { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: .875rem; }
pre { margin: .5rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
ul { margin: .5rem 0; padding-left: 1.2rem; }
figure { margin: 0; }
figcaption { margin-bottom: .25rem; }
svg { display: block; max-width: 100%; height: auto; font-family: system-ui, sans-serif; font-variant-numeric: tabular-nums; }
.sizes { font-size: 1.15rem; }
.cases { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); align-items: start; }
.cases > section, .steps > li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; }
.row { display: flex; flex-wrap: wrap; gap: 1rem 1.5rem; align-items: flex-start; margin: .5rem 0; }
.steps .row, .windows .row { align-items: center; gap: .5rem; flex-wrap: nowrap; }
.steps, .windows { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; }
.steps { grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); }
.windows { grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .75rem; }
.steps > li:target { border-color: var(--now); box-shadow: 0 0 0 2px var(--now); }
.legend span { display: inline-flex; align-items: center; gap: .35rem; margin-right: 1rem; }
.result { border-collapse: separate; border-spacing: 2px; font-size: .8rem; font-variant-numeric: tabular-nums; }
.result td { background: var(--done); border-radius: 2px; padding: 0; min-width: 1.6rem; text-align: center; }
.result td a { display: block; padding: .2rem .35rem; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--now); outline-offset: 1px; }
rect[class] { rx: 2px; }
rect.input { fill: var(--input); }
rect.read { fill: var(--read); stroke: var(--read-line); stroke-width: 2; }
rect.padding { fill: none; stroke: var(--quiet); stroke-opacity: .55; stroke-dasharray: 2 2; }
rect.padding-read { fill: var(--padding-read); stroke: var(--read-line); stroke-width: 2; stroke-dasharray: 3 2; }
rect.count { fill: none; }
text.count { fill: var(--quiet); }
rect.weight { fill: var(--weight); }
rect.done { fill: var(--done); }
rect.now { fill: var(--now); }
rect.open { fill: none; stroke: var(--line); }
.small rect.read, .small rect.padding-read { stroke-width: 1; stroke-dasharray: none; }
.small rect.padding { stroke-dasharray: 1 1; }
rect.frame { rx: 0; fill: none; stroke: var(--line); }
text { fill: var(--ink); }
text.now { fill: var(--now-ink); font-weight: 600; }
@media print {
  :root {
    --paper: #fff; --card: #fff; --ink: #000; --quiet: #444; --line: #999; --input: #eee; --read: #ffd479;
    --read-line: #a86400; --padding-read: #fff1d2; --now: #1f6feb; --now-ink: #fff; --done: #d8e6fc; --weight: #e7f3e8;
    --link: #000;
  }
  body { font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .steps > li, .windows > li, figure { break-inside: avoid; }
}
`;
