import { useState } from 'react'
import { Button } from '../../ui/controls/Button.tsx'
import { copyText } from '../copy-text.ts'

/** Copies a text and says whether it did. */
export function CopyButton({ text }: { readonly text: string }) {
  const [said, setSaid] = useState<string>()
  const copy = async (): Promise<void> => { setSaid(await copyText(text) ?? 'Copied.') }
  return <p className="copy"><Button onClick={() => { void copy() }}>Copy</Button> <span role="status">{said}</span></p>
}
