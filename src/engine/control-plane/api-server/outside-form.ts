/**
 * The form in which the world outside wants an answer: whole objects, Tables for printing, or metadata alone.
 * Source: apiserver/pkg/endpoints/handlers/negotiation, k8s.io/apimachinery/pkg/apis/meta/v1/types.go (Table, PartialObjectMetadata).
 */
import type { JsonObject, JsonValue } from '../../../kubernetes/patch/json-value.ts'
import { toOtherVersion } from '../../../kubernetes/other-versions/convert.ts'
import { apiVersionOf, isCustom, resourceInfo, type ResourceName } from '../../../kubernetes/resources.ts'
import type { Column } from '../../../kubernetes/tables/column.ts'
import { printerColumns, type PrinterColumn } from '../../../kubernetes/tables/printer-column.ts'
import { columnsOf } from '../../../kubernetes/tables/tables.ts'
import type { KubernetesObject } from '../../../kubernetes/types/meta.ts'
import { metadataToWire, toWire } from './wire-form.ts'

/** The version in which a resource is asked for that has several, and what the definition of a custom one says of it. */
export interface VersionView {
  readonly apiVersion: string
  readonly listKind: string
  /** Of a custom resource. */
  readonly columns: readonly PrinterColumn[] | undefined
}

export type OutsideForm = (
  | { readonly as: 'object' }
  | { readonly as: 'metadata' }
  /** `include`: what of the object goes with each row. */
  | { readonly as: 'table'; readonly include: 'None' | 'Metadata' | 'Object' }
) & { readonly view?: VersionView }

/** The object as JSON, in the version that was asked for: those of a custom resource differ by name alone. */
export function wireOf(object: KubernetesObject, view: VersionView | undefined): JsonObject {
  const wire = toWire(object)
  if (view === undefined || view.apiVersion === object.apiVersion) return wire
  return { ...toOtherVersion(wire, view.apiVersion), apiVersion: view.apiVersion }
}

type TableForm = Extract<OutsideForm, { readonly as: 'table' }>

const wholeObject: OutsideForm = { as: 'object' }

const metaVersion = 'meta.k8s.io/v1'
const includes = ['None', 'Metadata', 'Object'] as const

/** One media type of an Accept header: "application/json;as=Table;v=v1;g=meta.k8s.io". */
function parametersOf(part: string): { readonly type: string; readonly parameters: ReadonlyMap<string, string> } {
  const [type = '', ...rest] = part.split(';').map((piece) => piece.trim())
  return { type: type.toLowerCase(), parameters: new Map(rest.map((piece) => [piece.split('=')[0] ?? '', piece.split('=')[1] ?? ''])) }
}

const jsonTypes = new Set(['application/json', 'application/*', '*/*', ''])

/** The media types of an Accept header that are JSON, in the client's order; none: the client takes no JSON. */
export function acceptedForms(accept: string): ReadonlyMap<string, string>[] {
  return accept.split(',').map(parametersOf).filter(({ type }) => jsonTypes.has(type)).map(({ parameters }) => parameters)
}

/** The first form of an Accept header that is served; undefined: none is (406). `includeObject`: the query's word for Tables. */
export function formOf(accept: string, includeObject: string): OutsideForm | undefined {
  for (const parameters of acceptedForms(accept)) {
    const as = parameters.get('as')
    if (as === undefined) return wholeObject
    if (parameters.get('g') !== 'meta.k8s.io' || parameters.get('v') !== 'v1') continue
    if (as === 'Table') return { as: 'table', include: includes.find((item) => item === includeObject) ?? 'Metadata' }
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') return { as: 'metadata' }
  }
  return undefined
}

/** Kind, version and metadata of an object, in the form PartialObjectMetadata. */
export function partialMetadata(object: KubernetesObject): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: metaVersion, metadata: metadataToWire(object) }
}

function columnDefinition(column: Column<KubernetesObject>): JsonObject {
  return { name: column.name, type: column.type, format: column.format, description: '', priority: column.wide ? 1 : 0 }
}

/** A Table of objects. `metadata`: of the list, or of the one object. */
export function tableToWire(
  resource: ResourceName, objects: readonly KubernetesObject[], metadata: JsonValue, { include, view }: TableForm, nowSeconds: number,
): JsonObject {
  const columns = view === undefined || !isCustom(resource) ? columnsOf(resource) : printerColumns(view.columns)
  return {
    kind: 'Table',
    apiVersion: metaVersion,
    metadata,
    columnDefinitions: columns.map(columnDefinition),
    rows: objects.map((object) => {
      const cells = columns.map((column) => column.cell(object, nowSeconds))
      if (include === 'None') return { cells, object: null }
      return { cells, object: include === 'Object' ? wireOf(object, view) : partialMetadata(object) }
    }),
  }
}

/** One object in the form that was asked for. */
export function objectToWire(form: OutsideForm, resource: ResourceName, object: KubernetesObject, nowSeconds: number): JsonObject {
  switch (form.as) {
    case 'object': return wireOf(object, form.view)
    case 'metadata': return partialMetadata(object)
    case 'table': {
      return tableToWire(resource, [object], { resourceVersion: String(object.metadata.resourceVersion) }, form, nowSeconds)
    }
  }
}

interface Sent {
  readonly revision: number
  readonly nowSeconds: number
  readonly columns: VersionView['columns']
  readonly wire: JsonObject
}

/** What watches have sent of an object, by form: those that are told of one change share it, however many they are. */
const sent = new WeakMap<KubernetesObject, Map<string, Sent>>()

/** One object for a watch in the form that was asked for, made once for all watches of that form. */
export function sharedForm(
  form: OutsideForm, resource: ResourceName, object: KubernetesObject, revision: number, nowSeconds: number,
): JsonObject {
  const { view } = form
  const key = `${form.as} ${form.as === 'table' ? form.include : ''} ${view?.apiVersion ?? ''}`
  const made = sent.get(object) ?? new Map<string, Sent>()
  const known = made.get(key)
  // The age of a row is that of its second.
  const isFresh = form.as !== 'table' || (known?.nowSeconds === nowSeconds && known.revision === revision && known.columns === view?.columns)
  if (known !== undefined && isFresh) return known.wire
  const wire = form.as === 'table'
    ? tableToWire(resource, [object], { resourceVersion: String(revision) }, form, nowSeconds) : objectToWire(form, resource, object, nowSeconds)
  made.set(key, { revision, nowSeconds, columns: view?.columns, wire })
  sent.set(object, made)
  return wire
}

/** The object of a BOOKMARK: nothing but a revision. */
export function bookmarkToWire(form: OutsideForm, resource: ResourceName, revision: number, initialEventsEnd: boolean): JsonObject {
  const annotations: JsonObject = initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}
  const metadata: JsonObject = { resourceVersion: String(revision), ...annotations }
  const info = resourceInfo(resource)
  if (form.as === 'table') return { kind: 'Table', apiVersion: metaVersion, metadata, columnDefinitions: [], rows: [] }
  if (form.as === 'metadata') return { kind: 'PartialObjectMetadata', apiVersion: metaVersion, metadata }
  return { kind: info.kind, apiVersion: form.view?.apiVersion ?? apiVersionOf(info), metadata }
}
