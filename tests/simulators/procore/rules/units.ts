import { refuseField } from '../http/answer';
import type { Visit } from '../http/router';
import type { Json } from '../json';

/** A unit of the company's list, in any case; null empties the field. */
export function unitIn(visit: Visit, values: Record<string, Json>, before: string | null): string | null {
  if (!('uom' in values)) return before;
  const asked = values['uom'];
  if (typeof asked !== 'string' || asked === '') return null;
  const unit = visit.site.state.units.find(
    one => one.companyId === visit.company.id && one.name.toLowerCase() === asked.toLowerCase(),
  );
  if (!unit) throw refuseField(422, 'uom', 'is not a unit of measure of this company');
  return unit.name;
}
