import { jsonResponse } from '@/app/_server/problem';
import { isReady } from '@/app/_server/ready';
import { newRequestId } from '@/app/_server/request';

export const dynamic = 'force-dynamic';

/** Whether this copy can serve: database, schema and keys. */
export const GET = async (): Promise<Response> => {
  const ready = await isReady();
  return jsonResponse(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' }, newRequestId());
};
