export interface TokenRow {
  readonly access: string;
  readonly refresh: string | null;
  readonly clientId: string;
  /** Null for the service account. */
  readonly personId: number | null;
  /** Unix seconds. */
  readonly createdAt: number;
  readonly expiresIn: number;
  state: 'live' | 'rotated' | 'revoked';
}

export interface CodeRow {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly personId: number;
  readonly createdAt: number;
  isUsed: boolean;
}
