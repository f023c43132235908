import { once } from 'node:events';
import { createServer } from 'node:net';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDatabase } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import { outcomeOf } from '@/tests/support/outcome';

test('a database whose door opens and shuts at once, as a proxy’s does with nothing behind it, is away, and nobody waits for it', async () => {
  const door = createServer(socket => socket.end()).listen(0, '127.0.0.1');
  await once(door, 'listening');
  const address = door.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const database = openDatabase(`postgres://nobody@127.0.0.1:${port}/nothing`, { maxConnections: 1 });
  const query = () => outcomeOf(transact(database, 'nobody', tx => tx.execute(sql`select 1`)));
  expect([await query(), await query()]).toEqual(['unavailable', 'unavailable']);
  await database.close();
  door.close();
}, 5000);
