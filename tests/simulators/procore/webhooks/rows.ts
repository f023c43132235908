export type PayloadVersion = 'v2.0' | 'v3.0' | 'v4.0';
export type EventType = 'create' | 'update' | 'delete';

export interface HookRow {
  readonly id: number;
  readonly companyId: number;
  /** Null for a hook of the whole company. */
  readonly projectId: number | null;
  readonly ownerId: number;
  readonly clientId: string;
  /** As the hook was asked for, which is how it is read back. */
  apiVersion: string;
  payloadVersion: PayloadVersion;
  namespace: string;
  destinationUrl: string;
  authorization: string | null;
  isActive: boolean;
  readonly createdAt: string;
  updatedAt: string;
}

export interface TriggerRow {
  readonly id: number;
  readonly companyId: number;
  readonly hookId: number;
  readonly resourceName: string;
  readonly eventType: EventType;
  readonly userId: number;
}

/** What happened, told alike to every hook that listens. */
export interface EventRow {
  readonly id: number;
  readonly ulid: string;
  readonly timestamp: string;
  readonly eventType: EventType;
  readonly resourceName: string;
  readonly resourceId: number;
  readonly companyId: number;
  readonly projectId: number | null;
  readonly userId: number;
  /** The application that made the change; null when a person did. */
  readonly applicationId: string | null;
}

export interface AttemptRow {
  readonly startedAt: string;
  readonly completedAt: string;
  readonly status: number | null;
  readonly error: string | null;
  readonly body: string;
}

export interface DeliveryRow {
  readonly id: number;
  readonly hookId: number;
  readonly event: EventRow;
  status: 'enqueued' | 'retrying' | 'succeeded' | 'discarded' | 'lost';
  attempts: AttemptRow[];
}
