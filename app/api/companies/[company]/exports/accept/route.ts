import { decidesOnShown } from '@/app/_server/decision';
import { jsonRoute } from '@/app/_server/json-route';
import { acceptExports } from '@/lib/exports';

/** Accept: exactly what was on the screen. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({ POST: decidesOnShown(acceptExports) });
