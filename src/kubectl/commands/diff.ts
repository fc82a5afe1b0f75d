/** `kubectl diff -f`: the object as it is against what applying the file would make of it. Source: k8s.io/kubectl/pkg/cmd/diff/diff.go. */
import { call, findObject } from '../api.ts'
import type { ApiObject } from '../api.ts'
import { writeRequest } from '../apply/apply-manifest.ts'
import { plainError, withSource } from '../errors.ts'
import { withoutManagers } from '../print/output.ts'
import { unifiedDiff } from '../print/unified-diff.ts'
import { yamlText } from '../print/yaml.ts'
import { common } from './command.ts'
import type { Command } from './command.ts'
import { readManifests } from './manifest-input.ts'

export const diff: Command = {
  name: 'diff',
  says: 'Diff the live version against a would-be applied version.',
  usage: 'kubectl diff -f FILENAME',
  flags: [common.filename, common.fieldManager],
  run: async (invocation) => {
    const { kubectl, flags } = invocation
    if (!flags.given('filename')) throw plainError('must specify one of -f and -k')
    const { documents, problems } = await readManifests(invocation)
    const [problem] = problems
    if (problem !== undefined) throw problem
    let differs = false
    for (const { document, source } of documents) {
      const { info, namespace, name } = document
      const live = await findObject(kubectl, info, namespace, name)
      const request = writeRequest(document, live, false)
      if (request === undefined) continue
      const file = `${info.group === '' ? info.version : `${info.group}.${info.version}`}.${info.kind}.${namespace}.${name}`
      let merged: ApiObject
      try {
        merged = await call(kubectl, { ...request, query: { dryRun: 'All' } }) as ApiObject
      } catch (error) {
        throw withSource(error, 'comparing', source)
      }
      const text = unifiedDiff(live === undefined ? '' : yamlText(withoutManagers(live)), yamlText(withoutManagers(merged)), `LIVE/${file}`, `MERGED/${file}`)
      if (text !== '') differs = true
      kubectl.out(text === '' ? '' : `diff -u -N LIVE/${file} MERGED/${file}\n${text}`)
    }
    return differs ? 1 : 0
  },
}
