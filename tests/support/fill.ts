import { setApproval } from '@/lib/tenancy';
import type { Desk } from './desk';

/** Puts a row into the tables that no export fills by itself, so that there is something to be kept apart. */
export async function fillTheRest(desk: Desk): Promise<void> {
  const { owner } = desk.test;
  const companyId = desk.admin.company.id;
  const userId = desk.viewer.actor.kind === 'person' ? desk.viewer.actor.userId : '';
  const now = desk.env.now();
  await owner`
    insert into members (company_id, user_id, tools, projects, read_at)
    values (${companyId}, ${userId}, '{"levels":{},"actions":[]}', '{}', ${now})`;
  await setApproval(desk.admin, { userId, kind: 'commitment', direction: 'export', isGranted: true });
  await owner`insert into procore_cursors (company_id, name, read_to) values (${companyId}, 'commitments:1', ${now})`;
  await owner`
    insert into pictures (company_id, kind, procore_id, procore_project_id, amount, snapshot, snapshot_hash,
      procore_updated_at, procore_read_at)
    values (${companyId}, 'cost', 1, 1, 1, '{}', 'hash', ${now}, ${now})`;
  await owner`
    insert into procore_writes (company_id, id, kind, origin_id, procore_project_id, aim, wanted, version, state, attempts,
      due_at, created_at)
    values (${companyId}, ${desk.env.newId()}, 'cost', '1', 1, 'write', '{}', 1, 'done', 0, ${now}, ${now})`;
  await owner`
    insert into hooks (company_id, id, procore_hook_id, token_hash, created_at)
    values (${companyId}, ${desk.env.newId()}, 1, ${`hash of ${companyId}`}, ${now})`;
  await owner`
    insert into deliveries (company_id, id, event_id, resource_name, resource_id, event_type, body, received_at, attempts)
    values (${companyId}, ${desk.env.newId()}, '1', 'Projects', 1, 'update', '{}', ${now}, 0)`;
  await owner`
    insert into download_links (company_id, token_hash, user_id, target, expires_at)
    values (${companyId}, ${`link of ${companyId}`}, ${userId}, 'qwc:1', ${now})`;
  await owner`
    insert into idempotency_keys (company_id, user_id, key, body_hash, created_at)
    values (${companyId}, ${userId}, 'key', 'hash', ${now})`;
  await fillDecisions(desk, userId);
}

async function fillDecisions(desk: Desk, userId: string): Promise<void> {
  const { owner } = desk.test;
  const companyId = desk.admin.company.id;
  const now = desk.env.now();
  await owner`
    insert into direct_rules (company_id, id, name, kind, is_on, version, created_by, created_at, updated_by, updated_at)
    values (${companyId}, ${desk.env.newId()}, 'A rule', 'commitment', false, 1, ${userId}, ${now}, ${userId}, ${now})`;
  await owner`
    insert into mails (company_id, id, user_id, kind, key, subject, body, state, attempts, due_at, created_at)
    values (${companyId}, ${desk.env.newId()}, ${userId}, 'digest', 'key', 'x', 'x', 'sent', 1, ${now}, ${now})`;
  await owner`
    insert into mail_choices (company_id, user_id, unwanted, updated_at) values (${companyId}, ${userId}, '{}', ${now})`;
  await owner`insert into mail_marks (company_id, seq) values (${companyId}, 0)`;
}
