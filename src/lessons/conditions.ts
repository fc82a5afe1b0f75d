/** What a step waits for: which looks it needs, whether it holds, and how it is said to people. Looking never changes the history. */
import type { InspectQuery } from '../protocol/inspect.ts'
import type { Condition, FieldTest } from './lesson.ts'
import { valueAt } from './object-path.ts'

/** The looks that a condition needs, in the order in which `holds` takes their answers. */
export function queriesOf(condition: Condition): InspectQuery[] {
  switch (condition.type) {
    case 'object': return [{ query: 'object', resource: condition.resource, namespace: condition.namespace, name: condition.name }]
    case 'count': return [{ query: 'list', resource: condition.resource, namespace: condition.namespace, limit: 5000 }]
    case 'seconds': return []
    case 'all': return condition.conditions.flatMap(queriesOf)
  }
}

interface Observation {
  /** Simulated time of the look, and when the step began. */
  readonly simTimeUs: number
  readonly sinceUs: number
  /** One answer per query of `queriesOf`. */
  readonly answers: readonly unknown[]
}

/** Whether a condition holds. A missing object or field fulfils only `not`, and counts as absent. */
export function holds(condition: Condition, observation: Observation): boolean {
  switch (condition.type) {
    case 'object': return passes(condition.test, observation.answers[0])
    case 'count': return compare(condition.compare, countOf(condition, observation.answers[0]), condition.value)
    case 'seconds': return observation.simTimeUs - observation.sinceUs >= condition.seconds * 1_000_000
    case 'all': return allHold(condition.conditions, observation)
  }
}

function allHold(conditions: readonly Condition[], observation: Observation): boolean {
  let next = 0
  return conditions.every((condition) => {
    const own = queriesOf(condition).length
    const answers = observation.answers.slice(next, next + own)
    next += own
    return holds(condition, { ...observation, answers })
  })
}

function countOf(condition: Extract<Condition, { type: 'count' }>, list: unknown): number {
  if (!Array.isArray(list)) return 0
  return list.filter((object: unknown) => hasLabels(object, condition.labels) && condition.where.every((test) => passes(test, object))).length
}

function hasLabels(object: unknown, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([name, value]) => valueAt(object, [
    { type: 'field', name: 'metadata' }, { type: 'field', name: 'labels' }, { type: 'field', name },
  ]) === value)
}

function passes(test: FieldTest, object: unknown): boolean {
  return compare(test.compare, valueAt(object, test.path), test.value)
}

function compare(how: FieldTest['compare'], found: unknown, wanted: FieldTest['value']): boolean {
  switch (how) {
    case 'equals': return found === wanted
    case 'not': return found !== wanted
    case 'atLeast': return typeof found === 'number' && typeof wanted === 'number' && found >= wanted
    case 'atMost': return typeof found === 'number' && typeof wanted === 'number' && found <= wanted
  }
}

const comparisons = { equals: 'is', not: 'is not', atLeast: 'is at least', atMost: 'is at most' } as const

/** The condition in plain words, for the line that says what the lesson waits for. */
export function describeCondition(condition: Condition): string {
  switch (condition.type) {
    case 'object': return `${condition.resource}/${condition.name}: ${describeTest(condition.test)}`
    case 'count': return `number of ${condition.resource}${describeWhere(condition)} ${comparisons[condition.compare]} ${condition.value}`
    case 'seconds': return `${condition.seconds} simulated seconds`
    case 'all': return condition.conditions.map(describeCondition).join(', and ')
  }
}

function describeTest(test: FieldTest): string {
  return `${test.text} ${comparisons[test.compare]} ${test.value}`
}

function describeWhere(condition: Extract<Condition, { type: 'count' }>): string {
  const labels = Object.entries(condition.labels).map(([name, value]) => `${name}=${value}`)
  const tests = [...labels, ...condition.where.map(describeTest)]
  return tests.length === 0 ? '' : ` (${tests.join(', ')})`
}
