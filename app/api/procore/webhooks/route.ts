import { jsonRoute } from '@/app/_server/json-route';
import { webhookIn } from '@/app/_server/webhook-in';

/** Procore tells of a change; stored and answered at once. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({ POST: webhookIn });
