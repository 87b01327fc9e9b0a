/** Invariant 5, after each statement that ends deals nobody told of: many of one source do not go by themselves. */
import { violated, type World } from '../world.ts'

export async function checkInferred(world: World): Promise<void> {
  const { rows } = await world.workspace.execute(
    `SELECT i.source, COUNT(*) AS gone, (SELECT COUNT(*) FROM deal d WHERE d.source = i.source) AS known
      FROM inferred_removal i WHERE i.state = 'confirmed' AND i.decided_by = 'pegel' GROUP BY i.source, i.run_id`,
  )
  const held = await world.workspace.execute(
    `SELECT i.source, i.external_id FROM inferred_removal i
      JOIN deal d ON d.source = i.source AND d.external_id = i.external_id JOIN revision r ON r.seq = d.current_seq
      WHERE i.state = 'held' AND r.deleted = 1`,
  )
  for (const { source, external_id: id } of held.rows)
    violated(world, 5, `deal ${String(id)} of ${String(source)} is held, and counted as gone`)
  for (const { source, gone, known } of rows)
    if (Number(gone) > Math.max(20, Number(known) * 0.05))
      violated(world, 5, `${gone} deals of ${source} were ended in one run though nobody told of it`)
}
