import type { ResourceName } from '../../kubernetes/resources.ts'
import { CopyButton } from './CopyButton.tsx'
import { Looking } from './Looking.tsx'
import { useInspect } from '../use-inspect.ts'
import { useLazy } from '../use-lazy.ts'

const loadYaml = () => import('yaml')

interface ObjectRef {
  readonly resource: ResourceName
  /** Empty text for cluster-scoped kinds. */
  readonly namespace: string
  readonly name: string
}

/** The object as `kubectl get -o yaml` prints it. The YAML writer is loaded when it is first needed. */
export function ObjectYaml({ object }: { readonly object: ObjectRef }) {
  const { answer, answered, failure } = useInspect({ query: 'object', ...object })
  const { loaded, failure: notLoaded } = useLazy(loadYaml)
  if (!answered || loaded === undefined) return <Looking failure={failure ?? notLoaded} />
  if (answer === undefined) return <p className="quiet">The API server has no such object any more.</p>
  const yaml = loaded.stringify(answer, { lineWidth: 0, indentSeq: false })
  return (
    <>
      <CopyButton text={yaml} />
      <pre className="yaml" tabIndex={0} aria-label={`${object.name} as YAML`}>{yaml}</pre>
    </>
  )
}
