/** World commands in words: "You cut the power of node-2". */
import type { Change } from '../../protocol/frame.ts'
import type { ProcessRef, WorldCommand } from '../../protocol/world-commands.ts'

type Told = Omit<Change, 'id' | 'simTimeUs' | 'actor'>

function node(text: string, name: string, tone: Change['tone']): Told {
  return { text, subject: { kind: 'Node', namespace: '', name }, tone }
}
function process(verb: string, ref: ProcessRef, tone: Change['tone']): Told {
  const where = ref.node === undefined ? '' : ` on ${ref.node}`
  return { text: `You ${verb} ${ref.process}${where}`, subject: { kind: 'Component', namespace: ref.node ?? '', name: ref.process }, tone }
}
function pod(text: string, namespace: string, name: string, tone: Change['tone']): Told {
  return { text, subject: { kind: 'Pod', namespace, name }, tone }
}

function toldOf(command: WorldCommand): Told {
  switch (command.type) {
    case 'powerOff': return node(`You cut the power of ${command.node}`, command.node, 'bad')
    case 'powerOn': return node(`You switched ${command.node} on: it boots`, command.node, 'good')
    case 'addNode': return node(`You added the machine ${command.node ?? 'with the next free name'}`, command.node ?? '', 'neutral')
    case 'removeNode': return node(`You removed the machine ${command.node}`, command.node, 'bad')
    case 'cutCable': return node(`You cut the network cable of ${command.node}`, command.node, 'bad')
    case 'healCable': return node(`You plugged the network cable of ${command.node} in again`, command.node, 'good')
    case 'cutApiServer': return process('cut the network cable of', { process: 'kube-apiserver' }, 'bad')
    case 'healApiServer': return process('plugged in again the network cable of', { process: 'kube-apiserver' }, 'good')
    case 'stopProcess': return process('stopped', command, 'bad')
    case 'crashProcess': return process('crashed', command, 'bad')
    case 'startProcess': return process('started', command, 'good')
    case 'crashContainer':
      return pod(`You killed the process of container ${command.container} in ${command.pod}`, command.namespace, command.pod, 'bad')
    case 'setReadiness':
      return pod(`You made container ${command.container} of ${command.pod} ${command.ready ? 'answer' : 'fail'} its readiness probe`,
        command.namespace, command.pod, command.ready ? 'good' : 'bad')
    case 'setClientLoad':
      return { text: `You set the clients to ${command.requestsPerSecond} requests per second`, subject: { kind: 'Other', namespace: '', name: 'clients' }, tone: 'neutral' }
  }
}

/** The sentence of a command that was carried out. */
export function tellWorldCommand(command: WorldCommand): Omit<Change, 'id' | 'simTimeUs'> {
  return { actor: 'You', ...toldOf(command) }
}
