/** A contract or an asset: few fields are known by name, the others the company chose. */
import * as z from 'zod'
import { parseInstant } from '../values/time.ts'
import { idWire } from './wire.ts'

export const contractWire = z.looseObject({
  Id: idWire,
  SystemModstamp: z.string().transform((text, context) => {
    const instant = parseInstant(text)
    if (instant === null) context.addIssue({ code: 'custom', message: 'no instant' })
    return instant ?? ''
  }),
  IsDeleted: z.boolean().nullish(),
  AccountId: idWire.nullish(),
  StatusCode: z.string().nullish(),
  CurrencyIsoCode: z.string().nullish(),
})
export type ContractWire = z.output<typeof contractWire>
