import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A door between the app and its database that can be shut, or go silent, as a cable or a failover does. */
export class TcpGate {
  private state: 'open' | 'shut' | 'silent' = 'open';
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', socket => this.admit(socket));
  }

  /** Stands before the server that a URL names. */
  static async before(url: string): Promise<TcpGate> {
    const { hostname, port } = new URL(url);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpGate(server, { host: hostname, port: Number.parseInt(port, 10) });
  }

  /** The URL with this door in it. */
  through(url: string): string {
    const address = this.server.address();
    const to = new URL(url);
    to.hostname = '127.0.0.1';
    to.port = typeof address === 'object' && address ? String(address.port) : '';
    return to.toString();
  }

  open(): void {
    this.state = 'open';
    for (const socket of this.sockets) socket.resume();
  }

  /** Everything open is cut, and nobody is let in. */
  shut(): void {
    this.state = 'shut';
    for (const socket of this.sockets) socket.destroy();
  }

  /** Connections stay, and nothing passes any more in either direction. */
  goSilent(): void {
    this.state = 'silent';
  }

  async close(): Promise<void> {
    this.shut();
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }

  private admit(near: Socket): void {
    if (this.state === 'shut') return void near.destroy();
    const far = connect(this.target.port, this.target.host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('data', chunk => {
        if (this.state === 'open') to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
