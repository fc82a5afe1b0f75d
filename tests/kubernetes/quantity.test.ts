import { describe, expect, it } from 'vitest'
import { formatMilli, formatQuantity, milliValue, parseQuantity, quantityError, quantityValue } from '../../src/kubernetes/quantity.ts'

describe('quantities', () => {
  it.each([
    ['0', 0], ['1', 1], ['+1', 1], ['-1', -1], ['500m', 0.5], ['0.5', 0.5], ['.5', 0.5], ['5.', 5], ['1k', 1000], ['1Ki', 1024],
    ['256Mi', 268_435_456], ['1.5Gi', 1_610_612_736], ['1e3', 1000], ['1E3', 1000], ['12e-1', 1.2], ['1E', 1e18], ['1u', 0.000001],
    ['102683304Ki', 105_147_703_296], ['2T', 2e12], ['1Pi', 1_125_899_906_842_624],
  ])('%s is %d base units', (text, value) => {
    expect(quantityError(text)).toBeUndefined()
    expect(parseQuantity(text)).toBe(value)
  })

  it('rounds up to whole units and to thousandths', () => {
    expect(quantityValue('100m')).toBe(1)
    expect(quantityValue('1.0001Ki')).toBe(1025)
    expect(milliValue('0.1')).toBe(100)
    expect(milliValue('1')).toBe(1000)
    expect(milliValue('100u')).toBe(1)
    expect(milliValue('-100u')).toBe(0)
  })

  const form = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  it.each([
    ['', form], ['abc', form], ['1 Gi', form], ['1GB', form], ['--1', form],
    ['1.2.3', 'unable to parse numeric part of quantity'], ['.', 'unable to parse numeric part of quantity'],
    ['1iK', "unable to parse quantity's suffix"], ['1Mik', "unable to parse quantity's suffix"],
  ])('refuses %j in upstream’s words', (text, message) => {
    expect(quantityError(text)).toBe(message)
    expect(() => parseQuantity(text)).toThrow(message)
  })

  it('prints canonical text', () => {
    expect(formatQuantity(268_435_456, 'BinarySI')).toBe('256Mi')
    expect(formatQuantity(1_610_612_736, 'BinarySI')).toBe('1536Mi')
    expect(formatQuantity(0, 'BinarySI')).toBe('0')
    expect(formatQuantity(5000, 'DecimalSI')).toBe('5k')
    expect(formatMilli(1500)).toBe('1500m')
    expect(formatMilli(2000)).toBe('2')
  })
})
