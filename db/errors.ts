/** What keeps the program from a database. Each message is one line for a person; entries print it and stop. */
export class DatabaseError extends Error {
  override readonly name: string = 'DatabaseError'
}

/** The file cannot be opened or written, or is no database; nothing was changed. */
export class DatabaseUnusable extends DatabaseError {
  override readonly name = 'DatabaseUnusable'
  constructor(place: string, reason: string, options?: ErrorOptions) {
    super(`The database ${place} cannot be used: ${reason}.`, options)
  }
}

/** A newer program has been here; nothing was changed. */
export class SchemaTooNew extends DatabaseError {
  override readonly name = 'SchemaTooNew'
  readonly tag: string
  constructor(tag: string) {
    super(
      `The database has migration ${tag}, which this program does not know. Update Pegel and start again.`,
    )
    this.tag = tag
  }
}

/** A company's database could not be made or dropped. */
export class ProvisioningFailed extends DatabaseError {
  override readonly name = 'ProvisioningFailed'
}
