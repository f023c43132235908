import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** The header under which a request carries the address it really came from. Set here, whatever the client sent. */
export const PEER_HEADER = 'x-connector-peer';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;

interface RequestStart {
  readonly request: IncomingMessage;
  readonly server: Server;
}

/**
 * Next gives route handlers no socket, and leaves X-Forwarded-For as the client wrote it. Node's own channel tells of
 * every request before Next sees it; here its real address is written down, and slow senders are given a bound.
 */
export function watchRequests(): void {
  const seen = new WeakSet<Server>();
  subscribe('http.server.request.start', message => {
    const { request, server } = message as RequestStart;
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? '';
    smooth(request);
    if (seen.has(server)) return;
    seen.add(server);
    server.headersTimeout = HEADERS_TIMEOUT_MS;
    server.requestTimeout = REQUEST_TIMEOUT_MS;
  });
}

/** Next answers both with a bare 500: an escape that cannot be decoded, and TRACE. They become requests like any other. */
function smooth(request: IncomingMessage): void {
  if (request.method === 'TRACE') request.method = 'PATCH';
  const [path = '', ...query] = (request.url ?? '').split('?');
  if (!isDecodable(path)) request.url = [path.replaceAll('%', '%25'), ...query].join('?');
}

function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

/** The proxies whose X-Forwarded-For is believed: addresses, networks such as 10.0.0.0/8, or `loopback`. */
export function proxyList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    if (entry === 'loopback') {
      list.addSubnet('127.0.0.0', 8, 'ipv4');
      list.addAddress('::1', 'ipv6');
      continue;
    }
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) continue;
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number.parseInt(prefix, 10), family);
  }
  return list;
}

/** An IPv4 address written as IPv6 is the IPv4 address. */
function plain(address: string): string {
  return address.replace(/^::ffff:/i, '');
}

/** The caller's address: the socket's, or behind trusted proxies the last one they did not write themselves. */
export function clientAddress(headers: Headers, proxies: BlockList): string {
  const isTrusted = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && proxies.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
  let address = plain(headers.get(PEER_HEADER) ?? '');
  const forwarded = (headers.get('x-forwarded-for') ?? '').split(',').map(part => plain(part.trim()));
  while (isTrusted(address)) {
    const next = forwarded.pop();
    if (next === undefined || isIP(next) === 0) break;
    address = next;
  }
  return address.slice(0, 64);
}
