import { describe, expect, it } from 'vitest';
import {
  changeOrderLink,
  commitmentLink,
  directCostLink,
  invoiceLink,
  paymentsLink,
  projectLink,
} from '@/lib/procore';

const SUBCONTRACT = { kind: 'subcontract', id: '598134327001555' } as const;
const ORDER = { kind: 'purchase_order', id: '7' } as const;

describe('links to Procore’s screens', () => {
  it.each(['https://us02.procore.com', 'https://us02.procore.com/'])(
    'stand under the company’s own address (%s)',
    baseUrl => {
      const place = { baseUrl, projectId: '598134326120044' };
      const root = 'https://us02.procore.com/598134326120044/project';
      const contract = `${root}/commitments/work_order_contracts/598134327001555`;
      expect(projectLink(place)).toBe(`${root}/home`);
      expect(commitmentLink(place, SUBCONTRACT)).toBe(contract);
      expect(commitmentLink(place, ORDER)).toBe(`${root}/commitments/purchase_order_contracts/7`);
      expect(changeOrderLink(place, SUBCONTRACT, '8')).toBe(
        `${contract}/change_orders/commitment_contract_change_orders/8`,
      );
      expect(invoiceLink(place, SUBCONTRACT, '9')).toBe(`${contract}/requisitions/9`);
      expect(paymentsLink(place, SUBCONTRACT)).toBe(`${contract}/contract_payments`);
      expect(directCostLink(place, '10')).toBe(`${root}/direct_costs/10`);
    },
  );
});
