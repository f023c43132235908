import { eq } from 'drizzle-orm';
import { downloadLinks } from '@/drizzle/schema';
import { secretHash } from '@/lib/core/canonical';
import { base64url } from '@/lib/core/encoding';
import type { Env } from '@/lib/core/env';
import { SIGN_IN } from '@/lib/core/limits';
import type { Database } from '@/lib/db/client';
import { enterCompany, transact } from '@/lib/db/scope';

interface Deps {
  readonly env: Env;
  readonly database: Database;
}

export interface DownloadTarget {
  readonly companyId: string;
  readonly userId: string;
  /** What is downloaded: `qwc:<connection id>`. */
  readonly target: string;
}

const TOKEN_BYTES = 32;

/** A link that opens one file in a new tab, where the frame's cookie is not sent: once, within a minute. */
export async function issueDownload(deps: Deps, download: DownloadTarget): Promise<string> {
  const token = base64url(deps.env.randomBytes(TOKEN_BYTES));
  const expiresAt = new Date(deps.env.now().getTime() + SIGN_IN.downloadLinkMs);
  await transact(deps.database, { company: download.companyId }, tx =>
    tx.insert(downloadLinks).values({ ...download, tokenHash: secretHash(token), expiresAt }),
  );
  return token;
}

/** What a link opens; null for a used, expired or made-up one. */
export async function redeemDownload(deps: Deps, token: string): Promise<DownloadTarget | null> {
  const tokenHash = secretHash(token);
  return await transact(deps.database, { key: 'download', value: tokenHash }, async tx => {
    const [row] = await tx.select().from(downloadLinks).where(eq(downloadLinks.tokenHash, tokenHash));
    if (!row) return null;
    await enterCompany(tx, row.companyId);
    const used = await tx.delete(downloadLinks).where(eq(downloadLinks.tokenHash, tokenHash)).returning();
    if (used.length === 0 || row.expiresAt <= deps.env.now()) return null;
    return { companyId: row.companyId, userId: row.userId, target: row.target };
  });
}
