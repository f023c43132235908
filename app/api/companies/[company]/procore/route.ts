import { z } from 'zod';
import { jsonRoute, personWrites } from '@/app/_server/json-route';
import { setConnected } from '@/app/_server/procore-connection';

/** Whether the company is connected to Procore. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  PUT: personWrites(z.strictObject({ isConnected: z.boolean() }), setConnected),
});
