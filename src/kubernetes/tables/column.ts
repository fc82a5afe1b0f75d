/** Columns of `kubectl get`, as the API server prints them. Source: pkg/printers/internalversion/printers.go. */
import { ageText, humanDuration } from '../duration.ts'
import { formatLabelSelector } from '../selectors.ts'
import type { Container } from '../types/core.ts'
import type { KubernetesObject, LabelSelector } from '../types/meta.ts'

export type Cell = string | number

/** A column of objects of type T. */
export interface Column<T> {
  /** As the API says it; kubectl prints it in upper case. */
  readonly name: string
  readonly type: 'string' | 'integer'
  readonly format: '' | 'name'
  /** 1: only with `-o wide`. */
  readonly wide: boolean
  /** `nowSeconds`: the cluster's clock in whole seconds since 1970. */
  cell(object: T, nowSeconds: number): Cell
}

export function column<T>(name: string, cell: (object: T, nowSeconds: number) => Cell, type: 'string' | 'integer' = 'string'): Column<T> {
  return { name, type, format: '', wide: false, cell }
}

/** A column that only `-o wide` shows. */
export function wideColumn<T>(name: string, cell: (object: T, nowSeconds: number) => Cell): Column<T> {
  return { name, type: 'string', format: '', wide: true, cell }
}

/** Seconds since 1970 of an RFC 3339 text; undefined when there is none. */
export function secondsOf(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined || text === '') return undefined
  return Date.parse(text) / 1000
}

/** How long ago a moment was; `<unknown>` without one. */
export function since(text: string | null | undefined, nowSeconds: number): string {
  return ageText(secondsOf(text), nowSeconds)
}

/** The same in parentheses after a number of restarts: `3 (10s ago)`. */
export function restartText(restarts: number, last: string, nowSeconds: number): string {
  const lastSeconds = secondsOf(last)
  if (restarts === 0 || lastSeconds === undefined) return String(restarts)
  return `${restarts} (${humanDuration(nowSeconds - lastSeconds)} ago)`
}

export const nameColumn: Column<KubernetesObject> = {
  name: 'Name', type: 'string', format: 'name', wide: false, cell: (object) => object.metadata.name,
}
export const ageColumn: Column<KubernetesObject> = column('Age', (object, now) => since(object.metadata.creationTimestamp, now))

/** `<none>` in place of an empty text. */
export function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? '<none>' : text
}

/** Containers' names, their images and the selector: what `-o wide` adds to workloads. */
export function workloadColumns<T>(
  containersOf: (object: T) => readonly Container[], selectorOf: (object: T) => LabelSelector,
): readonly Column<T>[] {
  return [
    wideColumn('Containers', (object) => containersOf(object).map((one) => one.name).join(',')),
    wideColumn('Images', (object) => containersOf(object).map((one) => one.image).join(',')),
    wideColumn('Selector', (object) => formatLabelSelector(selectorOf(object))),
  ]
}
