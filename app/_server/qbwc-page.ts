import { wsdl } from '@/lib/qbwc';
import { runtime } from '@/lib/runtime';
import { newRequestId } from './request';

const PAGE = `This is the address at which the QuickBooks Web Connector reaches the connector.
There is nothing to see here. Help with messages of the Web Connector: /support/qbwc
`;

/** GET of the SOAP address: its description with the configured public URL, or a line of text. */
export async function qbwcPage(query: URLSearchParams): Promise<Response> {
  const headers = {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-request-id': newRequestId(),
  };
  const isWsdl = [...query.keys()].some(key => key.toLowerCase() === 'wsdl');
  if (!isWsdl)
    return new Response(PAGE, { headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } });
  const { config } = await runtime();
  return new Response(wsdl(`${config.appUrl}/api/qbwc`), {
    headers: { ...headers, 'content-type': 'text/xml; charset=utf-8' },
  });
}
