import { redirect } from 'next/navigation';
import { ChooseCompany } from '@/components/shell/choose-company';
import { Providers } from '@/components/shell/providers';
import { isProcoreId } from '@/lib/core/encoding';

type Search = Promise<Readonly<Record<string, string | string[] | undefined>>>;

/** A placeholder Procore could not fill comes as an empty text or as `{{…}}`: both mean there is none. */
function idIn(search: Awaited<Search>, ...names: readonly string[]): string | null {
  const found = names
    .map(name => search[name])
    .find(value => typeof value === 'string' && isProcoreId(value));
  return typeof found === 'string' ? found : null;
}

/**
 * The address Procore's frame opens. What it names are hints; every screen asks what the person may see. It stands
 * outside of the providers: inside them nothing is drawn before the sign-in is known, and the redirect would wait for it.
 */
export default async function Embed({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  const companyId = idIn(search, 'companyId', 'procoreCompanyId');
  const projectId = idIn(search, 'projectId', 'procoreProjectId');
  if (companyId === null) {
    return (
      <Providers>
        <ChooseCompany />
      </Providers>
    );
  }
  redirect(projectId === null ? `/embed/${companyId}` : `/embed/${companyId}/projects/${projectId}/exports`);
}
