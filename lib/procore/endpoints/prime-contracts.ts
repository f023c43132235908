import { z } from 'zod';
import { ProcoreError } from '../errors';
import { idText } from '../read';
import type { ProcoreSession } from '../session';

const row = z.looseObject({ id: idText }).transform(one => one.id);

/** Contracts with owners, whose change orders stand in one listing with ours. None where we may not see them. */
export async function listPrimeContractIds(session: ProcoreSession, projectId: string): Promise<string[]> {
  try {
    return await session.list(row, '/rest/v1.0/prime_contracts', { project_id: projectId });
  } catch (thrown) {
    if (thrown instanceof ProcoreError && (thrown.status === 403 || thrown.status === 404)) return [];
    throw thrown;
  }
}
