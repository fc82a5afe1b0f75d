/** Every verb, one row each. */
import { apply } from './apply.ts'
import { apiResources, apiVersions } from './api-resources.ts'
import { attach } from './attach.ts'
import { auth } from './auth.ts'
import { autoscale } from './autoscale.ts'
import { clusterInfo, version } from './cluster.ts'
import type { Command } from './command.ts'
import { config } from './config.ts'
import { create } from './create.ts'
import { debug } from './debug.ts'
import { deleteCommand } from './delete.ts'
import { describe } from './describe.ts'
import { diff } from './diff.ts'
import { drain } from './drain.ts'
import { edit } from './edit.ts'
import { events } from './events.ts'
import { exec } from './exec.ts'
import { explain } from './explain.ts'
import { expose } from './expose.ts'
import { get } from './get.ts'
import { helpText } from './help.ts'
import { annotate, label } from './label.ts'
import { logs } from './logs.ts'
import { cordon, taint, uncordon } from './nodes.ts'
import { notYet } from './not-yet.ts'
import { patch } from './patch.ts'
import { replace } from './replace.ts'
import { rollout } from './rollout.ts'
import { run } from './run.ts'
import { scale } from './scale.ts'
import { set } from './set.ts'
import { top } from './top.ts'
import { wait } from './wait.ts'

const served: readonly Command[] = [
  create, expose, run, set, explain, get, edit, deleteCommand, rollout, scale, autoscale, clusterInfo, top, cordon, uncordon, drain, taint, describe, logs, attach, exec, debug, events, auth, diff, apply, patch, replace, wait,
  label, annotate, apiResources, apiVersions, config, version,
]

const help: Command = {
  name: 'help',
  says: 'Help about any command.',
  usage: 'kubectl help [command]',
  flags: [],
  run: ({ kubectl, args }) => {
    const command = served.find((one) => one.name === args[0])
    const inner = command?.inner?.find((one) => one.name === args[1])
    kubectl.out(helpText(inner ?? command, args.join(' '), served))
    return Promise.resolve()
  },
}

export const commands: readonly Command[] = [...served, help, ...notYet]
