/** Quiet greys and one green; nothing of Procore's own look is taken. */
export const STYLE = `
:root {
  --ink: #1d2429;
  --quiet: #5d6970;
  --line: #d5dbdf;
  --ground: #f4f6f7;
  --paper: #ffffff;
  --bar: #26333b;
  --bar-ink: #f3f6f7;
  --act: #1f6f54;
  --act-dark: #17553f;
  --warn: #9b2c1f;
  --warn-ground: #fbecea;
  font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
  font-size: 15px;
  line-height: 1.45;
  color: var(--ink);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 0.25rem; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 0.5rem; }
h3 { font-size: 0.95rem; margin: 1rem 0 0.25rem; }
a { color: var(--act-dark); }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.9em; }
:focus-visible { outline: 3px solid #4aa3df; outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.quiet { color: var(--quiet); }
.label { display: block; font-size: 0.75rem; opacity: 0.75; }

.shell { display: flex; flex-direction: column; height: 100vh; height: 100dvh; }
.shell.scrolls { height: auto; min-height: 100vh; }
.top {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem;
  padding: 0.5rem 1rem; background: var(--bar); color: var(--bar-ink);
}
.top p { margin: 0; }
.top a { color: inherit; }
.top nav { flex: 1 1 22rem; }
.top nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem; margin: 0; padding: 0; list-style: none; }
.top nav a { display: block; padding: 0.45rem 0.5rem; font-size: 0.9rem; white-space: nowrap; border-radius: 4px; text-decoration: none; }
.top nav a:hover { background: rgb(255 255 255 / 12%); }
.top nav a[aria-current] { background: rgb(255 255 255 / 20%); font-weight: 600; }
.who { display: flex; align-items: center; gap: 0.75rem; }
.onbar {
  border: 1px solid rgb(255 255 255 / 45%); background: transparent; color: inherit;
}
.onbar:hover { background: rgb(255 255 255 / 12%); }
.picker { position: relative; width: 14.5rem; }
.picker .chosen { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.picker summary {
  cursor: pointer; padding: 0.3rem 2rem 0.3rem 0.7rem; border: 1px solid rgb(255 255 255 / 35%); border-radius: 4px;
  list-style: none; position: relative;
}
.picker summary::-webkit-details-marker { display: none; }
.picker summary::after {
  content: ''; position: absolute; right: 0.8rem; top: 50%; width: 0.45rem; height: 0.45rem; margin-top: -0.35rem;
  border-right: 2px solid; border-bottom: 2px solid; transform: rotate(45deg);
}
.picker ul {
  position: absolute; z-index: 2; top: calc(100% + 4px); left: 0; min-width: 100%; margin: 0; padding: 0.25rem;
  list-style: none; background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: 4px;
  box-shadow: 0 6px 20px rgb(0 0 0 / 18%);
}
.picker li a { display: block; padding: 0.45rem 0.6rem; border-radius: 3px; text-decoration: none; white-space: nowrap; }
.picker li a:hover { background: var(--ground); }
.picker li a[aria-current] { font-weight: 600; }
.frame { flex: 1 1 auto; display: flex; min-height: 0; background: var(--paper); }
.frame iframe { flex: 1 1 auto; border: 0; }
.work { width: 100%; max-width: 75rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
.work > p:first-child { margin: 0 0 0.5rem; }

table { width: 100%; border-collapse: collapse; background: var(--paper); border: 1px solid var(--line); }
th, td { padding: 0.5rem 0.65rem; text-align: left; vertical-align: middle; border-bottom: 1px solid var(--line); }
thead th { font-size: 0.8rem; color: var(--quiet); background: #eef1f3; }
tbody th { font-weight: 600; }
tfoot th, tfoot td { border-bottom: 0; font-weight: 600; }
.amount { text-align: right; font-variant-numeric: tabular-nums; }
td input:not([type='checkbox']) { width: 100%; }
td.amount input { text-align: right; max-width: 9rem; }
.pill { padding: 0.1rem 0.55rem; border-radius: 999px; font-size: 0.8rem; background: #e6eaec; color: var(--quiet); white-space: nowrap; }
.pill.done { background: #dcefe7; color: var(--act-dark); }
.banner { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 1rem 0; padding: 0.65rem 0.9rem; background: #e6eaec; border-left: 4px solid var(--quiet); }
.banner.done { background: #e3f2eb; border-left-color: var(--act); }
.alert { padding: 0.65rem 0.9rem; background: var(--warn-ground); border-left: 4px solid var(--warn); white-space: pre-wrap; }

label { display: flex; flex-direction: column; gap: 0.2rem; font-size: 0.8rem; color: var(--quiet); }
label.check { flex-direction: row; align-items: center; gap: 0.4rem; font-size: 0.95rem; color: var(--ink); min-height: 2.4rem; }
input, select, textarea, button { font: inherit; font-size: 0.95rem; color: var(--ink); }
input:not([type='checkbox']), select, textarea {
  min-height: 2.4rem; padding: 0.35rem 0.5rem; border: 1px solid #9aa6ad; border-radius: 4px; background: var(--paper);
}
input[type='checkbox'] { width: 1.1rem; height: 1.1rem; accent-color: var(--act); }
input[type='number'] { width: 9rem; }
button, .button {
  min-height: 2.4rem; padding: 0.4rem 0.9rem; border: 1px solid #9aa6ad; border-radius: 4px; background: var(--paper);
  cursor: pointer; text-decoration: none; display: inline-block;
}
button:hover, .button:hover { background: #eef1f3; }
button.primary, .button { background: var(--act); border-color: var(--act); color: #fff; }
button.primary:hover, .button:hover { background: var(--act-dark); }
button.danger { color: var(--warn); border-color: var(--warn); }
button.onbar { color: var(--bar-ink); background: transparent; }
button.onbar:hover { background: rgb(255 255 255 / 12%); }
button.small { min-height: 2rem; padding: 0.2rem 0.7rem; }
button.link, a.link { border: 0; background: none; color: var(--act-dark); text-decoration: underline; padding: 0.4rem 0.2rem; }
.row { display: flex; flex-wrap: wrap; align-items: end; gap: 0.75rem; margin: 0.75rem 0; }
.row .wide, .wide { flex: 1 1 100%; margin: 0; }
form.row label { flex: 0 1 auto; }
fieldset { border: 1px solid var(--line); border-radius: 4px; background: var(--paper); padding: 0.5rem 0.9rem 0.9rem; }
legend { font-weight: 600; padding: 0 0.3rem; }
section { margin-top: 1.5rem; }
.make { margin: 1rem 0; padding: 0.6rem 0.9rem; background: var(--paper); border: 1px solid var(--line); border-radius: 4px; }
.make summary { cursor: pointer; font-weight: 600; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
.facts dd { margin: 0; }

.plain { display: flex; justify-content: center; min-height: 100vh; padding: 0.75rem; }
.card { width: 100%; max-width: 34rem; align-self: flex-start; padding: 1rem 1.25rem; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.card > p { margin: 0.5rem 0; }
.people { margin: 0.75rem 0; padding: 0; list-style: none; display: grid; gap: 0.4rem; }
.person { display: flex; width: 100%; align-items: center; gap: 0.8rem; padding: 0.4rem 0.8rem; text-align: left; }
.person-text { display: grid; line-height: 1.3; }
.avatar {
  flex: none; width: 2.4rem; height: 2.4rem; border-radius: 50%; display: grid; place-items: center;
  background: #dfe7ea; color: var(--bar); font-weight: 600;
}
@media (max-width: 40rem) {
  .picker, .top nav { flex: 1 1 100%; width: 100%; }
  .work { overflow-x: auto; }
}
`;

export const FAVICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#26333b"/><path d="M4 12V4h4.5a2.8 2.8 0 0 1 0 5.6H6.4V12z" fill="#f3f6f7"/></svg>';
