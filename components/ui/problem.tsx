'use client';
import { Banner, Button } from '@procore/core-react';
import { ApiProblem } from './api';

interface ProblemBannerProps {
  readonly problem: unknown;
  readonly retry?: () => void;
}

/** What failed, what to do, and the reference support asks for. That a sign-in has run out is said by the sign-in itself. */
export function ProblemBanner({ problem, retry }: ProblemBannerProps) {
  const known = problem instanceof ApiProblem ? problem : null;
  if (known?.status === 401) return null;
  return (
    <Banner variant="error" role="alert">
      <Banner.Content>
        <Banner.Title>{known?.title ?? 'Something went wrong'}</Banner.Title>
        <Banner.Body>
          {known?.detail} {known?.remedy}
          {known?.requestId && known.status >= 500 ? ` Reference: ${known.requestId}` : ''}
        </Banner.Body>
      </Banner.Content>
      {retry && (
        <Banner.Action>
          <Button variant="secondary" size="sm" onClick={retry}>
            Try again
          </Button>
        </Banner.Action>
      )}
    </Banner>
  );
}
