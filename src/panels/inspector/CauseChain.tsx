import type { WhyStep } from '../../protocol/inspect.ts'
import { packetKind } from '../../protocol/vocabulary.ts'
import type { ResourceName } from '../../kubernetes/resources.ts'
import { momentText, splitActor } from '../../state/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { PacketGlyph } from '../../ui/PacketGlyph.tsx'
import { Looking } from './Looking.tsx'
import { useInspect } from '../use-inspect.ts'

/** Who did what so that the object came to be as it is: the chain of causes of its last change, oldest first. */
export function CauseChain({ resource, namespace, name }: { readonly resource: ResourceName; readonly namespace: string; readonly name: string }) {
  const { answer, answered, failure } = useInspect({ query: 'why', resource, namespace, name })
  if (!answered || answer === undefined) return <Looking failure={failure} />
  if (answer.length === 0) return <p className="quiet">Nothing is recorded about it.</p>
  return (
    <ol className="causes" aria-label="Causes, oldest first">
      {answer.map((step) => <Cause key={`${step.simTimeUs} ${step.actor} ${step.text}`} step={step} />)}
    </ol>
  )
}

/** A sentence that does not begin with its actor gets the actor and a colon in front. */
function Cause({ step }: { readonly step: WhyStep }) {
  const { actor, rest } = splitActor(step.text, step.actor)
  return (
    <li>
      <span className="cause-mark" aria-hidden="true">
        {step.type === undefined ? <Icon name="chevronRight" size={12} /> : <PacketGlyph kind={packetKind(step.type)} size={12} />}
      </span>
      <time>{momentText(step.simTimeUs)}</time>
      <b>{step.actor}</b>{actor === '' ? `: ${rest}` : rest}
    </li>
  )
}
