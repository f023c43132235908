export {
  dropBearer,
  endSessions,
  findSession,
  giveBearer,
  type SessionProof,
  type SignedIn,
  startSession,
} from './browser-sessions';
export { hashPassword, newPassword, newUserName, PasswordChecker } from './connector-passwords';
export { issueDownload, redeemDownload } from './download-links';
export { type AuthSettings, authOptions, SESSION_COOKIE } from './next-auth';
export { isChallenge, issueSignInTicket, redeemSignInTicket } from './sign-in-tickets';
export { signOut } from './sign-out';
export { keepUser, renameUser } from './users';
