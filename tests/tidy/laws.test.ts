import { describe, expect, test } from 'vitest';
import { type Exception, judge, type Law } from './law';
import { LAWS } from './laws';
import { makeTree } from './source';

type Texts = Readonly<Record<string, string>>;

interface Case {
  readonly law: string;
  readonly good: Texts;
  readonly bad: Texts;
  /** What is found in the bad tree, in order. */
  readonly says: readonly string[];
}

const STATES = { 'lib/lifecycle/states.ts': 'export const STATES = [1];' };

const SCHEMA = {
  'drizzle/schema/index.ts':
    "export const links = pgTable('links', { companyId: uuid(), id: uuid() }).enableRLS();",
};

const block = (lines: number): string => `{\n${'  step();\n'.repeat(lines - 2)}}`;

const CASES: readonly Case[] = [
  {
    law: 'top level',
    good: { 'lib/a.ts': '', 'package.json': '{}', '.ci/run': '', 'proxy.ts': '' },
    bad: { 'src/a.ts': '', 'notes.txt': '' },
    says: ['does not belong in the root', 'does not belong in the root'],
  },
  {
    law: 'floors',
    good: {
      'lib/sync/a.ts': "import { b } from '@/lib/flows/b';",
      'lib/flows/b.ts': "import type { c } from '../core/c';",
      'lib/core/c.ts': '',
    },
    bad: {
      'lib/core/c.ts': "import type { b } from '@/lib/flows/b';",
      'lib/flows/b.ts': "export { a } from '@/lib/sync/a';",
      'lib/sync/a.ts': "const later = import('@/lib/qbwc/d');",
      'lib/qbwc/d.ts': '',
      'lib/attic/e.ts': '',
    },
    says: [
      'stands on no floor',
      'imports up: lib/flows/b.ts',
      'imports up: lib/sync/a.ts',
      'imports up: lib/qbwc/d.ts',
    ],
  },
  {
    law: 'circles',
    good: { 'lib/tenancy/a.ts': "import '@/lib/history/b';", 'lib/history/b.ts': "import './c';" },
    bad: {
      'lib/tenancy/a.ts': "import '@/lib/history/b';",
      'lib/history/b.ts': "import type { c } from '@/lib/auth/c';",
      'lib/auth/c.ts': "import '@/lib/tenancy/a';",
    },
    says: ['tenancy > history > … > tenancy', 'history > auth > … > history', 'auth > tenancy > … > auth'],
  },
  {
    law: 'modules',
    good: { 'lib/core/a.ts': "import './b';", 'lib/core/b.ts': "import type { A } from 'zod';" },
    bad: { 'lib/core/a.ts': "import './b';", 'lib/core/b.ts': "import type { A } from './a';" },
    says: ['leads back to itself through lib/core/b.ts', 'leads back to itself through lib/core/a.ts'],
  },
  {
    law: 'purity',
    good: {
      'lib/flows/a.ts': "import type { Commitment } from '@/lib/procore'; import { b } from '@/lib/qbxml/b';",
      'lib/qbxml/b.ts': "import { SaxesParser } from 'saxes';",
      'lib/core/log.ts': "import pino from 'pino';",
      'lib/core/seal.ts': "import { createHash } from 'node:crypto';",
      'lib/procore/index.ts': "import http from 'node:http'; fetch('/');",
    },
    bad: {
      'lib/flows/a.ts':
        "import { type Commitment } from '@/lib/procore'; import type { Tx } from '@/lib/db/client';",
      'lib/qbxml/b.ts': "import fs from 'node:fs'; export { log } from '@/lib/core/log';",
      'lib/core/c.ts': "const answer = globalThis.fetch('/'); export const d = require('net');",
      'lib/core/log.ts': '',
      'lib/db/client.ts': '',
      'lib/procore/index.ts': '',
    },
    says: [
      'loads lib/procore/index.ts',
      'knows the database: lib/db/client.ts',
      'loads node:fs',
      'loads lib/core/log.ts',
      'loads net',
      'calls the network',
    ],
  },
  {
    law: 'borders',
    good: {
      ...STATES,
      'app/page.tsx': "import { List } from '@/components/list'; import { runtime } from '@/lib/runtime';",
      'components/list.tsx':
        "import { STATES } from '@/lib/lifecycle/states'; import type { Row } from '@/lib/exports';",
      'lib/exports/a.ts': "import { links } from '@/drizzle/schema';",
      'drizzle/schema/index.ts': "import { STATES } from '@/lib/lifecycle/states';",
      'tests/simulators/a.ts': "import { world } from './world';",
    },
    bad: {
      'app/page.tsx': "import { links } from '@/drizzle/schema'; import { sql } from 'drizzle-orm';",
      'components/list.tsx': "import { showExport } from '@/lib/exports';",
      'lib/exports/a.ts':
        "import { List } from '@/components/list'; import { desk } from '../../tests/support/desk';",
      'drizzle/schema/index.ts': "import { verb } from '@/lib/exports/a';",
      'tests/simulators/a.ts': "import type { Row } from '@/lib/exports/a';",
    },
    says: [
      'imports drizzle/schema/index.ts',
      'imports drizzle-orm',
      'imports lib/exports',
      'imports components/list.tsx',
      'imports tests/support/desk',
      'imports lib/exports/a.ts',
      'imports lib/exports/a.ts',
    ],
  },
  {
    law: 'doors',
    good: {
      ...STATES,
      'lib/lifecycle/index.ts': '',
      'lib/tenancy/index.ts': '',
      'lib/tenancy/actor.ts': '',
      'lib/db/scope.ts': '',
      'lib/db/embedded/index.ts': '',
      'lib/history/a.ts': "import '@/lib/tenancy/actor';",
      'lib/sync/b.ts': "import '@/lib/lifecycle'; import '@/lib/lifecycle/states';",
      'app/c.ts': "import '@/lib/db/scope'; import '@/lib/db/embedded';",
    },
    bad: {
      'lib/lifecycle/index.ts': '',
      'lib/lifecycle/move.ts': '',
      'lib/db/embedded/account.ts': '',
      'lib/sync/b.ts': "import type { Move } from '@/lib/lifecycle/move';",
      'app/c.ts': "import '@/lib/db/embedded/account';",
    },
    says: ['enters lib/lifecycle/move.ts', 'enters lib/db/embedded/account.ts'],
  },
  {
    law: 'browser',
    good: {
      ...STATES,
      'components/a.tsx':
        "import { STATES } from '@/lib/lifecycle/states'; import type { Row } from '@/lib/exports';",
      'lib/exports/index.ts': "import 'node:fs';",
      'app/page.tsx': "import '@/lib/exports';",
    },
    bad: {
      'components/a.tsx': "import './b';",
      'components/b.ts': "import { c } from '@/lib/core/c';",
      'lib/core/c.ts': "import fs from 'fs';",
      'app/form.tsx': "'use client';\nimport postgres from 'postgres';",
    },
    says: [
      'reaches fs through lib/core/c.ts',
      'reaches fs through lib/core/c.ts',
      'reaches postgres through app/form.tsx',
    ],
  },
  {
    law: 'file sizes',
    good: {
      'lib/core/a.ts': 'go();\n'.repeat(400),
      'lib/qbxml/messages/a.ts': 'go();\n'.repeat(600),
      'tests/a.ts': 'go();\n'.repeat(600),
    },
    bad: { 'lib/core/a.ts': 'go();\n'.repeat(401), 'tests/a.ts': 'go();\n'.repeat(601) },
    says: ['has 401 lines', 'has 601 lines'],
  },
  {
    law: 'function sizes',
    good: {
      'lib/core/a.ts': `function a() ${block(70)}`,
      'components/b.tsx': `export const Page = memo(() => { ${block(119)}; return <p />; });`,
      'tests/c.ts': `describe('chapter', () => ${block(200)});`,
    },
    bad: {
      'lib/core/a.ts': `function a() ${block(71)}`,
      'components/b.tsx': `const load = () => ${block(71)};\nfunction Page() { ${block(121)}; return <p />; }`,
      'tests/c.ts': `test('long', () => ${block(71)});`,
    },
    says: ['a has 71 lines', 'load has 71 lines', 'Page has 121 lines', 'a function has 71 lines'],
  },
  {
    law: 'parameters',
    good: {
      'lib/core/a.ts': 'function a(this: A, b: B, { c, d }: C, ...rest: D[]) {}',
      'tests/b.ts': 'test.each(rows)("adds", (a, b, c, d) => {});',
    },
    bad: {
      'lib/core/a.ts': 'class A { constructor(a, b, c, d) {} }\nconst f = (a, b, c, d, e) => a;',
      'tests/b.ts': 'const f = function (a, b, c, d) {};',
    },
    says: ['constructor takes 4 parameters', 'f takes 5 parameters', 'f takes 4 parameters'],
  },
  {
    law: 'nesting',
    good: {
      'lib/core/a.ts':
        'function a() { for (;;) { try { if (b) c(); else if (d) e(); else if (f) g(() => { while (h) i(); }); } finally { j(); } } }',
    },
    bad: {
      'lib/core/a.ts':
        'function a() { for (const b of c) { try { switch (d) { case 1: if (e) f(); } } finally { g(); } } }',
      'lib/core/b.ts': 'const b = () => { if (a) { if (b) { if (c) { if (d) { if (e) f(); } } } } };',
    },
    says: ['a is 4 blocks deep', 'b is 5 blocks deep'],
  },
  {
    law: 'file names',
    good: {
      'lib/core/money.ts': '',
      'app/(embedded)/[company]/[...rest]/page.tsx': '',
      'app/_server/json-route.ts': '',
      'tests/unit/money.test.ts': '',
      'tests/fixtures/Data_1.ts': '',
    },
    bad: {
      'lib/core/moneyUtils.ts': '',
      'lib/utils/money.ts': '',
      'app/page-helpers.ts': '',
      'lib/core/file-info.ts': '',
    },
    says: [
      'moneyUtils.ts is not kebab-case',
      'utils says nothing',
      'page-helpers.ts says nothing',
      'file-info.ts says nothing',
    ],
  },
  {
    law: 'booleans',
    good: {
      'lib/core/a.ts': [
        'export const isReady = true;',
        'export function mayView(): boolean { return true; }',
        'export const hasRow = (row: Row): row is Full => true;',
        'export interface Row { readonly isNew: boolean; readonly count: number }',
        'export function assert(value: unknown): asserts value {}',
        'const ready = true;',
      ].join('\n'),
      'components/b.tsx': 'export interface Props { disabled?: boolean }',
    },
    bad: {
      'lib/core/a.ts': [
        'export const ready = !row;',
        'export function view(): boolean { return true; }',
        'export const filled = (row: Row): row is Full => true;',
        'export interface Row { readonly fresh: boolean; empty(): boolean }',
      ].join('\n'),
    },
    says: [
      'ready is a boolean',
      'view is a boolean',
      'filled is a boolean',
      'fresh is a boolean',
      'empty is a boolean',
    ],
  },
  {
    law: 'table names',
    good: { 'drizzle/schema/a.ts': "export const qbLists = pgTable('qb_lists', {}).enableRLS();" },
    bad: {
      'drizzle/schema/a.ts':
        "export const list = pgTable('qbList', {}); export const x = pgTable('links', {});",
    },
    says: ['table qbList', 'table qbList is called list', 'table links is called x'],
  },
  {
    law: 'machine',
    good: {
      'lib/core/system.ts': 'export const now = () => new Date(); setTimeout(now, 1); console.log(1);',
      'lib/core/a.ts': 'const at = new Date(env.now()); env.log.info("x"); timers.setTimeout;',
      'tests/a.ts': 'Date.now();',
    },
    bad: {
      'lib/core/a.ts':
        "import { randomBytes, createHash } from 'node:crypto';\nDate.now(); Math.random(); new Date();",
      'app/b.ts':
        'console.error(1); globalThis.performance.now(); window.setTimeout(a, 1); setInterval(a, 1); Date();',
      'proxy.ts': 'crypto.randomUUID();',
    },
    says: [
      'randomBytes of node:crypto',
      'Date.now',
      'Math.random',
      'Date()',
      'console.error',
      'performance.now',
      'setTimeout',
      'setInterval',
      'Date()',
      'crypto.randomUUID',
    ],
  },
  {
    law: 'environment',
    good: { 'lib/core/config.ts': 'process.env.PORT;', 'lib/core/a.ts': 'config.port;' },
    bad: {
      'lib/core/a.ts': "process.env['PORT']; read(process.env);",
      'components/b.ts': 'globalThis.process.env.X;',
    },
    says: ['process.env.PORT', 'process.env', 'process.env.X'],
  },
  {
    law: 'numbers',
    good: {
      'lib/core/a.ts':
        'Number.isInteger(a); Number.parseInt(a, 10); const b: Number = a + b; ({ parseFloat: 1 });',
    },
    bad: {
      'lib/core/a.ts':
        'Number(a); a.map(Number); parseFloat(a); Number.parseFloat(a); +a; a.map(parseFloat);',
    },
    says: ['Number()', 'Number()', 'parseFloat', 'parseFloat', 'unary plus', 'parseFloat'],
  },
  {
    law: 'failures',
    good: {
      'lib/core/a.ts': 'try { a(); } catch { b(); }\nthrow new Broken("x");',
      'components/b.ts': 'throw new Error("x");',
    },
    bad: {
      'lib/core/a.ts': 'try { a(); } catch { /* fine */ }\nthrow new Error("x");',
      'app/b.ts': 'throw Error("x");',
    },
    says: ['an empty catch', 'throw new Error', 'throw new Error'],
  },
  {
    law: 'types',
    good: { 'lib/core/a.ts': "const a = b as Row; const c = 'any'; const many: unknown = !d;" },
    bad: { 'lib/core/a.ts': 'const a: any = b as unknown as Row; c as any; d!.e; const f: any[] = [];' },
    says: ['any', 'as unknown as', 'any', 'non-null !', 'any'],
  },
  {
    law: 'danger',
    good: { 'components/a.tsx': 'const a = <p title="eval">{Function.name}</p>;' },
    bad: { 'components/a.tsx': 'eval("1"); new Function("1"); const a = <p dangerouslySetInnerHTML={b} />;' },
    says: ['eval', 'Function', 'dangerouslySetInnerHTML'],
  },
  {
    law: 'notes',
    good: { 'lib/core/a.ts': '// What is done is not noted.' },
    bad: { 'lib/core/a.ts': '// TODO: later\n// @ts-expect-error\nconst a = 1; // FIXME' },
    says: ['a note of work left', '@ts-ignore', 'a note of work left'],
  },
  {
    law: 'tenant',
    good: {
      ...SCHEMA,
      'lib/mappings/a.ts': [
        'const ofCompany = (id) => eq(links.companyId, id);',
        'async function a(tx, ctx) {',
        '  await tx.select().from(links).where(eq(links.companyId, ctx.company.id));',
        '  await tx.delete(links).where(ofCompany(1));',
        '  await tx.execute(sql`select 1 from links where company_id = 1`);',
        '  const rows = ids.map(id => ({ companyId, id }));',
        '  await tx.insert(links).values(rows);',
        '  await tx.select().from(users);',
        '}',
      ].join('\n'),
    },
    bad: {
      ...SCHEMA,
      'lib/mappings/a.ts': [
        'async function a(tx, ctx) {',
        '  await tx.select().from(links).where(eq(links.id, 1));',
        '  await tx.update(links).set({ id: 2 });',
        '  await tx.execute(sql`delete from links`);',
        '  await tx.execute(sql`select 1 from users u join links l on l.id = u.id`);',
        '}',
        'function other() { const tx = companyId; }',
      ].join('\n'),
    },
    says: [
      'from(links) names no company',
      'update(links) names no company',
      'sql on links names no company',
      'sql on links names no company',
    ],
  },
  {
    law: 'thin routes',
    good: { 'app/api/a/route.ts': "import { showExport } from '@/lib/exports';\n".repeat(40) },
    bad: {
      'app/api/a/route.ts': `import '@/drizzle/schema';\nimport { sql } from 'drizzle-orm';\n${'go();\n'.repeat(39)}`,
    },
    says: ['has 41 lines', 'imports drizzle/schema', 'imports drizzle-orm'],
  },
  {
    law: 'wrapped routes',
    good: {
      'app/_server/json-route.ts': '',
      'app/api/a/route.ts':
        "import { jsonRoute } from '@/app/_server/json-route';\nexport const { GET, POST } = jsonRoute({});",
      'app/api/b/route.ts':
        "import { jsonRoute as made } from '../../_server/json-route';\nexport const PUT = made({});\nconst handler = made({});\nexport { handler as PATCH };",
      'app/api/c/route.ts': 'export function GET() {}',
    },
    bad: {
      'app/_server/json-route.ts': '',
      'app/api/a/route.ts':
        "import { jsonRoute } from '@/app/_server/json-route';\nexport async function POST() { jsonRoute({}); }",
      'app/api/b/route.ts': 'export const { DELETE } = jsonRoute({});\nexport const PUT = () => 1;',
      'app/api/c/route.ts': 'const handler = nextAuth();\nexport { handler as GET, handler as POST };',
    },
    says: [
      'POST is not made by the wrapper',
      'DELETE is not made by the wrapper',
      'PUT is not made by the wrapper',
      'POST is not made by the wrapper',
    ],
  },
  {
    law: 'journal',
    good: {
      'drizzle/migrations/0000_tables.sql': '',
      'drizzle/migrations/meta/0000_snapshot.json': '{}',
      'drizzle/migrations/meta/_journal.json': '{"entries":[{"tag":"0000_tables"}]}',
    },
    bad: {
      'drizzle/migrations/0000_tables.sql': '',
      'drizzle/migrations/0001_more.sql': '',
      'drizzle/migrations/meta/_journal.json': '{"entries":[{"tag":"0000_tables"},{"tag":"0002_lost"}]}',
    },
    says: [
      'is not in the journal',
      '0002_lost has no file',
      '0002_lost is out of order',
      '0000_tables has no snapshot',
      '0002_lost has no snapshot',
    ],
  },
  {
    law: 'documents',
    good: {
      'README.md':
        'See [how](lib/core/README.md), `lib/core/`, `lib/core/money.ts`.\nRun `npm ci && npm test`. `POST /api/qbwc`, `a/b`, `@/lib`.',
      'lib/core/README.md': '`money.ts`, `lib/core`, [law](https://example.com/a), `{a}/b.ts`',
      'lib/core/money.ts': '',
      'package.json': '{"scripts":{"test":"x"}}',
    },
    bad: {
      'README.md': 'See [how](lib/core/README.md), `lib/attic/`, `lib/core/cash.ts`.\nRun `npm run bench`.',
      'lib/core/money.ts': '',
      'package.json': '{"scripts":{"test":"x"}}',
    },
    says: [
      'names lib/core/README.md, which does not exist',
      'names lib/attic/, which does not exist',
      'names lib/core/cash.ts, which does not exist',
      'names npm run bench, which package.json does not have',
    ],
  },
];

function lawNamed(name: string): Law {
  const law = LAWS.find(one => one.name === name);
  if (!law) throw new Error(`No law is called ${name}.`);
  return law;
}

const found = (law: string, texts: Texts): string[] =>
  lawNamed(law)
    .find(makeTree(texts))
    .map(one => one.what);

describe('each law', () => {
  test.each(CASES)('$law: is silent about what keeps it', ({ law, good }) => {
    expect(found(law, good)).toEqual([]);
  });

  test.each(CASES)('$law: finds what breaks it', ({ law, bad, says }) => {
    expect(found(law, bad)).toEqual(says);
  });

  test('has a test of itself', () => {
    expect(LAWS.map(law => law.name)).toEqual(CASES.map(one => one.law));
  });
});

describe('judging', () => {
  const tree = makeTree({ 'lib/core/a.ts': '\nDate.now();', 'lib/core/b.ts': 'Date.now();' });
  const law = lawNamed('machine');
  const excepted = (path: string, what?: string): Exception => ({
    law: 'machine',
    path,
    reason: 'a test',
    ...(what === undefined ? {} : { what }),
  });

  test('names file, line and what was found', () => {
    expect(judge(law, tree, [])).toEqual(['lib/core/a.ts:2 Date.now', 'lib/core/b.ts:1 Date.now']);
  });

  test('an exception excuses one finding of one file, or a folder', () => {
    expect(judge(law, tree, [excepted('lib/core/a.ts', 'Date.now')])).toEqual(['lib/core/b.ts:1 Date.now']);
    expect(judge(law, tree, [excepted('lib/core/')])).toEqual([]);
  });

  test('an exception that excuses nothing is found', () => {
    expect(judge(law, tree, [excepted('lib/core/'), excepted('lib/core/a.ts', 'Math.random')])).toEqual([
      'lib/core/a.ts Math.random is excepted, but keeps the law now: take it off the list',
    ]);
  });
});
