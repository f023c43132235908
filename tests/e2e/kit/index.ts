import { writeFile } from 'node:fs/promises';
import { type Browser, type BrowserContext, test as base, expect, type TestInfo } from '@playwright/test';
import type { NewCommitment } from '@/tests/simulators/procore';
import { HARBOR_PINE_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { type FrameCookies, startBrowser } from './browser';
import { Person } from './person';
import { startWholeStack, type WholeStack } from './stack';
import { Watch } from './watch';

export type { Person };
export { expect };

/** What a signed-in browser keeps, by person: the sign-in itself is tested where the story is. */
type Sessions = Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>;

/** People of the made-up world. */
export const DANA = 'Dana Ruiz';
export const PRIYA = 'Priya Shah';
export const NOOR = 'Noor Haddad';
export const AVERY = 'Avery Stone';
export const TOM = 'Tom Becker';
export const LENA = 'Lena Ortiz';

export interface Made {
  readonly id: number;
  readonly number: string;
}

const KEEL_CONCRETE = 598134326300871;

/** What a test is given: a running world, people in it, and records of its own. */
export class Kit {
  readonly watch = new Watch();
  private readonly endings: (() => Promise<void>)[] = [];

  constructor(
    readonly stack: WholeStack,
    private readonly browser: Browser,
    private readonly kept: { readonly sessions: Sessions; readonly numbers: { last: number } },
  ) {}

  /** Nobody's kept sign-in is good any more; who comes next signs in anew. */
  async expireSessions(): Promise<void> {
    await this.stack.expireSessions();
    this.kept.sessions.clear();
  }

  /** Somebody signed in already. */
  async person(name: string, companyId = HARBOR_PINE_ID): Promise<Person> {
    const session = this.kept.sessions.get(name) ?? (await this.signIn(name, companyId));
    return await this.personIn(name, await this.browser.newContext({ storageState: session }));
  }

  /** Somebody in Procore who has not signed in to the connector yet. */
  async stranger(name: string): Promise<Person> {
    const person = await this.personIn(name, await this.browser.newContext());
    await person.entersProcore();
    return person;
  }

  /** The same, on a machine of their own with this treatment of cookies in frames. */
  async strangerWith(name: string, cookies: FrameCookies): Promise<Person> {
    const { context, close } = await startBrowser(cookies);
    this.endings.push(close);
    const person = await this.personIn(name, context);
    await person.entersProcore();
    return person;
  }

  /** A number no other test uses. */
  newNumber(): string {
    this.kept.numbers.last += 1;
    return `T-${String(this.kept.numbers.last).padStart(4, '0')}`;
  }

  /** Makes a commitment in Procore that is ready to be sent, unless told otherwise. */
  commitment(wanted: Partial<NewCommitment> = {}): Made {
    const number = wanted.number ?? this.newNumber();
    const id = this.stack.procore.office.createCommitment({
      projectId: RIVERSIDE_ID,
      kind: 'subcontract',
      number,
      title: `Foundations ${number}`,
      vendorId: KEEL_CONCRETE,
      contractDate: '2026-03-02',
      lines: [
        { costCode: '03-300', description: 'Footings', amount: '12000.0' },
        { costCode: '03-350', description: 'Floor finishing', amount: '4250.5' },
      ],
      ...wanted,
    });
    return { id, number };
  }

  /** Makes ready commitments and has the project manager send them. */
  async sent(count: number, wanted: Partial<NewCommitment> = {}): Promise<[Made, ...Made[]]> {
    const first = this.commitment(wanted);
    const others = Array.from({ length: count - 1 }, () => this.commitment(wanted));
    const dana = await this.person(DANA);
    await dana.opensProject(wanted.projectId ?? RIVERSIDE_ID);
    await dana.exports.sends(...[first, ...others].map(one => one.number));
    await dana.page.context().close();
    return [first, ...others];
  }

  /** To be done when the test is over, whatever came of it. */
  atEnd(work: () => Promise<void>): void {
    this.endings.push(work);
  }

  async end(): Promise<void> {
    for (const work of this.endings.reverse()) await work();
    for (const context of this.browser.contexts()) await context.close();
  }

  private async signIn(name: string, companyId: number) {
    const person = await this.stranger(name);
    await person.opensCompany(companyId);
    await person.signsIn();
    const context = person.page.context();
    const session = await context.storageState();
    this.kept.sessions.set(name, session);
    await context.close();
    return session;
  }

  private async personIn(name: string, context: BrowserContext): Promise<Person> {
    this.watch.on(context);
    const page = context.pages()[0] ?? (await context.newPage());
    return new Person(name, page, this.stack);
  }
}

interface WorkerOwn {
  readonly stack: WholeStack;
  readonly kept: { readonly sessions: Sessions; readonly numbers: { last: number } };
}

const START_MS = 120_000;

export const test = base.extend<{ kit: Kit }, WorkerOwn>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern that nothing is needed
    async ({}, use, { workerIndex }) => {
      const stack = await startWholeStack(`e2e_${process.pid}_${workerIndex}`);
      await use(stack);
      await stack.close();
    },
    { scope: 'worker', timeout: START_MS },
  ],
  kept: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => await use({ sessions: new Map(), numbers: { last: 0 } }),
    { scope: 'worker' },
  ],
  kit: async ({ stack, kept, browser }, use, info) => {
    const kit = new Kit(stack, browser, kept);
    await use(kit);
    if (info.status !== info.expectedStatus) await tell(stack, info);
    await kit.end();
    stack.procore.faults.clear();
    stack.quickBooks.moods.clear();
    expect(kit.watch.complaints(), 'no page did anything unexpected').toEqual([]);
  },
});

async function tell(stack: WholeStack, info: TestInfo): Promise<void> {
  await writeFile(info.outputPath('said.txt'), await stack.said());
}
