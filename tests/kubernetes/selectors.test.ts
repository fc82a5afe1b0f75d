import { describe, expect, it } from 'vitest'
import {
  formatLabelSelector, hasLabels, matchesLabelSelector, meetsRequirements, parseFieldSelector, parseLabelSelector,
} from '../../src/kubernetes/selectors.ts'

describe('label selectors', () => {
  const labels = { app: 'web', tier: 'front', version: '2' }
  it.each([
    ['', true], ['app=web', true], ['app==web', true], ['app=api', false], ['app!=api', true], ['missing!=x', true], [
      'app in (api, web)', true,
    ],
    ['app notin (api,web)', false], ['missing notin (a)', true], ['tier', true], ['missing', false], ['!missing', true], ['!tier', false],
    ['app=web,tier in (front,back),!gone', true], ['app=web,tier=back', false],
  ])('%s selects the object: %s', (text, expected) => {
    const { requirements, error } = parseLabelSelector(text)
    expect(error).toBeUndefined()
    expect(meetsRequirements(requirements, labels)).toBe(expected)
  })
  it.each(['a=b=c', 'in (x)', ',', 'a in x'])('refuses %s', (text) => expect(parseLabelSelector(text).error).toBeDefined())
  it('a missing selector selects nothing, an empty one everything', () => {
    expect(matchesLabelSelector(undefined, labels)).toBe(false)
    expect(matchesLabelSelector({ matchLabels: undefined, matchExpressions: undefined }, labels)).toBe(true)
  })
  it('joins matchLabels and matchExpressions', () => {
    const selector = { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'NotIn' as const, values: ['back'] }] }
    expect(matchesLabelSelector(selector, labels)).toBe(true)
    expect(matchesLabelSelector(selector, { app: 'web', tier: 'back' })).toBe(false)
    expect(formatLabelSelector(selector)).toBe('app=web,tier notin (back)')
  })
  it('a Service selects by equality of every pair', () => {
    expect(hasLabels(labels, { app: 'web', tier: 'front' })).toBe(true)
    expect(hasLabels(undefined, { app: 'web' })).toBe(false)
  })
})

describe('field selectors', () => {
  it('reads equality and inequality', () => {
    expect(parseFieldSelector('spec.nodeName=node-1,status.phase!=Running').requirements).toEqual([
      { field: 'spec.nodeName', value: 'node-1', equal: true }, { field: 'status.phase', value: 'Running', equal: false },
    ])
  })
  it('refuses what it cannot understand', () => expect(parseFieldSelector('spec.nodeName').error).toContain("can't understand"))
})
