import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDatabase } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import { freshDatabase } from '@/tests/support/database';
import { outcomeOf } from '@/tests/support/outcome';

test('a database whose door opens and shuts at once, as a proxy’s does with nothing behind it, is away, and nobody waits for it', async () => {
  const door = createServer(socket => socket.end()).listen(0, '127.0.0.1');
  await once(door, 'listening');
  const { port } = door.address() as AddressInfo;
  const database = openDatabase(`postgres://nobody@127.0.0.1:${port}/nothing`, { maxConnections: 1 });
  const query = () => outcomeOf(transact(database, 'nobody', tx => tx.execute(sql`select 1`)));
  expect([await query(), await query()]).toEqual(['unavailable', 'unavailable']);
  await database.close();
  door.close();
}, 5000);

/** A way to a database that breaks once so many pieces of its answers have come through. */
async function brokenWay(to: string, pieces: number): Promise<Server> {
  const { port, hostname } = new URL(to);
  const way = createServer(near => {
    const far = connect(Number.parseInt(port, 10), hostname);
    let left = pieces;
    near.on('data', chunk => far.write(chunk));
    far.on('data', chunk => {
      left -= 1;
      if (left >= 0) return near.write(chunk);
      far.destroy();
      return near.destroy();
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(way, 'listening');
  return way;
}

test('a database that breaks off while a connection opens, at whatever moment, is away, and the process lives on', async () => {
  const db = await freshDatabase();
  for (const pieces of [0, 1, 2, 3, 4, 5]) {
    const way = await brokenWay(db.url, pieces);
    const url = new URL(db.url);
    url.port = String((way.address() as AddressInfo).port);
    url.hostname = '127.0.0.1';
    const database = openDatabase(url.toString(), { maxConnections: 1 });
    // What nobody waits for, the runner reports as a failure of its own.
    const told = await outcomeOf(transact(database, 'nobody', tx => tx.execute(sql`select 1`)));
    expect(['unavailable', 'done']).toContain(told);
    // The driver waits a while for what it lost.
    void database.close();
    way.close();
  }
  await db.drop();
});
