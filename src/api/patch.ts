/** The input of a change: every field of an input may be left out, and one left out stays as it is. */
import * as z from 'zod'

type Optional<Shape extends z.ZodRawShape> = {
  [Key in keyof Shape]: z.ZodOptional<
    Shape[Key] extends z.ZodDefault<infer Inner extends z.ZodType> ? Inner : Shape[Key]
  >
}

/** Defaults are taken off: they would change what was left out. */
export function patchOf<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
): z.ZodObject<Optional<Shape>> {
  const fields = Object.entries(schema.shape).map(([key, field]) => {
    const bare = field instanceof z.ZodDefault ? field.unwrap() : field
    return [key, (bare as z.ZodType).optional()]
  })
  return z.strictObject(Object.fromEntries(fields)) as unknown as z.ZodObject<Optional<Shape>>
}
