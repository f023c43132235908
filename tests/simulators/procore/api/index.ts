import type { Route } from '../http/router';
import { budgetChangeRoutes } from './budget-changes';
import { budgetLineRoutes } from './budget-lines';
import { budgetRoutes } from './budgets';
import { changeLineRoutes } from './change-lines';
import { changeOrderRoutes } from './change-orders';
import { changeRequestRoutes } from './change-requests';
import { commitmentChangeOrderRoutes } from './commitment-change-orders';
import { commitmentRoutes } from './commitments';
import { companyListRoutes } from './company-lists';
import { contractLineRoutes } from './contract-lines';
import { contractRoutes } from './contracts';
import { costCodeRoutes } from './cost-codes';
import { costTypeRoutes } from './cost-types';
import { directCostRoutes } from './direct-costs';
import { identityRoutes } from './identity';
import { paymentRoutes } from './payments';
import { permissionRoutes } from './permissions';
import { potentialChangeRoutes } from './potential-changes';
import { primeContractRoutes } from './prime-contracts';
import { projectRoutes } from './projects';
import { requisitionItemRoutes } from './requisition-items';
import { requisitionRoutes } from './requisitions';
import { standardCostCodeRoutes } from './standard-cost-codes';
import { userRoutes } from './users';
import { vendorRoutes } from './vendors';
import { webhookRoutes } from './webhooks';
import { webhookV2Routes } from './webhooks-v2';
import { workBreakdownRoutes } from './work-breakdown';

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
  ...workBreakdownRoutes,
  ...companyListRoutes,
  ...budgetRoutes,
  ...budgetLineRoutes,
  ...budgetChangeRoutes,
  ...changeOrderRoutes,
  ...changeRequestRoutes,
  ...potentialChangeRoutes,
  ...changeLineRoutes,
  ...commitmentChangeOrderRoutes,
  ...requisitionRoutes,
  ...requisitionItemRoutes,
  ...paymentRoutes,
  ...directCostRoutes,
  ...primeContractRoutes,
  ...webhookRoutes,
  ...webhookV2Routes,
];
