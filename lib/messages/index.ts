export { changeChoices, type MailChoices, showChoices } from './choices';
export { deliverMails } from './deliver';
export { writeDigests } from './digest';
export { gatherMails, passOver } from './gather';
export { type Mailer, type MailOutcome, type OutgoingMail, smtpMailer } from './mailer';
