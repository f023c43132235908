import { redirect } from 'next/navigation';
import { StartSignIn } from '@/components/session/start-sign-in';
import { isChallenge } from '@/lib/auth';

type Search = Promise<{ challenge?: string; error?: string }>;

/**
 * The popup's first page: goes on to Procore at once. next-auth comes back here too when Procore refused; going on then
 * would ask the same person again and again.
 */
export default async function Start({ searchParams }: { searchParams: Search }) {
  const { challenge, error } = await searchParams;
  if (error !== undefined) redirect(`/auth/done?error=${encodeURIComponent(error)}`);
  return <StartSignIn challenge={isChallenge(challenge) ? challenge : null} />;
}
