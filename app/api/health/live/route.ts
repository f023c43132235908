import { jsonResponse } from '@/app/_server/problem';
import { newRequestId } from '@/app/_server/request';

export const dynamic = 'force-dynamic';

/** The process answers. Nothing else is looked at. */
export const GET = (): Response => jsonResponse(200, { status: 'ok' }, newRequestId());
