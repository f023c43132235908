import type { NextRequest } from 'next/server';
import { qbwcPage } from '@/app/_server/qbwc-page';
import { soapCall } from '@/app/_server/soap';

/** The Web Connector's endpoint. */
export const POST = (request: NextRequest): Promise<Response> => soapCall(request);

/** The WSDL, or a plain page: the Web Connector looks here to check the certificate. */
export const GET = (request: NextRequest): Promise<Response> => qbwcPage(request.nextUrl.searchParams);
