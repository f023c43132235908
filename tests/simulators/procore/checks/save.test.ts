import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeWorld } from '../../world';
import { startProcore } from '..';
import { APP_URL, CLIENT, COMPANY, CONCRETE, MANAGER, replyOf, TestClock } from './kit';

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'procore-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'deep', 'procore.json');
}

const start = (savePath: string, seed = 1) =>
  startProcore({
    world: makeWorld(seed),
    port: 0,
    appUrl: APP_URL,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    clock: new TestClock().now,
    savePath,
  });

test('records, tokens and hooks outlast a restart', async () => {
  const path = await place();
  const first = await start(path);
  const token = first.signIn(MANAGER);
  first.office.updateCommitment(CONCRETE, { title: 'Kept' });
  await first.close();
  const second = await start(path);
  onTestFinished(() => second.close());
  expect(second.records.commitment(CONCRETE)?.title).toBe('Kept');
  const me = await replyOf(
    fetch(`${second.url}/rest/v1.0/companies/${COMPANY}/me`, {
      headers: { authorization: `Bearer ${token.accessToken}`, 'procore-company-id': String(COMPANY) },
    }),
  );
  expect(me.at('email_address')).toBe(MANAGER);
});

test('the file is always whole, and no draft stays beside it', async () => {
  const path = await place();
  const procore = await start(path);
  for (let turn = 0; turn < 20; turn += 1)
    procore.office.updateCommitment(CONCRETE, { title: `Turn ${turn}` });
  await procore.close();
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 2, seed: 1 });
  expect(await readdir(join(path, '..'))).toEqual(['procore.json']);
});

test('a world of another seed starts afresh', async () => {
  const path = await place();
  const first = await start(path);
  first.office.updateCommitment(CONCRETE, { title: 'Kept' });
  await first.close();
  const second = await start(path, 2);
  onTestFinished(() => second.close());
  expect(second.records.commitment(CONCRETE)?.title).toBe('Concrete package');
});

test('the same seed and clock give the same ids and tokens', async () => {
  const [one, two] = [await start(await place()), await start(await place())];
  onTestFinished(async () => {
    await one.close();
    await two.close();
  });
  expect(one.signIn(MANAGER)).toEqual(two.signIn(MANAGER));
  expect(one.records.commitments()).toEqual(two.records.commitments());
});
