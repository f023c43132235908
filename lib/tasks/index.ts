export type { TaskDeps } from './deps';
export { COMPANY_TASKS, type CompanyTask, startQueue, type TaskQueue } from './queue';
export { type Heard, hearWebhook } from './webhooks-in';
