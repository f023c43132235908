import postgres from 'postgres';

const sql = postgres(process.env.DATABASE_URL, { max: 10, onnotice: () => undefined });

const ANSWER =
  '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
  '<sendRequestXMLResponse xmlns="http://developer.intuit.com/"><sendRequestXMLResult>$</sendRequestXMLResult>' +
  '</sendRequestXMLResponse></soap:Body></soap:Envelope>';

/** What any route must at least do that remembers something: read the message, one SELECT, one durable UPDATE, answer. */
export async function POST(request) {
  const body = await request.text();
  const [, machine = '0'] = /<ticket>(\d+)<\/ticket>/.exec(body) ?? [];
  const id = Number.parseInt(machine, 10);
  const [row] = await sql`select calls, note from bare_machines where id = ${id}`;
  await sql`update bare_machines set calls = calls + 1, note = ${body.slice(0, 200)}, seen_at = now() where id = ${id}`;
  return new Response(ANSWER.replace('$', String(row?.calls ?? '')), {
    headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store' },
  });
}
