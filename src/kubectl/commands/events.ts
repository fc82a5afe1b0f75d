/** `kubectl events`. Source: k8s.io/kubectl/pkg/cmd/events/{events,event_printer}.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { Event } from '../../kubernetes/types/core.ts'
import { listObjects } from '../api.ts'
import { byTime, intervalText } from '../describe/events.ts'
import { flag } from '../parse/flags.ts'
import { tableText, type ColumnWidths } from '../print/table.ts'
import { namedTargets } from '../resources.ts'
import { watchObjects } from '../watch.ts'
import { common } from './command.ts'
import type { Command, Invocation } from './command.ts'

export const events: Command = {
  name: 'events',
  says: 'List events.',
  usage: 'kubectl events [(-o|--output=)json|yaml|name] [--for TYPE/NAME] [--types=TYPE] [--watch] [flags]',
  flags: [
    common.allNamespaces, flag('for', 'text', 'Filter events to only those pertaining to the specified resource'), flag('types', 'list', 'Output only events of given types'),
    flag('no-headers', 'bool', 'When using the default output format, don\'t print headers'),
    flag('watch', 'bool', 'After listing the requested events, watch for more events.', { short: 'w' }),
  ],
  run,
}

async function run(invocation: Invocation): Promise<void> {
  const { kubectl, flags, namespace } = invocation
  const all = flags.on('all-namespaces')
  const about = flags.text('for') === '' ? undefined : namedTargets([flags.text('for')])[0]
  const fieldSelector = about === undefined ? '' : `involvedObject.kind=${about.info.kind},involvedObject.name=${about.name}`
  const types = flags.list('types').flatMap((text) => text.split(',')).map((text) => text.toLowerCase())
  const isWanted = (event: Event): boolean => types.length === 0 || types.includes(event.type.toLowerCase())
  const show = printer(invocation)
  if (flags.on('watch')) {
    await watchObjects(kubectl, resourceInfo('events'), all ? '' : namespace, { fieldSelector }, '', ({ type, object }) => {
      const event = object as unknown as Event
      // That an event went after its hour is not told.
      if (type !== 'DELETED' && isWanted(event)) show([event])
    })
    return
  }
  const { items } = await listObjects(kubectl, resourceInfo('events'), all ? '' : namespace, { fieldSelector })
  const found = byTime(items as unknown as readonly Event[]).filter(isWanted)
  if (found.length > 0) show(found)
  else kubectl.error(all ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`)
}

/** Prints events; the headers stand before the first, and columns only grow. */
function printer({ kubectl, flags }: Invocation): (found: readonly Event[]) => void {
  const all = flags.on('all-namespaces')
  const widths: ColumnWidths = []
  let headers = !flags.on('no-headers')
  return (found) => {
    const rows = found.map((event) => [
      ...(all ? [event.metadata.namespace] : []), intervalText(event, kubectl.nowMs()), event.type, event.reason, `${event.involvedObject.kind}/${event.involvedObject.name}`,
      event.message.trim(),
    ])
    kubectl.out(tableText({ headers: [...(all ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'], rows }, headers, widths))
    headers = false
  }
}
