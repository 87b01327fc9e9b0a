/** Records by id, and how often one came or went: what was worked out from all ids is worth nothing after that. */
export interface Stored<Value> extends ReadonlyMap<string, Value> {
  readonly generation: number
}

export class Store<Value> extends Map<string, Value> implements Stored<Value> {
  generation = 0

  override set(id: string, value: Value): this {
    if (!this.has(id)) this.generation += 1
    return super.set(id, value)
  }

  override delete(id: string): boolean {
    const gone = super.delete(id)
    if (gone) this.generation += 1
    return gone
  }
}
