/** What a container leaves behind for its status. Source: pkg/kubelet/kuberuntime/kuberuntime_container.go (getTerminationMessage). */
import { programOf } from '../../world/programs.ts'
import { logText } from './log-lines.ts'
import type { LogOptions } from './messages.ts'
import type { RuntimeContainer, RuntimeMachine, Sandbox } from './state.ts'

/** Bytes at most of a message, and of one that is taken from the log, with the lines that it is taken from. */
const mostLetters = 4096
const mostLogLetters = 2048
const logLines = 80

const lastLines: LogOptions = {
  previous: false, follow: false, timestamps: false, tailLines: logLines, sinceUs: 0, limitBytes: undefined,
}

function written(machine: RuntimeMachine, { spec, number, start }: RuntimeContainer, nowUs: number): string | undefined {
  const path = spec.terminationMessagePath
  const byHand = machine.written.get(number)
  if (byHand?.has(path) === true) return byHand.get(path)
  const afterUs = nowUs - (start?.startedUs ?? nowUs)
  return programOf(spec).files.findLast((file) => file.path === path && file.fromUs <= afterUs && afterUs < file.untilUs)?.text
}

/** The text of a container that ends now; undefined: it left none. */
export function terminationMessage(
  machine: RuntimeMachine, sandbox: Sandbox, container: RuntimeContainer, nowUs: number, epochMs: number,
): string | undefined {
  const { spec, exitCode } = container
  const text = written(machine, container, nowUs) ?? ''
  if (text !== '') return text.slice(0, mostLetters)
  if (spec.terminationMessagePolicy !== 'FallbackToLogsOnError' || exitCode === 0) return undefined
  return logText(sandbox, spec.name, lastLines, nowUs, epochMs)?.slice(-mostLogLetters)
}
