import { endIdleTokens, resealTokens } from '@/lib/procore';
import type { TaskDeps } from './deps';

/** Seals tokens with the current key, ends those nobody has a use for, and tells Procore of what it could not be told. */
export async function keepTokensInOrder({ store }: TaskDeps): Promise<void> {
  await resealTokens(store);
  await endIdleTokens(store);
}
