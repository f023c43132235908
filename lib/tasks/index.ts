export { type TaskDeps, taskCtx } from './deps';
export { COMPANY_TASKS, type CompanyTask, startQueue, type TaskQueue } from './queue';
export { spaced } from './spaced';
export { type Heard, hearWebhook } from './webhooks-in';
