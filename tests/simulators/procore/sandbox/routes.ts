import { type Answer, htmlPage, json, ok, seeOther } from '../http/answer';
import { type Call, formFields } from '../http/call';
import { open, type Route } from '../http/router';
import type { JsonObject } from '../json';
import { signedInPerson } from '../shell/person-cookie';
import type { Site } from '../site';
import { applyControls, controlState } from './control';
import { controlPage, MORE_TOOLS } from './page';
import { SCENES } from './scenes';

function act(site: Site, call: Call): Answer {
  if (call.body.kind !== 'json') return json(400, { error: 'The body must be JSON' });
  const problem = applyControls(site, call.body.value);
  return problem === null ? ok(controlState(site)) : json(400, { error: problem });
}

const wholeOr = (text: string | null, fallback: number): number =>
  /^\d{1,9}$/.test(text ?? '') ? Number(text) : fallback;

/** Optional numbers of a form: an empty box is no wish. */
function numbers(form: URLSearchParams, names: readonly string[]): JsonObject {
  const filled = names.filter(name => /^\d{1,9}$/.test(form.get(name) ?? ''));
  return Object.fromEntries(filled.map(name => [name, Number(form.get(name))]));
}

function ruleOf(form: URLSearchParams): JsonObject {
  const times = form.get('times') ?? '';
  const route = form.get('route')?.trim() ?? '';
  const method = form.get('method') ?? '';
  return {
    kind: form.get('kind') ?? '',
    ...(route === '' ? {} : { route }),
    ...(method === '' ? {} : { method }),
    times: times === 'always' ? 'always' : Math.max(1, wholeOr(times, 1)),
    ...numbers(form, ['oneIn', 'retryAfterS', 'ms']),
  };
}

function webhookWish(form: URLSearchParams): JsonObject {
  const has = (name: string): boolean => form.get(name) === 'on';
  return {
    duplicates: has('duplicates'),
    disorder: has('disorder'),
    hold: has('hold'),
    delayMs: wholeOr(form.get('delayMs'), 0),
    lossOneIn: wholeOr(form.get('lossOneIn'), 0),
  };
}

/** Only those the form holds: a shorter form leaves the others as they are. */
function moreTools(form: URLSearchParams): JsonObject {
  const entries = MORE_TOOLS.map(([tool]) => [tool, form.get(tool)] as const);
  return Object.fromEntries(entries.filter(([, level]) => level !== null));
}

function personWish(form: URLSearchParams): JsonObject {
  return {
    id: wholeOr(form.get('id'), 0),
    companyTools: { erp_integrations: form.get('erp_integrations') ?? 'None' },
    projectTools: { commitments: form.get('commitments') ?? 'None', ...moreTools(form) },
    canPushToAccounting: form.get('canPushToAccounting') === 'on',
  };
}

/** Ids have up to 15 digits. */
const idIn = (form: URLSearchParams): number => Number(form.get('id') ?? 0);

/** A form of the page in the words of the JSON interface. */
function wishOf(form: URLSearchParams): JsonObject | null {
  switch (form.get('act')) {
    case 'scene':
      return SCENES.find(scene => scene.name === form.get('scene'))?.wish ?? null;
    case 'clear':
      return { clear: true };
    case 'add':
      return { add: ruleOf(form) };
    case 'remove':
      return { remove: idIn(form) };
    case 'rate-limit':
      return { rateLimit: numbers(form, ['hourly', 'spike']) };
    case 'refresh':
      return { loseRefreshAnswers: 1 };
    case 'webhooks':
      return { webhooks: webhookWish(form) };
    case 'sign-in':
      return { signInSeversOpener: form.get('signInSeversOpener') === 'on' };
    case 'company':
      return { company: { id: idIn(form), isInstalled: form.get('wanted') === 'yes' } };
    case 'project':
      return { project: { id: idIn(form), isPermitted: form.get('wanted') === 'yes' } };
    case 'person':
      return { person: personWish(form) };
    default:
      return null;
  }
}

function actByForm(site: Site, call: Call): Answer {
  const wish = wishOf(formFields(call));
  const problem = wish === null ? 'That is no control.' : applyControls(site, wish);
  if (problem === null) return seeOther('/sandbox');
  return htmlPage(400, controlPage(site, { person: signedInPerson(site, call), problem }));
}

export const sandboxRoutes: readonly Route[] = [
  open('GET', '/sandbox', (site, call) =>
    htmlPage(200, controlPage(site, { person: signedInPerson(site, call), problem: null })),
  ),
  open('POST', '/sandbox', actByForm),
  open('GET', '/sandbox/faults', site => ok(controlState(site))),
  open('POST', '/sandbox/faults', act),
];
