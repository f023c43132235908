import { StartSignIn } from '@/components/session/start-sign-in';
import { isChallenge } from '@/lib/auth';

/** The popup's first page: goes on to Procore at once. */
export default async function Start({ searchParams }: { searchParams: Promise<{ challenge?: string }> }) {
  const { challenge } = await searchParams;
  return <StartSignIn challenge={isChallenge(challenge) ? challenge : null} />;
}
