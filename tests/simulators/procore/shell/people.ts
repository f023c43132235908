import type { Site } from '../site';
import type { PersonRow } from '../store/rows';
import { companyRow } from '../views/shared';
import { type Html, html } from './html';

export const initials = (person: PersonRow): string =>
  person.name
    .split(' ')
    .map(part => part.charAt(0))
    .join('');

/** One big button for each person; the form around it says what choosing does. */
export function peopleButtons(site: Site): Html {
  const people = site.state.people.filter(person => person.isActive);
  const buttons = people.map(
    person => html`<li><button class="person" type="submit" name="person" value="${person.id}">
<span class="avatar" aria-hidden="true">${initials(person)}</span>
<span class="person-text"><strong>${person.name}</strong>
<span>${person.role} <span class="quiet">· ${companyRow(site, person.companyId).name}</span></span></span>
</button></li>`,
  );
  return html`<ul class="people">${buttons}</ul>`;
}
