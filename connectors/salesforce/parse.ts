import { createParser } from '../parse.ts'

export const parse = createParser('salesforce', 'Id')
