/** World commands in words: "You cut the power of node-2". */
import type { Change } from '../../protocol/frame.ts'
import type { ProcessRef, WorldCommand } from '../../protocol/world-commands.ts'
import { counted } from './sentence.ts'
import { shortName } from './short-name.ts'

type Told = Omit<Change, 'id' | 'simTimeUs' | 'actor'>

function node(text: string, name: string, tone: Change['tone']): Told {
  return { text, subject: { kind: 'Node', namespace: '', name }, tone }
}
function process(verb: string, ref: ProcessRef, tone: Change['tone'], effect = ''): Told {
  const where = ref.node === undefined ? '' : ` on ${ref.node}`
  return { text: `You ${verb} ${ref.process}${where}${effect}`, subject: { kind: 'Component', namespace: ref.node ?? '', name: ref.process }, tone }
}
const clients = { kind: 'Component', namespace: '', name: 'clients' } as const
const apiServer = { kind: 'Component', namespace: '', name: 'kube-apiserver' } as const
function pod(text: string, namespace: string, name: string, tone: Change['tone']): Told {
  return { text, subject: { kind: 'Pod', namespace, name }, tone }
}

function toldOf(command: WorldCommand): Told {
  switch (command.type) {
    case 'powerOff': return node(`You cut the power of ${command.node}`, command.node, 'bad')
    case 'powerOn': return node(`You switched ${command.node} on: it boots`, command.node, 'good')
    case 'addNode':
      return node(`You added ${command.node === undefined ? 'a machine' : `the machine ${command.node}`}: its kubelet joins the cluster`,
        command.node ?? '', 'neutral')
    case 'removeNode': return node(`You took the machine ${command.node} away for good`, command.node, 'bad')
    case 'cutCable': return node(`You cut the network cable of ${command.node}`, command.node, 'bad')
    case 'healCable': return node(`You plugged the network cable of ${command.node} in again`, command.node, 'good')
    case 'cutApiServer': return { text: 'You cut the API server’s network: nobody reaches port 6443', subject: apiServer, tone: 'bad' }
    case 'healApiServer': return { text: 'You healed the API server’s network', subject: apiServer, tone: 'good' }
    case 'stopProcess': return process('stopped', command, 'bad', ': it stays down until you start it')
    case 'crashProcess': return process('crashed', command, 'bad', ': its supervisor will start it again')
    case 'startProcess': return process('started', command, 'good')
    case 'crashContainer':
      return pod(`You killed the process of container ${command.container} in ${shortName(command.pod)}`, command.namespace, command.pod, 'bad')
    case 'setReadiness':
      return pod(`You made container ${command.container} of ${shortName(command.pod)} ${command.ready ? 'answer' : 'fail'} its readiness probe`,
        command.namespace, command.pod, command.ready ? 'good' : 'bad')
    case 'setClientLoad':
      return { text: `You set the clients to ${counted(command.requestsPerSecond, 'request')} per second`, subject: clients, tone: 'neutral' }
  }
}

/** The sentence of a process that runs again after a crash. */
export function tellRestart(ref: ProcessRef): Omit<Change, 'id' | 'simTimeUs'> {
  const { text, ...told } = process('started', ref, 'good', ' again')
  return { ...told, actor: 'Supervisor', text: text.replace(/^You/, 'Supervisor') }
}

/** The sentence of a command that was carried out. */
export function tellWorldCommand(command: WorldCommand): Omit<Change, 'id' | 'simTimeUs'> {
  return { actor: 'You', ...toldOf(command) }
}
