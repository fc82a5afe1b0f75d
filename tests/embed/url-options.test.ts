import { describe, expect, it } from 'vitest'
import { readUrlOptions, withoutEmbed } from '../../src/embed/url-options.ts'

describe('an address', () => {
  it('without options gives the defaults', () => {
    expect(readUrlOptions('')).toEqual({
      embed: false, theme: undefined, nodes: 3, pods: 0, seed: 1, pace: [{ pace: 'auto' }, { pace: 'play' }], lesson: undefined, manifest: undefined, faults: [],
    })
  })
  it('gives what it asks for', () => {
    expect(readUrlOptions('?embed&theme=projector&nodes=5&pods=550&seed=4294967295&speed=0.01&lesson=tour&manifest=course/day-1.yml&utm_source=x')).toEqual({
      embed: true, theme: 'projector', nodes: 5, pods: 550, seed: 4294967295, pace: [{ pace: 'rate', rate: 0.01 }, { pace: 'play' }],
      lesson: 'lessons/tour.yaml', manifest: 'course/day-1.yml', faults: [],
    })
  })
  it.each(['?embed', '?embed=', '?embed=1', '?embed=true'])('%s embeds', (search) => expect(readUrlOptions(search).embed).toBe(true))
  it.each(['?embed=0', '?embed=false'])('%s does not embed', (search) => expect(readUrlOptions(search)).toMatchObject({ embed: false, faults: [] }))
  it('starts paused at speed 0', () => expect(readUrlOptions('?speed=0')).toMatchObject({ pace: [{ pace: 'auto' }, { pace: 'pause' }], faults: [] }))

  it.each([
    ['embed=maybe', 'embed'], ['theme=pink', 'theme'], ['nodes=5001', 'nodes'], ['nodes=-1', 'nodes'], ['nodes=3.5', 'nodes'], ['nodes=', 'nodes'],
    ['nodes=1e3', 'nodes'], ['pods=x', 'pods'], ['seed=4294967296', 'seed'], ['speed=fast', 'speed'], ['speed=101', 'speed'], ['speed=0.001', 'speed'],
    ['lesson=https://example.org/l.yaml', 'lesson'], ['lesson=//example.org/l.yaml', 'lesson'], ['lesson=../secret.yaml', 'lesson'],
    ['manifest=javascript:alert(1)', 'manifest'], ['manifest=/etc/x.yaml', 'manifest'], ['lesson=a/../b.yaml', 'lesson'],
  ])('with %s says what is wrong and takes the default', (query, name) => {
    const options = readUrlOptions(`?${query}`)
    expect(options.faults).toEqual([expect.stringContaining(`?${name}=`)])
    expect({ ...options, faults: [] }).toEqual(readUrlOptions(''))
  })
  it('tells all faults at once', () => expect(readUrlOptions('?nodes=x&seed=y&theme=z').faults).toHaveLength(3))
  it('makes no more pods than the nodes take', () => {
    expect(readUrlOptions('?nodes=2&pods=221')).toMatchObject({ pods: 220, faults: [expect.stringContaining('220 are made')] })
  })
  it('leads from the embedded picture to the whole program with the same options', () => {
    expect(withoutEmbed('https://a.org/x/podium/?embed&nodes=5#top')).toBe('https://a.org/x/podium/?nodes=5#top')
  })
})
