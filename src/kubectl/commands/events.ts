/** `kubectl events`. Source: k8s.io/kubectl/pkg/cmd/events/{events,event_printer}.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import type { Event } from '../../kubernetes/types/core.ts'
import { listObjects } from '../api.ts'
import { byTime, intervalText } from '../describe/events.ts'
import { flag } from '../parse/flags.ts'
import { tableText } from '../print/table.ts'
import { namedTargets } from '../resources.ts'
import { common } from './command.ts'
import type { Command } from './command.ts'

export const events: Command = {
  name: 'events',
  says: 'List events.',
  usage: 'kubectl events [(-o|--output=)json|yaml|name] [--for TYPE/NAME] [--types=TYPE] [flags]',
  flags: [
    common.allNamespaces, flag('for', 'text', 'Filter events to only those pertaining to the specified resource'), flag('types', 'list', 'Output only events of given types'),
    flag('no-headers', 'bool', 'When using the default output format, don\'t print headers'),
  ],
  run: async ({ kubectl, flags, namespace }) => {
    const all = flags.on('all-namespaces')
    const about = flags.text('for') === '' ? undefined : namedTargets([flags.text('for')])[0]
    const fieldSelector = about === undefined ? '' : `involvedObject.kind=${about.info.kind},involvedObject.name=${about.name}`
    const { items } = await listObjects(kubectl, resourceInfo('events'), all ? '' : namespace, { fieldSelector })
    const types = flags.list('types').flatMap((text) => text.split(',')).map((text) => text.toLowerCase())
    const found = byTime(items as unknown as readonly Event[]).filter((event) => types.length === 0 || types.includes(event.type.toLowerCase()))
    if (found.length === 0) {
      kubectl.error(all ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`)
      return
    }
    const rows = found.map((event) => [
      ...(all ? [event.metadata.namespace] : []), intervalText(event, kubectl.nowMs()), event.type, event.reason, `${event.involvedObject.kind}/${event.involvedObject.name}`,
      event.message.trim(),
    ])
    kubectl.out(tableText({ headers: [...(all ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'], rows }, !flags.on('no-headers')))
  },
}
