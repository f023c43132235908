export * from './companies';
export * from './connections';
export * from './exports';
export * from './history';
export * from './mappings';
export * from './sign-in';
export * from './sync';
export * from './webhooks';
