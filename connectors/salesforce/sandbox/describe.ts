/** Describe: what this user may see of an object. A hidden field is simply not there. */
import type { Field, FieldType, Table } from './table.ts'

const soapTypes: Readonly<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  string: 'xsd:string',
  textarea: 'xsd:string',
  picklist: 'xsd:string',
  email: 'xsd:string',
  boolean: 'xsd:boolean',
  currency: 'xsd:double',
  percent: 'xsd:double',
  double: 'xsd:double',
  int: 'xsd:int',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
}

export function describeObject(table: Table, version: string) {
  return {
    ...summary(table, version),
    childRelationships: table.children.map((child) => ({
      childSObject: child.object,
      field: child.field,
      relationshipName: child.relationship,
      cascadeDelete: true,
      deprecatedAndHidden: false,
    })),
    fields: table.fields.map(describeField),
    recordTypeInfos: [],
    urls: { ...urls(table, version), rowTemplate: `${urls(table, version).sobject}/{ID}` },
  }
}

/** One entry of the list of all objects. */
export function summary(table: Table, version: string) {
  return {
    name: table.name,
    label: table.name,
    labelPlural: table.name,
    keyPrefix: table.prefix,
    custom: false,
    queryable: true,
    retrieveable: true,
    replicateable: true,
    searchable: false,
    createable: false,
    updateable: false,
    deletable: false,
    deprecatedAndHidden: false,
    urls: urls(table, version),
  }
}

function urls(table: Table, version: string) {
  const sobject = `/services/data/v${version}/sobjects/${table.name}`
  return { sobject, describe: `${sobject}/describe` }
}

function describeField(field: Field) {
  return {
    name: field.name,
    label: field.name,
    type: field.type,
    soapType: soapTypes[field.type],
    custom: field.custom,
    nillable: field.nillable,
    filterable: field.filterable,
    groupable: field.groupable,
    sortable: field.sortable,
    aggregatable: field.type !== 'boolean' && field.filterable,
    calculated: field.calculated,
    createable: false,
    updateable: false,
    deprecatedAndHidden: false,
    length: field.type === 'string' || field.type === 'picklist' ? 255 : 0,
    precision: field.type === 'currency' ? 18 : 0,
    scale: field.type === 'currency' ? 2 : 0,
    referenceTo: field.parent === null ? [] : [field.parent.object],
    relationshipName: field.parent?.relationship ?? null,
    picklistValues: [],
  }
}
