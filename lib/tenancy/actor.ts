/** Who does something, each with just the ids that say so. */
export type Actor =
  | { readonly kind: 'person'; readonly userId: string; readonly name: string }
  | { readonly kind: 'connector'; readonly connectionId: string }
  | { readonly kind: 'system'; readonly task: string }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'procore' };

/** The id a history row keeps; names are looked up when shown. */
export function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case 'person':
      return actor.userId;
    case 'connector':
      return actor.connectionId;
    case 'system':
      return actor.task;
    case 'rule':
      return actor.name;
    case 'procore':
      return null;
  }
}
