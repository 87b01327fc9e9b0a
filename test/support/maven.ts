/** Where the third-party data set lies. `PEGEL_MAVEN_DIR` names it; set but absent is an error, never a skip. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './imports.ts'

const named = process.env.PEGEL_MAVEN_DIR
const folder = named ?? join(root, '../shared/data/maven-crm')
const found = existsSync(join(folder, 'sales_pipeline.csv'))
if (named !== undefined && !found) throw new Error(`PEGEL_MAVEN_DIR: no sales_pipeline.csv in ${named}`)

export const mavenDir = folder
/** Why the tests on real input cannot run; null when they can. */
export const mavenMissing = found ? null : 'PEGEL_MAVEN_DIR is not set and the default folder does not exist'
