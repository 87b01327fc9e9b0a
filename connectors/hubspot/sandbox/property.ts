/** What a CRM property is to the API: a name, a type, and how its text is read off a record. */
import type { Portal } from './portal.ts'

export type PropertyType = 'string' | 'number' | 'datetime' | 'enumeration' | 'bool'

export interface Property<T> {
  readonly name: string
  readonly type: PropertyType
  readonly calculated: boolean
  /** Instants in full ISO form here; the wire shortens them. Null is unset. */
  read(record: T, portal: Portal): string | null
}

export type Read<T> = Property<T>['read']

export function stored<T>(name: string, type: PropertyType, read: Read<T>): Property<T> {
  return { name, type, calculated: false, read }
}

export function calculated<T>(name: string, type: PropertyType, read: Read<T>): Property<T> {
  return { name, type, calculated: true, read }
}
