import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createHook,
  createTrigger,
  listCommitments,
  listCostCodes,
  listHooks,
  listInactiveVendors,
  listProjects,
  listTools,
  listVendors,
  markCommitment,
  ProcoreError,
  showChangeOrder,
  showCommitment,
  showProject,
} from '@/lib/procore';
import { capturesDirectory } from '@/tests/simulators/quickbooks/evidence';
import { procoreThatAnswers } from './stand-in';

const KEY = { projectId: '9', kind: 'subcontract', id: '64382' } as const;
const recorded = (name: string): string =>
  readFileSync(join(capturesDirectory ?? '', 'procore', name), 'utf8');
const show = (body: unknown) => showCommitment(procoreThatAnswers([{ body }]).session, KEY);

const LINE = { id: 71, amount: '96000.0', quantity: '0.0', unit_cost: '0.0', position: 1 };
const COMMITMENT = {
  id: 64382,
  number: ' SC-1 ',
  title: 'Concrete',
  status: 'Approved',
  grand_total: '96000.0',
  line_items: [LINE],
};

describe.skipIf(capturesDirectory === null)(
  'Procore’s published examples are read (skipped: set CAPTURES_DIR)',
  () => {
    it('a subcontract with its schedule of values', async () => {
      const { session, asked } = procoreThatAnswers([
        { text: recorded('oas-work-order-contract-show.json') },
      ]);
      const commitment = await showCommitment(session, KEY);
      expect(commitment).toMatchObject({
        id: '64382',
        kind: 'subcontract',
        projectId: '9',
        description: 'Paving level 3 parking lot.',
        accountingMethod: 'amount',
        contractDate: '2013-10-23',
        createdAt: '2012-10-23T21:39:40.000Z',
        grandTotal: '12000.0',
        currency: 'USD',
      });
      expect(commitment.lines[0]).toMatchObject({
        id: '4896147',
        amount: '1000.0',
        quantity: '10.0',
        unitCost: '100.0',
        originId: '239233',
        costCode: null,
        wbsCode: { flatCode: '01-011.CT1', description: 'Project Engineer.Cost Type 1' },
        costType: 'LB',
      });
      expect(asked[0]?.url.pathname).toBe('/rest/v1.0/work_order_contracts/64382');
    });

    it('an element of a listing of purchase orders', async () => {
      const { session, asked } = procoreThatAnswers([
        { text: `[${recorded('oas-purchase-order-contract-list-element.json')}]` },
      ]);
      const rows = await listCommitments(session, { projectId: '9', kind: 'purchase_order' });
      expect(rows).toEqual([
        {
          id: '64382',
          number: 'PO-17-1990-00001',
          title: 'Initial cement order.',
          totalPayments: '111312.0',
          status: 'Processing',
          updatedAt: '2015-11-04T15:18:57.000Z',
          deletedAt: '2012-10-23T21:49:40.000Z',
        },
      ]);
      expect(asked[0]?.url.searchParams.get('filters[include_deleted]')).toBe('with');
    });

    it('a company of the directory', async () => {
      const text = `[${recorded('oas-vendor-extended.json')}]`;
      expect(await listVendors(procoreThatAnswers([{ text }]).session, '42')).toEqual([
        expect.objectContaining({
          id: '161072',
          name: 'SID Architecture',
          legalName: '1st Choice Glass Inc.',
          isActive: true,
          city: 'Jeffersonville',
          originId: 'foobar',
        }),
      ]);
      expect(await listInactiveVendors(procoreThatAnswers([{ text }]).session, '42')).toMatchObject([
        { isActive: false },
      ]);
    });

    it('what somebody may do, tool by tool', async () => {
      const { session } = procoreThatAnswers([{ text: recorded('oas-settings-permissions.json') }]);
      expect(await listTools(session, { companyId: '42' })).toEqual([
        { name: 'documents', level: 'Admin', actions: ['destroy_files_and_folders'] },
      ]);
    });

    it('a project that has hardly any field filled', async () => {
      const [entity] = JSON.parse(recorded('sync-projects-one-bad-id.response.json')).entities;
      expect(await showProject(procoreThatAnswers([{ body: entity }]).session, '42', '4')).toMatchObject({
        id: '4',
        name: 'Updated Project 1',
        number: '',
        isActive: true,
        isTemplate: false,
        originId: null,
      });
    });
  },
);

describe('a commitment of Procore', () => {
  it('needs little: everything that may be absent or null has its plain meaning', async () => {
    expect(await show(COMMITMENT)).toEqual({
      id: '64382',
      kind: 'subcontract',
      projectId: '9',
      number: 'SC-1',
      title: 'Concrete',
      status: 'Approved',
      description: '',
      accountingMethod: 'amount',
      contractDate: null,
      createdAt: null,
      updatedAt: null,
      deletedAt: null,
      grandTotal: '96000.0',
      vendor: null,
      originId: null,
      originCode: null,
      currency: null,
      lines: [
        {
          id: '71',
          position: 1,
          description: '',
          amount: '96000.0',
          quantity: '0.0',
          unitCost: '0.0',
          uom: null,
          originId: null,
          costCode: null,
          costType: null,
          wbsCode: null,
        },
      ],
    });
    const nulls = {
      vendor: null,
      description: null,
      origin_id: null,
      currency_configuration: null,
      contract_date: null,
    };
    expect(await show({ ...COMMITMENT, ...nulls })).toEqual(await show(COMMITMENT));
  });

  it('has its lines in their order, and those of one place by their id', async () => {
    const lines = [
      [5, 10],
      [4, 2],
      [9_007_199_254_740_993n, 1],
      [9_007_199_254_740_992n, 1],
    ].map(([id, position]) => ({ ...LINE, id: String(id), position }));
    const { lines: read } = await show({ ...COMMITMENT, line_items: lines });
    expect(read.map(one => one.id)).toEqual(['9007199254740992', '9007199254740993', '4', '5']);
  });

  it('names its company by the field that older answers have', async () => {
    const named = (vendor: unknown) => show({ ...COMMITMENT, vendor }).then(one => one.vendor);
    expect(await named({ id: 5, company: 'Mau Mixers, LLC' })).toEqual({ id: '5', name: 'Mau Mixers, LLC' });
    expect(await named({ id: 5, name: 'Keel' })).toEqual({ id: '5', name: 'Keel' });
  });

  it('knows a cost code by its full code, or by its own where that is missing', async () => {
    const codeOf = async (cost_code: unknown) =>
      (await show({ ...COMMITMENT, line_items: [{ ...LINE, cost_code }] })).lines[0]?.costCode;
    expect(
      await codeOf({ id: 1, code: '300', full_code: '03-300', name: 'Concrete', standard_cost_code_id: 9 }),
    ).toEqual({
      id: '1',
      standardId: '9',
      fullCode: '03-300',
      name: 'Concrete',
    });
    expect(await codeOf({ id: 1, code: '300', name: null })).toEqual({
      id: '1',
      standardId: null,
      fullCode: '300',
      name: '',
    });
  });

  it.each([
    ['without an id', { ...COMMITMENT, id: undefined }],
    ['without lines', { ...COMMITMENT, line_items: undefined }],
    ['with a total that is no number', { ...COMMITMENT, grand_total: '96,000.00' }],
    ['with a line without an id', { ...COMMITMENT, line_items: [{ ...LINE, id: null }] }],
    ['with a line of a percentage', { ...COMMITMENT, line_items: [{ ...LINE, amount: '5%' }] }],
    ['with a moment that is none', { ...COMMITMENT, updated_at: 'yesterday' }],
  ])('%s is refused, never repaired', async (_what, body) => {
    await expect(show(body)).rejects.toThrow(ProcoreError);
    await expect(show(body)).rejects.toThrow(/cannot be read/);
  });
});

describe('a commitment change order of Procore', () => {
  const CHANGE = {
    id: 88120,
    contract_id: 64382,
    number: ' 001 ',
    revision: 2,
    title: 'Dock slab',
    status: 'Approved',
    description: '<p>Per RFI 12</p>',
    grand_total: '4500.0',
    origin_id: null,
    line_items: [
      {
        id: 72,
        position: 2,
        description: 'Less',
        quantity: '0.0',
        unit_cost: '0.0',
        extended_amount: '-100.0',
      },
      {
        id: 71,
        position: 1,
        description: 'Slab',
        quantity: '2.0',
        unit_cost: '2300.0',
        total_amount: '4600.0',
        extended_amount: '4500.0',
        cost_code: { id: 9101234, full_code: '03-300', name: 'Concrete' },
      },
    ],
    updated_at: '2026-03-03T14:00:00Z',
  };
  const showChange = (body: unknown) => {
    const stand = procoreThatAnswers([{ body }]);
    const key = { projectId: '9', id: '88120', vendorName: 'Keel Concrete LLC' };
    return { asked: stand.asked, found: showChangeOrder(stand.session, key) };
  };

  it('is read as a package with its lines in their order, whose amounts include their markups', async () => {
    const { asked, found } = showChange(CHANGE);
    expect(await found).toMatchObject({
      id: '88120',
      projectId: '9',
      commitmentId: '64382',
      vendorName: 'Keel Concrete LLC',
      number: '001',
      revision: 2,
      status: 'approved',
      description: 'Per RFI 12',
      grandTotal: '4500.0',
      lines: [
        { id: '71', amount: '4600.0', costCode: { fullCode: '03-300', standardId: null } },
        { id: '72', amount: '-100.0', costCode: null },
      ],
    });
    expect(asked[0]?.url.pathname).toBe('/rest/v1.0/change_order_packages/88120');
    expect(asked[0]?.url.searchParams.get('project_id')).toBe('9');
  });

  it.each([
    ['without its contract', { ...CHANGE, contract_id: undefined }],
    ['without lines', { ...CHANGE, line_items: undefined }],
    ['with a line of words for money', { ...CHANGE, line_items: [{ id: 1, total_amount: 'much' }] }],
    ['with a line without an amount', { ...CHANGE, line_items: [{ id: 1 }] }],
  ])('%s is refused, never repaired', async (_what, body) => {
    await expect(showChange(body).found).rejects.toThrow(/cannot be read/);
  });
});

describe('what is asked of Procore', () => {
  it('changes since a moment are asked for in the quoted form of a range', async () => {
    const { session, asked } = procoreThatAnswers([{ body: [] }]);
    const [since, until] = [new Date('2026-03-01T00:00:00Z'), new Date('2026-03-02T00:00:00Z')];
    await listCommitments(session, {
      projectId: '9',
      kind: 'subcontract',
      updatedSince: since,
      until,
      ids: ['1', '2'],
    });
    expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toMatchObject({
      project_id: '9',
      'filters[updated_at]': '"2026-03-01T00:00:00.000Z...2026-03-02T00:00:00.000Z"',
      'filters[id][]': '2',
    });
  });

  it('our mark is written on the one record, with nothing beside it', async () => {
    const { session, asked } = procoreThatAnswers([{ body: {} }]);
    await markCommitment(
      session,
      { ...KEY, kind: 'purchase_order' },
      { originId: '1A2-1', originCode: 'SC-1', originData: null },
    );
    expect(asked[0]?.method).toBe('PATCH');
    expect(asked[0]?.url.pathname).toBe('/rest/v1.0/purchase_order_contracts/64382');
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      project_id: '9',
      purchase_order_contract: { origin_id: '1A2-1', origin_code: 'SC-1', origin_data: null },
    });
  });

  it('a webhook is made with its bearer, and is told by its triggers what to listen to', async () => {
    const { session, asked } = procoreThatAnswers([
      { status: 201, body: { id: 5 } },
      { status: 201, body: {} },
    ]);
    const destinationUrl = 'https://connector.example/api/procore/webhooks';
    expect(await createHook(session, { companyId: '42', destinationUrl, bearer: 'b' })).toBe('5');
    expect(asked[0]?.body).toContain('"Authorization":"Bearer b"');
    const key = { companyId: '42', hookId: '5' };
    await createTrigger(session, key, { resourceName: 'Work Order Contracts', event: 'delete' });
    expect(asked[1]?.url.pathname).toBe('/rest/v1.0/webhooks/hooks/5/triggers');
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({
      company_id: 42,
      api_version: 'v2',
      trigger: { resource_name: 'Work Order Contracts', event_type: 'delete' },
    });
  });

  it('of a company’s webhooks, only our own are ours', async () => {
    const body = [
      { id: 1, namespace: 'qbd-connector', destination_url: 'x' },
      { id: 2, namespace: 'other', destination_url: 'x' },
    ];
    expect((await listHooks(procoreThatAnswers([{ body }]).session, '42')).map(one => one.id)).toEqual(['1']);
  });

  it('projects are listed with the inactive ones, and cost codes of one list by their full code', async () => {
    const projects = procoreThatAnswers([
      {
        body: [
          { id: 1, name: 'A', active: false },
          { id: 2, name: 'B' },
        ],
      },
    ]);
    expect((await listProjects(projects.session, '42')).map(one => one.isActive)).toEqual([false, true]);
    expect(projects.asked[0]?.url.searchParams.get('filters[by_status]')).toBe('All');
    const codes = procoreThatAnswers([
      {
        body: [
          { id: 1, code: '300', full_code: '03-300', name: 'Concrete', parent_id: 7 },
          { id: 2, code: '03', name: null },
        ],
      },
    ]);
    expect((await listCostCodes(codes.session, '42', '55')).map(one => [one.fullCode, one.parentId])).toEqual(
      [
        ['03-300', '7'],
        ['03', null],
      ],
    );
  });
});
