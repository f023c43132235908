import { decidesOnShown } from '@/app/_server/decision';
import { jsonRoute } from '@/app/_server/json-route';
import { retryExports } from '@/lib/exports';

/** Retry: exactly what was on the screen. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({ POST: decidesOnShown(retryExports) });
