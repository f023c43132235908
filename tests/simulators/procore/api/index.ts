import type { Route } from '../http/router';
import { commitmentRoutes } from './commitments';
import { contractLineRoutes } from './contract-lines';
import { contractRoutes } from './contracts';
import { costCodeRoutes } from './cost-codes';
import { costTypeRoutes } from './cost-types';
import { identityRoutes } from './identity';
import { permissionRoutes } from './permissions';
import { projectRoutes } from './projects';
import { standardCostCodeRoutes } from './standard-cost-codes';
import { userRoutes } from './users';
import { vendorRoutes } from './vendors';
import { webhookRoutes } from './webhooks';
import { webhookV2Routes } from './webhooks-v2';

/** Every REST route that is simulated; a new record kind is one file and one line here. */
export const restRoutes: readonly Route[] = [
  ...identityRoutes,
  ...userRoutes,
  ...permissionRoutes,
  ...projectRoutes,
  ...standardCostCodeRoutes,
  ...costCodeRoutes,
  ...costTypeRoutes,
  ...vendorRoutes,
  ...contractRoutes,
  ...contractLineRoutes,
  ...commitmentRoutes,
  ...webhookRoutes,
  ...webhookV2Routes,
];
