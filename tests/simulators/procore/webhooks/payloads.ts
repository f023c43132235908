import type { JsonObject } from '../json';
import type { EventRow, PayloadVersion } from './rows';

const textOrNull = (id: number | null): string | null => (id === null ? null : String(id));

/** Version 2.0 speaks in numbers and names of its own for everything. */
function second(event: EventRow): JsonObject {
  return {
    id: event.id,
    ulid: event.ulid,
    timestamp: event.timestamp,
    metadata: {
      source_user_id: event.userId,
      source_project_id: event.projectId,
      source_operation_id: null,
      source_company_id: event.companyId,
      source_application_id: event.applicationId,
    },
    user_id: event.userId,
    company_id: event.companyId,
    project_id: event.projectId,
    api_version: 'v2.0',
    event_type: event.eventType,
    resource_name: event.resourceName,
    resource_id: event.resourceId,
  };
}

function third(event: EventRow): JsonObject {
  const related = event.projectId === null ? [] : [{ id: event.projectId, name: 'Projects' }];
  return { ...second(event), api_version: 'v3.0', related_resources: related };
}

/** Version 4.0 writes every id as a string and says `reason` for what happened. */
function fourth(event: EventRow): JsonObject {
  return {
    id: event.ulid,
    timestamp: event.timestamp,
    reason: event.eventType,
    company_id: String(event.companyId),
    project_id: textOrNull(event.projectId),
    user_id: String(event.userId),
    resource_type: event.resourceName,
    resource_id: String(event.resourceId),
  };
}

export function payloadOf(event: EventRow, version: PayloadVersion): JsonObject {
  if (version === 'v4.0') return fourth(event);
  return version === 'v3.0' ? third(event) : second(event);
}
