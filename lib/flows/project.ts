import { Blocked } from '@/lib/core/errors';
import type { Books, BooksNeed } from '@/lib/mappings/books';
import {
  fitText,
  type Messages,
  oneLine,
  type QbRequest,
  qbRequest,
  type RequestOf,
  recordsOf,
} from '@/lib/qbxml';
import type { AddingFlow, Summary } from './flow';
import type { Preview } from './preview';
import { jobName, namesOf, type ProjectRecord, parentOf } from './project/reading';
import { checkProject } from './project/rules';
import { addressText, fittedAddress } from './shared/address';
import { judgeList, type ListSide, listReadBack, lookUpList, settleListAdd } from './shared/list-answers';
import { plain } from './shared/order-lines';

export type { ProjectRecord } from './project/reading';

/** QuickBooks' limit for the description of a job. */
const DESCRIPTION_CHARS = 99;

type JobBody = RequestOf<Messages['CustomerAdd']>['CustomerAdd'];

const jobs: ListSide = {
  list: 'customer',
  noun: 'job',
  query: (filter, IncludeRetElement) => qbRequest('CustomerQuery', { ...filter, IncludeRetElement }),
  found: response =>
    (response.message === 'CustomerAdd'
      ? recordsOf(response, 'CustomerAdd', 'CustomerRet')
      : recordsOf(response, 'CustomerQuery', 'CustomerRet')
    ).map(ret => ({ qbType: ret.ParentRef ? 'Job' : 'Customer', ret })),
  deletedAs: ['Customer'],
};

/** Projects become jobs under a customer that somebody chose, or customers where the company keeps them so. */
export const projectFlow: AddingFlow<ProjectRecord> = {
  kind: 'project',
  summary,
  content: ({ originId: _id, ...content }) => content,
  needs,
  check: checkProject,
  build,
  preview,
  settle: response => settleListAdd(jobs, response),
  originData: exportNumber => JSON.stringify({ v: 1, list: 'Customer', exportNumber }),
  lookup: (request, sentAt) => lookUpList(jobs, jobIn(request), sentAt),
  judge: (request, responses) => judgeList(jobs, jobIn(request), responses),
  readBack: listReadBack(jobs),
};

function jobIn(request: QbRequest): JobBody {
  return (request as QbRequest<'CustomerAdd'>).body.CustomerAdd;
}

function summary(project: ProjectRecord): Summary {
  return {
    procoreId: project.id,
    projectId: project.id,
    number: project.number,
    title: project.name,
    vendorName: '',
    amount: 0n,
    status: project.isActive ? 'Active' : 'Inactive',
  };
}

function needs(project: ProjectRecord): BooksNeed {
  return {
    projectId: project.id,
    links: [{ kind: 'project', procoreId: project.id }],
    costCodeFullCodes: [],
    orderNumbers: [],
    changesOf: null,
    lists: { names: namesOf(project), divisionId: null },
  };
}

/** The name and number whole, as far as they go in: the job's name may be cut. */
function descriptionOf(project: ProjectRecord): string {
  return fitText(oneLine(plain(`${project.number} ${project.name}`)), DESCRIPTION_CHARS).text;
}

function jobFor(project: ProjectRecord, books: Books): JobBody {
  const parent = parentOf(books);
  if (parent.is === 'missing')
    throw new Blocked(parent.message, { remedy: 'Choose the customer, then accept.' });
  const { address } = fittedAddress(project, books);
  return {
    Name: jobName(project, books),
    ...(parent.is === 'customer' ? { ParentRef: { ListID: parent.customer.qbId } } : {}),
    ...(address === null ? {} : { BillAddress: address, ShipAddress: address }),
    JobStatus: 'InProgress',
    ...(project.startDate === null ? {} : { JobStartDate: project.startDate }),
    ...(project.completionDate === null ? {} : { JobProjectedEndDate: project.completionDate }),
    JobDesc: descriptionOf(project),
    ExternalGUID: books.externalGuid,
  };
}

/** @throws Blocked while the customer is not chosen */
function build(project: ProjectRecord, books: Books): QbRequest<'CustomerAdd'> {
  return qbRequest('CustomerAdd', { CustomerAdd: jobFor(project, books) });
}

function preview(project: ProjectRecord, books: Books): Preview {
  const job = jobFor(project, books);
  const parent = parentOf(books);
  return {
    form: parent.is === 'customer' ? 'Job' : 'Customer',
    header: [
      ...(parent.is === 'customer' ? [{ label: 'Customer', value: parent.customer.fullName }] : []),
      { label: parent.is === 'customer' ? 'Job name' : 'Customer name', value: job.Name },
      { label: 'Invoice/Bill to', value: addressText(project, books) },
      { label: 'Ship to', value: addressText(project, books) },
      { label: 'Job status', value: 'In progress' },
      { label: 'Start date', value: job.JobStartDate ?? '' },
      { label: 'Projected end date', value: job.JobProjectedEndDate ?? '' },
      { label: 'Job description', value: job.JobDesc ?? '' },
    ],
    lines: [],
    total: '',
    notes: notesOf(project, job),
  };
}

function notesOf(project: ProjectRecord, job: JobBody): string[] {
  const notes: string[] = [];
  if (job.Name !== project.name) notes.push(`${project.name} goes over as ${job.Name}.`);
  if (oneLine(plain(`${project.number} ${project.name}`)) !== job.JobDesc)
    notes.push(`The job description is cut to ${DESCRIPTION_CHARS} characters.`);
  return notes;
}
