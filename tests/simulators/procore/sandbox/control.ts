import { z } from 'zod';
import { officeOf } from '../acts/office';
import { FAULT_KINDS, type FaultRule } from '../faults';
import type { Json, JsonObject } from '../json';
import type { RightsPatch } from '../office';
import type { Site } from '../site';

const level = z.enum(['None', 'Read Only', 'Standard', 'Admin']);
const tools = z.record(z.string(), level);
const times = z.union([z.number().int().min(1), z.literal('always')]);

const rule = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  method: z.string().optional(),
  route: z.string().optional(),
  grant: z.string().optional(),
  times: times.optional(),
  skip: z.number().int().min(0).optional(),
  oneIn: z.number().int().min(1).optional(),
  retryAfterS: z.number().int().min(0).optional(),
  ms: z.number().int().min(0).optional(),
  location: z.string().optional(),
});

/** What may be asked of the sandbox; several keys at once are carried out in this order. */
const controls = z.strictObject({
  clear: z.literal(true).optional(),
  add: rule.optional(),
  remove: z.number().int().optional(),
  loseRefreshAnswers: times.optional(),
  rateLimit: z
    .strictObject({ hourly: z.number().int().min(1).optional(), spike: z.number().int().min(1).optional() })
    .optional(),
  webhooks: z
    .strictObject({
      duplicates: z.boolean(),
      disorder: z.boolean(),
      delayMs: z.number().int().min(0),
      lossOneIn: z.number().int().min(0),
      hold: z.boolean(),
    })
    .partial()
    .optional(),
  signInSeversOpener: z.boolean().optional(),
  company: z.strictObject({ id: z.number(), isInstalled: z.boolean() }).optional(),
  project: z.strictObject({ id: z.number(), isPermitted: z.boolean() }).optional(),
  service: z.strictObject({ companyTools: tools.optional(), projectTools: tools.optional() }).optional(),
  billingPeriod: z.strictObject({ id: z.number(), status: z.enum(['open', 'closed']) }).optional(),
  budget: z.strictObject({ projectId: z.number(), isLocked: z.boolean() }).optional(),
  person: z
    .strictObject({
      id: z.number(),
      companyTools: tools.optional(),
      projectTools: tools.optional(),
      projectIds: z.union([z.literal('all'), z.array(z.number())]).optional(),
      canPushToAccounting: z.boolean().optional(),
      isActive: z.boolean().optional(),
    })
    .optional(),
});

type Controls = z.infer<typeof controls>;

type Given<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Without the keys whose value is undefined, which zod's optional fields may hold and ours may not. */
function given<T extends object>(value: T): Given<T> {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries) as Given<T>;
}

function applyFaults({ faults, post }: Site, wish: Controls): void {
  if (wish.clear) faults.clear();
  if (wish.add) faults.add(given(wish.add) as FaultRule);
  if (wish.remove !== undefined) faults.remove(wish.remove);
  if (wish.loseRefreshAnswers !== undefined) faults.loseRefreshAnswers(wish.loseRefreshAnswers);
  if (wish.rateLimit) faults.setRateLimit(given(wish.rateLimit));
  if (wish.webhooks) Object.assign(faults.webhooks, given(wish.webhooks));
  if (wish.signInSeversOpener !== undefined) faults.signInSeversOpener = wish.signInSeversOpener;
  post.resume();
}

function applyOffice(site: Site, wish: Controls): void {
  const { company, project, person, service, billingPeriod, budget } = wish;
  const office = officeOf(site);
  if (company) (company.isInstalled ? office.install : office.uninstall)(company.id);
  if (project) (project.isPermitted ? office.permitProject : office.withdrawProject)(project.id);
  if (service) office.setServicePermission(given(service));
  if (billingPeriod) office.setBillingPeriod(billingPeriod.id, billingPeriod.status);
  if (budget) (budget.isLocked ? office.lockBudget : office.unlockBudget)(budget.projectId);
  if (person) {
    const { id, ...patch } = person;
    office.setPermission(id, given(patch) as RightsPatch);
  }
}

/** Null when done, else what is wrong with the wish. */
export function applyControls(site: Site, wish: Json): string | null {
  const read = controls.safeParse(wish);
  if (!read.success) return z.prettifyError(read.error);
  try {
    applyFaults(site, read.data);
    applyOffice(site, read.data);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** Everything the switches stand at now. */
export const controlState = ({ faults, state }: Site): JsonObject => ({
  rules: faults.rules().map(one => ({ ...one })),
  rateLimit: { ...faults.rateLimit },
  webhooks: { ...faults.webhooks },
  signInSeversOpener: faults.signInSeversOpener,
  companies: state.companies.map(({ id, name, isInstalled }) => ({ id, name, isInstalled })),
  projects: state.projects.map(({ id, name, isPermitted }) => ({ id, name, isPermitted })),
});
