/** `kubectl label` and `annotate`. Sources: k8s.io/kubectl/pkg/cmd/label/label.go, k8s.io/kubectl/pkg/cmd/annotate/annotate.go. */
import { labelValueProblems } from '../../kubernetes/names.ts'
import { plainError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { kindWithGroup } from '../resources.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { patchSelected, printResult } from './generate.ts'
import { labelChanges, splitAtChanges } from './key-values.ts'
import { selectedObjects } from './selected.ts'

const flags = [common.overwrite, common.selector, common.all, common.filename, common.dryRun, common.output, flag('list', 'bool', 'If true, display the labels for a given resource')]

/** Both write a map of the metadata; they differ in words. */
function metadataCommand(name: 'label' | 'annotate', field: 'labels' | 'annotations', word: 'label' | 'annotation', done: string): Command {
  return {
    name,
    says: name === 'label' ? 'Update the labels on a resource.' : 'Update the annotations on one or more resources.',
    usage: `kubectl ${name} [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N`,
    flags,
    run: (invocation) => change(invocation, field, word, done),
  }
}

async function change(invocation: Invocation, field: 'labels' | 'annotations', word: 'label' | 'annotation', done: string): Promise<void> {
  const { kubectl, args, flags: given } = invocation
  const { names, changes } = splitAtChanges(args)
  if (changes.length === 0 && !given.on('list')) throw plainError(`at least one ${word} update is required`)
  if (names.length === 0 && !given.given('filename')) throw plainError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  const { set, removed } = labelChanges(changes, word)
  if (word === 'label') checkValues(set)
  for (const { info, object } of await selectedObjects(invocation, names)) {
    const { name } = object.metadata
    const known: Readonly<Record<string, string>> = object.metadata[field] ?? {}
    const shown = `${kindWithGroup(info)}/${name}`
    if (given.on('list')) {
      kubectl.out(Object.keys(known).toSorted().map((key) => `${key}=${known[key] ?? ''}\n`).join(''))
      continue
    }
    if (!given.on('overwrite')) checkKept(known, set, word)
    for (const key of removed) if (known[key] === undefined && word === 'label') kubectl.out(`${word} "${key}" not found.\n`)
    const patch = Object.fromEntries([
      ...Object.entries(set).filter(([key, value]) => known[key] !== value), ...removed.filter((key) => known[key] !== undefined).map((key) => [key, null] as const),
    ])
    const added = Object.keys(set).some((key) => known[key] !== set[key])
    const result = Object.keys(patch).length === 0 ? object : await patchSelected(invocation, { info, object }, { metadata: { [field]: patch } }, 'merge')
    printResult(invocation, info, result, `${shown} ${word === 'annotation' ? done : Object.keys(patch).length === 0 ? 'not labeled' : added ? done : 'unlabeled'}`)
  }
}

/** Values are checked here, keys by the API server. */
function checkValues(set: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(set)) {
    const [problem] = labelValueProblems(value)
    if (problem !== undefined) throw plainError(`invalid label value: "${key}=${value}": ${problem}`)
  }
}

/** A value that is there and differs needs --overwrite. */
function checkKept(known: Readonly<Record<string, string>>, set: Readonly<Record<string, string>>, word: string): void {
  for (const [key, value] of Object.entries(set)) {
    const old = known[key]
    if (old !== undefined && old !== value) {
      throw plainError(word === 'label' ? `'${key}' already has a value (${old}), and --overwrite is false` : `--overwrite is false but found the following declared annotation(s): '${key}' already has a value (${old})`)
    }
  }
}

export const label = metadataCommand('label', 'labels', 'label', 'labeled')
export const annotate = metadataCommand('annotate', 'annotations', 'annotation', 'annotated')
