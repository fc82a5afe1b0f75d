import type { ReactNode } from 'react'

interface KeyValue {
  readonly label: string
  readonly value: ReactNode
  /** Identifiers stand in the mono face. */
  readonly mono?: boolean
}

/** Labelled facts, one line each. */
export function KeyValues({ rows }: { readonly rows: readonly KeyValue[] }) {
  return (
    <dl className="key-values">
      {rows.map((row) => (
        <div key={row.label}>
          <dt>{row.label}</dt>
          <dd className={row.mono === true ? 'mono' : ''}>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
