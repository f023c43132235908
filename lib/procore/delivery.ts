import { z } from 'zod';
import { Invalid } from '@/lib/core/errors';

const scalar = z.union([z.string(), z.number()]).nullish();

const body = z.looseObject({
  id: scalar,
  ulid: scalar,
  company_id: scalar,
  project_id: scalar,
  resource_id: scalar,
  resource_name: scalar,
  resource_type: scalar,
  event_type: scalar,
  reason: scalar,
});

export interface Delivery {
  /** The same for every repeat of one event. */
  readonly eventId: string;
  readonly companyId: string;
  readonly projectId: string | null;
  readonly resourceName: string;
  readonly resourceId: string;
  readonly eventType: string;
}

function text(value: string | number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

/**
 * A webhook's body in any of Procore's three versions: v2.0 and v3.0 with numbers and `event_type`, v4.0 with strings
 * and `reason`. It is only a hint: the record itself is read afterwards.
 * @throws Invalid when it names no event, company or record.
 */
export function readDelivery(input: unknown): Delivery {
  const read = body.safeParse(input);
  if (!read.success) throw new Invalid('This is not a delivery of a Procore webhook.');
  const { data } = read;
  const delivery: Delivery = {
    eventId: text(data.ulid) || text(data.id),
    companyId: text(data.company_id),
    projectId: text(data.project_id) || null,
    resourceName: text(data.resource_name) || text(data.resource_type),
    resourceId: text(data.resource_id),
    eventType: (text(data.event_type) || text(data.reason)).toLowerCase(),
  };
  const isWhole =
    /^[\w.:-]{1,64}$/.test(delivery.eventId) &&
    [delivery.companyId, delivery.resourceId, delivery.projectId ?? '1'].every(id =>
      /^[1-9]\d{0,18}$/.test(id),
    ) &&
    delivery.resourceName.length > 0 &&
    delivery.resourceName.length <= 100 &&
    delivery.eventType.length <= 40;
  if (!isWhole) throw new Invalid('A delivery names its event, company and record.');
  return delivery;
}
