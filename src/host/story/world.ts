/** World commands in words: "You cut the power of node-2". */
import type { Change } from '../../protocol/frame.ts'
import type { ProcessRef, WorldCommand } from '../../protocol/world-commands.ts'
import { counted } from './sentence.ts'
import { shortName } from './short-name.ts'

type Told = Omit<Change, 'id' | 'simTimeUs' | 'actor'>

const you = 'You'

/** `tell` is given "node-2", and "# nodes" for the sentence about several. */
function node(name: string, tone: Change['tone'], tell: (machine: string) => string): Told {
  const many = { actor: you, text: `${you} ${tell('# nodes')}`, count: 1 }
  return { text: `${you} ${tell(name)}`, subject: { kind: 'Node', namespace: '', name }, tone, many }
}
function process(verb: string, ref: ProcessRef, tone: Change['tone'], effect = '', actor = you): Told {
  const told = (where: string): string => `${actor} ${verb} ${ref.process}${where}${effect}`
  const subject = { kind: 'Component', namespace: ref.node ?? '', name: ref.process } as const
  if (ref.node === undefined) return { text: told(''), subject, tone }
  return { text: told(` on ${ref.node}`), subject, tone, many: { actor, text: told(' on # nodes'), count: 1 } }
}
const clients = { kind: 'Component', namespace: '', name: 'clients' } as const
const apiServer = { kind: 'Component', namespace: '', name: 'kube-apiserver' } as const
function pod(text: string, namespace: string, name: string, tone: Change['tone']): Told {
  return { text, subject: { kind: 'Pod', namespace, name }, tone }
}

function toldOf(command: WorldCommand): Told {
  switch (command.type) {
    case 'powerOff': return node(command.node, 'bad', (machine) => `cut the power of ${machine}`)
    case 'powerOn': return node(command.node, 'good', (machine) => `switched ${machine} on: ${machine === command.node ? 'it boots' : 'they boot'}`)
    case 'addNode': {
      const text = `You added ${command.node === undefined ? 'a machine' : `the machine ${command.node}`}: its kubelet joins the cluster`
      const many = { actor: you, text: 'You added # machines: their kubelets join the cluster', count: 1 }
      return { text, subject: { kind: 'Node', namespace: '', name: command.node ?? '' }, tone: 'neutral', many }
    }
    case 'removeNode':
      return node(command.node, 'bad', (machine) => `took the ${machine === command.node ? 'machine' : 'machines of'} ${machine} away for good`)
    case 'cutCable': return node(command.node, 'bad', (machine) => `cut the network cable of ${machine}`)
    case 'healCable': return node(command.node, 'good', (machine) => `plugged the network cable of ${machine} in again`)
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
  const actor = 'Supervisor'
  return { actor, ...process('started', ref, 'good', ' again', actor) }
}

/** The sentence of a command that was carried out. */
export function tellWorldCommand(command: WorldCommand): Omit<Change, 'id' | 'simTimeUs'> {
  return { actor: you, ...toldOf(command) }
}
