import { refuseField } from '../http/answer';
import { byId } from '../store/state';

interface Node {
  readonly id: number;
  readonly parentId: number | null;
}

/** Refuses a parent that is not there, or that would hang a code below itself. */
export function checkParent(rows: readonly Node[], id: number | null, parentId: number | null): void {
  if (parentId === null) return;
  let step = byId(rows, parentId);
  if (!step) throw refuseField(422, 'parent_id', 'does not exist');
  while (step) {
    if (step.id === id) throw refuseField(422, 'parent_id', 'cannot lie below the code itself');
    step = byId(rows, step.parentId);
  }
}
