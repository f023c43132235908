/** A mail as it was taken, and as people read it. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly subject: string;
  readonly text: string;
}

/** Reads a message of one part: what this product sends. */
export function readMail(
  envelope: { readonly from: string; readonly to: readonly string[] },
  raw: string,
): ReceivedMail {
  const end = raw.indexOf('\r\n\r\n');
  const head = end < 0 ? raw : raw.slice(0, end);
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = new Map(
    unfolded.map(line => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const body = end < 0 ? '' : raw.slice(end + 4);
  return {
    ...envelope,
    raw,
    headers,
    subject: words(headers.get('subject') ?? ''),
    text: decoded(body, headers.get('content-transfer-encoding') ?? '7bit').replaceAll('\r\n', '\n'),
  };
}

function quotedPrintable(text: string): string {
  const joined = text.replace(/=\r\n/g, '');
  const bytes = joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? quotedPrintable(body) : body;
}

/** Encoded words of a header (RFC 2047). */
function words(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, how: string, inner: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(inner, 'base64').toString('utf8')
        : quotedPrintable(inner.replaceAll('_', ' ')),
    );
}
