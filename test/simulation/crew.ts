/** The programs that are up: begun again when they end, asked in turn to look what is due. */
import { type Running, type Surroundings, startEdge, startEmbedded } from './machine.ts'
import type { Plan } from './plan.ts'
import type { EdgeQueue } from './queue.ts'

export interface Crew {
  /** As many as the plan says. */
  complete(): void
  /** One that is up, by chance; null when none is. */
  any(): Running | null
  tick(): void
  crashAll(): void
}

export function createCrew(
  around: Surroundings,
  plan: Plan,
  queue: EdgeQueue | null,
  /** Nobody starts a program before. */
  offUntil: () => number,
): Crew {
  const { scheduler, random, chaos, trace } = around.world
  const running: Running[] = []
  let started = 0

  function start(): void {
    if (running.length >= plan.programs) return
    started += 1
    const name = `p${started}`
    const one =
      queue === null ? startEmbedded(around, plan.slots, name) : startEdge(around, queue, plan.slots, name)
    running.push(one)
    one.program.onCrash(() => {
      running.splice(running.indexOf(one), 1)
      chaos.note('process restarted')
      scheduler.at(Math.max(scheduler.now() + random.between(3, 90) * 1000, offUntil()), start)
    })
    if (queue === null) look(one)
  }

  function look(one: Running): void {
    one.tick().catch((error: unknown) => trace.add('tick failed', String(error)))
  }

  function any(): Running | null {
    return running.length === 0 ? null : random.pick(running)
  }

  return {
    complete() {
      while (running.length < plan.programs) start()
    },
    any,
    tick() {
      const one = any()
      if (one !== null) look(one)
    },
    crashAll() {
      for (const { program } of [...running]) program.crash()
    },
  }
}
