import { Fragment } from 'react'

/** Text as it is ("Ready,SchedulingDisabled"), with leave to break the line after each comma. */
export function CommaBreaks({ text }: { readonly text: string }) {
  const parts = text.split(',')
  return parts.map((part, i) => <Fragment key={part}>{part}{i < parts.length - 1 ? <>,<wbr /></> : null}</Fragment>)
}
