import { writeXml, type XmlElement } from '@/lib/qbxml';
import { INTUIT_NAMESPACE, OPERATIONS, type OperationFacts } from './contract';

const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
const SOAP_BINDING = 'http://schemas.xmlsoap.org/wsdl/soap/';
const XSD = 'http://www.w3.org/2001/XMLSchema';
const HTTP_TRANSPORT = 'http://schemas.xmlsoap.org/soap/http';
const SERVICE = 'QBWebConnectorSvc';

const leaf = (name: string, attributes: Record<string, string>): XmlElement => ({
  name,
  attributes,
  content: [],
});

function wrapper(name: string, elements: readonly XmlElement[]): XmlElement {
  const sequence: XmlElement = { name: 's:sequence', content: elements };
  return {
    name: 's:element',
    attributes: { name },
    content: [{ name: 's:complexType', content: [sequence] }],
  };
}

function field(name: string, type: string): XmlElement {
  const schemaType = type === 'ArrayOfString' ? 'tns:ArrayOfString' : `s:${type}`;
  return leaf('s:element', { minOccurs: type === 'int' ? '1' : '0', maxOccurs: '1', name, type: schemaType });
}

function types(operations: readonly OperationFacts[]): XmlElement {
  const wrappers = operations.flatMap(operation => [
    wrapper(
      operation.name,
      operation.params.map(([name, type]) => field(name, type)),
    ),
    wrapper(`${operation.name}Response`, [field(`${operation.name}Result`, operation.result)]),
  ]);
  const strings = leaf('s:element', {
    minOccurs: '0',
    maxOccurs: 'unbounded',
    name: 'string',
    nillable: 'true',
    type: 's:string',
  });
  const array: XmlElement = {
    name: 's:complexType',
    attributes: { name: 'ArrayOfString' },
    content: [{ name: 's:sequence', content: [strings] }],
  };
  const schema: XmlElement = {
    name: 's:schema',
    attributes: { elementFormDefault: 'qualified', targetNamespace: INTUIT_NAMESPACE },
    content: [...wrappers, array],
  };
  return { name: 'wsdl:types', content: [schema] };
}

function messages(operation: OperationFacts): XmlElement[] {
  const message = (suffix: 'In' | 'Out', element: string): XmlElement => ({
    name: 'wsdl:message',
    attributes: { name: `${operation.name}Soap${suffix}` },
    content: [leaf('wsdl:part', { name: 'parameters', element: `tns:${element}` })],
  });
  return [message('In', operation.name), message('Out', `${operation.name}Response`)];
}

function portType(operations: readonly OperationFacts[]): XmlElement {
  return {
    name: 'wsdl:portType',
    attributes: { name: `${SERVICE}Soap` },
    content: operations.map(({ name }) => ({
      name: 'wsdl:operation',
      attributes: { name },
      content: [
        leaf('wsdl:input', { message: `tns:${name}SoapIn` }),
        leaf('wsdl:output', { message: `tns:${name}SoapOut` }),
      ],
    })),
  };
}

function binding(operations: readonly OperationFacts[]): XmlElement {
  const literal = leaf('soap:body', { use: 'literal' });
  return {
    name: 'wsdl:binding',
    attributes: { name: `${SERVICE}Soap`, type: `tns:${SERVICE}Soap` },
    content: [
      leaf('soap:binding', { transport: HTTP_TRANSPORT, style: 'document' }),
      ...operations.map(({ name }) => ({
        name: 'wsdl:operation',
        attributes: { name },
        content: [
          leaf('soap:operation', { soapAction: `${INTUIT_NAMESPACE}${name}`, style: 'document' }),
          { name: 'wsdl:input', content: [literal] },
          { name: 'wsdl:output', content: [literal] },
        ],
      })),
    ],
  };
}

/** The service's description, naming the configured address and no other. */
export function wsdl(serviceUrl: string): string {
  const port: XmlElement = {
    name: 'wsdl:port',
    attributes: { name: `${SERVICE}Soap`, binding: `tns:${SERVICE}Soap` },
    content: [leaf('soap:address', { location: serviceUrl })],
  };
  const definitions: XmlElement = {
    name: 'wsdl:definitions',
    attributes: {
      'xmlns:wsdl': WSDL,
      'xmlns:soap': SOAP_BINDING,
      'xmlns:s': XSD,
      'xmlns:tns': INTUIT_NAMESPACE,
      targetNamespace: INTUIT_NAMESPACE,
    },
    content: [
      types(OPERATIONS),
      ...OPERATIONS.flatMap(messages),
      portType(OPERATIONS),
      binding(OPERATIONS),
      { name: 'wsdl:service', attributes: { name: SERVICE }, content: [port] },
    ],
  };
  return `<?xml version="1.0" encoding="utf-8"?>${writeXml(definitions)}`;
}
