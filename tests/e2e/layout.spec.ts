import type { Request } from '@playwright/test';
import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { AVERY, DANA, expect, type Person, PRIYA, test } from './kit';

const MOST_SCRIPT_BYTES = 350 * 1024;
const WIDTHS = [480, 1024] as const;

interface Screen {
  readonly name: string;
  readonly who: string;
  readonly open: (person: Person) => Promise<void>;
}

async function throughBar(person: Person, screen: string): Promise<void> {
  await person.opensCompany();
  await person.goesTo(screen);
  await expect(person.heading(screen)).toBeVisible();
}

const SCREENS: readonly Screen[] = [
  {
    name: 'exports of a project',
    who: DANA,
    open: async dana => {
      await dana.opensProject(RIVERSIDE_ID);
      await expect(dana.exports.row('SC-017-002')).toBeVisible();
      await expect(dana.frame.getByRole('button', { name: 'Refresh from Procore' })).toBeEnabled();
    },
  },
  {
    name: 'inbox',
    who: PRIYA,
    open: async priya => {
      await priya.opensCompany();
      await expect(priya.inbox.row('PO-022-002')).toBeVisible();
    },
  },
  {
    name: 'record',
    who: PRIYA,
    open: async priya => {
      await priya.opensCompany();
      await priya.inbox.opens('PO-022-002');
      await expect(priya.record.proposal).toBeVisible();
    },
  },
  {
    name: 'reject dialog',
    who: PRIYA,
    open: async priya => {
      await priya.opensCompany();
      await priya.inbox.opens('PO-022-002');
      await priya.record.rejectButton.click();
      await expect(priya.record.rejectDialog).toBeVisible();
    },
  },
  {
    name: 'accept dialog',
    who: PRIYA,
    open: async priya => {
      await priya.opensCompany();
      await priya.inbox.chooses('PO-022-002', 'PO-022-006');
      await priya.inbox.acceptButton.click();
      await expect(priya.inbox.totals).toBeVisible();
    },
  },
  {
    name: 'direct export rule dialog',
    who: PRIYA,
    open: async priya => {
      await throughBar(priya, 'Settings');
      await priya.frame.getByRole('button', { name: 'New rule' }).click();
      await expect(priya.frame.locator('[data-qa=rule-preview]')).toBeVisible();
    },
  },
  {
    name: 'mappings',
    who: PRIYA,
    open: async priya => {
      await throughBar(priya, 'Mappings');
      await expect(priya.mappings.pair('24-017')).toBeVisible();
    },
  },
  {
    name: 'connection',
    who: AVERY,
    open: async avery => {
      await throughBar(avery, 'Connection');
      await expect(avery.connection.card('Harbor & Pine Builders')).toBeVisible();
    },
  },
  {
    name: 'history',
    who: PRIYA,
    open: async priya => {
      await throughBar(priya, 'History');
      await expect(priya.history.runs.nth(1)).toBeVisible();
      await priya.history.tab('Decisions and changes').click();
      await expect(priya.history.events.nth(1)).toBeVisible();
    },
  },
  {
    name: 'run',
    who: PRIYA,
    open: async priya => {
      await throughBar(priya, 'History');
      await priya.history.runs.nth(1).getByRole('link').click();
      await expect(priya.heading(/^Run of /)).toBeVisible();
    },
  },
  {
    name: 'people',
    who: AVERY,
    open: async avery => {
      await throughBar(avery, 'People');
      await expect(avery.frame.getByRole('table')).toBeVisible();
    },
  },
  { name: 'settings', who: AVERY, open: avery => throughBar(avery, 'Settings') },
  { name: 'my messages', who: PRIYA, open: priya => throughBar(priya, 'My messages') },
];

/** Roles that are nothing to who cannot see them unless they have a name. */
const NAMELESS =
  /^\s*- (button|link|textbox|searchbox|checkbox|combobox|radio|tab|table|dialog|img|navigation)(?! ")(?=[ :]|$).*$/gm;

for (const { name, who, open } of SCREENS) {
  test(`${name}: everything has a name, headings are in order, and no width has the page scroll sideways`, async ({
    kit,
  }) => {
    const person = await kit.person(who);
    await open(person);
    const tree = await person.frame.locator('body').ariaSnapshot();
    expect(tree.match(NAMELESS) ?? [], tree).toEqual([]);
    expectInOrder(await headingLevels(person));
    for (const width of WIDTHS) {
      await person.page.setViewportSize({ width, height: 800 });
      const excess = () =>
        person
          .appFrame()
          .evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await expect.poll(excess, `${width} px wide`).toBeLessThanOrEqual(0);
    }
  });
}

async function headingLevels(person: Person): Promise<number[]> {
  return await person.frame
    .locator('h1, h2, h3, h4, h5, h6')
    .evaluateAll(found => found.map(one => Number(one.tagName.slice(1))));
}

/** One title first, and no level left out on the way down. */
function expectInOrder(levels: readonly number[]): void {
  expect(levels[0], 'the first heading is the title').toBe(1);
  expect(levels.filter(level => level === 1)).toHaveLength(1);
  levels.forEach((level, at) => {
    expect(level - (levels[at - 1] ?? 0), levels.join(' ')).toBeLessThanOrEqual(1);
  });
}

test('opening the inbox for the first time carries at most 350 kB of script', async ({ kit }) => {
  const priya = await kit.person(PRIYA);
  const scripts: Request[] = [];
  priya.page.on('requestfinished', request => {
    if (request.resourceType() === 'script' && request.url().startsWith(kit.stack.appUrl))
      scripts.push(request);
  });
  await priya.opensCompany();
  await expect(priya.inbox.row('PO-022-002')).toBeVisible();
  const bytes = await bytesOf(scripts);
  expect(scripts.length).toBeGreaterThan(3);
  expect(bytes, `${scripts.length} scripts`).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
});

async function bytesOf(scripts: readonly Request[]): Promise<number> {
  const sizes = await Promise.all(scripts.map(async script => (await script.sizes()).responseBodySize));
  return sizes.reduce((sum, size) => sum + size, 0);
}
