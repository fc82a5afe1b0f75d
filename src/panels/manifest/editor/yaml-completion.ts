/** CodeMirror's completion over the schemas of the API server. */
import { autocompletion } from '@codemirror/autocomplete'
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { proposalsAt } from '../schema/complete.ts'
import type { SchemaSource } from '../schema/schema-source.ts'
import { yamlCursor } from '../schema/yaml-cursor.ts'

/** Proposals at the cursor while a word is typed, or when they are asked for (Ctrl-Space). */
async function yamlCompletions(context: CompletionContext, schemas: SchemaSource): Promise<CompletionResult | null> {
  const cursor = yamlCursor(context.state.doc.toString(), context.pos)
  if (cursor === undefined || (cursor.from === context.pos && !context.explicit && cursor.valueOf === undefined)) return null
  const proposals = await proposalsAt(cursor, schemas)
  if (proposals.length === 0) return null
  return {
    from: cursor.from,
    validFor: /^[\w./-]*$/,
    options: proposals.map((proposal): Completion => ({
      label: proposal.label, apply: proposal.insert, detail: proposal.required ? `${proposal.detail}, required` : proposal.detail, boost: proposal.required ? 1 : 0,
      ...(proposal.says === '' ? {} : { info: proposal.says }),
    })),
  }
}

/** A schema that could not be had leaves the editor without proposals; the check beside it tells why. */
export function yamlCompletion(schemas: SchemaSource): Extension {
  const source = (context: CompletionContext): Promise<CompletionResult | null> => yamlCompletions(context, schemas).catch(() => null)
  return autocompletion({ override: [source], icons: false, activateOnTyping: true })
}
