import { type Method, type Parameters, SoapClient } from '@/tests/simulators/web-connector';
import type { Line } from '@/tests/support/web-connector';
import type { Stand } from './stand';

/** The line of a Web Connector to a copy of the app; `url` is asked anew for every call. */
export function lineTo(stand: Stand, url: () => string = () => stand.soapUrl): Line {
  return {
    login: stand.stack.login,
    stamp: stand.stamp,
    quickBooks: stand.quickBooks,
    call: (operation, params) => callAt(url(), operation, params),
  };
}

/** One call, read as a .NET client reads it. */
export async function callAt(
  url: string,
  operation: Method,
  params: Parameters = {},
): Promise<string | readonly string[]> {
  const client = new SoapClient({ url });
  try {
    return operation === 'authenticate'
      ? await client.authenticate(params)
      : await client.call(operation, params);
  } finally {
    client.close();
  }
}
