import { type Call, cookieOf } from '../http/call';
import { idOf } from '../json';
import type { Site } from '../site';
import type { PersonRow } from '../store/rows';
import { byId } from '../store/state';

const NAME = 'simulated_procore_person';

/** Who sits at this browser; the sign-in page and the shell remember the same person. */
export function signedInPerson(site: Site, call: Call): PersonRow | null {
  const person = byId(site.state.people, idOf(cookieOf(call, NAME) ?? undefined));
  return person?.isActive ? person : null;
}

export const rememberPerson = (person: PersonRow): string =>
  `${NAME}=${person.id}; Path=/; HttpOnly; SameSite=Lax`;

export const forgetPerson = `${NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
