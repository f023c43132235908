'use client';
import { Banner, Button } from '@procore/core-react';
import { plural } from '@/components/ui/format';
import type { VerbOutcome } from './verbs';

interface RefusalsProps {
  readonly outcome: VerbOutcome;
  readonly items: readonly { readonly id: string; readonly number: string }[];
  readonly close: () => void;
}

/** Which records a verb refused, and why, each. */
export function Refusals({ outcome, items, close }: RefusalsProps) {
  if (outcome.refused.length === 0) return null;
  const { refused, wanted } = outcome;
  /** Most reasons name their record. */
  const prefixOf = ({ id, message }: (typeof refused)[number]): string => {
    const number = items.find(item => item.id === id)?.number ?? '';
    return number === '' || message.includes(number) ? '' : `${number}: `;
  };
  return (
    <Banner variant="error" role="alert" data-qa="refusals">
      <Banner.Content>
        <Banner.Title>
          {plural(refused.length, 'record was', 'records were')} not {wanted}
        </Banner.Title>
        <Banner.Body>
          <ul>
            {refused.map(one => (
              <li key={one.id}>
                {prefixOf(one)}
                {one.message} {one.remedy}
              </li>
            ))}
          </ul>
        </Banner.Body>
      </Banner.Content>
      <Banner.Action>
        <Button variant="secondary" size="sm" onClick={close}>
          Dismiss
        </Button>
      </Banner.Action>
    </Banner>
  );
}
