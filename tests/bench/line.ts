import http from 'node:http';

/** One call as it was measured. */
export interface Call {
  readonly operation: string;
  readonly ms: number;
}

const NAMESPACE = 'http://developer.intuit.com/';
const HEAD =
  '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>';
const TIMEOUT_MS = 60_000;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const TEXTS: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

const escaped = (text: string): string => text.replace(/[&<>]/g, one => ESCAPES[one] ?? one);
const unescaped = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|apos|amp);/g, one => TEXTS[one] ?? one);

function envelope(operation: string, params: Readonly<Record<string, string>>): string {
  const inside = Object.entries(params).map(([name, value]) =>
    value === '' ? `<${name} />` : `<${name}>${escaped(value)}</${name}>`,
  );
  return `${HEAD}<${operation} xmlns="${NAMESPACE}">${inside.join('')}</${operation}></soap:Body></soap:Envelope>`;
}

/**
 * A kept connection of one PC to a SOAP endpoint, which does as little as a client can, so that what is measured is the
 * server. It reads answers by their outline; that they are right is for the tests to say.
 */
export class Line {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly url: string,
    private readonly onCall: (call: Call) => void,
  ) {}

  /** The texts inside a call's result: one, or those of its `string` elements. @throws Error when it is refused */
  call(operation: string, params: Readonly<Record<string, string>>): Promise<string[]> {
    return this.send(operation, Buffer.from(envelope(operation, params)));
  }

  /** The same with an envelope that was written before. */
  async send(operation: string, body: Buffer): Promise<string[]> {
    const begun = performance.now();
    const answer = await this.post(operation, body);
    this.onCall({ operation, ms: performance.now() - begun });
    const strings = [...answer.matchAll(/<string>([^<]*)<\/string>|<string\/>/g)];
    if (strings.length > 0) return strings.map(([, text = '']) => unescaped(text));
    return [unescaped(/Result>([^<]*)<\//.exec(answer)?.[1] ?? '')];
  }

  close(): void {
    this.agent.destroy();
  }

  private post(operation: string, body: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = http.request(this.url, {
        method: 'POST',
        agent: this.agent,
        timeout: TIMEOUT_MS,
        headers: {
          'content-type': 'text/xml; charset=utf-8',
          soapaction: `"${NAMESPACE}${operation}"`,
          'content-length': body.byteLength,
        },
      });
      request.on('timeout', () => request.destroy(new Error(`${operation} was not answered in time`)));
      request.on('error', reject);
      request.on('response', response => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${operation} was answered ${response.statusCode}: ${text.slice(0, 300)}`));
        });
      });
      request.end(body);
    });
  }
}
