import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** The line between the app and its database: it can be cut, as when the database is away, or held, as when it is slow. */
export interface Wire {
  readonly port: number;
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** What is on its way waits until `release`. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

/** Listens on a free port of this machine and passes everything on to `to`. */
export async function startWire(to: { readonly host: string; readonly port: number }): Promise<Wire> {
  const open = new Set<Socket>();
  const held = { now: false };
  const join = (near: Socket): void => {
    const far = connect(to.port, to.host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    if (held.now) far.pause();
  };
  const listen = async (port: number): Promise<Server> => {
    const server = createServer(join).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('This machine gives no port.');
  const { port } = address;
  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of open) socket.destroy();
    await closed;
  };
  const setHeld = (isHeld: boolean): void => {
    held.now = isHeld;
    for (const socket of open) isHeld ? socket.pause() : socket.resume();
  };
  return {
    port,
    cut,
    mend: async () => {
      if (!server.listening) server = await listen(port);
    },
    hold: () => setHeld(true),
    release: () => setHeld(false),
    close: cut,
  };
}
