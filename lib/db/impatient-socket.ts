import { Socket } from 'node:net';
import { DATABASE } from '@/lib/core/limits';

/** What the driver knows of where to connect; several hosts are tried in turn. */
interface Target {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** Of a Unix socket. */
  readonly path?: string | false | undefined;
}

/**
 * A connection on which nothing moves for longer than any statement may take is dead, though nobody closed it: a machine
 * was lost, a cable pulled. It is given up, so that what waits on it fails and the next query opens another.
 */
class ImpatientSocket extends Socket {
  /** Not a listener: the driver takes those off as it begins TLS. */
  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (event === 'timeout') this.destroy();
    if (event === 'close' && values[0] !== true) this.failFirst();
    return super.emit(event, ...values);
  }

  /** A door that shuts before the database has answered makes the driver knock for ever, unless it is told of a failure. */
  private failFirst(): void {
    if (this.listenerCount('error') === 0) return;
    const failure = new Error('The database closed the connection.');
    super.emit('error', Object.assign(failure, { code: 'ECONNRESET' }));
  }
}

/** Opens the driver's connections. */
export function impatientSockets(): (target: Target) => Socket {
  let turn = 0;
  return ({ host, port, path }) => {
    const at = turn % host.length;
    turn += 1;
    const socket = new ImpatientSocket();
    socket.setTimeout(DATABASE.silenceMs);
    // What the driver writes meanwhile leaves when the connection stands.
    if (path) return socket.connect(path);
    const name = host[at] ?? 'localhost';
    // The driver names this host in TLS.
    return Object.assign(socket.connect(port[at] ?? DATABASE.port, name), { host: name });
  };
}
